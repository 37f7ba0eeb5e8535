import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { fixtureAdd, fixtureChange, fixtureRetire } from '../../rules/api/plan.ts';
import type { FixtureKind } from '../../rules/plan.ts';
import { lockPlan, refuseCode, refuseChange, refuseZoneFor, retired } from '../place-on-plan.ts';
import { forgetCovers, listFixtures } from '../store/plan.ts';
import {
  findFixture,
  type Fixture,
  freeTerminal,
  insertFixture,
  isTerminal,
  retireThing,
  updateFixture,
} from '../store/things.ts';

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
  return (await isTerminal(tx, terminalId))
    ? null
    : refuse('not-found', { what: '终端 / terminal' }, 'input.terminalId');
}

export const fixtureRoutes = (): Binding[] => [
  bindAct(fixtureAdd, {
    check: (tx, { input }) => refuseFixture(tx, input, null),
    async run(tx, { input }) {
      const fixtureId = await insertFixture(tx, input);
      return { output: { fixtureId }, subjectId: fixtureId, after: input };
    },
  }),

  bindAct(fixtureChange, {
    async check(tx, { subject, input, version }) {
      const refused = await refuseFixture(tx, input, subject);
      if (refused) return refused;
      const stale = await refuseChange(tx, 'fixture', subject, version);
      if (stale) return stale;
      const { kind } = (await findFixture(tx, subject ?? '')) ?? {};
      return kind === input.kind ? null : refuse('kind-fixed', {}, 'input.kind');
    },
    async run(tx, { subject, input }) {
      const id = subject ?? '';
      const before = await findFixture(tx, id);
      const moved = before?.x !== input.x || before.y !== input.y;
      // 4.3-2: where it stands now, no picture has shown it yet.
      if (moved) await forgetCovers(tx, id);
      await updateFixture(tx, id, input);
      return { output: {}, before: { x: before?.x, y: before?.y, stage: before?.stage }, after: input };
    },
  }),

  bindAct(fixtureRetire, {
    check: (tx, { subject, version }) => refuseChange(tx, 'fixture', subject, version),
    async run(tx, { subject }) {
      const id = subject ?? '';
      await retireThing(tx, 'fixture', id);
      await freeTerminal(tx, id);
      return retired;
    },
  }),
];
