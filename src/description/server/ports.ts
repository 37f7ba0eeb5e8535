/** What the room asks of others; `app` binds them. */
import type { Db, Tx } from '#/base/server/db.ts';
import type { PageLine } from '../rules/suggestion.ts';

/** Recognised text of a unit's pages in the order of reading; none while nothing was recognised. */
export type PageLinesOf = (db: Db | Tx, unitId: string) => Promise<readonly PageLine[]>;
