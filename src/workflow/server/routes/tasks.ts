/** Claiming and submitting piles, sending back, taking back, holding up (5.6-2). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { type Role, workingRoles } from '#/base/rules/roles.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { codesOf, findScanned } from '#/custody/server/door.ts';
import { mayWork, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import {
  foremen,
  holders,
  taskAssign,
  taskClaim,
  taskOmit,
  taskPick,
  taskSendBack,
  taskSubmit,
  taskTakeBack,
  unitBlock,
  unitRelease,
} from '../../rules/api/tasks.ts';
import { earlierOf } from '../../rules/step.ts';
import type { TaskEvent } from '../../rules/task.ts';
import { claimPile, claimUnit, refuseAbsent } from '../claims.ts';
import type { Kept, UnfinishedOf } from '../ports.ts';
import { sendBack } from '../send-back.ts';

import { claimedUnits } from '../store/piles.ts';
import { lockUnits, move, saveUnits, type Unit, unitOfOriginal } from '../store/units.ts';
import { submitPile } from '../submit.ts';

export const taskRoutes = (deps: { unfinishedOf: UnfinishedOf; kept: Kept }): Binding[] => [
  claimRoute(),
  pickRoute(),
  assignRoute(),
  submitRoute(deps),
  sendBackRoute(deps),
  takeBackRoute(),
  omitRoute(),
  blockRoute(),
  releaseRoute(),
];

/** What was claimed, by its codes: no title leaves by it (2.8-6). */
async function claimedOf(tx: Tx, { claimId, units }: { claimId: string; units: readonly Unit[] }) {
  const codes = [
    ...(
      await codesOf(
        tx,
        units.map(({ originalId }) => originalId),
      )
    ).values(),
  ];
  return { claimId, count: units.length, codes };
}

const claimRoute = (): Binding =>
  bindAct(taskClaim, {
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const refused =
        (await refuseOutsider(tx, actor, projectId, workingRoles)) ??
        (await refuseAbsent(tx, projectId, actor.personId));
      if (refused) return refused;
      const pile = await claimPile(tx, { projectId, ...input, personId: actor.personId, assignedBy: null });
      if (isRefusal(pile)) return pile;
      const output = await claimedOf(tx, pile);
      return { output, after: { step: input.step, ...output } };
    },
  });

const assignRoute = (): Binding =>
  bindAct(taskAssign, {
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const outside = await refuseOutsider(tx, actor, projectId, foremen);
      if (outside) return outside;
      const absent = await refuseAbsent(tx, projectId, input.to);
      if (absent) return absent.code === 'not-in-room' ? refuse('assignee-not-in-room', {}, 'input.to') : absent;
      const { step, count, to } = input;
      const pile = await claimPile(tx, { projectId, step, count, personId: to, assignedBy: actor.personId });
      if (isRefusal(pile)) return pile;
      const output = await claimedOf(tx, pile);
      return { output, after: { step, to, ...output } };
    },
  });

/** The unit of what was scanned, locked, with its code. */
async function scannedUnit(tx: Tx, actor: PersonActor, text: string, roles: readonly Role[], field = 'input.code') {
  const scanned = await findScanned(tx, actor, text, roles, field);
  if (isRefusal(scanned)) return scanned;
  const found = await unitOfOriginal(tx, scanned.id);
  const [unit] = await lockUnits(tx, found ? [found.id] : []);
  return unit ? { unit, code: scanned.code } : refuse('not-at-work', { code: scanned.code }, field);
}

const pickRoute = (): Binding =>
  bindAct(taskPick, {
    async run(tx, { actor, input }) {
      const scanned = await scannedUnit(tx, actor, input.code, workingRoles);
      if (isRefusal(scanned)) return scanned;
      const { unit, code } = scanned;
      const absent = await refuseAbsent(tx, unit.projectId, actor.personId);
      if (absent) return absent;
      const picked = await claimUnit(tx, unit.id, actor.personId);
      if (isRefusal(picked)) return { ...picked, field: 'input.code' };
      const { claimId, step } = picked;
      const output = { claimId, code, step: step.key, name: step.name };
      return { output, subjectId: unit.id, after: output };
    },
  });

const submitRoute = ({ unfinishedOf }: { unfinishedOf: UnfinishedOf }): Binding =>
  bindAct(taskSubmit, {
    async run(tx, { actor, subject, input }) {
      const projectId = subject ?? '';
      const outside = await refuseOutsider(tx, actor, projectId, workingRoles);
      if (outside) return outside;
      const { step, device } = input;
      const ids = await unitsToSubmit(tx, actor, projectId, input);
      if (isRefusal(ids)) return ids;
      const whole = input.codes === null;
      const done = await submitPile(tx, ids, { step, device, personId: actor.personId, whole, unfinishedOf });
      if (isRefusal(done)) return done;
      const codes = [
        ...(
          await codesOf(
            tx,
            done.done.map(({ originalId }) => originalId),
          )
        ).values(),
      ];
      const output = { count: done.done.length, pages: done.amount.pages, a4: done.amount.a4, halted: done.halted };
      return {
        output,
        after: { step, device, codes, ...output, items: done.amount.items, volumes: done.amount.volumes },
      };
    },
  });

async function unitsToSubmit(
  tx: Tx,
  actor: PersonActor,
  projectId: string,
  { step, codes }: { step: string; codes: readonly string[] | null },
): Promise<string[] | Refusal> {
  if (codes === null) {
    const rows = await claimedUnits(tx, projectId, step, actor.personId);
    return rows.length === 0 ? refuse('nothing-to-submit') : rows.map(({ unit_id }) => unit_id);
  }
  const ids: string[] = [];
  for (const [index, text] of codes.entries()) {
    const field = `input.codes.${index}`;
    const scanned = await findScanned(tx, actor, text, workingRoles, field);
    if (isRefusal(scanned)) return scanned;
    const unit = await unitOfOriginal(tx, scanned.id);
    if (!unit || unit.project_id !== projectId) return refuse('not-at-work', { code: scanned.code }, field);
    ids.push(unit.id);
  }
  return [...new Set(ids)];
}

/** Who has it before him, or answers for all of it. */
const senders: readonly Role[] = [...foremen, 'archiveLead', 'archiveKeeper'];

const sendBackRoute = ({ kept }: { kept: Kept }): Binding =>
  bindAct(taskSendBack, {
    async run(tx, { actor, input }) {
      const scanned = await scannedUnit(tx, actor, input.code, [...workingRoles, ...senders]);
      if (isRefusal(scanned)) return scanned;
      const { unit, code } = scanned;
      const { steps } = unit.version;
      // The step before him: of several the one that comes after what he sends back.
      const own = steps.find(
        ({ key }) =>
          unit.tasks[key]?.state === 'claimed' &&
          unit.tasks[key]?.by === actor.personId &&
          earlierOf(steps).get(key)?.has(input.to),
      );
      if (!own && !(await mayWork(tx, actor.personId, unit.projectId, senders)))
        return refuse('not-claimer', {}, 'input.code');
      const stays = await kept(tx, unit.id);
      if (stays) return stays;
      const { to, reason } = input;
      const sent = await sendBack(tx, unit, { to, from: own?.key ?? null, by: actor.personId, reason });
      if (isRefusal(sent)) return sent;
      const names = await namesOf(tx, [sent.personId]);
      const person = sent.personId === null ? null : personFrom(names)(sent.personId);
      const output = { person, reopened: sent.reopened };
      return { output, subjectId: unit.id, after: { code, to, from: own?.key ?? null, reason, ...sent } };
    },
  });

/** One event of a unit that a team leader names. */
async function moveUnit(
  tx: Tx,
  { actor, subject }: { actor: PersonActor; subject: string | null },
  roles: readonly Role[],
  event: TaskEvent,
  reason: string | null,
) {
  const [unit] = await lockUnits(tx, subject === null ? [] : [subject]);
  if (!unit) return refuse('not-found', { what: { zh: '件', en: 'unit' } });
  const outside = await refuseOutsider(tx, actor, unit.projectId, roles);
  if (outside) return outside;
  const task = 'step' in event ? unit.tasks[event.step] : undefined;
  const person = task?.by ?? task?.reservedFor ?? null;
  const at = new Date();
  const moved = move(unit, event, { by: actor.personId, at, person, reason });
  if (isRefusal(moved)) return moved;
  await saveUnits(tx, [moved], at);
  const code = (await codesOf(tx, [unit.originalId])).get(unit.originalId) ?? '';
  return { output: {}, after: { code, ...event, person, reason } };
}

const takeBackRoute = (): Binding =>
  bindAct(taskTakeBack, {
    run: (tx, { actor, subject, input: { step, reason } }) =>
      moveUnit(tx, { actor, subject }, foremen, { type: 'takeBack', step }, reason),
  });

const omitRoute = (): Binding =>
  bindAct(taskOmit, {
    run: (tx, { actor, subject, input: { step, reason } }) =>
      moveUnit(tx, { actor, subject }, foremen, { type: 'omit', step }, reason),
  });

const blockRoute = (): Binding =>
  bindAct(unitBlock, {
    run: (tx, { actor, subject, input: { reason } }) =>
      moveUnit(tx, { actor, subject }, holders, { type: 'block' }, reason),
  });

const releaseRoute = (): Binding =>
  bindAct(unitRelease, {
    run: (tx, { actor, subject }) => moveUnit(tx, { actor, subject }, holders, { type: 'release' }, null),
  });
