/** Readings of carriers, and transfers of data with their carriers and papers. */
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { CarrierKind, CarrierTrouble } from '../../rules/transfer.ts';
import type {} from '../tables.ts';

export async function insertReading(
  tx: Tx,
  { carrierId, projectId, by }: { carrierId: string; projectId: string; by: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('carrier_reading')
    .values({
      ...{ id, carrier_id: carrierId, project_id: projectId, started_by: by, whole: null, files: null, bytes: null },
      ...{ seal: null, troubles: null, troubled: null, ended_at: null },
    })
    .execute();
  return id;
}

/** The newest of each carrier of a project. */
export const newestReadings = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('carrier_reading')
    .selectAll()
    .distinctOn('carrier_id')
    .where('project_id', '=', projectId)
    .orderBy('carrier_id')
    .orderBy('id', 'desc')
    .execute();

export type ReadingRow = Awaited<ReturnType<typeof newestReadings>>[number];

const withCarrier = (db: Db | Tx) =>
  db
    .selectFrom('carrier_reading')
    .innerJoin('package_carrier', 'package_carrier.id', 'carrier_reading.carrier_id')
    .innerJoin('package', 'package.id', 'package_carrier.package_id')
    .selectAll('carrier_reading')
    .select(['package_carrier.target', 'package.number', 'package.seal as package_seal']);

export const findReading = (db: Db | Tx, id: string) =>
  withCarrier(db).where('carrier_reading.id', '=', id).executeTakeFirst();

export const lockReading = (tx: Tx, id: string) =>
  withCarrier(tx).where('carrier_reading.id', '=', id).forUpdate('carrier_reading').executeTakeFirst();

export interface Read {
  whole: boolean;
  files: number;
  bytes: number;
  seal: string | null;
  troubles: readonly CarrierTrouble[];
  troubled: number;
}

export const endReading = (tx: Tx, id: string, { whole, files, bytes, seal, troubles, troubled }: Read) =>
  tx
    .updateTable('carrier_reading')
    .set({
      ...{ whole, files, bytes: String(bytes), seal, troubles: JSON.stringify(troubles), troubled },
      ended_at: new Date(),
    })
    .where('id', '=', id)
    .execute();

export interface TransferCarrier {
  carrierId: string;
  readingId: string;
  checkId: string;
  label: string;
  kind: CarrierKind;
  size: string | null;
}

export interface NewTransfer {
  projectId: string;
  number: string;
  units: number;
  images: number;
  files: number;
  bytes: bigint;
  givenBy: string;
  receivedBy: string;
  carriers: readonly TransferCarrier[];
}

export async function insertTransfer(tx: Tx, one: NewTransfer): Promise<string> {
  const id = newId();
  await tx
    .insertInto('data_transfer')
    .values({
      ...{ id, project_id: one.projectId, number: one.number, carriers: one.carriers.length },
      ...{ units: one.units, images: one.images },
      ...{ files: one.files, bytes: String(one.bytes) },
      ...{ given_by: one.givenBy, received_by: one.receivedBy },
    })
    .execute();
  await tx
    .insertInto('data_transfer_carrier')
    .values(
      one.carriers.map(({ carrierId, readingId, checkId, label, kind, size }, at) => ({
        ...{ transfer_id: id, position: at + 1, carrier_id: carrierId, reading_id: readingId, check_id: checkId },
        ...{ label, kind, size },
      })),
    )
    .execute();
  return id;
}

export const findTransfer = (db: Db | Tx, id: string) =>
  db.selectFrom('data_transfer').selectAll().where('id', '=', id).executeTakeFirst();

export const transfersOf = (db: Db | Tx, projectId: string) =>
  db.selectFrom('data_transfer').selectAll().where('project_id', '=', projectId).orderBy('id', 'desc').execute();

export type TransferRow = Awaited<ReturnType<typeof transfersOf>>[number];

/** Carriers of transfers, in their order, as they were read. */
export const carriersOfTransfers = (db: Db | Tx, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('data_transfer_carrier')
        .innerJoin('package_carrier', 'package_carrier.id', 'data_transfer_carrier.carrier_id')
        .innerJoin('package', 'package.id', 'package_carrier.package_id')
        .innerJoin('carrier_reading', 'carrier_reading.id', 'data_transfer_carrier.reading_id')
        .innerJoin('check_run', 'check_run.id', 'data_transfer_carrier.check_id')
        .select(['data_transfer_carrier.transfer_id', 'data_transfer_carrier.carrier_id'])
        .select(['data_transfer_carrier.label', 'data_transfer_carrier.kind', 'data_transfer_carrier.size'])
        .select(['package_carrier.target'])
        .select(['package.id as package_id', 'package.number', 'package.state', 'package.units', 'package.images'])
        .select((eb) => [
          eb.ref('carrier_reading.files').$notNull().as('files'),
          eb.ref('carrier_reading.bytes').$notNull().as('bytes'),
          eb.ref('carrier_reading.seal').$notNull().as('seal'),
        ])
        .select(['check_run.id as check_id', 'check_run.round as check_round'])
        .where('data_transfer_carrier.transfer_id', 'in', [...ids])
        .orderBy('data_transfer_carrier.transfer_id')
        .orderBy('data_transfer_carrier.position')
        .execute();

export type TransferCarrierRow = Awaited<ReturnType<typeof carriersOfTransfers>>[number];

export const papersOfTransfers = (db: Db | Tx, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('data_transfer_paper')
        .selectAll()
        .where('transfer_id', 'in', [...ids])
        .orderBy('added_at')
        .orderBy('attachment_id')
        .execute();

export const addPapers = (tx: Tx, transferId: string, { ids, by }: { ids: readonly string[]; by: string }) =>
  tx
    .insertInto('data_transfer_paper')
    .values(
      [...new Set(ids)].map((attachment) => ({ transfer_id: transferId, attachment_id: attachment, added_by: by })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();

/** Readings of carriers with packages that hold these originals: of their troubles no name of a file stays (6.5-3). */
export const clearTroubles = (tx: Tx, originalIds: readonly string[]) =>
  tx
    .updateTable('carrier_reading')
    .set({ troubles: '[]' })
    .where('whole', '=', false)
    .where('carrier_id', 'in', (eb) =>
      eb
        .selectFrom('package_carrier')
        .innerJoin('package_unit', 'package_unit.package_id', 'package_carrier.package_id')
        .innerJoin('work_unit', 'work_unit.id', 'package_unit.unit_id')
        .select('package_carrier.id')
        .where('work_unit.original_id', 'in', [...originalIds]),
    )
    .execute();
