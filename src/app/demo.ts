/** `npm run demo`: plays a day of custody, scanning, inspection and description against a new site of ours, and leaves it open to look at. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Refused } from './client.ts';
import { terminalCode } from './demo/people.ts';
import { madeMaterial, ownMaterial } from './demo/material.ts';
import { DemoError, demoFolder, startServer } from './demo/server.ts';
import { play } from './demo/story.ts';
import { accountLines, tellAccounts, tellCounts, tellTimes } from './demo/summary.ts';
import { Telling } from './demo/telling.ts';
import { verifiersOf } from './demo/verifiers.ts';
import { assertPortFree, freePort, PortError } from './port.ts';

const usage = `用法 Usage: npm run demo -- [--exit] [--data <目录 folder>] [--scans <目录 folder>]

  --exit  演完即停；退出码 0 成功，1 有步骤失败  stops at the end; exit code 0, or 1 if a step failed
  --data  演示数据放在该目录下的新目录中并保留；缺省用临时目录，停止时删除
          keeps the data in a new folder below that one; otherwise it is temporary and goes at the stop
  --scans 一卷改用该文件夹（含子文件夹）中的 jpg、tif、pdf，按文件名次序；其余页仍由系统画出
          one volume is scanned from jpg, tif, pdf of that folder and those below, by name; other pages are drawn
SHOUCANG_PORT 另选端口 chooses the port (8080, or another when that is taken)`;

const telling = new Telling((line) => console.log(line));

/** What is stopped and taken away at the end, in the reverse order. */
const cleanUp: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    for (const step of cleanUp.toReversed()) await step().catch((error: unknown) => console.error(error));
    process.exit(code);
  })();
  return stopping;
}

async function choosePort(): Promise<number> {
  const asked = process.env['SHOUCANG_PORT'];
  if (asked) {
    const port = Number(asked);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new DemoError(usage);
    await assertPortFree('127.0.0.1', port);
    return port;
  }
  const usual = 8080;
  return assertPortFree('127.0.0.1', usual).then(
    () => usual,
    () => freePort(),
  );
}

/** @throws DemoError with the usage when it is asked for something else. */
function readArguments(): { exit: boolean; data: string | null; scans: string | null } {
  const [yes, folder] = [{ type: 'boolean' }, { type: 'string' }] as const;
  const options = { exit: yes, data: folder, scans: folder, help: yes } as const;
  try {
    const { values } = parseArgs({ options });
    if (!values.help) return { exit: values.exit ?? false, data: values.data ?? null, scans: values.scans ?? null };
  } catch (error) {
    throw new DemoError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
  console.log(usage);
  process.exit(0);
}

let failed = false;
let played = false;

async function main(): Promise<void> {
  const { exit, data, scans } = readArguments();
  const material = scans === null ? madeMaterial : ownMaterial(scans);
  const port = await choosePort();
  const { dataDir, temporary } = demoFolder(data);
  cleanUp.push(async () => {
    if (temporary && !failed) return rmSync(dataDir, { recursive: true, force: true });
    telling.line(`数据留在 data is kept: ${dataDir}  (SHOUCANG_DATA=${dataDir} npm start)`);
  });
  telling.line(`守藏演示 Shoucang, a demonstration · 数据 data: ${dataDir}`);
  const server = startServer({ dataDir, port }, (line) => telling.line(line));
  cleanUp.push(async () => {
    telling.line('\n正在停止…… Stopping…');
    await server.stop();
  });
  const door = await server.ready;
  void door.ended.then(() => {
    if (stopping !== undefined) return;
    telling.line('服务已结束。 The server has ended.');
    failed = true;
    void stop(1);
  });
  try {
    const done = await play(telling, door, verifiersOf(dataDir), material);
    tellTimes(telling);
    await tellCounts(telling, done);
    const file = join(dataDir, 'accounts.txt');
    const terminalCodes = [];
    for (const at of [1, 2, 3]) terminalCodes.push(await terminalCode(done.cast, `演示浏览器 ${at}`));
    writeFileSync(file, `${accountLines(done.cast, Infinity).join('\n')}\n`, { mode: 0o600 });
    played = true;
    tellAccounts(telling, done.cast, { origin: door.origin, terminalCodes, file });
  } catch (error) {
    if (stopping !== undefined) return stopping;
    failed = true;
    tellTimes(telling);
    telling.line(`\n失败 failed: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof Refused) && error instanceof Error) telling.line(error.stack ?? '');
  }
  if (exit) return stop(failed ? 1 : 0);
  telling.line(
    `\n${failed ? '演示失败' : '演示完毕'}，系统继续运行，按 Ctrl-C 停止。 The site stays up; Ctrl-C stops it.`,
  );
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void stop(played && !failed ? 0 : 1));
process.on('disconnect', () => void stop(1));
process.channel?.unref();

main().catch((error: unknown) => {
  if (stopping !== undefined) return stopping;
  failed = true;
  const expected = [DemoError, PortError].some((kind) => error instanceof kind);
  console.error(expected && error instanceof Error ? error.message : error);
  return stop(1);
});
