import type { Office } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';

/** Principal and deputy of an office, as they are now. */
export const holdersOf = (db: Db | Tx, office: Office) =>
  db.selectFrom('office_holder').selectAll().where('office', '=', office).where('ended_at', 'is', null).execute();

export const endHolder = (tx: Tx, id: string) =>
  tx
    .updateTable('office_holder')
    .set((eb) => ({ active: false, ended_at: new Date(), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();

/** The column that the database's separation hangs on (0001-people.sql). */
export const setDuty = (tx: Tx, personId: string, duty: 'business' | 'office') =>
  tx.updateTable('person').set({ duty }).where('id', '=', personId).execute();

export const appointHolder = (
  tx: Tx,
  row: {
    office: Office;
    seat: 'principal' | 'deputy';
    personId: string;
    active: boolean;
    orderNumber: string;
    orderId: string;
  },
) =>
  tx
    .insertInto('office_holder')
    .values({
      id: newId(),
      office: row.office,
      seat: row.seat,
      person_id: row.personId,
      active: row.active,
      since: new Date(),
      order_number: row.orderNumber,
      order_id: row.orderId,
    })
    .execute();

/** One acts, the other does not: first nobody, so that the unique index never sees two. */
export async function setActiveSeat(tx: Tx, office: Office, seat: 'principal' | 'deputy'): Promise<void> {
  await tx
    .updateTable('office_holder')
    .set((eb) => ({ active: false, version: eb('version', '+', 1) }))
    .where('office', '=', office)
    .where('active', '=', true)
    .execute();
  await tx
    .updateTable('office_holder')
    .set((eb) => ({ active: true, version: eb('version', '+', 1) }))
    .where('office', '=', office)
    .where('seat', '=', seat)
    .where('ended_at', 'is', null)
    .execute();
}
