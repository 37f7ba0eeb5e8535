import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { lateLineOf } from '#/base/forms/late-line.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { lateColumns } from '#/base/server/late.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite, siteZone } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import { playbackCheckForm } from '../../forms/playback-check.ts';
import {
  playbackCheckEnter,
  playbackCheckList,
  playbackCheckPrint,
  playbackPlanShow,
  playbackPolicySet,
} from '../../rules/api/playback.ts';
import { longestVouched, refuseVouch, type VouchRefusal } from '../../rules/playback.ts';
import { keptUntil, type Period } from '../../rules/retention.ts';
import { issueOfPoint, refusePoint } from '../points.ts';
import { findCamera, openedBy, periodOf, piecesIn } from '../store/footage.ts';
import {
  findCheck,
  insertCheck,
  listChecks,
  listPlans,
  rangesOfCheck,
  readPolicy,
  samplesOf,
  stillsOfCheck,
  updatePolicy,
} from '../store/playback.ts';
import { listCameras, listFixtures } from '../store/plan.ts';
import { readPeriod } from './footage.ts';

export const playbackRoutes = (): Binding[] => [checkRoute(), policyRoute(), planRoute(), ...recordRoutes()];

const minutes = (ms: number): string => String(Math.round(ms / 6_000) / 10);

function vouchRefusal(refused: VouchRefusal): Refusal {
  switch (refused.code) {
    case 'period-too-long':
      return refuse(refused.code, { most: `${longestVouched / 86_400_000} 天 / days` }, 'input.to');
    case 'period-without-footage':
      return refuse(refused.code, {}, 'input.from');
    case 'too-little-seen':
      return refuse(refused.code, { seen: minutes(refused.seenMs), least: minutes(refused.leastMs) }, 'input.seen');
    default:
      return refuse(refused.code, { row: refused.index + 1 }, `input.seen.${refused.index}.from`);
  }
}

/** 4.3-8: whether this record could vouch for that period. */
async function refuseCheck(
  tx: Tx,
  { cameraId, personId, period, seen }: { cameraId: string; personId: string; period: Period; seen: readonly Period[] },
): Promise<Refusal | null> {
  const pieces = await piecesIn(tx, cameraId, period);
  const of = (place: 'store' | 'medium') => pieces.filter((row) => row.kept_on === place).map(periodOf);
  const refused = refuseVouch({
    ...{ period, seen },
    here: of('store'),
    elsewhere: of('medium'),
    opened: await openedBy(tx, cameraId, personId, period),
    policy: await readPolicy(tx),
  });
  return refused && vouchRefusal(refused);
}

const checkRoute = (): Binding =>
  bindAct(playbackCheckEnter, {
    async check(tx, { actor, subject, input, late }) {
      const { personId } = actor;
      if (!(await findCamera(tx, subject ?? ''))) return refuse('not-found', { what: '摄像机 / camera' });
      const period = readPeriod(input);
      if (isRefusal(period)) return period;
      if (period.to > lateColumns(late).occurred_at.getTime()) return refuse('footage-in-future', {}, 'input.to');
      const seen: Period[] = [];
      for (const [index, range] of input.seen.entries()) {
        const read = readPeriod(range, `input.seen.${index}.to`);
        if (isRefusal(read)) return read;
        if (seen.some(({ from }) => from === read.from)) return refuse('range-twice', {}, `input.seen.${index}.from`);
        seen.push(read);
      }
      const refused = await refuseCheck(tx, { cameraId: subject ?? '', personId, period, seen });
      if (refused) return refused;
      const { findings: remark, failure, stills: photos } = input;
      const point = { passed: failure === null, remark, photos, failure };
      return refusePoint(tx, point, { field: 'input', personId, photo: false });
    },
    async run(tx, { actor, subject, input, late }) {
      const { personId } = actor;
      const cameraId = subject ?? '';
      const camera = await findCamera(tx, cameraId);
      const id = newId();
      const number = await nextNumber(tx, 'playback-check');
      const { findings: remark, failure, stills: photos } = input;
      const about = {
        title: `回放检查发现问题：摄像机 ${camera?.code ?? ''}`,
        ...{ openedBy: personId, late, origin: { room: 'premises', playbackCheck: id } },
      };
      const issue = await issueOfPoint(tx, { passed: failure === null, remark, photos, failure }, about);
      const seen = input.seen.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
      const period = { from: Date.parse(input.from), to: Date.parse(input.to) };
      const row = {
        ...{ id, number, cameraId, ...period, findings: input.findings, issueId: issue?.id ?? null },
        ...{ checkedBy: personId, seen, stills: input.stills },
      };
      await insertCheck(tx, row, lateColumns(late));
      const output = { checkId: id, number, issue: issue?.number ?? null };
      return { output, after: { ...output, from: input.from, to: input.to, seen: input.seen } };
    },
  });

const policyRoute = (): Binding =>
  bindAct(playbackPolicySet, {
    async run(tx, { input }) {
      const before = await readPolicy(tx);
      await updatePolicy(tx, input);
      return { output: {}, before, after: input };
    },
  });

const planRoute = (): Binding =>
  bindView(playbackPlanShow, async (tx) => {
    const plans = await listPlans(tx, 8);
    const samples = await samplesOf(
      tx,
      plans.map(({ id }) => id),
    );
    return {
      policy: await readPolicy(tx),
      weeks: plans.map((plan) => ({
        ...{ id: plan.id, weekOn: plan.week_on, dueOn: plan.due_on, seed: plan.seed },
        drawnAt: plan.drawn_at.toISOString(),
        samples: samples
          .filter((sample) => sample.plan_id === plan.id)
          .map((sample) => ({
            camera: { id: sample.camera_id, code: sample.camera_code },
            from: sample.from_at.toISOString(),
            to: sample.to_at.toISOString(),
            cause: sample.cause,
            check: sample.check_number,
          })),
      })),
    };
  });

const recordRoutes = (): Binding[] => [
  bindView(playbackCheckList, async (tx, { input }) => {
    const filter = { cameraId: input.cameraId ?? null, before: input.cursor ?? null, limit: input.limit + 1 };
    const { page, next } = cutPage(await listChecks(tx, filter), input.limit, (row) => row.id);
    const ids = page.map((row) => row.checked_by);
    const person = personFrom(await namesOf(tx, ids));
    const items = page.map((row) => ({
      ...{ id: row.id, number: row.number, camera: { id: row.camera_id, code: row.camera_code } },
      from: row.from_at.toISOString(),
      to: row.to_at.toISOString(),
      seenMinutes: Math.round(row.seen_seconds / 6) / 10,
      ...{ findings: row.findings, passed: row.passed, issue: row.issue_number },
      checkedBy: person(row.checked_by),
      occurredAt: row.occurred_at.toISOString(),
      late: row.late_reason !== null,
    }));
    return { items, next };
  }),

  bindView(playbackCheckPrint, async (tx, { actor, subject }) => {
    const row = await findCheck(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: '回放检查记录 / playback check' });
    const timeZone = await siteZone(tx);
    const covers = new Set((await listCameras(tx)).find(({ id }) => id === row.camera_id)?.covers);
    const shown = (await listFixtures(tx)).filter(({ id }) => covers.has(id));
    const pieces = await piecesIn(tx, row.camera_id, periodOf(row));
    const ages = pieces.map(({ counts_from: since }) => since?.getTime() ?? null);
    const oldest = ages.includes(null) || ages.length === 0 ? null : Math.max(...ages.map((since) => since ?? 0));
    const data = {
      archiveName: (await findSite(tx))?.name ?? '',
      timeZone,
      number: row.number,
      camera: row.camera_code,
      shows: shown.map(({ name }) => name).join('、'),
      from: row.from_at.toISOString(),
      to: row.to_at.toISOString(),
      keptUntil: oldest === null ? null : new Date(keptUntil(oldest, timeZone)).toISOString(),
      findings: row.findings,
      issue: row.issue_number,
      stills: await stillsOfCheck(tx, row.id),
      checkedBy: (await namesOf(tx, [row.checked_by])).get(row.checked_by) ?? '',
      checkedAt: row.occurred_at.toISOString(),
      late: lateLineOf(row),
      rows: (await rangesOfCheck(tx, row.id)).map((range) => ({
        from: range.from_at.toISOString(),
        to: range.to_at.toISOString(),
      })),
    };
    return printForm(tx, playbackCheckForm, data, actor.personId);
  }),
];
