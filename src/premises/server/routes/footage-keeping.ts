import { isRefusal, refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import { footageHandoverForm } from '../../forms/footage-handover.ts';
import {
  clockConfirm,
  clockUnfreeze,
  footageHandOver,
  footageHandoverList,
  footageHandoverPrint,
  footageHoldLift,
  footageHoldList,
  footageHoldPlace,
} from '../../rules/api/footage-keeping.ts';
import { confirmed, confirmWithin, isFrozen } from '../../rules/clock.ts';
import { lockClock } from '../clock.ts';
import { saveClock, setConfirmed } from '../store/clock.ts';
import {
  findCamera,
  insertHold,
  insertPieces,
  liftHold,
  listHolds,
  lockCameras,
  lockHold,
  periodOf,
  piecesOfContent,
} from '../store/footage.ts';
import { ageFrom, findHandover, insertHandover, listHandovers, piecesOfHandover } from '../store/footage-keeping.ts';
import { findPlace } from '../store/plan.ts';
import { instants, readPeriod, refuseUnlessKeeper } from './footage.ts';

export const footageKeepingRoutes = (): Binding[] => [
  ...holdRoutes(),
  handOverRoute(),
  ...clockRoutes(),
  ...readRoutes(),
];

const holdRoutes = (): Binding[] => [
  bindAct(footageHoldPlace, {
    async check(tx, { input }) {
      if (input.cameraId !== null && !(await findCamera(tx, input.cameraId)))
        return refuse('not-found', { what: '摄像机 / camera' }, 'input.cameraId');
      const period = readPeriod(input);
      return isRefusal(period) ? period : null;
    },
    async run(tx, { actor, input }) {
      await lockCameras(tx, input.cameraId, 'share');
      const period = { from: Date.parse(input.from), to: Date.parse(input.to) };
      const holdId = await insertHold(tx, { ...input, ...period, placedBy: actor.personId });
      return { output: { holdId }, subjectId: holdId, after: { cameraId: input.cameraId, ...period } };
    },
  }),

  bindAct(footageHoldLift, {
    async check(tx, { subject, version }) {
      const hold = await lockHold(tx, subject ?? '');
      if (!hold) return refuse('not-found', { what: '查证保留 / hold' });
      if (hold.lifted_at !== null) return refuse('retired');
      return refuseStale(version, hold.version);
    },
    async run(tx, { actor, subject, input }) {
      await liftHold(tx, subject ?? '', { liftedBy: actor.personId, reason: input.reason });
      return { output: {}, before: { inForce: true }, after: { inForce: false } };
    },
  }),
];

const handOverRoute = (): Binding =>
  bindAct(footageHandOver, {
    async check(tx, { actor, input }) {
      const refused = await refuseUnlessKeeper(tx, actor.personId);
      if (refused) return refused;
      const pieces = input.files.map(({ cameraId, from, sha256 }) => `${cameraId}/${Date.parse(from)}/${sha256}`);
      for (const [index, file] of input.files.entries()) {
        const field = `input.files.${index}`;
        if (!(await findCamera(tx, file.cameraId)))
          return refuse('not-found', { what: '摄像机 / camera' }, `${field}.cameraId`);
        const period = readPeriod(file, `${field}.to`);
        if (isRefusal(period)) return period;
        if (period.to > Date.now()) return refuse('footage-in-future', {}, `${field}.to`);
        const known = await piecesOfContent(tx, file.cameraId, file.sha256);
        if (
          pieces.indexOf(pieces[index] ?? '') !== index ||
          known.some((piece) => piece.from_at.getTime() === period.from)
        )
          return refuse('footage-known', { name: file.name }, `${field}.sha256`);
      }
      return null;
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('handed over without a second person');
      const id = newId();
      const number = await nextNumber(tx, 'footage-handover');
      const people = { handedBy: approval.approverId, receivedBy: actor.personId };
      await insertHandover(tx, { id, number, ...people, mediumNumber: input.mediumNumber, remark: input.remark });
      await insertPieces(
        tx,
        input.files.map((file) => ({
          ...{ cameraId: file.cameraId, from: Date.parse(file.from), to: Date.parse(file.to) },
          ...{
            countsFrom: Date.parse(file.to),
            origin: 'handover' as const,
            keptOn: 'medium' as const,
            handoverId: id,
          },
          ...{ fileName: file.name, sha256: file.sha256, sm3: null, bytes: file.bytes, probed: null },
          registeredBy: actor.personId,
        })),
      );
      const after = { number, mediumNumber: input.mediumNumber, digests: input.files.map(({ sha256 }) => sha256) };
      return { output: { handoverId: id, number }, subjectId: id, after };
    },
  });

const clockIsRight = ({ shown }: { shown: string }): Refusal | null => {
  const wrongBy = Math.abs(Date.now() - Date.parse(shown));
  return wrongBy <= confirmWithin
    ? null
    : refuse('clock-wrong', { minutes: Math.round(wrongBy / 60_000) }, 'input.shown');
};

/** Whoever confirms resets what the watcher has added up: neither reads what the other is about to write. */
async function confirmClock(tx: Tx, actor: PersonActor, input: { shown: string; reference: string }, drift: number) {
  const now = Date.now();
  await saveClock(tx, confirmed(now));
  await setConfirmed(tx, actor.personId, new Date(now));
  // What was recorded under a doubtful clock grows old from here.
  await ageFrom(tx, new Date(now + confirmWithin));
  const wrongBySeconds = Math.round((now - Date.parse(input.shown)) / 1_000);
  return {
    output: { wrongBySeconds },
    before: { driftSeconds: Math.round(drift / 1_000) },
    after: { wrongBySeconds, reference: input.reference },
  };
}

const clockRoutes = (): Binding[] => [
  bindAct(clockConfirm, {
    async check(tx, { input }) {
      return isFrozen(await lockClock(tx, Date.now())) ? refuse('clock-needs-second') : clockIsRight(input);
    },
    // Locked since `check`, in the same transaction.
    run: async (tx, { actor, input }) => confirmClock(tx, actor, input, (await lockClock(tx, Date.now())).drift),
  }),

  bindAct(clockUnfreeze, {
    async check(tx, { input }) {
      return isFrozen(await lockClock(tx, Date.now())) ? clockIsRight(input) : refuse('clock-not-frozen');
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('a frozen clock confirmed without a second person');
      return confirmClock(tx, actor, input, (await lockClock(tx, Date.now())).drift);
    },
  }),
];

const readRoutes = (): Binding[] => [
  bindView(footageHoldList, async (tx, { input }) => {
    const rows = await listHolds(tx, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const ids = page.flatMap((row) => (row.lifted_by === null ? [row.placed_by] : [row.placed_by, row.lifted_by]));
    const person = personFrom(await namesOf(tx, ids));
    const items = page.map((row) => ({
      ...{ id: row.id, ...instants(periodOf(row)), reason: row.reason, version: row.version },
      camera: row.camera_id === null ? null : { id: row.camera_id, code: row.camera_code ?? '' },
      placedBy: person(row.placed_by),
      placedAt: row.placed_at.toISOString(),
      liftedBy: row.lifted_by === null ? null : person(row.lifted_by),
      liftReason: row.lift_reason,
      liftedAt: row.lifted_at?.toISOString() ?? null,
    }));
    return { items, next };
  }),

  bindView(footageHandoverList, async (tx, { input }) => {
    const rows = await listHandovers(tx, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const ids = page.flatMap((row) => [row.handed_by, row.received_by]);
    const person = personFrom(await namesOf(tx, ids));
    const items = page.map((row) => ({
      ...{ id: row.id, number: row.number, mediumNumber: row.medium_number, remark: row.remark },
      ...{ files: row.files, bytes: row.bytes },
      handedBy: person(row.handed_by),
      receivedBy: person(row.received_by),
      receivedAt: row.received_at.toISOString(),
    }));
    return { items, next };
  }),

  bindView(footageHandoverPrint, async (tx, { actor, subject }) => {
    const row = await findHandover(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: '录像移交单 / handover' });
    const names = await namesOf(tx, [row.handed_by, row.received_by]);
    const site = await findSite(tx);
    const data = {
      archiveName: site?.name ?? '',
      timeZone: site?.timeZone ?? 'Asia/Shanghai',
      placeName: (await findPlace(tx))?.name ?? '',
      number: row.number,
      mediumNumber: row.medium_number,
      handedBy: names.get(row.handed_by) ?? '',
      receivedBy: names.get(row.received_by) ?? '',
      receivedAt: row.received_at.toISOString(),
      remark: row.remark,
      rows: (await piecesOfHandover(tx, row.id)).map((piece) => ({
        camera: piece.camera_code,
        ...instants(periodOf(piece)),
        fileName: piece.file_name,
        bytes: piece.bytes,
        sha256: piece.sha256,
      })),
    };
    return printForm(tx, footageHandoverForm, data, actor.personId);
  }),
];
