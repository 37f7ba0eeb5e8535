/** Acts by background processes on real PostgreSQL: an entry and its results stand together, or neither does. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { systemActor } from '#/base/rules/actor.ts';
import type { Tx } from '../db.ts';
import { openTestLog, type TestLog } from '../ledger/testing.ts';
import { NothingToEnter, systemAct } from './system.ts';

let base: TestDatabase;
let log: TestLog;

beforeAll(async () => {
  base = await testDatabase();
  log = await openTestLog(base.appUrl, 'gm');
});
afterAll(async () => {
  await log[Symbol.asyncDispose]();
  await base.drop();
});

const sha256 = (digit: string): string => digit.repeat(64);

/** Writes an object named by this digit, and then does `then`. */
const writing = (digit: string, then: () => void = () => undefined) =>
  systemAct<string>(log.database.db, systemActor('test', null, null), {
    act: 'base.test.write',
    subject: { type: 'object', id: digit },
    body: async (tx: Tx) => {
      await tx
        .insertInto('object')
        .values({ sha256: sha256(digit), sm3: sha256(digit), bytes: '1' })
        .execute();
      then();
      return { value: digit, after: { digit } };
    },
  });

/** What stands of it: entries, objects. */
async function standing(digit: string): Promise<[number, number]> {
  const { db } = log.database;
  const entries = await db.selectFrom('ledger_entry').select('body').execute();
  const objects = await db.selectFrom('object').select('sha256').where('sha256', '=', sha256(digit)).execute();
  const own = entries.map(({ body }) => JSON.parse(body.toString()) as { subject?: { id?: string } });
  return [own.filter(({ subject }) => subject?.id === digit).length, objects.length];
}

test('what a background process has done stands with its entry', async () => {
  expect(await writing('1')).toBe('1');
  expect(await standing('1')).toEqual([1, 1]);
});

test('where there is nothing to enter nothing stays, and nobody hears of an error', async () => {
  const nothing = (): never => {
    throw new NothingToEnter();
  };
  expect(await writing('2', nothing)).toBeUndefined();
  expect(await standing('2')).toEqual([0, 0]);
});

test('every other error is heard, and nothing stays either', async () => {
  const failing = (): never => {
    throw new RangeError('broken');
  };
  await expect(writing('3', failing)).rejects.toThrow(RangeError);
  expect(await standing('3')).toEqual([0, 0]);
});
