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

/** A picture of a derivative of this unit. */
export const treatedRenditionOf = async (db: Db | Tx, unitId: string, treatmentId: string, kind: 'thumb' | 'screen') =>
  idShape.test(treatmentId)
    ? db
        .selectFrom('treatment_picture')
        .innerJoin('treatment', 'treatment.id', 'treatment_picture.treatment_id')
        .select(['treatment_picture.sha256', 'treatment_picture.width', 'treatment_picture.height'])
        .where('treatment_picture.treatment_id', '=', treatmentId)
        .where('treatment_picture.kind', '=', kind)
        .where('treatment.unit_id', '=', unitId)
        .executeTakeFirst()
    : undefined;

/** A derivative of this unit: a file of one page. */
export const derivativeOf = async (db: Db | Tx, unitId: string, treatmentId: string) =>
  idShape.test(treatmentId)
    ? db
        .selectFrom('treatment')
        .select((eb) => [eb.ref('sha256').$notNull().as('sha256'), eb.ref('header').$notNull().as('header')])
        .select((eb) => eb.val(1).as('page'))
        .where('id', '=', treatmentId)
        .where('state', '=', 'made')
        .where('purged_at', 'is', null)
        .where('unit_id', '=', unitId)
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
