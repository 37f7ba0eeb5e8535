import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { cameraAdd, cameraChange, cameraRetire } from '../../rules/api/plan.ts';
import { inSight } from '../../rules/plan.ts';
import { lockPlan, refuseCode, refuseChange, refuseZoneFor, retired } from '../place-on-plan.ts';
import { listFixtures, setCovers } from '../store/plan.ts';
import { type Camera, insertCamera, retireThing, updateCamera } from '../store/things.ts';

async function refuseCamera(tx: Tx, input: Camera, own: string | null): Promise<Refusal | null> {
  const plan = await lockPlan(tx);
  if (isRefusal(plan)) return plan;
  const wrong = (await refuseCode(tx, 'camera', input.code, own)) ?? (await refuseZoneFor(tx, input.zoneId, input));
  if (wrong) return wrong;
  // 4.3-2: what it is said to show must at least lie before it.
  const fixtures = new Map((await listFixtures(tx)).map((one) => [one.id, one]));
  for (const [index, id] of input.covers.entries()) {
    const field = `input.covers.${index}`;
    const fixture = fixtures.get(id);
    if (!fixture) return refuse('not-found', { what: '设施 / fixture' }, field);
    if (!inSight(input, fixture))
      return refuse('cover-out-of-sight', { camera: input.code, fixture: fixture.code }, field);
  }
  return null;
}

export const cameraRoutes = (): Binding[] => [
  bindAct(cameraAdd, {
    check: (tx, { input }) => refuseCamera(tx, input, null),
    async run(tx, { input }) {
      const cameraId = await insertCamera(tx, input);
      await setCovers(tx, cameraId, input.covers);
      return { output: { cameraId }, subjectId: cameraId, after: input };
    },
  }),

  bindAct(cameraChange, {
    async check(tx, { subject, input, version }) {
      const refused = await refuseCamera(tx, input, subject);
      return refused ?? refuseChange(tx, 'camera', subject, version);
    },
    async run(tx, { subject, input }) {
      const id = subject ?? '';
      await updateCamera(tx, id, input);
      await setCovers(tx, id, input.covers);
      return { output: {}, after: input };
    },
  }),

  bindAct(cameraRetire, {
    check: (tx, { subject, version }) => refuseChange(tx, 'camera', subject, version),
    async run(tx, { subject }) {
      await retireThing(tx, 'camera', subject ?? '');
      return retired;
    },
  }),
];
