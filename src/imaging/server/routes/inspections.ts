/** Inspecting images: opened by a slip, looked at page by page, passed or sent back (5.6-4). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { countedPages, findOriginal, findScanned } from '#/custody/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { claimedTask, returnTargets, sendBackClaimed } from '#/workflow/server/door.ts';
import {
  defectAnswer,
  defectMark,
  defectWithdraw,
  inspectionOpen,
  inspectionPass,
  inspectionReturn,
  inspectionSee,
  inspectionShow,
  inspectors,
} from '../../rules/api/inspections.ts';
import { defects, refusePass } from '../../rules/inspection.ts';
import { numbers } from '../../rules/obstacles.ts';
import { derivativeOf, presentShown, treatedSlots } from '../treat/state.ts';
import { isOpen } from '../inspect/open-defects.ts';
import { pagesToPass } from '../inspect/state.ts';
import {
  addSeen,
  answerDefect,
  decide,
  decideReturned,
  defectsOf,
  findDefect,
  findInspection,
  insertDefect,
  lookedFor,
  openInspection,
  withdrawDefect,
} from '../store/inspections.ts';
import { findSlot } from '../store/slots.ts';

export const inspectionRoutes = (): Binding[] => [
  openRoute(),
  showRoute(),
  seeRoute(),
  markRoute(),
  withdrawRoute(),
  answerRoute(),
  passRoute(),
  returnRoute(),
];

const openRoute = (): Binding =>
  bindAct(inspectionOpen, {
    async run(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, inspectors);
      if (isRefusal(scanned)) return scanned;
      const task = await claimedTask(tx, { originalId: scanned.id }, actor.personId, ['inspect']);
      if (isRefusal(task)) return { ...task, field: 'input.code' };
      const { unitId, round, code, step } = task;
      const inspectionId = await openInspection(tx, { unitId, step: step.key, round, personId: actor.personId });
      return { output: { inspectionId, code }, subjectId: inspectionId, after: { code, round } };
    },
  });

/** This person's inspection, its task still claimed by him; the unit is locked. */
async function ownInspection(tx: Tx, actor: PersonActor, subject: string | null) {
  const inspection = await findInspection(tx, subject ?? '');
  if (!inspection || inspection.person_id !== actor.personId)
    return refuse('not-found', { what: { zh: '质检', en: 'inspection' } });
  const task = await claimedTask(tx, { unitId: inspection.unit_id }, actor.personId, ['inspect']);
  if (isRefusal(task)) return task;
  if (task.step.key !== inspection.step || task.round !== inspection.round || inspection.verdict === 'returned')
    return refuse('inspection-decided');
  return { ...inspection, task };
}

const showRoute = (): Binding =>
  bindView(inspectionShow, async (tx, { actor, subject }) => {
    const inspection = await ownInspection(tx, actor, subject);
    if (isRefusal(inspection)) return inspection;
    const { task } = inspection;
    const original = await findOriginal(tx, task.originalId);
    const { pages, seen, open } = await pagesToPass(tx, inspection);
    const positions = new Map(pages.map(({ slot: { row } }) => [row.id, row.position]));
    const targets = await returnTargets(tx, task.unitId, task.step.key, ['scan', 'treat']);
    const names = await namesOf(tx, [
      ...open.map((row) => row.found_by),
      ...targets.flatMap(({ personId }) => (personId === null ? [] : [personId])),
    ]);
    const person = personFrom(names);
    return {
      ...{ id: inspection.id, unitId: task.unitId, projectId: task.projectId, step: task.step.key, code: task.code },
      ...{ title: original?.title ?? null, counted: await countedPages(tx, task.originalId) },
      slots: pages.map(({ slot, pageMs, gridMs }) => ({
        ...presentShown(slot, positions),
        ...{ pageMs, gridMs, passed: slot.row.master_id !== null && seen.get(slot.row.master_id)?.passed === true },
      })),
      defects: open.map((row) => ({
        ...{ id: row.id, slotId: row.slot_id, kind: row.kind, note: row.note, by: person(row.found_by) },
        ...{ own: row.inspection_id === inspection.id, answer: row.answer },
      })),
      returnTo: targets.map(({ step, kind, name, personId }) => ({
        ...{ step, kind, name, person: personId === null ? null : person(personId) },
      })),
      passed: inspection.verdict === 'passed',
    };
  });

/** More than this beside the clock is no matter of rounding. */
const slackMs = 5000;

const seeRoute = (): Binding =>
  bindAct(inspectionSee, {
    async run(tx, { actor, subject, input }) {
      const inspection = await ownInspection(tx, actor, subject);
      if (isRefusal(inspection)) return inspection;
      const told = input.pages.reduce((sum, { pageMs }) => sum + pageMs, 0);
      const passed = Date.now() - inspection.opened_at.getTime() + slackMs;
      if (told + (await lookedFor(tx, inspection.id)) > passed) return refuse('seen-longer-than-time');
      await addSeen(tx, inspection, input.pages);
      return { output: {}, after: { code: inspection.task.code, pages: input.pages.length } };
    },
  });

const markRoute = (): Binding =>
  bindAct(defectMark, {
    async run(tx, { actor, subject, input }) {
      const inspection = await ownInspection(tx, actor, subject);
      if (isRefusal(inspection)) return inspection;
      const slot = await findSlot(tx, input.slotId);
      if (slot?.unit_id !== inspection.unit_id || slot.position === null)
        return refuse('aim-unclear', {}, 'input.slotId');
      const { kind, note } = input;
      const treated = (await treatedSlots(tx, inspection.unit_id)).find(({ row }) => row.id === slot.id);
      const treatmentId = (treated && derivativeOf(treated))?.id ?? null;
      const defectId = await insertDefect(tx, {
        ...{ inspectionId: inspection.id, unitId: inspection.unit_id, slotId: slot.id, masterId: slot.master_id },
        treatmentId,
        ...{ by: actor.personId, kind, note },
      });
      // What was passed before is looked at anew.
      if (inspection.verdict !== null) await decide(tx, inspection.id, null);
      return { output: { defectId }, after: { code: inspection.task.code, position: slot.position, kind } };
    },
  });

const noDefect = () => refuse('not-found', { what: { zh: '缺陷', en: 'defect' } });

const withdrawRoute = (): Binding =>
  bindAct(defectWithdraw, {
    async run(tx, { actor, subject }) {
      const defect = await findDefect(tx, subject ?? '');
      if (!defect || defect.withdrawn_at !== null) return noDefect();
      const inspection = await ownInspection(tx, actor, defect.inspection_id);
      if (isRefusal(inspection)) return inspection;
      await withdrawDefect(tx, defect.id);
      return { output: {}, before: { kind: defect.kind }, after: { code: inspection.task.code, withdrawn: true } };
    },
  });

const answerRoute = (): Binding =>
  bindAct(defectAnswer, {
    async run(tx, { actor, subject, input }) {
      const defect = await findDefect(tx, subject ?? '');
      if (!defect || defect.withdrawn_at !== null || defect.answer !== null) return noDefect();
      const task = await claimedTask(tx, { unitId: defect.unit_id }, actor.personId, ['scan', 'treat']);
      if (isRefusal(task)) return task;
      await answerDefect(tx, defect.id, input.answer, actor.personId);
      return { output: {}, after: { code: task.code, kind: defect.kind, answer: input.answer } };
    },
  });

const passRoute = (): Binding =>
  bindAct(inspectionPass, {
    async run(tx, { actor, subject }) {
      const inspection = await ownInspection(tx, actor, subject);
      if (isRefusal(inspection)) return inspection;
      const { pages } = await pagesToPass(tx, inspection);
      const refused = refusePass(pages);
      if (refused) return refused;
      await decide(tx, inspection.id, 'passed');
      const output = { pages: pages.length, shown: pages.filter(({ pageMs }) => pageMs > 0).length };
      return { output, after: { code: inspection.task.code, ...output } };
    },
  });

const returnRoute = (): Binding =>
  bindAct(inspectionReturn, {
    async run(tx, { actor, subject, input }) {
      const inspection = await ownInspection(tx, actor, subject);
      if (isRefusal(inspection)) return inspection;
      const { task } = inspection;
      const open = (await defectsOf(tx, inspection.unit_id)).filter(isOpen);
      if (open.length === 0) return refuse('nothing-to-return');
      const targets = await returnTargets(tx, task.unitId, task.step.key, ['scan', 'treat']);
      const target = targets.find(({ step }) => step === input.to);
      if (!target) return refuse('step-not-before', {}, 'input.to');
      const reason = reasonOf(open);
      await decideReturned(tx, inspection.id, target.kind === 'scan' ? 'scan' : 'treat');
      const from = task.step.key;
      const sent = await sendBackClaimed(tx, {
        ...{ unitId: task.unitId, to: input.to, from, by: actor.personId, reason: reason.zh },
      });
      if (isRefusal(sent)) return sent;
      const names = await namesOf(tx, sent.personId === null ? [] : [sent.personId]);
      const person = sent.personId === null ? null : personFrom(names)(sent.personId);
      const after = { code: task.code, to: input.to, defects: open.length, reopened: sent.reopened };
      return { output: { person, reopened: sent.reopened, reason }, after };
    },
  });

/** `偏斜：第 3, 7 幅；黑边：第 9 幅`: what whoever did it reads in his pile. */
function reasonOf(open: readonly { kind: keyof typeof defects; position: number | null }[]) {
  const kinds = [...Map.groupBy(open, ({ kind }) => kind)].map(([kind, rows]) => ({
    name: defects[kind].name,
    at: numbers(rows.flatMap(({ position }) => (position === null ? [] : [position]))),
  }));
  return {
    zh: kinds.map(({ name, at }) => `${name.zh}：第 ${at} 幅`).join('；'),
    en: kinds.map(({ name, at }) => `${name.en}: image ${at}`).join('; '),
  };
}
