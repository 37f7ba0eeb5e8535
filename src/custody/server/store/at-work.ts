/** What later rooms ask of originals at work. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

/** What a closed list says: which way, and which originals. */
export async function handedOver(db: Db | Tx, handoverId: string) {
  const list = await db
    .selectFrom('handover')
    .innerJoin('batch', 'batch.id', 'handover.batch_id')
    .select(['handover.batch_id', 'handover.direction', 'batch.project_id', 'handover.received_by'])
    .where('handover.id', '=', handoverId)
    .executeTakeFirst();
  if (!list) return undefined;
  const rows = await db
    .selectFrom('handover_count')
    .select('original_id')
    .distinct()
    .where('handover_id', '=', handoverId)
    .execute();
  return { ...list, originalIds: rows.map((row) => row.original_id) };
}

/** Originals of a project that a batch has out now. */
export const originalsOut = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('whereabouts')
    .innerJoin('original', 'original.id', 'whereabouts.original_id')
    .innerJoin('batch_original', (join) =>
      join
        .onRef('batch_original.batch_id', '=', 'whereabouts.batch_id')
        .onRef('batch_original.original_id', '=', 'whereabouts.original_id'),
    )
    .innerJoin('batch', 'batch.id', 'whereabouts.batch_id')
    .select(['whereabouts.original_id', 'batch.id as batch_id'])
    .where('original.project_id', '=', projectId)
    .where('batch_original.open', '=', true)
    .where('batch.state', '=', 'out')
    .orderBy('original.sort_key')
    .execute();

/** Held until the transaction ends against a halt, a loss and a return, in the order of their ids (6.5-1). */
export const shareStandings = (tx: Tx, originalIds: readonly string[]) =>
  tx
    .selectFrom('whereabouts')
    .innerJoin('original', 'original.id', 'whereabouts.original_id')
    .select(['original_id', 'place', 'halted', 'original.secrecy'])
    .where('original_id', 'in', originalIds)
    .orderBy('original_id')
    .forShare('whereabouts')
    .execute();

/** Whether somebody has had it in hand since then: has it now, or is named by a move of it. */
export async function hadInHand(db: Db | Tx, originalId: string, personId: string, since: Date): Promise<boolean> {
  const now = await db
    .selectFrom('whereabouts')
    .select('original_id')
    .where('original_id', '=', originalId)
    .where('place', '=', 'hand')
    .where('holder_id', '=', personId)
    .executeTakeFirst();
  if (now) return true;
  const moved = await db
    .selectFrom('movement')
    .select('id')
    .where('original_id', '=', originalId)
    .where('holder_id', '=', personId)
    .where('occurred_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return moved !== undefined;
}

/**
 * How much each is: as preparation found it last in the batch by which it is out, or in any once it is back; otherwise
 * as the catalogue says.
 */
export const figuresOf = (db: Db | Tx, originalIds: readonly string[]) =>
  db
    .selectFrom('original')
    .leftJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('preparation')
          .innerJoin('slip', 'slip.id', 'preparation.slip_id')
          .select(['preparation.pages', 'a3', 'a2', 'a1', 'a0', 'leaves', 'cover', 'contents', 'note_sheet', 'blanks'])
          .whereRef('slip.original_id', '=', 'original.id')
          .where(({ or, eb: one, ref }) =>
            or([one('slip.batch_id', '=', ref('whereabouts.batch_id')), one('whereabouts.batch_id', 'is', null)]),
          )
          .orderBy('preparation.id', 'desc')
          .limit(1)
          .as('prepared'),
      (join) => join.onTrue(),
    )
    .select([
      ...(['original.id', 'original.kind', 'original.pages as catalogued'] as const),
      ...(['prepared.pages', 'prepared.a3', 'prepared.a2', 'prepared.a1', 'prepared.a0'] as const),
      ...([
        'prepared.leaves',
        'prepared.cover',
        'prepared.contents',
        'prepared.note_sheet',
        'prepared.blanks',
      ] as const),
      sql<string>`(select count(*) from original inner_item where inner_item.parent_id = original.id)`.as('inside'),
    ])
    .where('original.id', 'in', originalIds)
    .execute();
