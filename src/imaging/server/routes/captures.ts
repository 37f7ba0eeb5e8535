/** The scanning station: a slip opens an original, files become its images in their order (5.6-4). */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindStream, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { findOriginal, findScanned, refuseAtWork, refusalOfStanding } from '#/custody/server/door.ts';
import { specificationOf } from '#/engagement/server/door.ts';
import { admittedDevice } from '#/equipment/server/door.ts';
import { claimedTask } from '#/workflow/server/door.ts';
import {
  captureClose,
  captureOpen,
  captureShow,
  scanners,
  uploadBegin,
  uploadBytes,
  uploadFinish,
} from '../../rules/api/captures.ts';
import { announce, give } from '../capture/arrive.ts';
import { lookJob } from '../capture/look-job.ts';
import { imagesOf, obstacleWords, presentSlot, wordsOf } from '../capture/state.ts';
import { tusReceiver } from '../capture/tus.ts';
import { closeCapture, findArriving, findCapture, openCapture, openCaptureOf, uploadsById } from '../store/captures.ts';
import { lockUnitOf, placesOf } from '../store/slots.ts';

export interface CaptureDeps {
  db: Db;
  objects: ObjectStore;
  queue: Pick<JobQueue, 'enqueue'>;
}

export const captureRoutes = (deps: CaptureDeps): Binding[] => [
  openRoute(),
  closeRoute(),
  beginRoute(),
  bytesRoute(deps),
  finishRoute(deps),
  showRoute(),
];

const openRoute = (): Binding =>
  bindAct(captureOpen, {
    async run(tx, { actor, input }) {
      const scanned = await findScanned(tx, actor, input.code, scanners);
      if (isRefusal(scanned)) return scanned;
      const { id: originalId, code, projectId } = scanned;
      const task = await claimedTask(tx, { originalId }, actor.personId, ['scan']);
      if (isRefusal(task)) return { ...task, field: 'input.code' };
      const device = await admittedDevice(tx, input.device, new Date());
      if (!device) return refuse('device-not-admitted', { device: input.device }, 'input.device');
      const original = await findOriginal(tx, originalId);
      const specification = await specificationOf(tx, { projectId, schemeId: original?.scheme_id ?? '', code });
      if (!specification) return refuse('no-specification');
      const { unitId } = task;
      const captureId = await openCapture(tx, {
        ...{ unitId, originalId, projectId, personId: actor.personId, deviceId: device.id },
        ...{ terminalId: actor.terminalId, specificationId: specification.id },
      });
      return { output: { captureId, unitId, code }, subjectId: captureId, after: { code, device: device.code } };
    },
  });

/** The capture that lies open at this person, its unit locked, its task still his and nothing halted (6.5-1). */
async function ownCapture(tx: Tx, actor: PersonActor, subject: string | null) {
  const capture = await findCapture(tx, subject ?? '');
  if (!capture || capture.person_id !== actor.personId)
    return refuse('not-found', { what: { zh: '扫描', en: 'capture' } });
  if (capture.closed_at !== null) return refuse('capture-closed');
  // Beside another scanner than the one at which the slip was read, a watcher has other pages in its folder.
  if (actor.via === 'agent' && capture.terminal_id !== actor.terminalId) return refuse('capture-elsewhere');
  const task = await claimedTask(tx, { unitId: capture.unit_id }, actor.personId, ['scan']);
  return isRefusal(task) ? task : capture;
}

const closeRoute = (): Binding =>
  bindAct(captureClose, {
    async run(tx, { actor, subject }) {
      const capture = await findCapture(tx, subject ?? '');
      if (!capture || capture.person_id !== actor.personId)
        return refuse('not-found', { what: { zh: '扫描', en: 'capture' } });
      await closeCapture(tx, capture.id);
      return { output: {}, after: { code: capture.code } };
    },
  });

const beginRoute = (): Binding =>
  bindAct(uploadBegin, {
    async run(tx, { actor, subject, input }) {
      const capture = await ownCapture(tx, actor, subject);
      if (isRefusal(capture)) return capture;
      const files = await announce(tx, actor, capture, input.files);
      if (isRefusal(files)) return files;
      return { output: { files }, after: { code: capture.code, files: files.map(({ uploadId }) => uploadId) } };
    },
  });

/** Bytes of what was announced; nothing arrives for an original that is halted (6.5-1). */
function bytesRoute(deps: CaptureDeps): Binding {
  const receive = tusReceiver(deps);
  return bindStream(uploadBytes, async (call) => {
    const upload = await findArriving(deps.db, call.subjectId);
    if (!upload) return refuse('upload-unknown');
    const refused = refusalOfStanding(upload, { paper: false });
    if (refused) {
      call.request.raw.resume();
      return refused;
    }
    await receive(call);
    return undefined;
  });
}

const finishRoute = ({ queue }: CaptureDeps): Binding =>
  bindAct(uploadFinish, {
    async run(tx, { actor, subject, input }) {
      const capture = await ownCapture(tx, actor, subject);
      if (isRefusal(capture)) return capture;
      await lockUnitOf(tx, capture.unit_id);
      const given = await give(tx, actor, capture, input.uploads);
      if (isRefusal(given)) return given;
      if (given.length > 0) await queue.enqueue(tx, lookJob, {}, 'one');
      const places = new Map((await placesOf(tx, input.uploads)).map((row) => [row.id, row]));
      const positions = input.uploads.map((uploadId) => {
        const { slot_id: slotId = null, position = null } = places.get(uploadId) ?? {};
        return { uploadId, slotId, position };
      });
      const arrived = (await uploadsById(tx, input.uploads)).map(({ name, sha256, bytes }) => ({
        name,
        sha256,
        bytes,
      }));
      return { output: { positions }, after: { code: capture.code, arrived } };
    },
  });

const showRoute = (): Binding =>
  bindView(captureShow, async (tx, { actor }) => {
    const open = await openCaptureOf(tx, actor.personId);
    const capture = open && (await findCapture(tx, open.id));
    if (!capture) return { capture: null };
    const stopped = (await refuseAtWork(tx, [capture.original_id], { paper: false })).get(capture.original_id);
    if (stopped) return stopped;
    const task = await claimedTask(tx, { unitId: capture.unit_id }, actor.personId, ['scan']);
    // Submitted, taken back or run out: it lies open no more.
    if (isRefusal(task)) return { capture: null };
    const state = await imagesOf(tx, capture.unit_id, capture.original_id);
    const positions = new Map(state.rows.map(({ id, position }) => [id, position]));
    return {
      capture: {
        ...{ id: capture.id, unitId: capture.unit_id, projectId: capture.project_id, step: task.step.key },
        ...{ code: capture.code, title: capture.title },
        ...{ device: capture.device, openedAt: capture.opened_at.toISOString() },
        ...{ counted: state.counted, difference: state.difference, filled: state.progress.filled },
        ...{ pending: state.progress.pending, last: state.progress.last, feedFrom: state.progress.feedFrom },
        slots: state.rows.map((row) => presentSlot(row, positions)),
        quarantine: state.quarantine.map(({ id, name, position, refusal, decided_at: at }) => ({
          ...{ id, name, position, code: refusal?.code ?? '', at: (at ?? new Date()).toISOString() },
          ...wordsOf(refusal?.code ?? 'file-damaged', refusal?.params ?? {}),
        })),
        defects: state.defects.map(({ id, slot_id: slotId, position, kind, note }) => ({
          ...{ id, slotId, position, kind, note },
        })),
        unscanned: state.unscanned.map(({ id, pages, face, place, reason }) => ({ id, pages, face, place, reason })),
        obstacles: state.obstacles.map(obstacleWords),
      },
    };
  });
