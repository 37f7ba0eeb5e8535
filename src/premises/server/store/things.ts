/** Zones, fixtures and cameras: what the plan's acts write. */
import { sql } from 'kysely';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { cameraAdd, fixtureAdd, zoneAdd } from '../../rules/api/plan.ts';

export type ThingTable = 'zone' | 'fixture' | 'camera';
export type Zone = InputOf<typeof zoneAdd>;
export type Fixture = InputOf<typeof fixtureAdd>;
export type Camera = InputOf<typeof cameraAdd>;

const fixtureColumns = ({ zoneId, code, name, x, y, stage, terminalId }: Fixture) => ({
  zone_id: zoneId,
  terminal_id: terminalId,
  ...{ code, name, x, y, stage },
});

const cameraColumns = ({ zoneId, covers: _covers, ...rest }: Camera) => ({ zone_id: zoneId, ...rest });

/** Who bears this number, or bore it once. */
export const bearerOf = (tx: Tx, table: ThingTable, code: string) =>
  tx.selectFrom(table).select('id').where('code', '=', code).executeTakeFirst();

/** State and version of a thing, locked until the act ends. */
export const lockThing = (tx: Tx, table: ThingTable, id: string) =>
  tx.selectFrom(table).select(['state', 'version']).where('id', '=', id).forUpdate().executeTakeFirst();

export const retireThing = (tx: Tx, table: ThingTable, id: string) =>
  tx
    .updateTable(table)
    .set({ state: 'retired', version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();

export const findActiveZone = (db: Db | Tx, id: string) =>
  db.selectFrom('zone').selectAll().where('id', '=', id).where('state', '=', 'active').executeTakeFirst();

export const findFixture = (db: Db | Tx, id: string) =>
  db.selectFrom('fixture').selectAll().where('id', '=', id).executeTakeFirst();

export async function insertZone(tx: Tx, zone: Zone): Promise<string> {
  const id = newId();
  await tx
    .insertInto('zone')
    .values({ id, ...zone })
    .execute();
  return id;
}

export const updateZone = (tx: Tx, id: string, zone: Zone) =>
  tx
    .updateTable('zone')
    .set((eb) => ({ ...zone, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export async function insertFixture(tx: Tx, fixture: Fixture): Promise<string> {
  const id = newId();
  await tx
    .insertInto('fixture')
    .values({ id, kind: fixture.kind, ...fixtureColumns(fixture) })
    .execute();
  return id;
}

export const updateFixture = (tx: Tx, id: string, fixture: Fixture) =>
  tx
    .updateTable('fixture')
    .set((eb) => ({ ...fixtureColumns(fixture), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

/** What is gone holds no terminal. */
export const freeTerminal = (tx: Tx, fixtureId: string) =>
  tx.updateTable('fixture').set({ terminal_id: null }).where('id', '=', fixtureId).execute();

export async function insertCamera(tx: Tx, camera: Camera): Promise<string> {
  const id = newId();
  await tx
    .insertInto('camera')
    .values({ id, ...cameraColumns(camera) })
    .execute();
  return id;
}

export const updateCamera = (tx: Tx, id: string, camera: Camera) =>
  tx
    .updateTable('camera')
    .set((eb) => ({ ...cameraColumns(camera), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const isTerminal = async (db: Db | Tx, id: string): Promise<boolean> =>
  (await db.selectFrom('terminal').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
