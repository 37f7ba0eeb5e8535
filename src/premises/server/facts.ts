import type { Db, Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { type Lack, lacksOf } from '../rules/acceptance.ts';
import { checklistState, type ItemState } from '../rules/checklist.ts';
import { lastFindings } from './store/checks.ts';
import { findPlace, listCameras, listDuties, listFixtures } from './store/plan.ts';

/** Where the checklist stands today. */
export const checklistNow = async (db: Db | Tx): Promise<ItemState[]> =>
  checklistState(await lastFindings(db), await today(db));

/** What still stands against the acceptance of the place. */
export async function lacksNow(db: Db | Tx): Promise<Lack[]> {
  const [place, fixtures, cameras, duties, checklist] = [
    await findPlace(db),
    await listFixtures(db),
    await listCameras(db),
    await listDuties(db),
    await checklistNow(db),
  ];
  return lacksOf({
    registered: place !== undefined,
    fixtures: fixtures.map(({ id, kind, code, stage, zone_id }) => ({ id, kind, code, stage, zoneId: zone_id })),
    covers: cameras.map(({ covers }) => covers),
    duties: duties.map(({ duty, party_kind }) => ({ duty, party: party_kind })),
    checklist,
  });
}
