/** Treatment of pages: opened by a slip, made by the machine, confirmed, adjusted or left as scanned by a person (5.6). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { findOriginal, findScanned } from '#/custody/server/door.ts';
import { claimedTask } from '#/workflow/server/door.ts';
import {
  treaters,
  treatmentAdjust,
  treatmentConfirm,
  treatmentKeep,
  treatmentOpen,
  treatmentShow,
} from '../../rules/api/treatments.ts';
import { presentSlot } from '../capture/state.ts';
import { treatJob } from '../treat/treat-job.ts';
import { presentTreatment, returnedToTreatment, treatedSlots } from '../treat/state.ts';
import { findLook, findSlot } from '../store/slots.ts';
import { confirmTreatments, keepAsScanned, orderMissing, orderTreatment, treatmentsOf } from '../store/treatments.ts';

export interface TreatmentDeps {
  queue: Pick<JobQueue, 'enqueue'>;
}

export const treatmentRoutes = (deps: TreatmentDeps): Binding[] => [
  openRoute(deps),
  showRoute(),
  adjustRoute(deps),
  keepRoute(),
  confirmRoute(),
];

const openRoute = ({ queue }: TreatmentDeps): Binding =>
  bindAct(treatmentOpen, {
    async run(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, treaters);
      if (isRefusal(scanned)) return scanned;
      const task = await claimedTask(tx, { originalId: scanned.id }, actor.personId, ['treat']);
      if (isRefusal(task)) return { ...task, field: 'input.code' };
      const { unitId, code, round } = task;
      const ordered = await orderMissing(tx, unitId, actor.personId);
      if (ordered > 0) await queue.enqueue(tx, treatJob, {}, 'one');
      return { output: { unitId, code }, subjectId: unitId, after: { code, round, ordered } };
    },
  });

const showRoute = (): Binding =>
  bindView(treatmentShow, async (tx, { actor, subject }) => {
    const task = await claimedTask(tx, { unitId: subject ?? '' }, actor.personId, ['treat']);
    if (isRefusal(task)) return task;
    const { unitId, projectId, code, step } = task;
    const original = await findOriginal(tx, task.originalId);
    const slots = await treatedSlots(tx, unitId);
    const defects = await returnedToTreatment(tx, unitId);
    const returned = new Set(defects.map(({ slot_id: slotId }) => slotId));
    const positions = new Map(slots.map(({ row }) => [row.id, row.position]));
    return {
      ...{ unitId, projectId, code, step: step.key, title: original?.title ?? null },
      waiting: slots.filter(({ treatment }) => treatment?.state === 'ordered').length,
      slots: slots.map(({ row, treatment }) => ({
        ...presentSlot(row, positions),
        treatment: treatment ? presentTreatment(treatment, row, returned.has(row.id)) : null,
      })),
      defects: defects.map(({ id, slot_id: slotId, position, kind, note }) => ({ id, slotId, position, kind, note })),
    };
  });

/** An image in a unit whose treatment this person has claimed; the unit is locked. */
async function ownImage(tx: Tx, actor: PersonActor, subject: string | null) {
  const slot = await findSlot(tx, subject ?? '');
  if (!slot || slot.position === null || slot.master_id === null)
    return refuse('not-found', { what: { zh: '图像', en: 'image' } });
  const task = await claimedTask(tx, { unitId: slot.unit_id }, actor.personId, ['treat']);
  return isRefusal(task)
    ? task
    : { masterId: slot.master_id, unitId: slot.unit_id, position: slot.position, by: actor.personId, code: task.code };
}

const adjustRoute = ({ queue }: TreatmentDeps): Binding =>
  bindAct(treatmentAdjust, {
    async run(tx, { actor, subject, input }) {
      const image = await ownImage(tx, actor, subject);
      if (isRefusal(image)) return image;
      const treatmentId = await orderTreatment(tx, image, input);
      await queue.enqueue(tx, treatJob, {}, 'one');
      const { code, position } = image;
      return { output: { treatmentId }, after: { code, position, treatment: treatmentId, ...input } };
    },
  });

const keepRoute = (): Binding =>
  bindAct(treatmentKeep, {
    async run(tx, { actor, subject }) {
      const image = await ownImage(tx, actor, subject);
      if (isRefusal(image)) return image;
      const treatmentId = await keepAsScanned(tx, image, await findLook(tx, image.masterId));
      const { code, position } = image;
      return { output: { treatmentId }, after: { code, position, treatment: treatmentId, kept: true } };
    },
  });

const confirmRoute = (): Binding =>
  bindAct(treatmentConfirm, {
    async run(tx, { actor, subject, input }) {
      const task = await claimedTask(tx, { unitId: subject ?? '' }, actor.personId, ['treat']);
      if (isRefusal(task)) return task;
      const rows = await treatmentsOf(tx, task.unitId);
      const known = new Map(rows.map((row) => [row.id, row]));
      // What was ordered over, or belongs to another unit, is not what was looked at.
      if (input.treatments.some((id) => !known.has(id))) return refuse('treatment-changed');
      const waiting = input.treatments.filter((id) => !['made', 'kept'].includes(known.get(id)?.state ?? ''));
      if (waiting.length > 0) return refuse('treatment-not-made');
      const confirmed = await confirmTreatments(tx, input.treatments, actor.personId);
      return { output: { confirmed }, after: { code: task.code, treatments: input.treatments } };
    },
  });
