/** Taking, storing, passing on, taking apart and binding again: one scan, one act (6.4, 6.6). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { lateColumns } from '#/base/server/late.ts';
import { mayWork, refuseApprover, refuseLateApprover } from '#/engagement/server/door.ts';
import { admittedDevice } from '#/equipment/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { archiveKeepers } from '../../rules/api/originals.ts';
import {
  partBack,
  partOut,
  slipSign,
  workPass,
  workProcess,
  workRebind,
  workStore,
  workTake,
  workUnbind,
} from '../../rules/api/work.ts';
import { after, type CustodyEvent, placeNames } from '../../rules/custody.ts';
import { handlers, holders, needsDevice, slipStepNames } from '../../rules/work.ts';
import { refuseTaking } from '../gate.ts';
import { asMisplaced, cabinetFor, custodyOf, findScanned, refuseNotInHand, type Scanned } from '../scanned.ts';
import { insertStep, slipOf } from '../store/slips.ts';
import { isCountedForReturn } from '../store/batches.ts';
import { lockDay } from '../store/sweeps.ts';
import { move, type Moved, takePartOut } from '../store/whereabouts.ts';

export const workRoutes = (): Binding[] => [
  takeRoute(),
  storeRoute(),
  passRoute(),
  unbindRoute(),
  rebindRoute(),
  processRoute(),
  partOutRoute(),
  partBackRoute(),
  signRoute(),
];

type Event = Exclude<CustodyEvent, { type: 'partOut' }>;

/** What the page shows of a scan that was taken. */
const movedOf = (
  { code, title, id, part }: Scanned,
  { movementId, after: custody }: Moved,
  cabinet: string | null,
) => ({
  ...{ movementId, originalId: id, code, title, part: part?.number ?? null, stage: custody.stage, cabinet },
});

async function scan(
  tx: Tx,
  actor: PersonActor,
  code: string,
  event: (scanned: Scanned) => Event,
  { roles = handlers, cabinet = null }: { roles?: readonly Role[]; cabinet?: string | null } = {},
) {
  const scanned = await findScanned(tx, actor, code, roles);
  return isRefusal(scanned) ? scanned : moveScanned(tx, actor, scanned, event(scanned), cabinet);
}

/** One event of what was scanned, and what its act answers. */
export async function moveScanned(
  tx: Tx,
  actor: PersonActor,
  scanned: Scanned,
  event: Event,
  cabinet: string | null = null,
) {
  const moved = await move(tx, scanned.id, event, { by: actor.personId, at: new Date() });
  if (isRefusal(moved)) return { ...(await asMisplaced(tx, actor, scanned, moved)), field: 'input.code' };
  const { after, before } = moved;
  return {
    output: movedOf(scanned, moved, cabinet),
    before: { place: before.place, holder: before.holder },
    after: {
      code: scanned.code,
      part: scanned.part?.number ?? null,
      place: after.place,
      holder: after.holder,
      cabinet,
    },
  };
}

const partOf = ({ part }: Scanned) => (part === null ? {} : { part: part.id });

/** 6.2-2: what both sides count to go back stays where it was counted. */
export async function refuseCounted(tx: Tx, { id, code, batchId }: Scanned): Promise<Refusal | null> {
  const counted = batchId !== null && (await isCountedForReturn(tx, batchId, id));
  return counted ? refuse('counted-for-return', { code }, 'input.code') : null;
}

const takeRoute = (): Binding =>
  bindAct(workTake, {
    async run(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, handlers);
      if (isRefusal(scanned)) return scanned;
      const blocked = (await refuseTaking(tx, scanned, actor.personId)) ?? (await refuseCounted(tx, scanned));
      if (blocked) return blocked;
      return moveScanned(tx, actor, scanned, { type: 'take', by: actor.personId, ...partOf(scanned) });
    },
  });

const storeRoute = (): Binding =>
  bindAct(workStore, {
    async run(tx, { actor, input }) {
      const cabinet = await cabinetFor(tx, input.cabinet);
      if (isRefusal(cabinet)) return cabinet;
      const { id, stage, code } = cabinet;
      return scan(
        tx,
        actor,
        input.code,
        (one) => ({ type: 'store', by: actor.personId, cabinet: id, stage, ...partOf(one) }),
        { roles: [...holders, ...archiveKeepers], cabinet: code },
      );
    },
  });

const passRoute = (): Binding =>
  bindAct(workPass, {
    async check(tx, { actor, input }) {
      if (!(await namesOf(tx, [input.to])).has(input.to))
        return refuse('not-found', { what: { zh: '接手人', en: 'person' } }, 'input.to');
      for (const [index, code] of input.codes.entries()) {
        const scanned = await findScanned(tx, actor, code, holders, `input.codes.${index}`);
        if (isRefusal(scanned)) return scanned;
        if (!(await mayWork(tx, input.to, scanned.projectId, handlers)))
          return refuse('not-of-project', {}, 'input.to');
        // The day before the original, as sweeps do: nobody waits for the other.
        const stopped = (await refuseTaking(tx, scanned, input.to)) ?? (await refuseCounted(tx, scanned));
        const custody = await custodyOf(tx, scanned);
        const elsewhere = await refuseNotInHand(tx, actor, scanned, custody, `input.codes.${index}`);
        if (elsewhere) return elsewhere;
        if (stopped) return stopped;
      }
      return null;
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('passed on without a second person');
      // 6.7-1: whoever gets it says so himself.
      if (approval.approverId !== input.to) return refuse('receiver-agrees');
      for (const [index, code] of input.codes.entries()) {
        const pass = (one: Scanned) => ({
          ...{ type: 'pass' as const, from: actor.personId, to: input.to, ...partOf(one) },
        });
        const passed = await scan(tx, actor, code, pass, { roles: holders });
        if (isRefusal(passed)) return { ...passed, field: `input.codes.${index}` };
      }
      return { output: { count: input.codes.length }, after: input };
    },
  });

const unbindRoute = (): Binding =>
  bindAct(workUnbind, {
    async run(tx, { actor, input }) {
      const done = await scan(tx, actor, input.code, () => ({ type: 'unbind', by: actor.personId }));
      return isRefusal(done) ? done : { ...done, after: { ...done.after, binding: input.binding } };
    },
  });

const rebindRoute = (): Binding =>
  bindAct(workRebind, {
    // What cannot be bound is not put before a second person.
    async check(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, handlers);
      if (isRefusal(scanned)) return scanned;
      const bound = after(await custodyOf(tx, scanned), { type: 'rebind', by: actor.personId, checkedBy: '' });
      return isRefusal(bound) ? { ...(await asMisplaced(tx, actor, scanned, bound)), field: 'input.code' } : null;
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('bound without a second person');
      const checkedBy = approval.approverId;
      const scanned = await findScanned(tx, actor, input.code, handlers);
      if (isRefusal(scanned)) return scanned;
      const outside = await refuseApprover(tx, approval, scanned.projectId, [...handlers, ...archiveKeepers]);
      if (outside) return outside;
      const done = await scan(tx, actor, input.code, () => ({ type: 'rebind', by: actor.personId, checkedBy }));
      return isRefusal(done) ? done : { ...done, after: { ...done.after, checkedBy, remark: input.remark } };
    },
  });

const processRoute = (): Binding =>
  bindAct(workProcess, {
    run: (tx, { actor, input }) => scan(tx, actor, input.code, () => ({ type: 'process', by: actor.personId })),
  });

const partOutRoute = (): Binding =>
  bindAct(partOut, {
    async run(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, handlers);
      if (isRefusal(scanned)) return scanned;
      if (!(await mayWork(tx, input.to, scanned.projectId, handlers))) return refuse('not-of-project', {}, 'input.to');
      const stopped = (await refuseTaking(tx, scanned, input.to)) ?? (await refuseCounted(tx, scanned));
      if (stopped) return stopped;
      const { description, to } = input;
      const done = await takePartOut(
        tx,
        scanned.id,
        { description, by: actor.personId, to },
        { by: actor.personId, at: new Date() },
      );
      if (isRefusal(done)) return { ...(await asMisplaced(tx, actor, scanned, done)), field: 'input.code' };
      const part = { id: done.partId, number: done.number };
      return {
        output: movedOf({ ...scanned, part }, done, null),
        after: { code: scanned.code, part: done.number, description, to },
      };
    },
  });

const partBackRoute = (): Binding =>
  bindAct(partBack, {
    async run(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, handlers);
      if (isRefusal(scanned)) return scanned;
      const { part } = scanned;
      if (part === null) return refuse('part-number', {}, 'input.code');
      // 6.6: out of its cabinet it is taken, like anything else. The day before the original, as sweeps do.
      await lockDay(tx, scanned.projectId, await today(tx), 'share');
      const { place } = (await custodyOf(tx, scanned)).parts.find(({ id }) => id === part.id) ?? {};
      const stopped = place === 'cabinet' ? await refuseTaking(tx, scanned, actor.personId) : null;
      if (stopped) return stopped;
      return moveScanned(tx, actor, scanned, { type: 'partBack', part: part.id, by: actor.personId });
    },
  });

const signRoute = (): Binding =>
  bindAct(slipSign, {
    async run(tx, { actor, input, late }, approval) {
      const scanned = await findScanned(tx, actor, input.code, handlers);
      if (isRefusal(scanned)) return scanned;
      const stranger = await refuseLateApprover(tx, slipSign, approval, scanned.projectId);
      if (stranger) return stranger;
      const custody = await custodyOf(tx, scanned);
      if (custody.halted) return refuse('halted', {}, 'input.code');
      // A late entry is made by whoever has the paper slip.
      const held = custody.parts.find(({ id }) => id === scanned.part?.id) ?? custody;
      if (late !== null && held.place !== 'hand')
        return refuse('custody-place', { place: placeNames[held.place] }, 'input.code');
      const elsewhere = late === null ? await refuseNotInHand(tx, actor, scanned, custody) : null;
      if (elsewhere) return elsewhere;
      const slip = custody.batch === null ? undefined : await slipOf(tx, custody.batch, scanned.id);
      // 6.4-1: no step without a slip, and a slip is made when the original is handed over.
      if (!slip) return refuse('custody-place', { place: placeNames[custody.place] }, 'input.code');
      const times = lateColumns(late);
      const startedAt = new Date(input.startedAt);
      if (startedAt > times.occurred_at) return refuse('step-times', {}, 'input.startedAt');
      const device = await deviceFor(tx, input, startedAt);
      if (isRefusal(device)) return device;
      const { step, items, pages, note } = input;
      const row = { slipId: slip.id, partId: scanned.part?.id ?? null, step, items, pages, startedAt, note };
      const stepId = await insertStep(tx, { ...row, deviceId: device?.id ?? null, by: actor.personId }, times);
      return { output: { stepId }, subjectId: stepId, after: { slip: slip.number, ...input } };
    },
  });

/** 6.4-2: the device was admitted when the work began. */
async function deviceFor(
  tx: Tx,
  { step, device: code }: { step: Parameters<typeof needsDevice>[0]; device: string | null },
  at: Date,
): Promise<{ id: string } | null | Refusal> {
  if (code === null)
    return needsDevice(step) ? refuse('device-needed', { step: slipStepNames[step] }, 'input.device') : null;
  return (await admittedDevice(tx, code, at)) ?? refuse('device-not-admitted', { device: code }, 'input.device');
}
