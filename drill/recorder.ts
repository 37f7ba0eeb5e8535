/**
 * `npm run drill -- recorder 3`: four simulated RTSP cameras are recorded for a minute, the recorder and its ffmpegs
 * are killed with -9 so often. At most one segment of each camera may be lost each time, every gap must be listed
 * where it was, every digest must stand in the ledger, and Chromium must play what lies between the gaps as one
 * range (R7, issue 3). By hand only: it needs GStreamer.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { OutputOf } from '#/base/rules/declare.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { footageDay, footagePlay } from '#/premises/rules/api/footage.ts';
import { cameraAdd, dutyAssign, placeRegister, zoneAdd } from '#/premises/rules/api/plan.ts';
import { cameraSourceSet, cameraSourceStop } from '#/premises/rules/api/recording.ts';
import { usualLimits } from '#/premises/rules/climate.ts';
import type { Who } from '../test/people.ts';
import { showFootage, type Shown } from './footage-in-browser.ts';
import {
  end,
  freePort,
  launch,
  programs,
  signalAll,
  type Site,
  staff,
  untilInterrupted,
  untilReady,
} from './running-site.ts';

const cameraCount = 4;
const recordedMs = 60_000;
const segmentSeconds = 4;
const zone = 'Asia/Shanghai';
const [user, password] = ['eye', 'dr1ll-Passwort'];

interface Kill {
  at: number;
  /** Segments of each camera that had been begun and were not entered yet. */
  inSpool: string[][];
}

type Day = OutputOf<typeof footageDay>;

async function startCamera(port: number): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'rtsp-camera.py');
  const camera = spawn('/usr/bin/python3', [script, String(port), user, password, String(cameraCount)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  camera.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ready = new Promise<boolean>((resolve) => {
    camera.stdout.once('data', () => resolve(true));
    camera.once('exit', () => resolve(false));
  });
  if (await ready) return camera;
  throw new Error(
    `the simulated camera did not start; apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-ugly\n${said}`,
  );
}

/** A place with its cameras, and somebody who keeps their footage. */
async function arrange(lead: Who): Promise<string[]> {
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 9_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const area = { code: 'A', name: '加工区', kind: 'processing' as const, x: 0, y: 0, width: 9_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: area });
  const make = { zoneId, model: '模拟', resolution: '320×180', storage: '本系统' };
  const looks = { x: 100, y: 100, direction: 45, angle: 90, reach: 9_000, covers: [] };
  await lead.client.act(dutyAssign, { subject: lead.personId, input: { duty: 'footage-keeper' } });
  const ids = [];
  for (let number = 1; number <= cameraCount; number += 1) {
    const input = { ...make, ...looks, code: `C${number}` };
    ids.push((await lead.client.act(cameraAdd, { input })).cameraId);
  }
  return ids;
}

/** None before there is a folder. */
const segmentsIn = (spool: string): string[] =>
  existsSync(spool) ? readdirSync(spool).filter((name) => name.endsWith('.mp4')) : [];

async function until(ms: number, what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + ms;
  while (!(await look())) {
    if (Date.now() > limit) throw new Error(`not within ${ms / 1_000} s: ${what}`);
    await sleep(100);
  }
}

/** The recorder, and what it has started: as when the machine goes. */
function killRecorder(site: Site, spools: readonly string[]): Kill {
  const recorders = programs(site, 'recorder');
  const started = recorders.flatMap((pid) =>
    execFileSync('sh', ['-c', `ps --ppid ${pid} -o pid= || true`], { encoding: 'utf8' })
      .split('\n')
      .map(Number),
  );
  const inSpool = spools.map(segmentsIn);
  signalAll([...started.filter((pid) => pid > 0), ...recorders], 'SIGKILL');
  return { at: Date.now(), inSpool };
}

interface Outcome {
  camera: string;
  /** For each kill. */
  lostSegments: number[];
  /** From the last picture that is kept to the kill, and from the kill to the next one. Seconds. */
  lostSeconds: number[];
  darkSeconds: number[];
  gapsListed: number;
  /** Gaps that no kill explains. */
  otherGaps: number;
  pieces: number;
  broken: number;
  heldSeconds: number;
}

function weigh(day: Day, kills: readonly Kill[], camera: number): Outcome {
  const times = day.pieces.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
  const [first, last] = [times[0]?.from ?? 0, times.at(-1)?.to ?? 0];
  const gaps = day.gaps
    .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
    .filter(({ from, to }) => from >= first && to <= last);
  const names = new Set(day.pieces.map(({ fileName }) => fileName));
  const found = kills.map(({ at }) => gaps.find(({ from, to }) => from <= at + 1_000 && to >= at));
  const seconds = (ms: number): number => Math.round(ms / 100) / 10;
  return {
    camera: day.camera.code,
    lostSegments: kills.map(({ inSpool }) => (inSpool[camera] ?? []).filter((name) => !names.has(name)).length),
    lostSeconds: kills.map(({ at }, index) => seconds(Math.max(0, at - (found[index]?.from ?? Number.NaN)))),
    darkSeconds: kills.map(({ at }, index) => seconds((found[index]?.to ?? Number.NaN) - at)),
    gapsListed: gaps.length,
    otherGaps: gaps.filter((gap) => !found.includes(gap)).length,
    pieces: day.pieces.length,
    broken: day.pieces.filter(({ problem }) => problem !== null).length,
    heldSeconds: seconds(times.reduce((sum, { from, to }) => sum + to - from, 0)),
  };
}

function faultsOf(outcome: Outcome, shown: Shown, kills: number): string[] {
  const faults: [boolean, string][] = [
    [outcome.lostSegments.some((count) => count > 1), 'more than one segment was lost in a kill'],
    [outcome.lostSeconds.some((one) => !(one <= segmentSeconds + 1)), 'more than a segment of pictures was lost'],
    [outcome.gapsListed !== kills, `${outcome.gapsListed} gaps are listed for ${kills} kills`],
    [outcome.otherGaps > 0, 'a gap is listed where nobody was killed'],
    [outcome.broken > 0, 'a piece is marked as broken'],
    [shown.verified !== shown.pieces, 'a digest does not match in the browser'],
    [shown.buffered.length !== kills + 1, `Chromium holds ${shown.buffered.length} ranges for ${kills} gaps`],
    [shown.playedSeconds < outcome.heldSeconds - kills - 2, 'Chromium did not play it through'],
  ];
  return faults.filter(([isFault]) => isFault).map(([, words]) => `${outcome.camera}: ${words}`);
}

export async function run(count = 3): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shoucang-recorder-'));
  const port = await freePort();
  const camera = await startCamera(port + 1);
  const site = launch(dataDir, port, {
    SHOUCANG_SEGMENT_SECONDS: String(segmentSeconds),
    SHOUCANG_ENTER_SECONDS: '5',
  });
  try {
    await untilInterrupted(campaign(site, port + 1, count));
  } finally {
    await end(site);
    camera.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function campaign(site: Site, cameraPort: number, count: number): Promise<void> {
  await untilReady(site);
  const lead = await staff(site);
  const cameras = await arrange(lead);
  const spools = cameras.map((id) => join(site.dataDir, 'footage', 'spool', id));
  for (const [index, subject] of cameras.entries()) {
    const address = `rtsp://${user}:${password}@127.0.0.1:${cameraPort}/live${index + 1}`;
    await lead.client.act(cameraSourceSet, { subject, input: { address } });
  }
  await until(30_000, 'the first segments', () => spools.every((spool) => segmentsIn(spool).length > 0));
  const kills = await killAll(site, spools, count);
  for (const subject of cameras) await lead.client.act(cameraSourceStop, { subject, input: { reason: '演练结束' } });
  await until(60_000, 'empty spools', () => spools.every((spool) => readdirSync(spool).length === 0));

  const entered = await digestsInLedger(site);
  const outcomes = [];
  const faults: string[] = [];
  for (const [index, subject] of cameras.entries()) {
    const day = await lead.client.view(footageDay, { subject, input: { on: businessDay(Date.now(), zone) } });
    const outcome = weigh(day, kills, index);
    const span = { from: day.pieces[0]?.from ?? '', to: day.pieces.at(-1)?.to ?? '' };
    const shown = await showFootage(lead, await lead.client.view(footagePlay, { subject, input: span }));
    const unentered = day.pieces.filter(({ sha256 }) => !entered.has(sha256)).length;
    present(outcome, shown);
    faults.push(...faultsOf(outcome, shown, count));
    if (unentered > 0) faults.push(`${outcome.camera}: ${unentered} digests do not stand in the ledger`);
    outcomes.push({ ...outcome, unentered, shown });
  }
  const log = readFileSync(join(site.dataDir, 'log', 'run.log'), 'utf8') + site.output.join('');
  const passwordTold = log.includes(password);
  console.log(JSON.stringify({ drill: 'recorder', kills: count, segmentSeconds, passwordTold, cameras: outcomes }));
  if (passwordTold) faults.push('the cameras’ password was told');
  if (faults.length > 0) throw new Error(`recorder: ${faults.join('; ')}`);
}

/** A minute of recording, with so many kills in it. */
async function killAll(site: Site, spools: readonly string[], count: number): Promise<Kill[]> {
  const began = Date.now();
  const commands = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' });
  if (commands.includes(`:${password}@`)) throw new Error('a camera’s password stands in the list of processes');
  const kills: Kill[] = [];
  for (let index = 0; index < count; index += 1) {
    // Somewhere in its share of the minute, late enough that recording stands again.
    const at = began + ((index + 0.45 + Math.random() * 0.5) * recordedMs) / count;
    await sleep(Math.max(0, at - Date.now()));
    kills.push(killRecorder(site, spools));
    console.log(`kill -9 recorder and ffmpeg, ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  }
  // A gap has two ends: after the last kill it is recorded for a while again.
  const until = Math.max(began + recordedMs, (kills.at(-1)?.at ?? 0) + 12_000);
  await sleep(Math.max(0, until - Date.now()));
  return kills;
}

async function digestsInLedger(site: Site): Promise<Set<string>> {
  const client = new pg.Client(clusterUrl(site.dataDir, 'app_rw', mainDatabase));
  await client.connect();
  try {
    const { rows } = await client.query<{ detail: string }>(
      `select detail from ledger_detail join ledger_entry on ledger_entry.id = entry_id where act = 'premises.footage.record'`,
    );
    return new Set(rows.flatMap(({ detail }) => detail.match(/[0-9a-f]{64}/g) ?? []));
  } finally {
    await client.end();
  }
}

function present(outcome: Outcome, shown: Shown): void {
  for (const [index, lost] of outcome.lostSegments.entries())
    console.log(
      `${outcome.camera} kill ${index + 1}: ${lost} segment lost, ${outcome.lostSeconds[index]} s of pictures before it, dark for ${outcome.darkSeconds[index]} s after it`,
    );
  const ranges = shown.buffered.map(({ from, to }) => `${from.toFixed(2)}–${to.toFixed(2)}`).join(', ');
  console.log(
    `${outcome.camera} ${outcome.pieces} pieces, ${outcome.heldSeconds} s, ${outcome.gapsListed} gaps listed; Chromium ${shown.browser}: ` +
      `${shown.verified} of ${shown.pieces} digests match, ranges ${ranges}, played ${shown.playedSeconds.toFixed(1)} s, ${shown.pictures} pictures`,
  );
}
