/** Engines behind the port: one process for each recogniser, one page at a time, in the order in which they are asked. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Apart, ApartError } from '#/base/server/jobs/apart.ts';
import type { PageText } from '#/imaging/rules/text/text.ts';
import { type Engine, NoEngine, type ReadOptions, type Recogniser } from './recogniser.ts';
import type { TextOrder } from './text-work.ts';

const file = join(import.meta.dirname, 'text-work.ts');
/** A page of dense print takes some seconds; it gives way to all others, on a machine that is busy for minutes. */
const patienceMs = 600_000;

class ApartRecogniser implements Recogniser {
  readonly name: Engine;
  readonly version: string;
  // A page takes memory by its size, which the libraries keep: after some the process is replaced.
  readonly #apart = new Apart(file, { heapMiB: 256, pieces: 10, idleMs: 60_000 });
  #last: Promise<unknown> = Promise.resolve();

  constructor(name: Engine, version: string) {
    this.name = name;
    this.version = version;
  }

  recognise(source: string | Uint8Array, options: ReadOptions, signal?: AbortSignal): Promise<PageText> {
    const turn = this.#last.then(() => this.#read({ engine: this.name, source, ...options }, signal));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #read(order: TextOrder, stop: AbortSignal | undefined): Promise<PageText> {
    const late = AbortSignal.timeout(patienceMs);
    const signal = stop ? AbortSignal.any([stop, late]) : late;
    try {
      return (await this.#apart.run(order, { signal, progress: () => Promise.resolve() })) as PageText;
    } catch (error) {
      if (late.aborted && stop?.aborted !== true) throw new ApartError('TooLate', 'ETIMEDOUT');
      if (!(error instanceof ApartError)) throw error;
      if (error.name === 'RangeError') throw new RangeError(`no page ${order.page}`);
      if (error.code === 'no-engine') throw new NoEngine(this.name);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#apart[Symbol.asyncDispose]();
  }
}

/**
 * The recogniser of this name. Nothing is loaded before the first page.
 *
 * @throws NoEngine when it is not installed
 */
export async function openRecogniser(engine: Engine): Promise<Recogniser> {
  if (engine === 'ppocr') return new ApartRecogniser(engine, ppocrVersion());
  const { Tesseract } = await import('./tesseract.ts');
  return new ApartRecogniser(engine, (await Tesseract.load()).version);
}

/** Of models and library: both decide what is read. */
function ppocrVersion(): string {
  try {
    const require = createRequire(import.meta.url);
    const { version } = require('onnxruntime-node/package.json') as { version: string };
    return `PP-OCRv4 onnxruntime ${version}`;
  } catch (error) {
    throw new NoEngine('ppocr', { cause: error });
  }
}
