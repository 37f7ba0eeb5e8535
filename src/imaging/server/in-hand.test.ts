/** Work that waits in rows: how many at a time, what is done alone, and when it ends. */
import { expect, test } from 'vitest';
import { type Hands, workInHand } from './in-hand.ts';

interface Row {
  id: string;
  tries: number;
}

/** Rows that wait in memory; tells what was in hand whenever one was begun. */
class Rows implements Hands<Row> {
  readonly atOnce: number;
  readonly begun: string[][] = [];
  readonly back: string[] = [];
  readonly faults = new Map<string, Error>();
  readonly #waiting: Row[];
  readonly #inHand = new Set<string>();

  constructor(atOnce: number, waiting: Row[]) {
    this.atOnce = atOnce;
    this.#waiting = waiting;
  }

  take(room: number): Promise<Row[]> {
    return Promise.resolve(this.#waiting.splice(0, room));
  }

  keep(): Promise<void> {
    return Promise.resolve();
  }

  giveBack(id: string): Promise<void> {
    this.back.push(id);
    return Promise.resolve();
  }

  async work({ id }: Row): Promise<void> {
    const fault = this.faults.get(id);
    if (fault) throw fault;
    this.#inHand.add(id);
    this.begun.push([...this.#inHand]);
    await new Promise((done) => setImmediate(done));
    this.#inHand.delete(id);
  }
}

const fresh = (...ids: string[]): Row[] => ids.map((id) => ({ id, tries: 1 }));
const never = new AbortController().signal;

test('all that waits is done, no more at once than there is room', async () => {
  const rows = new Rows(2, fresh('a', 'b', 'c', 'd', 'e'));
  await workInHand(rows, never);
  expect(rows.begun.map((all) => all.at(-1))).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(Math.max(...rows.begun.map((all) => all.length))).toBe(2);
});

test('what may have ended a worker is done alone, and what waits behind it after it', async () => {
  const rows = new Rows(2, [...fresh('a'), { id: 'b', tries: 2 }, ...fresh('c', 'd')]);
  await workInHand(rows, never);
  expect(rows.begun).toEqual([['a'], ['b'], ['c'], ['c', 'd']]);
});

test('nothing is taken in hand any more once the worker stops', async () => {
  const rows = new Rows(1, fresh('a', 'b'));
  await workInHand(rows, AbortSignal.abort());
  expect(rows.begun).toEqual([]);
});

test('a full disk ends the job and is never counted as a try of the page; a fault of the page is', async () => {
  const rows = new Rows(1, fresh('a', 'b'));
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  rows.faults.set('a', full).set('b', new Error('of the page'));
  await expect(workInHand(rows, never)).rejects.toBe(full);
  await expect(workInHand(rows, never)).rejects.toThrow('of the page');
  expect(rows.back).toEqual(['a']);
});
