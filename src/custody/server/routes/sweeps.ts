/** The day's last sweep: the gate of 6.6. */
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { vendorReceivers } from '../../rules/api/batches.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { findingLift, sweepClose, sweepScan, sweepShow } from '../../rules/api/sweeps.ts';
import { cabinetFor, custodyOf, findScanned } from '../scanned.ts';
import {
  closeSweep,
  countUnseen,
  insertFindings,
  liftFinding,
  lockFinding,
  lockSweep,
  openFindings,
  outNow,
  type OutRow,
  recordSweepScan,
  sweepOf,
} from '../store/sweeps.ts';
import { move } from '../store/whereabouts.ts';

const sweepers = [...archiveKeepers, ...vendorReceivers] as const;

export const sweepRoutes = (): Binding[] => [scanRoute(), closeRoute(), liftRoute(), showRoute()];

const scanRoute = (): Binding =>
  bindAct(sweepScan, {
    async run(tx, { actor, input }) {
      const sweep = await lockSweep(tx, await today(tx), actor.personId);
      if (sweep.closed_at !== null) return refuse('swept-today');
      const cabinet = await cabinetFor(tx, input.cabinet);
      if (isRefusal(cabinet)) return cabinet;
      const scanned = await findScanned(tx, actor, input.code, sweepers);
      if (isRefusal(scanned)) return scanned;
      const custody = await custodyOf(tx, scanned);
      const held = custody.parts.find(({ id }) => id === scanned.part?.id) ?? custody;
      const elsewhere = held.place !== 'cabinet' || held.cabinet !== cabinet.id;
      if (elsewhere) {
        // It lies here, whatever was entered before: the register follows, where the rules let it.
        const mover = { by: actor.personId, at: new Date() };
        const part = scanned.part === null ? {} : { part: scanned.part.id };
        if (held.place === 'cabinet') {
          const taken = await move(tx, scanned.id, { type: 'take', by: held.holder, ...part }, mover);
          if (isRefusal(taken)) return { ...taken, field: 'input.code' };
        }
        const { id, stage } = cabinet;
        const stored = await move(
          tx,
          scanned.id,
          { type: 'store', by: held.holder, cabinet: id, stage, ...part },
          mover,
        );
        if (isRefusal(stored)) return { ...stored, field: 'input.code' };
      }
      const partNumber = scanned.part?.number ?? 0;
      const row = { sweepId: sweep.id, originalId: scanned.id, part: partNumber, cabinetId: cabinet.id };
      await recordSweepScan(tx, { ...row, by: actor.personId });
      const left = await countUnseen(tx, sweep.id);
      const registered = elsewhere ? held.place : null;
      return {
        output: { code: scanned.code, title: scanned.title, registered, left },
        after: { code: scanned.code, part: partNumber, cabinet: cabinet.code, registered },
      };
    },
  });

const labelOf = ({ code, part }: { code: string; part: number }): string => (part === 0 ? code : `${code}/${part}`);

const closeRoute = (): Binding =>
  bindAct(sweepClose, {
    async check(tx, { actor, input }) {
      const sweep = await lockSweep(tx, await today(tx), actor.personId);
      if (sweep.closed_at !== null) return refuse('swept-today');
      const unexplained = unexplainedOf(await outNow(tx, sweep.id), input.reasons);
      return unexplained > 0 ? refuse('reason-for-each', { count: unexplained }, 'input.reasons') : null;
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('swept without a second person');
      const sweep = await lockSweep(tx, await today(tx), actor.personId);
      if (sweep.closed_at !== null) return refuse('swept-today');
      const out = await outNow(tx, sweep.id);
      // What came between the request and now is looked at again.
      const unexplained = unexplainedOf(out, input.reasons);
      if (unexplained > 0) return refuse('reason-for-each', { count: unexplained }, 'input.reasons');
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
      return { output, subjectId: sweep.id, after: { ...output, remark, reasons: input.reasons } };
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
  bindView(sweepShow, async (tx) => {
    const day = await today(tx);
    const sweep = await sweepOf(tx, day);
    const out = await outNow(tx, sweep?.id ?? null);
    const findings = await openFindings(tx);
    const person = personFrom(
      await namesOf(
        tx,
        [...out, ...findings].map(({ holder_id }) => holder_id),
      ),
    );
    return {
      day,
      closedAt: sweep?.closed_at?.toISOString() ?? null,
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
