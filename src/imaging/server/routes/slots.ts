/** What a scanner does with single images: out, elsewhere, what it shows; what is not scanned, and why (§7.1, §10.5). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { claimedTask } from '#/workflow/server/door.ts';
import {
  quarantineSettle,
  slotMark,
  slotMove,
  slotRemove,
  unscannedAdd,
  unscannedWithdraw,
} from '../../rules/api/captures.ts';
import { findUpload, settleQuarantine, waitingFor } from '../store/captures.ts';
import {
  countSlots,
  findSlot,
  insertUnscanned,
  lockUnitOf,
  markFace,
  moveSlot,
  removeSlot,
  withdrawUnscanned,
} from '../store/slots.ts';

export const slotRoutes = (): Binding[] => [
  removeRoute(),
  moveRoute(),
  markRoute(),
  settleRoute(),
  unscannedRoute(),
  withdrawRoute(),
];

const noImage = () => refuse('not-found', { what: { zh: '图像', en: 'image' } });

/** A slot of a unit whose scanning this person has claimed; the unit is locked. */
async function ownSlot(tx: Tx, actor: PersonActor, subject: string | null, version: number | null) {
  const slot = await findSlot(tx, subject ?? '');
  if (!slot) return noImage();
  const task = await claimedTask(tx, { unitId: slot.unit_id }, actor.personId, ['scan']);
  if (isRefusal(task)) return task;
  await lockUnitOf(tx, slot.unit_id);
  const now = await findSlot(tx, slot.id);
  if (!now || now.position === null) return noImage();
  const stale = refuseStale(version, now.version);
  return stale ?? { ...now, position: now.position, code: task.code };
}

const removeRoute = (): Binding =>
  bindAct(slotRemove, {
    async run(tx, { actor, subject, version, input }) {
      const slot = await ownSlot(tx, actor, subject, version);
      if (isRefusal(slot)) return slot;
      const { position, code } = slot;
      if (await waitingFor(tx, slot.id)) return refuse('slot-being-seen', { position });
      await removeSlot(tx, slot, input.reason);
      await settleQuarantine(tx, { slotId: slot.id }, actor.personId);
      return { output: {}, before: { position, master: slot.master_id }, after: { code, removed: true } };
    },
  });

const moveRoute = (): Binding =>
  bindAct(slotMove, {
    async run(tx, { actor, subject, version, input }) {
      const slot = await ownSlot(tx, actor, subject, version);
      if (isRefusal(slot)) return slot;
      const to = Math.min(input.to, await countSlots(tx, slot.unit_id));
      if (to !== slot.position) await moveSlot(tx, slot, to);
      return { output: {}, before: { position: slot.position }, after: { code: slot.code, position: to } };
    },
  });

const markRoute = (): Binding =>
  bindAct(slotMark, {
    async run(tx, { actor, subject, version, input }) {
      const slot = await ownSlot(tx, actor, subject, version);
      if (isRefusal(slot)) return slot;
      await markFace(tx, slot.id, input.face);
      const { position, code } = slot;
      return { output: {}, before: { face: slot.face }, after: { code, position, face: input.face } };
    },
  });

const settleRoute = (): Binding =>
  bindAct(quarantineSettle, {
    async run(tx, { actor, subject }) {
      const upload = await findUpload(tx, subject ?? '');
      if (upload?.state !== 'refused') return refuse('upload-unknown');
      const task = await claimedTask(tx, { unitId: upload.unit_id }, actor.personId, ['scan']);
      if (isRefusal(task)) return task;
      if ((await settleQuarantine(tx, { id: upload.id }, actor.personId)) === 0n) return refuse('upload-unknown');
      return { output: {}, after: { code: task.code, name: upload.name } };
    },
  });

const unscannedRoute = (): Binding =>
  bindAct(unscannedAdd, {
    async run(tx, { actor, subject, input }) {
      const task = await claimedTask(tx, { unitId: subject ?? '' }, actor.personId, ['scan']);
      if (isRefusal(task)) return task;
      const unscannedId = await insertUnscanned(tx, { unitId: task.unitId, by: actor.personId, ...input });
      return { output: { unscannedId }, after: { code: task.code, ...input } };
    },
  });

const withdrawRoute = (): Binding =>
  bindAct(unscannedWithdraw, {
    async run(tx, { actor, subject, input }) {
      const task = await claimedTask(tx, { unitId: subject ?? '' }, actor.personId, ['scan']);
      if (isRefusal(task)) return task;
      const gone = await withdrawUnscanned(tx, input.unscannedId, task.unitId);
      return gone ? { output: {}, after: { code: task.code, ...input } } : noImage();
    },
  });
