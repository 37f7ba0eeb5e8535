/** The day's last sweep: the gate of 6.6. */
import { addDays, startOfDay } from '#/base/rules/business-day.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { refuseApprover, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { vendorReceivers } from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import {
  findingLift,
  sweepClose,
  sweepExcuse,
  sweepReopen,
  sweepScan,
  sweepShow,
  sweepViewers,
} from '../../rules/api/sweeps.ts';
import { asMisplaced, cabinetFor, custodyOf, findScanned } from '../scanned.ts';
import { sightsSince } from '../../rules/sweep.ts';
import { dayOfWork, unsweptDay } from '../gate.ts';
import {
  closeSweep,
  countUnseen,
  excuseDay,
  findDay,
  insertFindings,
  liftFinding,
  lockDay,
  lockFinding,
  openFindings,
  outNow,
  type OutRow,
  recordSweepScan,
  reopenDay,
  type Sights,
} from '../store/sweeps.ts';
import { move } from '../store/whereabouts.ts';

const sweepers = [...archiveKeepers, ...vendorReceivers] as const;

export const sweepRoutes = (): Binding[] => [
  scanRoute(),
  closeRoute(),
  reopenRoute(),
  excuseRoute(),
  liftRoute(),
  showRoute(),
];

type Day = NonNullable<Awaited<ReturnType<typeof findDay>>>;

const sightsOf = ({ id, reopened_at }: Day): Sights => ({
  sweepId: id,
  since: sightsSince(new Date(), reopened_at),
});

/** Today's sweep of a project, not closed, and held alone. */
async function openSweep(tx: Tx, projectId: string, by: string): Promise<Day | Refusal> {
  const sweep = await dayOfWork(tx, projectId, by, 'update');
  return isRefusal(sweep) || sweep.closed_at === null ? sweep : refuse('swept-today');
}

const scanRoute = (): Binding =>
  bindAct(sweepScan, {
    async run(tx, { actor, input }) {
      const cabinet = await cabinetFor(tx, input.cabinet);
      if (isRefusal(cabinet)) return cabinet;
      const scanned = await findScanned(tx, actor, input.code, sweepers);
      if (isRefusal(scanned)) return scanned;
      const sweep = await openSweep(tx, scanned.projectId, actor.personId);
      if (isRefusal(sweep)) return sweep;
      const at = new Date();
      const custody = await custodyOf(tx, scanned);
      const held = custody.parts.find(({ id }) => id === scanned.part?.id) ?? custody;
      const elsewhere = held.place !== 'cabinet' || held.cabinet !== cabinet.id;
      if (elsewhere) {
        // It lies here, whatever was entered before: the register follows, where the rules let it.
        const part = scanned.part === null ? {} : { part: scanned.part.id };
        const { id, stage } = cabinet;
        const type = held.place === 'cabinet' ? ('see' as const) : ('store' as const);
        const event = { type, by: held.holder, cabinet: id, stage, ...part };
        const stored = await move(tx, scanned.id, event, { by: actor.personId, at });
        if (isRefusal(stored)) {
          // 4.4-2: in a cabinet for the other stage it lies where it should not be.
          const codes = ['custody-place', 'not-holder', 'cabinet-stage'];
          return { ...(await asMisplaced(tx, actor, scanned, stored, { codes })), field: 'input.code' };
        }
      }
      const partNumber = scanned.part?.number ?? 0;
      const row = { sweepId: sweep.id, originalId: scanned.id, part: partNumber, cabinetId: cabinet.id };
      await recordSweepScan(tx, { ...row, by: actor.personId, at });
      const left = await countUnseen(tx, scanned.projectId, sightsOf(sweep));
      const registered = elsewhere ? held.place : null;
      return {
        output: { code: scanned.code, title: scanned.title, registered, left },
        after: { code: scanned.code, part: partNumber, cabinet: cabinet.code, registered },
      };
    },
  });

const labelOf = ({ code, part }: { code: string; part: number }): string => (part === 0 ? code : `${code}/${part}`);

/** What is out at the end of the day, each seen or named with a reason. */
async function toClose(tx: Tx, actor: PersonActor, projectId: string, reasons: Reasons) {
  const outside = await refuseOutsider(tx, actor, projectId, archiveKeepers);
  if (outside) return outside;
  const sweep = await openSweep(tx, projectId, actor.personId);
  if (isRefusal(sweep)) return sweep;
  const out = await outNow(tx, projectId, sightsOf(sweep));
  const unexplained = unexplainedOf(out, reasons);
  return unexplained > 0 ? refuse('reason-for-each', { count: unexplained }, 'input.reasons') : { sweep, out };
}

const closeRoute = (): Binding =>
  bindAct(sweepClose, {
    async check(tx, { actor, subject, input }) {
      const ready = await toClose(tx, actor, subject ?? '', input.reasons);
      return isRefusal(ready) ? ready : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('swept without a second person');
      const projectId = subject ?? '';
      const refused = await refuseApprover(tx, approval, projectId, vendorReceivers);
      if (refused) return refused;
      // What came between the request and now is looked at again.
      const ready = await toClose(tx, actor, projectId, input.reasons);
      if (isRefusal(ready)) return ready;
      const { sweep, out } = ready;
      const unseen = out.filter(({ seen }) => !seen);
      const seen = out.length - unseen.length;
      const { remark } = input;
      const row = { closedBy: actor.personId, agreedBy: approval.approverId, expected: out.length, seen, remark };
      await closeSweep(tx, sweep.id, row);
      await insertFindings(
        tx,
        sweep.id,
        unseen.map((one) => ({
          ...{ originalId: one.original_id, part: one.part, holderId: one.holder_id, batchId: one.batch_id ?? '' },
          finding: one.place === 'hand' ? ('in-hand' as const) : ('not-seen' as const),
          reason: reasonOf(one, input.reasons) ?? '',
        })),
      );
      const output = { sweepId: sweep.id, expected: out.length, seen, findings: unseen.length };
      return { output, subjectId: sweep.id, after: { ...output, day: sweep.day, remark, reasons: input.reasons } };
    },
  });

const reopenRoute = (): Binding =>
  bindAct(sweepReopen, {
    async run(tx, { actor, subject, input }) {
      const outside = await refuseOutsider(tx, actor, subject ?? '', archiveKeepers);
      if (outside) return outside;
      const day = await today(tx);
      const sweep = await lockDay(tx, subject ?? '', day, 'update');
      if (!sweep || sweep.closed_at === null) return refuse('not-swept');
      await reopenDay(tx, sweep, { by: actor.personId, reason: input.reason });
      return { output: {}, before: { closedAt: sweep.closed_at.toISOString() }, after: { day, ...input } };
    },
  });

const excuseRoute = (): Binding =>
  bindAct(sweepExcuse, {
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const outside = await refuseOutsider(tx, actor, projectId, archiveKeepers);
      if (outside) return outside;
      const sweep = await lockDay(tx, projectId, input.day, 'update');
      const unswept = await unsweptDay(tx, projectId, await today(tx));
      if (unswept !== input.day || !sweep) return refuse('day-not-owed', { day: input.day }, 'input.day');
      await excuseDay(tx, sweep.id, actor.personId, input.reason);
      // 6.6-2: what has been in somebody's hand since that day is unexplained as after any sweep.
      const end = startOfDay(addDays(input.day, 1), await siteZone(tx));
      const left = (await outNow(tx, projectId, null)).filter(
        ({ place, since }) => place === 'hand' && since.getTime() < end,
      );
      await insertFindings(
        tx,
        sweep.id,
        left.map((one) => ({
          ...{ originalId: one.original_id, part: one.part, holderId: one.holder_id, batchId: one.batch_id ?? '' },
          ...{ finding: 'in-hand' as const, reason: input.reason },
        })),
      );
      return { output: {}, subjectId: sweep.id, after: { ...input, findings: left.length } };
    },
  });

type Reasons = readonly { code: string; reason: string }[];

const reasonOf = (row: OutRow, reasons: Reasons): string | undefined =>
  reasons.find(({ code }) => normalise(code) === labelOf(row))?.reason;

const unexplainedOf = (out: readonly OutRow[], reasons: Reasons): number =>
  out.filter((row) => !row.seen && reasonOf(row, reasons) === undefined).length;

const liftRoute = (): Binding =>
  bindAct(findingLift, {
    async run(tx, { actor, subject, input }) {
      const finding = await lockFinding(tx, subject ?? '');
      if (!finding || finding.lifted_at !== null)
        return refuse('not-found', { what: { zh: '未入柜记录', en: 'finding' } });
      const outside = await refuseOutsider(tx, actor, finding.project_id, archiveKeepers);
      if (outside) return outside;
      await liftFinding(tx, finding.id, actor.personId, input.reason);
      return { output: {}, after: { original: finding.original_id, ...input } };
    },
  });

const showRoute = (): Binding =>
  bindView(sweepShow, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, sweepViewers);
    if (outside) return outside;
    const day = await today(tx);
    const sweep = await findDay(tx, projectId, day);
    const out = await outNow(tx, projectId, sweep ? sightsOf(sweep) : null);
    const findings = await openFindings(tx, projectId);
    const person = personFrom(
      await namesOf(
        tx,
        [...out, ...findings].map(({ holder_id }) => holder_id),
      ),
    );
    return {
      day,
      closedAt: sweep?.closed_at?.toISOString() ?? null,
      unswept: await unsweptDay(tx, projectId, day),
      expected: out.length,
      seen: out.filter(({ seen }) => seen).length,
      outstanding: out.map((row) => ({
        ...{ originalId: row.original_id, code: row.code, title: row.title, part: row.part === 0 ? null : row.part },
        ...{ place: row.place, cabinet: row.cabinet_code, holder: person(row.holder_id) },
        ...{ since: row.since.toISOString(), batch: row.batch_number, seen: row.seen },
      })),
      findings: findings.map((row) => ({
        ...{ id: row.id, day: row.day, code: row.code, part: row.part_number === 0 ? null : row.part_number },
        ...{ finding: row.finding, holder: person(row.holder_id), batch: row.batch_number, reason: row.reason },
      })),
    };
  });
