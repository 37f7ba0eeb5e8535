import { sql } from 'kysely';
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

/** Erases the clear values of these entries on behalf of another one, which says why (paper, section 5). */
export async function eraseDetails(tx: Tx, entries: readonly string[], byEntry: string): Promise<void> {
  for (const entry of entries) await sql`select ledger_erase_detail(${entry}, ${byEntry})`.execute(tx);
}
