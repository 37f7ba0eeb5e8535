/** Damage and loss: reported, judged by both sides, repaired and accepted, or found again (6.3). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, refuseStale, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { lateColumns } from '#/base/server/late.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { refuseApprover, refuseOutsider, refuseLateApprover } from '#/engagement/server/door.ts';
import { photoSourceOf, refusePhotoSource } from '#/premises/server/door.ts';
import { nextNumber } from '#/protection/server/door.ts';
import {
  damageAccept,
  damageFound,
  damageJudge,
  damageRepair,
  damageReport,
  damageReporters,
} from '../../rules/api/damage.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import { type Incident, incidentState, incidentStateNames, refuseJudgement } from '../../rules/damage.ts';
import { refuseTaking } from '../gate.ts';
import { asMisplaced, findScanned } from '../scanned.ts';
import { shareSecrecy } from '../store/originals.ts';
import { refuseUndisinfected } from './disinfections.ts';
import { closeOriginals, closeWhenEmpty, isCountedForReturn, lockBatch, reopenOriginal } from '../store/batches.ts';
import { lockDay } from '../store/sweeps.ts';
import {
  acceptRepair,
  findMissing,
  hasPhoto,
  insertIncident,
  judgeIncident,
  lockIncident,
  openMissing,
  openRepair,
  sendForRepair,
} from '../store/damage.ts';
import { lockCustody, move } from '../store/whereabouts.ts';

export const damageRoutes = (): Binding[] => [reportRoute(), judgeRoute(), repairRoute(), acceptRoute(), foundRoute()];

type Row = NonNullable<Awaited<ReturnType<typeof lockIncident>>>;

export const incidentOf = (row: {
  kind: Incident['kind'];
  judged_at: Date | null;
  remedy: Incident['remedy'];
  sent_at: Date | null;
  accepted_at: Date | null;
}): Incident => ({
  ...{ kind: row.kind, judgedAt: row.judged_at, remedy: row.remedy, sentAt: row.sent_at, acceptedAt: row.accepted_at },
});

export const noIncident = (): Refusal => refuse('not-found', { what: { zh: '损毁登记', en: 'incident' } });

/** An incident of a project he works in; locked. */
async function incidentFor(
  tx: Tx,
  actor: PersonActor,
  id: string | null,
  roles: readonly Role[],
): Promise<Row | Refusal> {
  const row = await lockIncident(tx, id ?? '');
  if (!row) return noIncident();
  return (await refuseOutsider(tx, actor, row.project_id, roles)) ?? row;
}

const wrongState = (row: Row): Refusal =>
  refuse('repair-state', { state: incidentStateNames[incidentState(incidentOf(row))] });

const reportRoute = (): Binding =>
  bindAct(damageReport, {
    async check(tx, { actor, input }) {
      if (input.kind === 'damaged' && input.photos.length === 0) return refuse('damage-photo', {}, 'input.photos');
      return (
        (await refuseAttachments(tx, input.photos, actor.personId, 'input.photos')) ??
        (await refusePhotoSource(tx, { photoSource: input.photoSource, items: [input] }))
      );
    },
    async run(tx, { actor, input, late }, approval) {
      const scanned = await findScanned(tx, actor, input.code, damageReporters);
      if (isRefusal(scanned)) return scanned;
      const stranger = await refuseLateApprover(tx, damageReport, approval, scanned.projectId);
      if (stranger) return stranger;
      if (scanned.part !== null && input.kind === 'missing') return refuse('part-missing', {}, 'input.code');
      if ((await shareSecrecy(tx, scanned.id)) === 'classified')
        return refuse('classified-content', { code: scanned.code }, 'input.code');
      const custody = await lockCustody(tx, scanned.id);
      if (!custody) return refuse('not-a-unit', { code: scanned.code }, 'input.code');
      if (custody.place === 'shelf' && actor.party !== 'archive') return refuse('shelf-is-archive', {}, 'input.code');
      const times = lateColumns(late);
      if (input.kind === 'missing') {
        if (await openMissing(tx, scanned.id)) return refuse('missing-already', {}, 'input.code');
        const lost = await move(tx, scanned.id, { type: 'lose' }, { by: actor.personId, at: times.occurred_at });
        if (isRefusal(lost)) return { ...(await asMisplaced(tx, actor, scanned, lost, { late })), field: 'input.code' };
      }
      const source = await photoSourceOf(tx, { photoSource: input.photoSource, items: [input] });
      const number = await nextNumber(tx, 'damage');
      const row = { number, originalId: scanned.id, batchId: custody.batch, source, by: actor.personId };
      const incidentId = await insertIncident(tx, row, input, times);
      return { output: { incidentId, number }, subjectId: incidentId, after: { number, ...input, code: scanned.code } };
    },
  });

const judgeRoute = (): Binding =>
  bindAct(damageJudge, {
    async check(tx, { actor, subject, version, input }) {
      const row = await incidentFor(tx, actor, subject, ['archiveLead']);
      if (isRefusal(row)) return row;
      return refuseJudgement(incidentOf(row), input) ?? refuseStale(version, row.version);
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('judged without the vendor');
      const row = await incidentFor(tx, actor, subject, ['archiveLead']);
      if (isRefusal(row)) return row;
      // 6.3-2: both sides; who does not sign is said, and another lead agrees in his place.
      const second = input.withoutVendor === '' ? 'vendorManager' : 'archiveLead';
      const refused =
        (await refuseApprover(tx, approval, row.project_id, [second])) ?? refuseJudgement(incidentOf(row), input);
      if (refused) return refused.code === 'approver-not-of-project' ? refuse('judged-without-vendor') : refused;
      // Before its originals, as handovers do.
      if (row.batch_id !== null) await lockBatch(tx, row.batch_id);
      await judgeIncident(tx, row.id, input, { by: actor.personId, agreedBy: approval.approverId });
      // A loss that was judged is settled: its batch no longer waits for it.
      const custody = row.kind === 'missing' && row.found_at === null ? await lockCustody(tx, row.original_id) : null;
      if (custody?.batch) {
        await closeOriginals(tx, [row.original_id]);
        await closeWhenEmpty(tx, custody.batch);
      }
      return { output: {}, before: { state: 'reported' }, after: { ...input, agreedBy: approval.approverId } };
    },
  });

const repairRoute = (): Binding =>
  bindAct(damageRepair, {
    async run(tx, { actor, subject, version, input }) {
      const row = await incidentFor(tx, actor, subject, archiveKeepers);
      if (isRefusal(row)) return row;
      if (row.kind === 'missing' || row.sent_at !== null || row.remedy === 'none') return wrongState(row);
      const stale = refuseStale(version, row.version);
      if (stale) return stale;
      const open = await openRepair(tx, row.original_id);
      if (open) return refuse('repair-open', { number: open.number });
      const custody = await lockCustody(tx, row.original_id);
      if (custody?.batch && (await isCountedForReturn(tx, custody.batch, row.original_id)))
        return refuse('counted-for-return', { code: row.code });
      // On its shelf, or surrendered, it stays in the archive's charge: no batch waits for it.
      if (custody && custody.place !== 'shelf' && custody.place !== 'surrendered') {
        // 6.2-2: out of the vendor's charge only by what both sides have judged.
        if (row.judged_at === null) return refuse('repair-unjudged', { number: row.number });
        const sent = await move(
          tx,
          row.original_id,
          { type: 'repair', to: actor.personId },
          { by: actor.personId, at: new Date() },
        );
        if (isRefusal(sent)) return sent;
      }
      await sendForRepair(tx, row.id, input, actor.personId);
      return { output: {}, after: { code: row.code, ...input } };
    },
  });

const acceptRoute = (): Binding =>
  bindAct(damageAccept, {
    async check(tx, { actor, subject, version, input }) {
      const row = await incidentFor(tx, actor, subject, archiveKeepers);
      if (isRefusal(row)) return row;
      if (incidentState(incidentOf(row)) !== 'repairing') return wrongState(row);
      if (input.photos.length === 0) return refuse('damage-photo', {}, 'input.photos');
      if (await hasPhoto(tx, row.id, input.photos)) return refuse('photo-used', {}, 'input.photos');
      return (
        (await refuseAttachments(tx, input.photos, actor.personId, 'input.photos')) ??
        (await refusePhotoSource(tx, { photoSource: input.photoSource, items: [input] })) ??
        refuseStale(version, row.version)
      );
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('accepted without a second person');
      const row = await incidentFor(tx, actor, subject, archiveKeepers);
      if (isRefusal(row)) return row;
      const refused = await refuseApprover(tx, approval, row.project_id, archiveKeepers);
      if (refused) return refused;
      if (incidentState(incidentOf(row)) !== 'repairing') return wrongState(row);
      // The day before the original, as sweeps do.
      await lockDay(tx, row.project_id, await today(tx), 'share');
      const custody = await lockCustody(tx, row.original_id);
      if (custody?.place === 'repair') {
        // 6.6: it comes into somebody's hand, as by any other way.
        const stopped = await refuseTaking(tx, { projectId: row.project_id, batchId: null }, actor.personId);
        if (stopped) return stopped;
        const back = await move(
          tx,
          row.original_id,
          { type: 'repaired', to: actor.personId },
          { by: actor.personId, at: new Date() },
        );
        if (isRefusal(back)) return back;
      }
      await acceptRepair(tx, row.id, input, { by: actor.personId, other: approval.approverId });
      return { output: {}, after: { code: row.code, ...input, with: approval.approverId } };
    },
  });

const foundRoute = (): Binding =>
  bindAct(damageFound, {
    async run(tx, { actor, subject, version, input }) {
      const row = await incidentFor(tx, actor, subject, archiveKeepers);
      if (isRefusal(row)) return row;
      if (row.kind !== 'missing' || row.found_at !== null) return refuse('not-missing');
      const stale = refuseStale(version, row.version);
      if (stale) return stale;
      const mover = { by: actor.personId, at: new Date() };
      if (row.batch_id !== null) {
        const stopped = await refuseTaking(tx, { projectId: row.project_id, batchId: null }, actor.personId);
        if (stopped) return stopped;
      }
      const batch = row.batch_id === null ? undefined : await lockBatch(tx, row.batch_id);
      const found = await move(tx, row.original_id, { type: 'find', by: actor.personId }, mover);
      if (isRefusal(found)) return found;
      // Its loss was judged and its batch went on without it: back to its shelf, or, where something is still to
      // be done with it first, out again by its batch.
      if (row.judged_at !== null && found.after.place === 'hand' && batch) {
        const owed = await refuseUndisinfected(tx, batch, [{ id: row.original_id }]);
        const back = owed ?? (await move(tx, row.original_id, { type: 'giveBack', to: actor.personId }, mover));
        if (isRefusal(back)) await reopenOriginal(tx, batch.id, row.original_id);
      }
      await findMissing(tx, row.id, input.note, actor.personId);
      return { output: {}, after: { code: row.code, ...input } };
    },
  });
