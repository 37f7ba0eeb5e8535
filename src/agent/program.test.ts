/** The program itself, as a process beside a scanner, against a real server (5.6-4, 5.5-2, imaging.md §8). */
import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CutLine, cutLine } from '../../test/cut-line.ts';
import { withFullDisk } from '../../test/full-disk.ts';
import { openWithOfficers, signIn, type Who } from '../../test/people.ts';
import { openScanStation, type ScanStation } from '../../test/scan-station.ts';
import { open, seen, send, sha256Of, smallPage } from '../../test/scans.ts';
import { openTestSite } from '../../test/site.ts';
import { type Machine, newMachine, watcherCode } from '../../test/watcher.ts';
import type { WorkflowSite } from '../../test/workflow-site.ts';
import { captureShow, uploadFinish } from '#/imaging/rules/api/captures.ts';
import { agentRevoke } from '#/protection/rules/api/agent.ts';
import { sessionSignOut } from '#/protection/rules/api/session.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';

const folders: string[] = [];
const programs: Program[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoucang-agent-'));
  folders.push(folder);
  return folder;
}

class Program {
  readonly #child: ChildProcess;
  said = '';
  readonly ended: Promise<number | null>;

  constructor(...args: string[]) {
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { stdio: 'pipe' });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
    programs.push(this);
  }

  async says(words: string, patienceMs = 20_000): Promise<void> {
    await until(
      () => this.said.includes(words),
      `the program to say ${words}`,
      patienceMs,
      () => this.said,
    );
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }
}

async function until(
  is: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = 30_000,
  more = () => '',
): Promise<void> {
  for (const end = Date.now() + patienceMs; !(await is()); await sleep(50))
    if (Date.now() > end) throw new Error(`waited in vain for ${what}\n${more()}`);
}

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];

afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('beside a scanner', () => {
  let station: ScanStation;
  let here: WorkflowSite;
  let machine: Machine;
  let operator: Who;
  let line: CutLine;

  beforeAll(async () => {
    station = await openScanStation(9);
    here = station.here;
    machine = await newMachine(here.site, here.officers, '扫描-01');
    operator = { ...here.scanner, client: machine.browser };
    line = await cutLine(here.site.origin);
    await signIn(operator);
  }, 240_000);
  afterAll(async () => {
    await line[Symbol.asyncDispose]();
    await here.site[Symbol.asyncDispose]();
  });

  async function opened() {
    const code = station.atScanning();
    await operator.client.act(taskPick, { input: { code } });
    return open(operator, code, here.device);
  }

  async function enrolled(): Promise<{ home: string; folder: string; start: (...more: string[]) => Program }> {
    const [home, folder] = [newFolder(), newFolder()];
    const code = await watcherCode(here.officers, machine);
    const program = new Program('enrol', '--server', line.origin, '--code', code, '--home', home);
    expect(await program.ended, program.said).toBe(0);
    expect(program.said).toContain('扫描-01');
    return { home, folder, start: (...more) => new Program('--folder', folder, '--home', home, ...more) };
  }

  const arrived = async () => {
    const { capture } = await operator.client.view(captureShow);
    return capture?.slots.length ?? 0;
  };
  const order = async () => (await seen(operator, 60_000)).slots.map(({ name }) => name);

  test('5.5-2 keeps its credential to itself, and is refused with a wrong code', async () => {
    const { home, folder } = await enrolled();
    const file = join(home, 'credential.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const wrong = new Program('enrol', '--server', line.origin, '--code', 'AAAAA-BBBBB-CCCCC', '--home', newFolder());
    expect(await wrong.ended).toBe(1);
    expect(wrong.said).toContain('注册码不正确');
    const elsewhere = new Program('--folder', folder, '--home', home, '--server', here.site.origin);
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.said).toContain('不会发往其他地址');
    const readable = newFolder();
    writeFileSync(join(readable, 'credential.json'), readFileSync(file), { mode: 0o644 });
    const open = new Program('--folder', folder, '--home', readable, '--lang', 'en');
    expect(await open.ended).toBe(1);
    expect(open.said).toContain('Others can read');
  });

  test('sends nothing while nobody is signed in or nothing lies open, and says so', async () => {
    const { folder, start } = await enrolled();
    await operator.client.act(sessionSignOut);
    writeFileSync(join(folder, '0001.tif'), await smallPage(1));
    const program = start();
    await program.says('此终端上没有人登录,不发送。请在浏览器中登录。等待的文件:1');
    await signIn(operator);
    await program.says('没有打开的卷');
    await sleep(1500);
    expect(namesIn(folder)).toEqual(['0001.tif']);
    // It was scanned before the slip: whose page it is nobody can tell.
    const { code } = await opened();
    await program.says('开卷之前写入的文件不发送(1):0001.tif');
    writeFileSync(join(folder, '0002.tif'), await smallPage(2));
    await until(
      () => namesIn(join(folder, 'sent', code)).length === 1,
      'a page to be moved',
      20_000,
      () => program.said,
    );
    expect(await order()).toEqual(['0002.tif']);
    expect(namesIn(folder)).toEqual(['0001.tif']);
    await program.says(`${code}:已收到第 1 页;从第 2 页起放纸`);
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said).toContain('另一个监视程序');
    expect(await program.kill('SIGTERM')).toBe(0);
    expect(program.said).toContain('已停止');
  });

  test('takes a renamed file and one whose writer paused, whole and in the order of the names', async () => {
    const { folder, start } = await enrolled();
    const { code } = await opened();
    const pages = await station.pages(1, 4);
    const bytes = pages.map((page) => page.bytes);
    start('--leave');
    const half = Math.trunc(bytes[0]!.length / 2);
    writeFileSync(join(folder, '9.tif'), bytes[0]!.subarray(0, half));
    writeFileSync(join(folder, '10.tif'), bytes[1]!);
    writeFileSync(join(folder, '11.tif.part'), bytes[2]!.subarray(0, 100));
    await sleep(1600);
    expect(await arrived()).toBe(0);
    appendFileSync(join(folder, '9.tif'), bytes[0]!.subarray(half));
    await until(async () => (await arrived()) === 2, 'two pages');
    writeFileSync(join(folder, '11.tif.part'), bytes[2]!);
    await sleep(1600);
    expect(await arrived()).toBe(2);
    renameSync(join(folder, '11.tif.part'), join(folder, '11.tif'));
    await until(async () => (await arrived()) === 3, 'the renamed one');
    const { slots, quarantine } = await seen(operator);
    expect(slots.map(({ name, state }) => [name, state])).toEqual([
      ['9.tif', 'good'],
      ['10.tif', 'good'],
      ['11.tif', 'good'],
    ]);
    expect(quarantine).toEqual([]);
    // Left in place by choice; and not sent again by the next run.
    await programs.at(-1)!.kill();
    const next = start('--leave');
    await next.says(`${code}:已收到第 3 页`);
    writeFileSync(join(folder, '12.tif'), bytes[3]!);
    await until(async () => (await arrived()) === 4, 'the fourth');
    expect(namesIn(folder).length).toBe(4);
    expect(next.said).not.toContain('没有再发');
  });

  test('a burst of 60 files, killed in the middle and started again: every page once', async () => {
    const { folder, start } = await enrolled();
    const { code } = await opened();
    const pages = await station.pages(100, 60);
    const first = start();
    await first.says('正在监视');
    for (const { name, bytes } of pages) writeFileSync(join(folder, name), bytes);
    await until(
      async () => (await arrived()) >= 20,
      'the first pages',
      30_000,
      () => first.said,
    );
    await first.kill();
    const left = namesIn(folder).length;
    expect(left).toBeGreaterThan(0);
    const second = start();
    const sent = join(folder, 'sent', code);
    await until(
      () => namesIn(sent).length === 60,
      'all to be moved',
      60_000,
      () => second.said,
    );
    expect(await order()).toEqual(pages.map(({ name }) => name));
    expect(namesIn(folder)).toEqual([]);
    for (const { name, bytes } of pages) expect(sha256Of(readFileSync(join(sent, name))), name).toBe(sha256Of(bytes));
  }, 120_000);

  test('killed after its pages were taken and before it was told: none is sent twice, not even blank ones', async () => {
    const { folder, start } = await enrolled();
    const { code } = await opened();
    // The very same bytes three times: what the volume has cannot be told by them.
    const blank = await blankPage();
    const first = start();
    await first.says('正在监视');
    line.loseAnswersTo(uploadFinish.name);
    for (const name of ['1.tif', '2.tif', '3.tif']) writeFileSync(join(folder, name), blank);
    await until(
      async () => (await arrived()) === 3,
      'three pages',
      30_000,
      () => first.said,
    );
    await first.kill();
    expect(namesIn(folder).length).toBe(3);
    line.mend();
    const second = start();
    await until(
      () => namesIn(join(folder, 'sent', code)).length === 3,
      'them to be moved',
      30_000,
      () => second.said,
    );
    expect(await order()).toEqual(['1.tif', '2.tif', '3.tif']);
    expect(second.said).toContain('已发送 3 个文件:1.tif 至 3.tif');
  });

  test('a server that is away, or whose disk is full, is asked again with growing pauses; nothing is moved meanwhile', async () => {
    const { folder, start } = await enrolled();
    const { code } = await opened();
    const program = start();
    await program.says(`${code}:尚未收到图像`);
    line.cut();
    for (const { name, bytes } of await station.pages(1, 5)) writeFileSync(join(folder, name), bytes);
    await program.says('2 秒后再试');
    await withFullDisk(station.here.site, 'upload', async () => {
      line.mend();
      await program.says('暂不能接收:存储空间已满');
      expect(namesIn(folder).length).toBe(5);
    });
    await until(
      () => namesIn(join(folder, 'sent', code)).length === 5,
      'them to be moved',
      30_000,
      () => program.said,
    );
    expect(program.said).toMatch(/1 秒后再试[^]*2 秒后再试[^]*服务器已恢复/);
    expect(await order()).toEqual(['1.tif', '2.tif', '3.tif', '4.tif', '5.tif']);
  });

  test('what is not this volume’s, empty, or no picture is told with its reason; nothing else waits for it', async () => {
    const { folder, start } = await enrolled();
    const other = await opened();
    const [foreign] = await station.pages(300, 1);
    await send(operator, other.captureId, [foreign!]);
    await seen(operator);
    const { code } = await opened();
    const program = start();
    writeFileSync(join(folder, '1.tif'), foreign!.bytes);
    writeFileSync(join(folder, '2.tif'), 'no picture at all');
    writeFileSync(join(folder, '3.tif'), '');
    writeFileSync(join(folder, '4.tif'), await smallPage(301));
    await program.says(`未接收 1.tif:它是 ${other.code} 的图像`);
    await program.says('2.tif 还没有写完');
    await program.says('2.tif 进入隔离区');
    await program.says('未接收 3.tif:文件是空的');
    await until(
      () => namesIn(join(folder, 'sent', code)).includes('4.tif'),
      'the page',
      20_000,
      () => program.said,
    );
    expect(namesIn(folder).toSorted()).toEqual(['1.tif', '3.tif']);
    expect((await seen(operator)).slots.map(({ name, state }) => [name, state])).toEqual([
      [null, 'empty'],
      ['4.tif', 'good'],
    ]);
  });

  test('5.5-2 ends when it is revoked', async () => {
    const { folder, start } = await enrolled();
    await opened();
    const program = start('--lang', 'en');
    await program.says('no image yet, feed from page 1');
    await here.officers.securityOfficer.client.act(agentRevoke, {
      subject: machine.terminalId,
      input: { reason: '换机' },
    });
    writeFileSync(join(folder, '1.tif'), await smallPage(1));
    expect(await program.ended).toBe(1);
    expect(program.said).toContain('The credential is not valid any more');
    expect(namesIn(folder)).toEqual(['1.tif']);
    expect(await arrived()).toBe(0);
  });
});

/** White from edge to edge. */
async function blankPage(): Promise<Buffer> {
  return sharp({ create: { width: 248, height: 351, channels: 3, background: '#fafafa' } })
    .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
    .toBuffer();
}

test('12.3 of ASVS: over TLS only the CA that somebody vouched for is trusted', async () => {
  await using site = await openTestSite({ tls: true });
  const ca = readFileSync(join(site.config.dataDir, 'tls', 'ca.crt'), 'utf8');
  const usual = getCACertificates('default');
  setDefaultCACertificates([...usual, ca]);
  try {
    const officers = await openWithOfficers(site);
    const machine = await newMachine(site, officers, '扫描-02');
    const code = await watcherCode(officers, machine);
    const [home, folder] = [newFolder(), newFolder()];
    const enrol = (...trust: string[]) =>
      new Program('enrol', '--server', site.origin, '--code', code, '--home', home, ...trust);
    const careless = enrol();
    expect([await careless.ended, careless.said]).toEqual([1, expect.stringContaining('--fingerprint')]);
    const fooled = enrol('--fingerprint', 'AB:'.repeat(31) + 'CD');
    expect([await fooled.ended, fooled.said]).toEqual([1, expect.stringContaining('与给出的指纹不符')]);
    const other = join(newFolder(), 'other.crt');
    writeFileSync(other, usual[0] ?? '');
    const wrong = enrol('--ca', other);
    expect([await wrong.ended, wrong.said]).toEqual([1, expect.stringContaining('连不上服务器')]);
    const right = enrol('--fingerprint', new X509Certificate(ca).fingerprint256);
    expect([await right.ended, right.said]).toEqual([0, expect.stringContaining('已注册')]);
    const program = new Program('--folder', folder, '--home', home);
    await program.says('没有人登录');
  } finally {
    setDefaultCACertificates(usual);
  }
}, 60_000);
