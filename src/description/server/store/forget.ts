/** What was typed of originals that turn out to be classified: nothing of their content stays (6.1-5). */
import { sql } from 'kysely';
import { clearedText } from '#/base/rules/clear-texts.ts';
import type { Tx } from '#/base/server/db.ts';
import type { LaterRoom } from '#/custody/server/door.ts';
import type {} from '../tables.ts';

/** Entries of these originals, and those that bear the code of one of them: what lies in a volume has its own. */
const about = (tx: Tx, originalIds: readonly string[]) =>
  tx
    .selectFrom('entry')
    .select('entry.id')
    .where((eb) =>
      eb.or([
        eb('entry.original_id', 'in', originalIds),
        eb.exists(
          eb
            .selectFrom('original')
            .select('original.id')
            .where('original.id', 'in', originalIds)
            .whereRef('original.scheme_id', '=', 'entry.scheme_id')
            .whereRef('original.code', '=', 'entry.code'),
        ),
      ]),
    );

/** Every value and every difference is cleared. Who typed how much, and when, stays. */
async function forget(tx: Tx, originalIds: readonly string[]): Promise<void> {
  if (originalIds.length === 0) return;
  const entries = about(tx, originalIds);
  await tx
    .updateTable('entry_value')
    .set({ text: clearedText, source: null })
    .where('entry_id', 'in', entries)
    .execute();
  await tx
    .updateTable('link_acceptance')
    .set({ reason: clearedText })
    .where('unit_id', 'in', tx.selectFrom('work_unit').select('id').where('original_id', 'in', originalIds))
    .execute();
  await tx
    .updateTable('entry_difference')
    .set({
      ...{ first_text: clearedText, second_text: clearedText },
      third_text: sql<string>`case when third_text is null then null else ${clearedText} end`,
      // Nobody decides what nobody may see.
      withdrawn_at: sql<Date>`case when choice is null then coalesce(withdrawn_at, now()) end`,
    })
    .where('entry_id', 'in', entries)
    .execute();
}

/** Why figures that differ were taken: the ledger has it, too. */
async function reasonsOf(tx: Tx, originalIds: readonly string[]) {
  const rows = await tx
    .selectFrom('link_acceptance')
    .innerJoin('work_unit', 'work_unit.id', 'link_acceptance.unit_id')
    .select(['work_unit.id', 'work_unit.original_id', 'link_acceptance.reason'])
    .where('work_unit.original_id', 'in', originalIds)
    .execute();
  return rows.map(({ id, original_id: originalId, reason }) => ({ id, originalId, texts: [reason] }));
}

/** Custody asks it in the transaction that decides. Of what was typed the ledger never had a word. */
export const descriptionTexts: LaterRoom = { recordsOf: reasonsOf, forget };
