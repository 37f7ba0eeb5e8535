/** Recording of cameras: who sets where they are fetched from, what a kill costs, what a full disk does. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acquireLease } from '#/base/server/lease.ts';
import { openFolderStore } from '#/base/server/objects/folder.ts';
import { alarmList } from '#/protection/rules/api/log.ts';
import { lookForAlarms, openKeyring } from '#/protection/server/door.ts';
import { codeOf, type FootageSite, openFootageSite, second } from '../../../test/footage-site.ts';
import { asOwner } from '../../../test/owner.ts';
import { footageDay } from '../rules/api/footage.ts';
import { cameraSourceSet, cameraSourceStop, recordingShow } from '../rules/api/recording.ts';
import { gapsIn } from '../rules/footage.ts';
import { holderName, listName, readList, readName, runName, segmentName } from '../rules/recording.ts';
import { premisesLooks } from './alarms.ts';
import { recorderPrograms, runRecorder } from './door.ts';
import { openProbing } from './footage/probing.ts';
import { enterFinished } from './recorder/enter.ts';
import { spoolOf } from './recorder/spool.ts';

const films = join(import.meta.dirname, '../../../test/footage');
const ten = join(films, 'ten-seconds.mp4');
const password = 'Kam3ra-geheim';

let here: FootageSite;
let camera: Server;

beforeAll(async () => {
  here = await openFootageSite();
  await here.nameKeeper();
  camera = await openCamera();
}, 60_000);
afterAll(async () => {
  camera.closeAllConnections();
  camera.close();
  await here.site[Symbol.asyncDispose]();
});

/** A camera that sends the film again and again, no faster than it was made; it asks for its password. */
async function openCamera(): Promise<Server> {
  const server = createServer((request, response) => {
    const [, basic = ''] = (request.headers.authorization ?? '').split(' ');
    if (Buffer.from(basic, 'base64').toString() !== `eye:${password}`) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end();
      return;
    }
    const args = ['-v', 'error', '-re', '-stream_loop', '-1', '-i', ten, '-c', 'copy', '-f', 'mpegts', 'pipe:1'];
    const sender = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    response.writeHead(200, { 'content-type': 'video/mp2t' });
    sender.stdout.pipe(response);
    response.on('close', () => sender.kill('SIGKILL'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const address = (): string => `http://eye:${password}@127.0.0.1:${(camera.address() as AddressInfo).port}/live.ts`;
const set = (who: FootageSite['keeper'], value: string, subject = here.cameraId) =>
  who.client.tryAct(cameraSourceSet, { subject, input: { address: value } });
const shown = async (code: string) =>
  (await here.lead.client.view(recordingShow)).cameras.find((one) => one.code === code);

describe('4.3-1 who has a camera recorded', () => {
  test('4.3-3 only a footage keeper, only from the site, and nobody reads the password again', async () => {
    expect(await codeOf(set(here.lead, address()))).toBe('not-footage-keeper');
    expect(await codeOf(set(here.vendor, address()))).toBe('not-permitted');
    expect(await codeOf(set(here.officers.administrator, address()))).toBe('not-permitted');
    expect(await codeOf(set(here.keeper, 'rtsp://8.8.8.8/live'))).toBe('address-outside');
    expect(await codeOf(set(here.keeper, 'file:///etc/passwd'))).toBe('address-unreadable');
    expect(await shown('C1')).toMatchObject({ state: 'off', setBy: null });
    expect(await codeOf(set(here.keeper, address()))).toBeNull();
    expect(await shown('C1')).toMatchObject({ state: 'waiting', setBy: { name: '钱保管' }, lastPieceAt: null });
    const seen = await here.officers.administrator.client.view(recordingShow);
    expect(JSON.stringify(seen)).not.toContain(password);
    const dump = await asOwner(
      here.site,
      `select string_agg(t::text, ' ') as said from (
         select convert_from(body, 'UTF8') as t from ledger_entry
         union all select detail from ledger_detail union all select row(c.*)::text from camera_source c union all select row(i.*)::text from idempotency i) as all_of_it`,
    );
    const said = String(dump[0]?.['said']);
    expect(said).toContain('premises.cameraSource.set');
    for (const secret of [password, Buffer.from(password).toString('hex'), Buffer.from(password).toString('base64')])
      expect(said).not.toContain(secret);
  });

  test('4.3-1 whoever stops it says why, and the address is forgotten', async () => {
    const stop = (subject: string) =>
      here.keeper.client.tryAct(cameraSourceStop, { subject, input: { reason: '更换镜头' } });
    expect(await codeOf(stop(here.other))).toBe('camera-not-recorded');
    expect(await codeOf(set(here.keeper, address(), here.other))).toBeNull();
    expect(await codeOf(stop(here.other))).toBeNull();
    expect(await shown('C2')).toMatchObject({ state: 'off', reason: '更换镜头', version: 2 });
    const rows = await asOwner(here.site, `select sealed from camera_source where state = 'off'`);
    expect(rows).toEqual([{ sealed: null }]);
  });

  test('4.3-1 an alarm is raised when a camera has had no piece for five minutes, once a day', async () => {
    const alarms = async (after: number) => {
      await lookForAlarms(here.site.db, here.site.config, premisesLooks, null, Date.now() + after);
      const { items } = await here.officers.securityOfficer.client.view(alarmList, { input: {} });
      return items.filter(({ kind }) => kind === 'recording-stopped').length;
    };
    expect(await alarms(240_000)).toBe(0);
    expect(await alarms(301_000)).toBe(1);
    expect(await alarms(302_000)).toBe(1);
  });
});

/** The program, with segments as short as the film's groups of pictures. */
function startRecorder(enterSeconds: number): ChildProcess {
  const env = {
    ...process.env,
    SHOUCANG_DATA: here.site.config.dataDir,
    DATABASE_URL: here.site.database.appUrl,
    SHOUCANG_SEGMENT_SECONDS: '1',
    SHOUCANG_ENTER_SECONDS: String(enterSeconds),
  };
  return spawn(process.execPath, [join(import.meta.dirname, '../../app/recorder.ts')], { env, stdio: 'ignore' });
}

const childrenOf = (pid: number | undefined): { pid: number; line: string }[] =>
  spawnSync('ps', ['--ppid', String(pid), '-o', 'pid=,args='], { encoding: 'utf8' })
    .stdout.split('\n')
    .map((line) => ({ pid: Number(/^\s*\d+/.exec(line)), line }))
    .filter(({ line }) => line.includes('spool'));

const isAlive = (pid: number): boolean =>
  /^[^Z]/.test(spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' }).stdout.trim());

describe('4.3-6 recording', () => {
  const spool = (): string => spoolOf(here.site.config.footageDir, here.cameraId);
  const listed = (): string[] =>
    readdirSync(spool())
      .flatMap((name) => {
        const read = readName(name);
        return read?.kind === 'list' ? [read.run] : [];
      })
      .flatMap((run) =>
        readList(readFileSync(join(spool(), listName(run)), 'utf8'), run).map(({ index }) => segmentName(run, index)),
      );
  const pieces = () => here.piecesOf(Date.now());
  const untilListed = (count: number) =>
    expect.poll(() => listed().length, { timeout: 30_000, interval: 100 }).toBeGreaterThanOrEqual(count);

  test('4.3-1 4.3-6 kill -9 costs at most the segment being written; what was recorded stands there once, in time', async () => {
    const first = startRecorder(600);
    await expect.poll(() => childrenOf(first.pid).length, { timeout: 20_000 }).toBe(1);
    const [ffmpeg] = childrenOf(first.pid);
    // Nobody who lists processes reads the camera's password.
    expect(ffmpeg?.line).not.toContain(password);
    await untilListed(2);
    // Both at once and without warning, as when the machine goes.
    process.kill(ffmpeg?.pid ?? 0, 'SIGKILL');
    first.kill('SIGKILL');
    const before = { whole: listed(), files: readdirSync(spool()).filter((name) => name.endsWith('.mp4')) };
    expect(before.files.length - before.whole.length).toBeLessThanOrEqual(1);

    // Long enough to be no join.
    await sleep(1_000);
    const second = startRecorder(1);
    const names = async () => (await pieces()).map(({ fileName }) => fileName);
    await expect.poll(names, { timeout: 30_000 }).toEqual(expect.arrayContaining(before.whole));
    await expect.poll(async () => (await names()).length, { timeout: 30_000 }).toBeGreaterThan(before.files.length);
    await untilListed(1);
    // The recorder alone: ffmpeg goes with it, so that nobody writes unwatched.
    const [other] = childrenOf(second.pid);
    second.kill('SIGKILL');
    await expect.poll(() => isAlive(other?.pid ?? 0), { timeout: 5_000 }).toBe(false);
    const left = readdirSync(spool()).filter((name) => name.endsWith('.mp4'));
    const finished = listed();
    expect(left.filter((name) => !finished.includes(name)).length).toBeLessThanOrEqual(1);
    await emptySpool();

    const after = await pieces();
    expect(readdirSync(spool())).toEqual([]);
    const all = after.map(({ fileName }) => fileName);
    expect(all).toEqual(expect.arrayContaining([...before.whole, ...finished]));
    expect(new Set(all).size).toBe(all.length);
    for (const piece of after) {
      expect(piece).toMatchObject({ origin: 'recorded', problem: null });
      const length = Date.parse(piece.to) - Date.parse(piece.from);
      expect(Math.abs(length - piece.playableMs)).toBeLessThan(500);
    }
    // Between the two lives lies the one gap, and it is as long as nobody recorded.
    const periods = after.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
    const gaps = gapsIn({ from: periods[0]?.from ?? 0, to: periods.at(-1)?.to ?? 0 }, periods);
    expect(gaps).toHaveLength(1);
    // Its own lease, which would hold for half a minute, does not keep the next process out.
    expect((gaps[0]?.to ?? 0) - (gaps[0]?.from ?? 0)).toBeLessThan(20_000);
    const { gaps: told } = await here.lead.client.view(footageDay, {
      subject: here.cameraId,
      input: { on: new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(Date.now()) },
    });
    expect(told).toContainEqual({ from: iso(gaps[0]?.from), to: iso(gaps[0]?.to) });
    expect(await shown('C1')).toMatchObject({ state: 'recording', piecesToday: after.length });
  }, 60_000);

  const iso = (at = 0): string => new Date(at).toISOString();

  /** A recorder that is told to stop before it begins enters what lies in the spool. */
  async function emptySpool(): Promise<void> {
    const programs = recorderPrograms();
    if (!programs) throw new Error('ffmpeg');
    const { db, config } = here.site;
    const footage = await openFolderStore(join(config.footageDir, 'pieces'));
    const keyring = openKeyring(config.dataDir);
    await runRecorder({ db, config, keyring, footage, programs }, AbortSignal.abort());
  }

  /** Puts a run of films into the other camera's spool, as ffmpeg would have left them. */
  function spooled(lengths: readonly number[], stub: boolean): { folder: string; run: string } {
    const at = Date.now() - 3_600 * second;
    const [folder, run] = [spoolOf(here.site.config.footageDir, here.other), runName(at)];
    mkdirSync(folder, { recursive: true });
    let end = 0;
    const lines = lengths.map((length, index) => {
      const path = join(folder, segmentName(run, index));
      copyFileSync(join(films, `piece-${index}.mp4`), path);
      const line = `${segmentName(run, index)},${end},${end + length}`;
      end += length;
      utimesSync(path, (at + end * second) / second, (at + end * second) / second);
      return line;
    });
    if (stub) writeFileSync(join(folder, segmentName(run, lengths.length)), Buffer.alloc(28, 1));
    writeFileSync(join(folder, holderName(run)), 'test');
    writeFileSync(join(folder, listName(run)), `${lines.join('\n')}\n`);
    return { folder, run };
  }

  test('4.3-6 a full disk loses nothing: what was recorded waits in the spool; a stub is a gap, and on record', async (context) => {
    const disk = mkdtempSync(join(tmpdir(), 'shoucang-small-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    if (mounted.status !== 0) {
      rmSync(disk, { recursive: true });
      context.skip('no small disk could be mounted');
    }
    const { db, config } = here.site;
    const { folder } = spooled([4, 4, 4], true);
    await using probing = openProbing();
    try {
      const footage = await openFolderStore(join(disk, 'pieces'));
      writeFileSync(join(disk, 'ballast'), Buffer.alloc(44_000));
      const lease = await acquireLease(db, `recorder/${here.other}`, 'test', 30);
      if (!lease) throw new Error('lease');
      const view = { living: () => null, holder: 'test', segmentMs: 4_000, now: Date.now() };
      const other = { cameraId: here.other, lease, view, placed: new Map(), news: null };
      const round = () => enterFinished({ db, footageDir: config.footageDir, footage, probing }, [other]);
      await round();
      const waiting = readdirSync(folder).filter((name) => name.endsWith('.mp4'));
      expect(waiting.length).toBeGreaterThan(1);
      rmSync(join(disk, 'ballast'));
      await round();
      expect(readdirSync(folder)).toEqual([]);
      const kept = await here.piecesOf(Date.now() - 3_600 * second, here.other);
      expect(kept.map(({ playableMs }) => playableMs)).toEqual([4_000, 4_000, 4_000]);
      expect(kept.map(({ from }) => from).slice(1)).toEqual(kept.map(({ to }) => to).slice(0, 2));
      const entries = await asOwner(here.site, `select convert_from(body, 'UTF8') as said from ledger_entry`);
      const told = entries.filter(({ said }) => String(said).includes('premises.footage.record'));
      expect(told.length).toBeGreaterThanOrEqual(2);
    } finally {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    }
  });
});
