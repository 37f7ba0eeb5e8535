import type { Db, Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { type Lack, lacksOf } from '../rules/acceptance.ts';
import { checklistState, type ItemState } from '../rules/checklist.ts';
import { lastFindings } from './store/checks.ts';
import { findPlace, listCameras, listDuties, listFixtures } from './store/plan.ts';

/** Where the checklist stands today. */
export const checklistNow = async (db: Db | Tx): Promise<ItemState[]> =>
  checklistState(await lastFindings(db), await today(db));

/** The place as it is: read once for the page and for what is lacking. */
export const readPlace = async (db: Db | Tx) => ({
  place: await findPlace(db),
  fixtures: await listFixtures(db),
  cameras: await listCameras(db),
  duties: await listDuties(db),
  checklist: await checklistNow(db),
});

/** What stands against the acceptance of such a place. */
export const lacksIn = ({
  place,
  fixtures,
  cameras,
  duties,
  checklist,
}: Awaited<ReturnType<typeof readPlace>>): Lack[] =>
  lacksOf({
    registered: place !== undefined,
    fixtures: fixtures.map(({ id, kind, code, stage, zone_id }) => ({ id, kind, code, stage, zoneId: zone_id })),
    covers: cameras.map(({ covers }) => covers),
    duties: duties.map(({ duty, party_kind }) => ({ duty, party: party_kind })),
    checklist,
  });
