/** Regions of pages for viewers: a few processes, one piece at a time each, the newest question first. */
import { join } from 'node:path';
import { Apart, ApartError } from '#/base/server/jobs/apart.ts';
import type { RegionOrder } from './region-work.ts';

interface Waiting {
  order: RegionOrder;
  resolve(bytes: Uint8Array | null): void;
  reject(error: Error): void;
}

const file = join(import.meta.dirname, 'region-work.ts');
/** Beyond it the oldest is not answered: its viewer has gone on. */
const mostWaiting = 60;

export class Regions implements AsyncDisposable {
  readonly #free: Apart[] = [];
  readonly #all: Apart[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #most: number;

  constructor(processes = 2) {
    this.#most = processes;
  }

  /** Null when the page cannot be read, or its viewer asked for too much since. */
  cut(order: RegionOrder): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, resolve, reject });
      if (this.#waiting.length > mostWaiting) this.#waiting.shift()?.resolve(null);
      this.#deal();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { resolve } of this.#waiting.splice(0)) resolve(null);
    await Promise.all(this.#all.map((apart) => apart[Symbol.asyncDispose]()));
  }

  #deal(): void {
    let hand = this.#free.pop();
    if (!hand && this.#all.length < this.#most) {
      hand = new Apart(file, { heapMiB: 256, pieces: 5000, idleMs: 120_000 });
      this.#all.push(hand);
    }
    const next = hand && this.#waiting.pop();
    if (!hand) return;
    if (!next) return void this.#free.push(hand);
    void this.#work(hand, next);
  }

  async #work(hand: Apart, { order, resolve, reject }: Waiting): Promise<void> {
    try {
      const signal = AbortSignal.timeout(20_000);
      resolve((await hand.run(order, { signal, progress: () => Promise.resolve() })) as Uint8Array);
    } catch (error) {
      if (error instanceof ApartError || (error instanceof DOMException && error.name === 'TimeoutError'))
        resolve(null);
      else reject(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#free.push(hand);
      if (this.#waiting.length > 0) this.#deal();
    }
  }
}
