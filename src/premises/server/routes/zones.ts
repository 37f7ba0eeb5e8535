import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { zoneAdd, zoneChange, zoneRetire } from '../../rules/api/plan.ts';
import { contains, overlap } from '../../rules/plan.ts';
import { lockPlan, refuseCode, refuseChange, retired } from '../place-on-plan.ts';
import { listCameras, listFixtures, listZones } from '../store/plan.ts';
import { insertZone, retireThing, updateZone, type Zone } from '../store/things.ts';

async function refuseZone(tx: Tx, input: Zone, own: string | null): Promise<Refusal | null> {
  const plan = await lockPlan(tx);
  if (isRefusal(plan)) return plan;
  const taken = await refuseCode(tx, 'zone', input.code, own);
  if (taken) return taken;
  if (!contains(plan, { x: input.x + input.width, y: input.y + input.height }))
    return refuse('off-plan', {}, 'input.x');
  const other = (await listZones(tx)).find((zone) => zone.id !== own && overlap(zone, input));
  return other ? refuse('zones-overlap', { zone: other.name }, 'input.x') : null;
}

/** What stands in the zone. */
async function standingIn(tx: Tx, zoneId: string) {
  const fixtures = (await listFixtures(tx)).filter((one) => one.zone_id === zoneId);
  const cameras = (await listCameras(tx)).filter((one) => one.zone_id === zoneId);
  return [...fixtures, ...cameras];
}

export const zoneRoutes = (): Binding[] => [
  bindAct(zoneAdd, {
    check: (tx, { input }) => refuseZone(tx, input, null),
    async run(tx, { input }) {
      const zoneId = await insertZone(tx, input);
      return { output: { zoneId }, subjectId: zoneId, after: input };
    },
  }),

  bindAct(zoneChange, {
    async check(tx, { subject, input, version }) {
      const refused = await refuseZone(tx, input, subject);
      if (refused) return refused;
      const stale = await refuseChange(tx, 'zone', subject, version);
      if (stale) return stale;
      // 4.3-2: nothing is left standing outside its zone.
      const left = (await standingIn(tx, subject ?? '')).filter((one) => !contains(input, one));
      return left.length === 0 ? null : refuse('zone-in-use', { count: left.length }, 'input.width');
    },
    async run(tx, { subject, input }) {
      await updateZone(tx, subject ?? '', input);
      return { output: {}, after: input };
    },
  }),

  bindAct(zoneRetire, {
    async check(tx, { subject, version }) {
      const plan = await lockPlan(tx);
      if (isRefusal(plan)) return plan;
      const stale = await refuseChange(tx, 'zone', subject, version);
      if (stale) return stale;
      const left = await standingIn(tx, subject ?? '');
      return left.length === 0 ? null : refuse('zone-in-use', { count: left.length });
    },
    async run(tx, { subject }) {
      await retireThing(tx, 'zone', subject ?? '');
      return retired;
    },
  }),
];
