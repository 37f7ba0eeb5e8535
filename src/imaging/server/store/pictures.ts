/** Pictures to look at: of masters, and of the derivatives that treatment made of them. */
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A ready picture of a master or of a derivative of this unit. */
export const readyPictureOf = async (db: Db | Tx, unitId: string, imageId: string, kind: 'thumb' | 'screen') =>
  idShape.test(imageId)
    ? db
        .selectFrom('rendition')
        .innerJoin('master', 'master.id', 'rendition.master_id')
        .select('rendition.sha256')
        .where('rendition.master_id', '=', imageId)
        .where('rendition.kind', '=', kind)
        .where('master.unit_id', '=', unitId)
        .unionAll(
          db
            .selectFrom('treatment_picture')
            .innerJoin('treatment', 'treatment.id', 'treatment_picture.treatment_id')
            .select('treatment_picture.sha256')
            .where('treatment_picture.treatment_id', '=', imageId)
            .where('treatment_picture.kind', '=', kind)
            .where('treatment.unit_id', '=', unitId),
        )
        .executeTakeFirst()
    : undefined;

/** A page of this unit as it lies in its file: a master, or a derivative, which is a file of one page. */
export const imageOf = async (db: Db | Tx, unitId: string, imageId: string) =>
  idShape.test(imageId)
    ? db
        .selectFrom('master')
        .select((eb) => [eb.ref('sha256').$notNull().as('sha256'), 'page', 'header'])
        .where('id', '=', imageId)
        .where('purged_at', 'is', null)
        .where('unit_id', '=', unitId)
        .unionAll(
          db
            .selectFrom('treatment')
            .select((eb) => [eb.ref('sha256').$notNull().as('sha256'), eb.lit(1).as('page')])
            .select((eb) => eb.ref('header').$notNull().as('header'))
            .where('id', '=', imageId)
            .where('state', '=', 'made')
            .where('purged_at', 'is', null)
            .where('unit_id', '=', unitId),
        )
        .executeTakeFirst()
    : undefined;
