import type { Db, Tx } from '#/base/server/db.ts';
import type { LateColumns } from '#/base/server/late.ts';

export async function insertRelease(
  tx: Tx,
  row: {
    id: string;
    number: string;
    bearer: string;
    items: string;
    reason: string;
    leavesOn: string;
    requestedBy: string;
    approvedBy: string;
  },
): Promise<void> {
  await tx
    .insertInto('goods_release')
    .values({
      id: row.id,
      number: row.number,
      bearer: row.bearer,
      items: row.items,
      reason: row.reason,
      leaves_on: row.leavesOn,
      requested_by: row.requestedBy,
      approved_by: row.approvedBy,
      passed_by: null,
      passed_at: null,
      remark: null,
      late_reason: null,
      late_form_number: null,
      late_scan_id: null,
    })
    .execute();
}

export const findRelease = (db: Db | Tx, id: string) =>
  db.selectFrom('goods_release').selectAll().where('id', '=', id).executeTakeFirst();

export const lockRelease = (tx: Tx, id: string) =>
  tx.selectFrom('goods_release').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

export const passRelease = (
  tx: Tx,
  id: string,
  { passedBy, remark }: { passedBy: string; remark: string },
  { occurred_at, ...late }: LateColumns,
) =>
  tx
    .updateTable('goods_release')
    .set((eb) => ({
      state: 'passed' as const,
      passed_by: passedBy,
      passed_at: occurred_at,
      remark,
      ...late,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();

export function listReleases(
  db: Db | Tx,
  filter: { state: 'issued' | 'passed' | null; before: string | null; limit: number },
) {
  let query = db.selectFrom('goods_release').selectAll().orderBy('id', 'desc').limit(filter.limit);
  if (filter.state !== null) query = query.where('state', '=', filter.state);
  if (filter.before !== null) query = query.where('id', '<', filter.before);
  return query.execute();
}
