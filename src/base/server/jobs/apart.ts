import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { JobContext } from './job.ts';

/** The work failed, or its process died (`code` is then its signal or exit code). Its words stay there. */
export class ApartError extends Error {
  readonly code: string;
  constructor(name: string, code: string) {
    super(`${name} ${code}`.trim());
    this.name = name;
    this.code = code;
  }
}

export interface ApartOptions {
  /** Heap of the child, MiB. Memory of native libraries is not counted in it. */
  heapMiB?: number;
  /** A child is replaced after so many pieces of work: native libraries leak. */
  pieces?: number;
  /** An idle child ends after so long, milliseconds. */
  idleMs?: number;
}

/** What the child answers. */
export type Answer = { percent: number } | { output: unknown } | { failed: { name: string; code: string } };

const runner = join(import.meta.dirname, 'apart-child.ts');

/**
 * Work of jobs in a process of its own: an image library that crashes, leaks or computes for
 * seconds takes no heartbeat, no database connection and no other job with it. `file` exports
 * `work(input, { progress })`; the child knows no secret and no address of the database.
 *
 * One piece at a time. The child is kept between pieces, for starting one costs more than a page.
 */
export class Apart implements AsyncDisposable {
  readonly #file: string;
  readonly #options: Required<ApartOptions>;
  #child: ChildProcess | null = null;
  #left = 0;
  #busy = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(file: string, { heapMiB = 512, pieces = 200, idleMs = 30_000 }: ApartOptions = {}) {
    this.#file = file;
    this.#options = { heapMiB, pieces, idleMs };
  }

  /**
   * Structured-cloneable input and output.
   *
   * @throws ApartError when the work failed or its process died; the signal's reason when it was aborted
   */
  async run(input: unknown, { signal, progress }: Pick<JobContext, 'signal' | 'progress'>): Promise<unknown> {
    if (this.#busy) throw new Error('one piece of work at a time');
    signal.throwIfAborted();
    this.#busy = true;
    clearTimeout(this.#idle);
    const child = this.#start();
    const kill = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', kill);
    try {
      return await answerOf(child, input, progress);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', kill);
      this.#busy = false;
      this.#left -= 1;
      if (this.#left <= 0) await this.#end();
      else this.#idle = setTimeout(() => void this.#end(), this.#options.idleMs).unref();
    }
  }

  #start(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    const child = fork(runner, [this.#file], {
      env: { PATH: process.env['PATH'] },
      execArgv: [`--max-old-space-size=${this.#options.heapMiB}`],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    // An idle child must not keep the worker alive.
    child.unref();
    child.channel?.unref();
    child.on('error', () => {});
    this.#left = this.#options.pieces;
    this.#child = child;
    return child;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // It was let go of while idle; who waits for its end must not be left waiting.
    child.ref();
    child.kill('SIGKILL');
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }
}

function answerOf(child: ChildProcess, input: unknown, progress: JobContext['progress']): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      child.off('message', heard).off('exit', died);
      child.channel?.unref();
      child.unref();
      done();
    };
    const heard = (message: unknown): void => {
      const answer = message as Answer;
      if ('percent' in answer) void progress(answer.percent).catch(() => undefined);
      else if ('output' in answer) settle(() => resolve(answer.output));
      else settle(() => reject(new ApartError(answer.failed.name, answer.failed.code)));
    };
    const died = (code: number | null, signal: string | null): void =>
      settle(() => reject(new ApartError('ProcessDied', signal ?? String(code))));
    child.on('message', heard).on('exit', died);
    child.ref();
    child.channel?.ref();
    child.send({ input }, (error) => {
      if (error) settle(() => reject(new ApartError('ProcessDied', 'unreachable')));
    });
  });
}
