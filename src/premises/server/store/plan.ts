/** The plan: place, zones, fixtures, cameras, duties, acceptances. */
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Duty } from '../../rules/acceptance.ts';
import type { placeRegister } from '../../rules/api/plan.ts';
import type {} from '../tables.ts';

export const findPlace = (db: Db | Tx) => db.selectFrom('premises').selectAll().executeTakeFirst();

/** Waits for whoever is arranging the plan at the same time: what fits is judged on the plan as it then is. */
export const lockPlace = (tx: Tx) => tx.selectFrom('premises').selectAll().forUpdate().executeTakeFirst();

const placeColumns = (place: InputOf<typeof placeRegister>) => ({
  name: place.name,
  address: place.address,
  location: place.location,
  outside_reason: place.outsideReason,
  plan_width: place.planWidth,
  plan_height: place.planHeight,
  temperature_min: place.temperatureMin,
  temperature_max: place.temperatureMax,
  humidity_min: place.humidityMin,
  humidity_max: place.humidityMax,
});

/** There is one: a second one at the same moment fails. */
export const insertPlace = (tx: Tx, place: InputOf<typeof placeRegister>, registeredBy: string) =>
  tx
    .insertInto('premises')
    .values({ ...placeColumns(place), registered_by: registeredBy })
    .execute();

export const updatePlace = (tx: Tx, place: InputOf<typeof placeRegister>) =>
  tx
    .updateTable('premises')
    .set((eb) => ({ ...placeColumns(place), version: eb('version', '+', 1) }))
    .execute();

export const listZones = (db: Db | Tx) =>
  db.selectFrom('zone').selectAll().where('state', '=', 'active').orderBy('code').execute();

export const listFixtures = (db: Db | Tx) =>
  db
    .selectFrom('fixture')
    .leftJoin('terminal', 'terminal.id', 'fixture.terminal_id')
    .selectAll('fixture')
    .select('terminal.name as terminal_name')
    .where('fixture.state', '=', 'active')
    .orderBy('fixture.code')
    .execute();

/** Active cameras, each with the fixtures still there that it is confirmed to show. */
export async function listCameras(db: Db | Tx) {
  const cameras = await db.selectFrom('camera').selectAll().where('state', '=', 'active').orderBy('code').execute();
  const covers = await db
    .selectFrom('camera_cover')
    .innerJoin('fixture', 'fixture.id', 'camera_cover.fixture_id')
    .select(['camera_cover.camera_id', 'camera_cover.fixture_id'])
    .where('fixture.state', '=', 'active')
    .orderBy('fixture.code')
    .execute();
  return cameras.map((camera) => ({
    ...camera,
    covers: covers.filter((one) => one.camera_id === camera.id).map((one) => one.fixture_id),
  }));
}

/** Takes the place of what the camera was confirmed to show before. */
export async function setCovers(tx: Tx, cameraId: string, fixtureIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('camera_cover').where('camera_id', '=', cameraId).execute();
  if (fixtureIds.length === 0) return;
  const rows = [...new Set(fixtureIds)].map((fixtureId) => ({ camera_id: cameraId, fixture_id: fixtureId }));
  await tx.insertInto('camera_cover').values(rows).execute();
}

/** What has moved must be seen again in every picture. */
export const forgetCovers = (tx: Tx, fixtureId: string) =>
  tx.deleteFrom('camera_cover').where('fixture_id', '=', fixtureId).execute();

export const listDuties = (db: Db | Tx) =>
  db
    .selectFrom('premises_duty')
    .innerJoin('person', 'person.id', 'premises_duty.person_id')
    .selectAll('premises_duty')
    .select('person.name as person_name')
    .where('until', 'is', null)
    .orderBy('premises_duty.id')
    .execute();

/** Null when he holds this duty already. */
export async function insertDuty(
  tx: Tx,
  row: { duty: Duty; personId: string; party: 'archive' | 'vendor'; since: string },
): Promise<string | null> {
  const added = await tx
    .insertInto('premises_duty')
    .values({
      id: newId(),
      duty: row.duty,
      person_id: row.personId,
      party_kind: row.party,
      since: row.since,
      until: null,
    })
    .onConflict((conflict) => conflict.columns(['duty', 'person_id']).where('until', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added?.id ?? null;
}

export const endDuty = (tx: Tx, id: string, until: string) =>
  tx
    .updateTable('premises_duty')
    .set({ until })
    .where('id', '=', id)
    .where('until', 'is', null)
    .returning(['duty', 'person_id'])
    .executeTakeFirst();

/** A person as duties and escorts see him. */
export const findPerson = (db: Db | Tx, id: string) =>
  db.selectFrom('person').select(['id', 'name', 'duty', 'party_kind']).where('id', '=', id).executeTakeFirst();

export async function insertAcceptance(
  tx: Tx,
  row: { acceptedOn: string; acceptedBy: string; confirmedBy: string; remarks: string; facts: object },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('site_acceptance')
    .values({
      id,
      accepted_on: row.acceptedOn,
      accepted_by: row.acceptedBy,
      confirmed_by: row.confirmedBy,
      remarks: row.remarks,
      facts: row.facts,
    })
    .execute();
  return id;
}

export const lastAcceptance = (db: Db | Tx) =>
  db.selectFrom('site_acceptance').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();

/** A cabinet (档案装具) that is in use, by the number on its label. */
export const cabinetOfCode = (db: Db | Tx, code: string) =>
  db
    .selectFrom('fixture')
    .select(['id', 'code', 'stage'])
    .where('code', '=', code)
    .where('kind', '=', 'cabinet')
    .where('state', '=', 'active')
    .executeTakeFirst();

/** Cabinets that are in use. */
export const listCabinets = (db: Db | Tx) =>
  db
    .selectFrom('fixture')
    .select(['id', 'code', 'stage'])
    .where('kind', '=', 'cabinet')
    .where('state', '=', 'active')
    .orderBy('code')
    .execute();
