/**
 * Looks at files in threads, one to a core. Each thread has two files in hand; the rest wait here. Files go by their
 * path: nothing large is sent between threads but the signatures of pages.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { refuseFile, type Refused } from '#/imaging/rules/headers/header.ts';
import { MemoryGate } from './gate.ts';
import type { FileLook } from './look.ts';

export interface Order {
  id: number;
  path: string;
  /** Smaller pictures are asked for, too. */
  pictures: boolean;
}

export interface ThreadData {
  room: SharedArrayBuffer;
  slot: number;
}

/** The first word of a thread: its decoder is loaded. */
export interface Ready {
  ready: true;
}

export type Answer = { id: number } & ({ turned: true } | { seen: FileLook | Refused } | { error: Error });

interface Task extends Order {
  resolve(seen: FileLook | Refused): void;
  reject(error: Error): void;
  /** Threads that broke down, or were stopped, while they had it. */
  broke: number;
  /** When its thread was last heard of. */
  heard: number;
}

interface Hand {
  thread: Worker;
  slot: number;
  /** Its decoder is loaded. */
  ready: boolean;
  tasks: Map<number, Task>;
}

export interface PoolOptions {
  threads?: number;
  /** A page that takes longer is given up. */
  pageSeconds?: number;
  /** Memory for pages in all threads together. */
  megabytes?: number;
}

const inHand = 2;
/** What a page in flight takes, imaging.md §9. */
const megabytesOfPage = 100;

export class LookPool implements AsyncDisposable {
  readonly #hands: Hand[] = [];
  readonly #waiting: Task[] = [];
  readonly #room: SharedArrayBuffer;
  readonly #patience: number;
  readonly #watch: NodeJS.Timeout;
  #next = 1;
  #closed = false;
  #idle: (() => void) | undefined;

  constructor({
    threads = availableParallelism(),
    pageSeconds = 60,
    megabytes = threads * inHand * megabytesOfPage,
  }: PoolOptions = {}) {
    this.#room = MemoryGate.room(megabytes, threads);
    this.#patience = pageSeconds * 1000;
    for (let slot = 0; slot < threads; slot += 1) this.#hire(slot);
    this.#watch = setInterval(() => this.#stopLate(), Math.min(1000, this.#patience / 4)).unref();
  }

  look(path: string, { pictures = false } = {}): Promise<FileLook | Refused> {
    if (this.#closed) throw new Error('the pool is closed');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: this.#next++, path, pictures, resolve, reject, broke: 0, heard: 0 });
      this.#deal();
    });
  }

  /** What is in hand is finished: a thread that is stopped while it unpacks a picture may never end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const task of this.#waiting.splice(0)) task.reject(new Error('the pool is closed'));
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
      this.#tellIdle();
    });
    clearInterval(this.#watch);
    await Promise.all(this.#hands.map(({ thread }) => thread.terminate()));
  }

  #tellIdle(): void {
    if (this.#hands.every(({ tasks, ready }) => ready && tasks.size === 0)) this.#idle?.();
  }

  #hire(slot: number): void {
    const workerData: ThreadData = { room: this.#room, slot };
    const thread = new Worker(new URL('./look-thread.ts', import.meta.url), { workerData });
    const hand: Hand = { thread, slot, ready: false, tasks: new Map() };
    thread.unref();
    thread.on('message', (answer: Answer | Ready) => this.#hear(hand, answer));
    // What a thread throws beside its answers ends it: `exit` follows, and replaces it.
    thread.on('error', () => undefined);
    thread.on('exit', () => this.#replace(hand, false));
    this.#hands.push(hand);
  }

  /** Hands out what waits, the idlest thread first. What ended a thread before is looked at alone. */
  #deal(): void {
    while (this.#waiting.length > 0) {
      const [hand] = this.#hands
        .filter(({ tasks }) => [...tasks.values()].every(({ broke }) => broke === 0))
        .toSorted((a, b) => a.tasks.size - b.tasks.size);
      const most = (this.#waiting[0]?.broke ?? 0) > 0 ? 1 : inHand;
      if (!hand || hand.tasks.size >= most) return;
      const task = this.#waiting.shift()!;
      task.heard = performance.now();
      hand.tasks.set(task.id, task);
      // While a file is looked at, the program goes on for it.
      hand.thread.ref();
      const { id, path, pictures } = task;
      hand.thread.postMessage({ id, path, pictures } satisfies Order);
    }
  }

  #hear(hand: Hand, answer: Answer | Ready): void {
    // It is alive: of two files in hand one only waited for the other.
    const now = performance.now();
    for (const task of hand.tasks.values()) task.heard = now;
    if ('ready' in answer) hand.ready = true;
    else if (!('turned' in answer)) this.#take(hand, answer);
    this.#tellIdle();
  }

  #take(hand: Hand, answer: Exclude<Answer, { turned: true }>): void {
    const task = hand.tasks.get(answer.id);
    if (!task) return;
    hand.tasks.delete(answer.id);
    if (hand.tasks.size === 0) hand.thread.unref();
    if ('seen' in answer) task.resolve(answer.seen);
    else task.reject(answer.error);
    this.#deal();
  }

  #stopLate(): void {
    const limit = performance.now() - this.#patience;
    for (const hand of [...this.#hands]) {
      if (!hand.ready || ![...hand.tasks.values()].some(({ heard }) => heard < limit)) continue;
      this.#replace(hand, true);
      hand.thread.unref();
      void hand.thread.terminate();
    }
  }

  /** A thread has ended: what it had in hand is looked at once more, alone, and given up when that ends a thread, too. */
  #replace(hand: Hand, late: boolean): void {
    const at = this.#hands.indexOf(hand);
    if (at < 0) return;
    this.#hands.splice(at, 1);
    new MemoryGate(this.#room, hand.slot).clear();
    for (const task of hand.tasks.values()) {
      task.broke += 1;
      if (task.broke === 1 && !this.#closed) this.#waiting.unshift(task);
      else if (late) task.resolve(refuseFile('picture-too-slow', { seconds: this.#patience / 1000 }));
      else task.resolve(refuseFile('picture-unreadable'));
    }
    if (this.#closed) return this.#tellIdle();
    this.#hire(hand.slot);
    this.#deal();
  }
}
