/** Pictures to look at. */
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A picture of a page of this unit. */
export const renditionOf = async (db: Db | Tx, unitId: string, masterId: string, kind: 'thumb' | 'screen') =>
  idShape.test(masterId)
    ? db
        .selectFrom('rendition')
        .innerJoin('master', 'master.id', 'rendition.master_id')
        .select(['rendition.sha256', 'rendition.width', 'rendition.height'])
        .where('rendition.master_id', '=', masterId)
        .where('rendition.kind', '=', kind)
        .where('master.unit_id', '=', unitId)
        .executeTakeFirst()
    : undefined;

/** A page of this unit, as it lies in its file. */
export const masterOf = async (db: Db | Tx, unitId: string, masterId: string) =>
  idShape.test(masterId)
    ? db
        .selectFrom('master')
        .select((eb) => [eb.ref('sha256').$notNull().as('sha256'), 'page', 'header'])
        .where('id', '=', masterId)
        .where('purged_at', 'is', null)
        .where('unit_id', '=', unitId)
        .executeTakeFirst()
    : undefined;
