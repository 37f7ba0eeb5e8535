import type { InputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { fixtureAdd, fixtureChange, fixtureRetire } from '../../rules/api/plan.ts';
import type { FixtureKind } from '../../rules/plan.ts';
import { lockPlan, refuseCode, refuseStale, refuseZoneFor } from '../place-on-plan.ts';
import { forgetCovers, listFixtures } from '../store/plan.ts';

type Fixture = InputOf<typeof fixtureAdd>;

const apart: Partial<Record<FixtureKind, FixtureKind>> = { locker: 'cabinet', cabinet: 'locker' };

async function refuseFixture(tx: Tx, input: Fixture, own: string | null): Promise<Refusal | null> {
  const plan = await lockPlan(tx);
  if (isRefusal(plan)) return plan;
  const wrong = (await refuseCode(tx, 'fixture', input.code, own)) ?? (await refuseZoneFor(tx, input.zoneId, input));
  if (wrong) return wrong;
  // 4.4-2: a cabinet says whether unprocessed or processed originals lie in it.
  if ((input.kind === 'cabinet') !== (input.stage !== null)) return refuse('stage-of-cabinet', {}, 'input.stage');
  const others = (await listFixtures(tx)).filter((one) => one.id !== own);
  // 4.6-2: belongings stand apart from originals.
  if (others.some((one) => one.zone_id === input.zoneId && one.kind === apart[input.kind]))
    return refuse('lockers-with-cabinets', {}, 'input.zoneId');
  return refuseTerminal(tx, input, others);
}

async function refuseTerminal(
  tx: Tx,
  { kind, terminalId }: Fixture,
  others: readonly { terminal_id: string | null }[],
): Promise<Refusal | null> {
  if (terminalId === null) return null;
  const fits = kind === 'workstation' || kind === 'export';
  if (!fits || others.some((one) => one.terminal_id === terminalId))
    return refuse('terminal-not-here', {}, 'input.terminalId');
  const terminal = await tx.selectFrom('terminal').select('id').where('id', '=', terminalId).executeTakeFirst();
  return terminal ? null : refuse('not-found', { what: '终端 / terminal' }, 'input.terminalId');
}

const findFixture = (tx: Tx, id: string | null) =>
  tx
    .selectFrom('fixture')
    .selectAll()
    .where('id', '=', id ?? '')
    .forUpdate()
    .executeTakeFirst();

const columns = ({ zoneId, code, name, x, y, stage, terminalId }: Fixture) => ({
  zone_id: zoneId,
  terminal_id: terminalId,
  ...{ code, name, x, y, stage },
});

export const fixtureRoutes = (): Binding[] => [
  bindAct(fixtureAdd, {
    check: (tx, { input }) => refuseFixture(tx, input, null),
    async run(tx, { input }) {
      const fixtureId = newId();
      await tx
        .insertInto('fixture')
        .values({ id: fixtureId, kind: input.kind, ...columns(input) })
        .execute();
      return { output: { fixtureId }, subjectId: fixtureId, after: input };
    },
  }),

  bindAct(fixtureChange, {
    async check(tx, { subject, input, version }) {
      const refused = await refuseFixture(tx, input, subject);
      if (refused) return refused;
      const row = await findFixture(tx, subject);
      const stale = refuseStale(row, version, '设施 / fixture');
      if (stale) return stale;
      return row?.kind === input.kind ? null : refuse('kind-fixed', {}, 'input.kind');
    },
    async run(tx, { subject, input }) {
      const id = subject ?? '';
      const before = await findFixture(tx, id);
      const moved = before?.x !== input.x || before.y !== input.y;
      // 4.3-2: where it stands now, no picture has shown it yet.
      if (moved) await forgetCovers(tx, id);
      await tx
        .updateTable('fixture')
        .set((eb) => ({ ...columns(input), version: eb('version', '+', 1) }))
        .where('id', '=', id)
        .execute();
      return { output: {}, before: { x: before?.x, y: before?.y, stage: before?.stage }, after: input };
    },
  }),

  bindAct(fixtureRetire, {
    check: async (tx, { subject, version }) => refuseStale(await findFixture(tx, subject), version, '设施 / fixture'),
    async run(tx, { subject }) {
      await tx
        .updateTable('fixture')
        .set((eb) => ({ state: 'retired' as const, terminal_id: null, version: eb('version', '+', 1) }))
        .where('id', '=', subject ?? '')
        .execute();
      return { output: {}, before: { state: 'active' }, after: { state: 'retired' } };
    },
  }),
];
