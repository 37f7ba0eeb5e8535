/** The server of a demonstration: `npm start` on a folder of its own, and nothing of the environment's site. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is said to whoever started the demonstration, without a stack. */
export class DemoError extends Error {}

/** How a site's data folder is known. */
const marks = ['secrets', 'postgres', 'holder.json'];

/** A new folder below the one that was named, or a temporary one; never a site's own, nor inside one. */
export function demoFolder(under: string | null): { dataDir: string; temporary: boolean } {
  const base = resolve(under ?? tmpdir());
  for (let folder = base; ; folder = dirname(folder)) {
    if (marks.filter((name) => existsSync(join(folder, name))).length > 1)
      throw new DemoError(
        `${folder} 是一个系统的数据目录，演示不在其中进行，请另选目录。 ${folder} holds a site's data: choose another folder.`,
      );
    if (dirname(folder) === folder) break;
  }
  mkdirSync(base, { recursive: true });
  return { dataDir: mkdtempSync(join(base, 'shoucang-demo-')), temporary: under === null };
}

export interface DemoServer {
  origin: string;
  setupCode: string;
  /** Resolves when it has ended by itself or was stopped. */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** What the environment says of another site. */
const settled = /^(SHOUCANG_|DATABASE_)/;
/** Lines of a first start that the story tells itself, or that are for a log. */
const quiet = /^$|^\{|^已迁移|^首次启用|^First visit/;

/** Waits until it is ready for the ceremony. Its lines are shown till then, and kept in `server.log`. */
export function startServer(
  { dataDir, port }: { dataDir: string; port: number },
  show: (line: string) => void,
): { ready: Promise<DemoServer>; stop: () => Promise<void> } {
  const own = { SHOUCANG_DATA: dataDir, SHOUCANG_PORT: String(port) };
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !settled.test(name))), ...own };
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'start.ts')], {
    env,
    // The channel ends it when we are killed; Ctrl-C reaches us, and we stop it in order.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const log = createWriteStream(join(dataDir, 'server.log'), { flags: 'a', mode: 0o600 });
  let said = '';
  let starting = true;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log.write(text);
      if (!starting) return;
      said += text;
      for (const line of text.split('\n')) if (!quiet.test(line)) show(`  ${line}`);
    });
  const ended = once(child, 'exit')
    .catch((error: unknown) => error)
    .finally(() => log.end());
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  const untilReady = async (): Promise<DemoServer> => {
    const origin = `http://localhost:${port}`;
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new DemoError('服务没有启动，见上。 The server did not start, see above.');
      const code = /setup code ([A-Z0-9]{5}(?:-[A-Z0-9]{5}){3})/.exec(said)?.[1];
      if (code !== undefined && (await isReady(origin))) {
        starting = false;
        return { origin, setupCode: code, ended, stop };
      }
      await sleep(100);
    }
  };
  return { ready: untilReady(), stop };
}

const isReady = (origin: string): Promise<boolean> =>
  fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(2_000) })
    .then((answer) => answer.ok)
    .catch(() => false);
