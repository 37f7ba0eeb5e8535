import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { lockPackage } from '#/products/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { checkAnswer, checkShow, checkStart } from '../../rules/api/checks.ts';
import { acceptanceViewers, deciders } from '../../rules/api/sampling.ts';
import { faultWords } from '../../rules/check-faults.ts';
import { checkCodes, checkItems, refuseAnswer, runVerdict, standingOf } from '../../rules/checks.ts';
import { checkJob } from '../check/check-job.ts';
import {
  answerResult,
  findRun,
  insertRun,
  lockRun,
  papersOfRun,
  type ResultRow,
  resultsOf,
  runsOfPackage,
} from '../store/checks.ts';
import { lockProjectRow, overallOf } from '../store/security.ts';

export interface CheckRouteDeps {
  queue: Pick<JobQueue, 'enqueue' | 'underWay'>;
}

export const checkRoutes = (deps: CheckRouteDeps): Binding[] => [startRoute(deps), showRoute(), answerRoute()];

const noRun = (): Refusal => refuse('not-found', { what: { zh: '四性检测', en: 'check' } });

const startRoute = ({ queue }: CheckRouteDeps): Binding =>
  bindAct(checkStart, {
    async run(tx, { actor, subject }) {
      const row = await lockPackage(tx, subject ?? '');
      if (!row) return refuse('not-found', { what: { zh: '信息包', en: 'package' } });
      const outside = await refuseOutsider(tx, actor, row.project_id, deciders);
      if (outside) return outside;
      const { number, seal } = row;
      if (row.state !== 'made' || seal === null) return refuse('package-not-made', { number });
      // No run begins beside the overall acceptance, which rests on the newest one.
      await lockProjectRow(tx, row.project_id);
      if (await overallOf(tx, row.project_id)) return refuse('overall-done');
      const [last] = await runsOfPackage(tx, row.id);
      const running = last?.state === 'running';
      if (running && (await queue.underWay(tx, checkJob, last.id))) return refuse('check-running', { number });
      // One whose job was cancelled, or gave up, is taken up again.
      const { id, round } = running
        ? last
        : await insertRun(tx, { ...{ packageId: row.id, projectId: row.project_id, seal, by: actor.personId } });
      await queue.enqueue(tx, checkJob, { runId: id }, id);
      return { output: { runId: id, round }, after: { package: number, runId: id, round, seal } };
    },
  });

const showRoute = (): Binding =>
  bindView(checkShow, async (tx, { actor, subject }) => {
    const row = await findRun(tx, subject ?? '');
    if (!row) return noRun();
    const outside = await refuseOutsider(tx, actor, row.project_id, acceptanceViewers);
    if (outside) return outside;
    const [results, papers] = [await resultsOf(tx, [row.id]), await papersOfRun(tx, row.id)];
    const person = personFrom(await namesOf(tx, [row.started_by, ...results.map((one) => one.answered_by)]));
    const [newest] = await runsOfPackage(tx, row.package_id);
    return {
      ...{ id: row.id, packageId: row.package_id, projectId: row.project_id, number: row.number, round: row.round },
      ...{ state: row.state, verdict: runVerdict(results), seal: row.seal, files: row.files, units: row.units },
      ...{ startedBy: person(row.started_by), startedAt: row.started_at.toISOString() },
      ...{ endedAt: row.ended_at?.toISOString() ?? null, newest: newest?.id === row.id },
      items: checkCodes.flatMap((code) => {
        const found = results.find((one) => one.code === code);
        if (!found) return [];
        const own = papers.filter((one) => one.code === code).map(({ attachment_id: paper }) => paper);
        return [present(found, own, person)];
      }),
    };
  });

function present(row: ResultRow, papers: string[], person: ReturnType<typeof personFrom>) {
  const { label, property, column, source, by } = checkItems[row.code];
  return {
    ...{ code: row.code, label, property, column, source, by, result: row.result },
    ...{ examined: row.examined, failed: row.failed, answer: row.answer, note: row.note, papers },
    failures: row.failures.map((failure) => ({ at: failure.at, what: faultWords(failure) })),
    answeredBy: row.answered_by === null ? null : person(row.answered_by),
    answeredAt: row.answered_at?.toISOString() ?? null,
  };
}

const answerRoute = (): Binding =>
  bindAct(checkAnswer, {
    async run(tx, { actor, subject, input }) {
      const row = await lockRun(tx, subject ?? '');
      if (!row) return noRun();
      const outside = await refuseOutsider(tx, actor, row.project_id, deciders);
      if (outside) return outside;
      const { number, round } = row;
      if (row.state === 'running') return refuse('check-running', { number });
      if (row.package_state !== 'made' || row.state === 'stopped') return refuse('package-not-made', { number });
      const { code, answer, note, attachments } = input;
      const before = await resultsOf(tx, [row.id]);
      const item = before.find((one) => one.code === code);
      if (!item) return noRun();
      const refused =
        refuseAnswer(item, attachments.length) ?? (await refuseAttachments(tx, attachments, actor.personId));
      if (refused) return refused;
      await answerResult(tx, { runId: row.id, code, answer, note, attachments, by: actor.personId });
      const after = before.map((one) => (one === item ? { ...one, answer } : one));
      const left = after.map(standingOf).filter((one) => one === 'person' || one === 'proof').length;
      const output = { verdict: runVerdict(after), left };
      return { output, after: { package: number, round, ...input, ...output } };
    },
  });
