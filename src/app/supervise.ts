import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Program {
  name: string;
  /** TypeScript file to run. */
  file: string;
  env: Record<string, string | undefined>;
}

export interface Supervised {
  /** Process id now; undefined between a death and the next start. */
  readonly pid: number | undefined;
  /** Resolves with the words for it when the program ended before `settled()` was called. */
  readonly failed: Promise<string>;
  /** From now on a death is followed by a restart. */
  settled(): void;
  /** SIGTERM, then SIGKILL after `killAfterMs`. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface Pace {
  /** First pause before a restart; doubled with each death up to `longestMs`. */
  shortestMs: number;
  longestMs: number;
  /** A run as long as this one forgives the deaths before. */
  forgivenMs: number;
  killAfterMs: number;
}

const usualPace: Pace = { shortestMs: 500, longestMs: 30_000, forgivenMs: 60_000, killAfterMs: 15_000 };

/** Pause before the next start after `deaths` deaths in a row. Milliseconds. */
export const pause = (deaths: number, pace: Pace): number =>
  Math.min(pace.longestMs, pace.shortestMs * 2 ** (deaths - 1));

function launch(program: Program): ChildProcess {
  return spawn(process.execPath, ['--import', join(import.meta.dirname, 'child.ts'), program.file], {
    env: program.env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A group of its own: Ctrl-C reaches the supervisor only, which stops things in order.
    detached: true,
  });
}

/** Starts a program and keeps it running until `stop()`. */
export function supervise(program: Program, log: (line: string) => void, pace: Pace = usualPace): Supervised {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let deaths = 0;
  let isSettled = false;
  let stopping = false;
  const { promise: failed, resolve: fail } = Promise.withResolvers<string>();

  const start = (): void => {
    const since = performance.now();
    const mine = launch(program);
    child = mine;
    let told = false;
    const ended = (how: string): void => {
      if (told) return;
      told = true;
      child = undefined;
      if (stopping) return;
      if (!isSettled) return fail(`${program.name}: ${how}`);
      deaths = performance.now() - since >= pace.forgivenMs ? 1 : deaths + 1;
      const wait = pause(deaths, pace);
      log(
        `${program.name} 已退出(${how}),${wait} 毫秒后重新启动。 ${program.name} ended (${how}); starting again in ${wait} ms.`,
      );
      timer = setTimeout(start, wait);
    };
    mine.once('error', (error) => ended(error.message));
    mine.once('exit', (code, signal) => ended(String(signal ?? code)));
  };
  start();

  return {
    get pid() {
      return child?.pid;
    },
    failed,
    settled() {
      isSettled = true;
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return;
      const exit = new Promise((resolve) => last.once('exit', resolve));
      last.kill('SIGTERM');
      const late = setTimeout(() => last.kill('SIGKILL'), pace.killAfterMs);
      await exit;
      clearTimeout(late);
    },
  };
}
