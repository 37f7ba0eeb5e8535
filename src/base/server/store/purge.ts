import type { Tx } from '../db.ts';

/** Ledger entries about these subjects that still have clear values beside them. */
export async function erasableEntries(tx: Tx, subjectIds: readonly string[]): Promise<string[]> {
  if (subjectIds.length === 0) return [];
  const rows = await tx
    .selectFrom('ledger_entry')
    .innerJoin('ledger_detail', 'ledger_detail.entry_id', 'ledger_entry.id')
    .select('ledger_entry.id')
    .where('ledger_entry.subject_id', 'in', [...subjectIds])
    .orderBy('ledger_entry.id')
    .execute();
  return rows.map((row) => row.id);
}
