/** What was read of a unit, line by line as a person would: what description proposes from (5.6). */
import type { Db, Tx } from '#/base/server/db.ts';
import { uprightBox } from '../../rules/text/upright.ts';
import { textsOfUnit } from '../store/texts.ts';

/** All pages, or one of them. */
export async function pageLinesOf(db: Db | Tx, unitId: string, page?: number) {
  const pages = await textsOfUnit(db, unitId, page);
  return pages.flatMap(({ position, header, lines }) =>
    lines.map(({ text, box }) => ({ text, page: position, ...uprightBox(box, header) })),
  );
}
