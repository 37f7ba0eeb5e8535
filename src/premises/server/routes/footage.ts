import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { addDays, startOfDay } from '#/base/rules/business-day.ts';
import { bindAct, bindStream, bindView, type Binding } from '#/base/server/door/bind.ts';
import { issueGrant } from '#/base/server/grants.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { siteZone, today } from '#/base/server/site.ts';
import type { Tx } from '#/base/server/db.ts';
import {
  footageBytes,
  footageDay,
  footageImport,
  footageInbox,
  footageMonth,
  footagePlay,
} from '../../rules/api/footage.ts';
import { allowedDrift } from '../../rules/clock.ts';
import { gapsIn, readTimes } from '../../rules/footage.ts';
import { keptUntil, type Period } from '../../rules/retention.ts';
import { clockNow } from '../clock.ts';
import { diskOf } from '../footage/disk.ts';
import { issueHolds } from '../footage/facts.ts';
import { listInbox, statIn } from '../footage/inbox.ts';
import { type FootageDeps, intakeJob } from '../footage/intake.ts';
import { hasRecorder } from '../footage/ffmpeg.ts';
import { missingDisk } from '../footage/marker.ts';
import { sendPiece } from '../footage/send.ts';
import { readClockRow } from '../store/clock.ts';
import {
  daysOf,
  findCamera,
  findPiece,
  findPlayback,
  holdsOn,
  insertPlayback,
  isFootageKeeper,
  listCameraCodes,
  periodOf,
  type PieceRow,
  piecesIn,
} from '../store/footage.ts';
import { insertIntake, lastIntakes, namesWaiting } from '../store/footage-keeping.ts';
import { checksOf } from '../store/playback.ts';
import { listDuties } from '../store/plan.ts';

export interface FootageRouteDeps extends FootageDeps {
  queue: Pick<JobQueue, 'enqueue'>;
}

export const footageRoutes = (deps: FootageRouteDeps): Binding[] => [
  monthRoute(deps),
  dayRoute(),
  ...playRoutes(deps),
  ...intakeRoutes(deps),
];

export const instants = ({ from, to }: Period) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

/** Input of two instants as a period; refused when it ends before it begins. */
export function readPeriod(input: { from: string; to: string }, field = 'input.to'): Period | Refusal {
  const period = { from: Date.parse(input.from), to: Date.parse(input.to) };
  return period.to > period.from ? period : refuse('period-reversed', {}, field);
}

/** Longest time that a player opens at once. */
const playedAtOnce = 24 * 3_600_000;

const wireOf = (row: PieceRow) => ({
  id: row.id,
  ...instants(periodOf(row)),
  origin: row.origin,
  keptOn: row.kept_on,
  fileName: row.file_name,
  sha256: row.sha256,
  bytes: row.bytes,
  playableMs: Number(row.playable_ms),
  problem: row.problem,
});

const tenth = (minutes: number): number => Math.round(minutes * 10) / 10;

const monthRoute = ({ config }: FootageDeps): Binding =>
  bindView(footageMonth, async (tx, { input }) => {
    const timeZone = await siteZone(tx);
    const days: string[] = [];
    for (let on = `${input.month}-01`; on.startsWith(input.month); on = addDays(on, 1)) days.push(on);
    const month = {
      from: startOfDay(days[0] ?? '', timeZone),
      to: startOfDay(addDays(days.at(-1) ?? '', 1), timeZone),
    };
    const held = new Map((await daysOf(tx, month, timeZone)).map((row) => [`${row.camera_id}/${row.on}`, row]));
    const clock = await readClockRow(tx);
    return {
      cameras: (await listCameraCodes(tx)).map(({ id, code, state }) => ({
        ...{ id, code, retired: state === 'retired' },
        days: days.map((on) => {
          const day = held.get(`${id}/${on}`);
          return {
            on,
            heldMinutes: tenth(day?.held_minutes ?? 0),
            checkedMinutes: tenth(day?.checked_minutes ?? 0),
            problems: day?.problems ?? 0,
            deleted: day?.deleted ?? false,
          };
        }),
      })),
      disk: await diskOf(config.footageDir),
      canRecord: hasRecorder(),
      keepers: (await listDuties(tx))
        .filter(({ duty }) => duty === 'footage-keeper')
        .map(({ person_id: id, person_name: name }) => ({ id, name })),
      clock: {
        frozen: (await clockNow(tx)).drift > allowedDrift,
        confirmedAt: clock?.confirmedAt?.toISOString() ?? null,
      },
    };
  });

const dayRoute = (): Binding =>
  bindView(footageDay, async (tx, { subject, input }) => {
    const camera = await findCamera(tx, subject ?? '');
    if (!camera) return refuse('not-found', { what: '摄像机 / camera' });
    const timeZone = await siteZone(tx);
    const from = startOfDay(input.on, timeZone);
    // Of today only what has passed can lack anything.
    const day = { from, to: Math.max(from + 1, Math.min(startOfDay(addDays(input.on, 1), timeZone), Date.now())) };
    const pieces = await piecesIn(tx, camera.id, day);
    const holds = (await holdsOn(tx, camera.id, day)).map((row) => ({
      ...periodOf(row),
      // As a person wrote it.
      reason: { zh: row.reason, en: row.reason },
    }));
    const issues = (await issueHolds(tx)).filter((one) => one.from < day.to && one.to > day.from);
    const ages = pieces.map(({ counts_from: since }) => since);
    const known = ages.filter((since) => since !== null).map((since) => since.getTime());
    return {
      camera: { id: camera.id, code: camera.code },
      day: instants(day),
      pieces: pieces.map(wireOf),
      gaps: gapsIn(day, pieces.map(periodOf)).map(instants),
      checks: (await checksOf(tx, camera.id, day)).map((row) => ({
        ...{ id: row.id, number: row.number },
        ...instants(periodOf(row)),
      })),
      holds: [...holds, ...issues].map(({ reason, ...period }) => ({ ...instants(period), reason })),
      keptUntil:
        known.length === 0 || known.length < ages.length
          ? null
          : new Date(keptUntil(Math.max(...known), timeZone)).toISOString(),
    };
  });

const playRoutes = ({ db, footage }: FootageDeps): Binding[] => [
  bindView(footagePlay, async (tx, { actor, subject, input }) => {
    const camera = await findCamera(tx, subject ?? '');
    if (!camera) return refuse('not-found', { what: '摄像机 / camera' });
    const period = readPeriod(input);
    if (isRefusal(period)) return period;
    if (period.to - period.from > playedAtOnce)
      return refuse('period-too-long', { most: '24 小时 / hours' }, 'input.to');
    const all = await piecesIn(tx, camera.id, period);
    if (all.length === 0) return refuse('period-without-footage', {}, 'input.from');
    const { id } = await insertPlayback(tx, { cameraId: camera.id, ...period, playedBy: actor.personId });
    const pieces = all.filter((row) => row.kept_on === 'store');
    return {
      grant: await issueGrant(tx, footageBytes.name, actor.sessionId, id, 120),
      pieces: pieces.map((row) => ({
        ...wireOf(row),
        mediaType: row.media_type,
        inFragments: row.in_fragments,
      })),
    };
  }),

  bindStream(footageBytes, async ({ subjectId, request, reply }) => {
    const playback = await findPlayback(db, subjectId);
    const { piece: id } = request.query as { piece?: unknown };
    const piece =
      playback && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? await findPiece(db, id) : undefined;
    // Only what lies in the period that was opened.
    if (
      !piece ||
      piece.kept_on !== 'store' ||
      piece.camera_id !== playback?.camera_id ||
      piece.from_at >= playback.to_at ||
      piece.to_at <= playback.from_at
    )
      return refuse('not-found', { what: '录像 / footage' });
    return sendPiece(footage, piece, request, reply);
  }),
];

const intakeRoutes = ({ config, queue }: FootageRouteDeps): Binding[] => [
  bindView(footageInbox, async (tx) => {
    const timeZone = await siteZone(tx);
    const waiting = await namesWaiting(tx);
    const { files, refused } = await listInbox(config.footageDir, 500);
    return {
      folder: `${config.footageDir}/inbox`,
      files: files.map(({ name, bytes }) => {
        const times = readTimes(name, timeZone);
        const instantOf = (at: number | null = null) => (at === null ? null : new Date(at).toISOString());
        const says = { from: instantOf(times?.from), to: instantOf(times?.to) };
        return { name, bytes: String(bytes), ...says, waiting: waiting.has(name) };
      }),
      refused,
      intakes: (await lastIntakes(tx, 20)).map((intake) => ({
        camera: { id: intake.camera_id, code: intake.camera_code },
        requestedAt: intake.requested_at.toISOString(),
        files: intake.files.map(({ name, state, outcome, problem }) => ({ name, state, outcome, problem })),
      })),
    };
  }),

  bindAct(footageImport, {
    async check(tx, { actor, subject, input }) {
      const refused = await refuseUnlessKeeper(tx, actor.personId);
      if (refused) return refused;
      if (!(await findCamera(tx, subject ?? ''))) return refuse('not-found', { what: '摄像机 / camera' });
      const away = await refuseWithoutDisk(tx, config);
      if (away) return away;
      const waiting = await namesWaiting(tx);
      const names = input.files.map(({ name }) => name);
      for (const [index, file] of input.files.entries()) {
        const field = `input.files.${index}`;
        if (waiting.has(file.name) || names.indexOf(file.name) !== index)
          return refuse('file-waits-already', { name: file.name }, `${field}.name`);
        if (!(await statIn(config.footageDir, file.name)))
          return refuse('not-in-inbox', { name: file.name }, `${field}.name`);
        if (Date.parse(file.to ?? file.from) > Date.now()) return refuse('footage-in-future', {}, `${field}.from`);
        if (file.to !== null && Date.parse(file.to) <= Date.parse(file.from))
          return refuse('period-reversed', {}, `${field}.to`);
      }
      return null;
    },
    async run(tx, { actor, subject, input }) {
      const files = input.files.map(({ name, from, to }) => ({
        name,
        from: Date.parse(from),
        to: to === null ? null : Date.parse(to),
      }));
      const intakeId = await insertIntake(tx, { cameraId: subject ?? '', requestedBy: actor.personId, files });
      await queue.enqueue(tx, intakeJob, { intakeId }, intakeId);
      return { output: { intakeId }, after: { files: input.files.length } };
    },
  }),
];

/** 4.3-6: nothing is deleted from, or taken into, a folder whose disk is away. */
export const refuseWithoutDisk = async (tx: Tx, { footageDir }: FootageDeps['config']): Promise<Refusal | null> =>
  (await missingDisk(tx, footageDir)) === null ? null : refuse('footage-disk-away');

/** 4.3-3: footage is in the hands of whoever the archive department has named. */
export const refuseUnlessKeeper = async (tx: Tx, personId: string): Promise<Refusal | null> =>
  (await isFootageKeeper(tx, personId, await today(tx))) ? null : refuse('not-footage-keeper');
