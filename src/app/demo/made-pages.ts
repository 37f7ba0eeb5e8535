/** Pages that the demonstration scans where nobody brought any: office pages of the last century, with what befalls them. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PagePlan } from '#/imaging/rules/sample-pages/plan.ts';

const sound: Omit<PagePlan, 'kind' | 'contentSeed' | 'grainSeed'> = {
  ...{ skew: 0.2, turned: 0, border: 'none', holes: 2, blur: 0.3, noise: 2.5, exposure: 'normal', gradient: 0.04 },
  ...{ showThrough: 0, quality: 90, repeats: null },
};

/** The content follows from its seed; another grain is another scan of the same page. */
const page = (kind: PagePlan['kind'], contentSeed: number, change: Partial<PagePlan> = {}): PagePlan => ({
  ...sound,
  kind,
  contentSeed,
  grainSeed: contentSeed * 7 + 1,
  ...change,
});

export const madePlans = {
  cover: page('cover', 301, { holes: 0 }),
  notice: page('notice', 302),
  noticeAgain: page('notice', 302, { skew: -0.6, grainSeed: 99, noise: 3 }),
  skewed: page('print', 303, { skew: 1.7 }),
  table: page('table', 304),
  blurred: page('handwritten', 305, { blur: 2.6 }),
  back: page('blank', 306),
  print: page('print', 307, { skew: -0.3 }),
  upsideDown: page('notice', 308, { turned: 180 }),
  upright: page('notice', 308, { grainSeed: 98 }),
  sharp: page('handwritten', 305, { grainSeed: 97 }),
  otherNotice: page('notice', 412),
  otherPrint: page('print', 312),
  otherLetter: page('handwritten', 313),
  before: page('print', 321),
  marked: page('notice', 322, { secrecy: '机密' }),
  after: page('handwritten', 323),
} as const satisfies Record<string, PagePlan>;
export type MadePage = keyof typeof madePlans;

export interface Drawn {
  page: MadePage;
  bytes: Uint8Array;
}

/** Draws beside the story, in a thread: two seconds of work a page. */
export class Drawing implements AsyncDisposable {
  readonly #thread: Worker;
  readonly #drawn: ReadonlyMap<MadePage, PromiseWithResolvers<Buffer>>;

  constructor(pages: readonly MadePage[]) {
    this.#drawn = new Map(pages.map((name) => [name, Promise.withResolvers<Buffer>()]));
    // Whoever asks for a page hears of a fault; one that nobody asks for is no matter.
    for (const { promise } of this.#drawn.values()) promise.catch(() => undefined);
    this.#thread = new Worker(join(import.meta.dirname, 'draw-thread.ts'), { workerData: pages });
    this.#thread.on('message', ({ page: name, bytes }: Drawn) => this.#drawn.get(name)?.resolve(Buffer.from(bytes)));
    const fail = (error: unknown): void => {
      for (const { reject } of this.#drawn.values()) reject(error);
    };
    this.#thread.on('error', fail);
    this.#thread.on('exit', () => fail(new Error('画页线程已结束 the thread that draws pages has ended')));
  }

  async page(name: MadePage): Promise<Buffer> {
    const drawn = this.#drawn.get(name);
    if (!drawn) throw new Error(`not drawn: ${name}`);
    return drawn.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread.terminate();
  }
}
