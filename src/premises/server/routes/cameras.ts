import type { InputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { cameraAdd, cameraChange, cameraRetire } from '../../rules/api/plan.ts';
import { inSight } from '../../rules/plan.ts';
import { lockPlan, refuseCode, refuseStale, refuseZoneFor } from '../place-on-plan.ts';
import { listFixtures, setCovers } from '../store/plan.ts';

type Camera = InputOf<typeof cameraAdd>;

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

const findCamera = (tx: Tx, id: string | null) =>
  tx
    .selectFrom('camera')
    .selectAll()
    .where('id', '=', id ?? '')
    .forUpdate()
    .executeTakeFirst();

const columns = ({ zoneId, covers: _covers, ...rest }: Camera) => ({ zone_id: zoneId, ...rest });

export const cameraRoutes = (): Binding[] => [
  bindAct(cameraAdd, {
    check: (tx, { input }) => refuseCamera(tx, input, null),
    async run(tx, { input }) {
      const cameraId = newId();
      await tx
        .insertInto('camera')
        .values({ id: cameraId, ...columns(input) })
        .execute();
      await setCovers(tx, cameraId, input.covers);
      return { output: { cameraId }, subjectId: cameraId, after: input };
    },
  }),

  bindAct(cameraChange, {
    async check(tx, { subject, input, version }) {
      const refused = await refuseCamera(tx, input, subject);
      return refused ?? refuseStale(await findCamera(tx, subject), version, '摄像机 / camera');
    },
    async run(tx, { subject, input }) {
      const id = subject ?? '';
      await tx
        .updateTable('camera')
        .set((eb) => ({ ...columns(input), version: eb('version', '+', 1) }))
        .where('id', '=', id)
        .execute();
      await setCovers(tx, id, input.covers);
      return { output: {}, after: input };
    },
  }),

  bindAct(cameraRetire, {
    check: async (tx, { subject, version }) => refuseStale(await findCamera(tx, subject), version, '摄像机 / camera'),
    async run(tx, { subject }) {
      await tx
        .updateTable('camera')
        .set((eb) => ({ state: 'retired' as const, version: eb('version', '+', 1) }))
        .where('id', '=', subject ?? '')
        .execute();
      return { output: {}, before: { state: 'active' }, after: { state: 'retired' } };
    },
  }),
];
