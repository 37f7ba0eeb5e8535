/** The plan: place, zones, fixtures, cameras, duties, acceptances. */
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

export const findPlace = (db: Db | Tx) => db.selectFrom('premises').selectAll().executeTakeFirst();

/** Waits for whoever is arranging the plan at the same time: what fits is judged on the plan as it then is. */
export const lockPlace = (tx: Tx) => tx.selectFrom('premises').selectAll().forUpdate().executeTakeFirst();

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

export const lastAcceptance = (db: Db | Tx) =>
  db.selectFrom('site_acceptance').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
