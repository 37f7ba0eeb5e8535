import { describe, expect, test } from 'vitest';
import { commitmentsOf, type EntryBody, isEntryBody } from './entry.ts';

const digest = 'ab'.repeat(32);
const body: EntryBody = {
  v: 1,
  id: '019abcde-0000-7000-8000-000000000001',
  recordedAt: '2026-11-22T08:00:00.000Z',
  occurredAt: '2026-11-22T08:00:00.000Z',
  act: 'protection.account.create',
  kind: 'act',
  result: 'ok',
  actor: {
    kind: 'person',
    person: 'p1',
    account: 'a1',
    party: 'y1',
    partyKind: 'archive',
    roles: ['administrator'],
    session: 's1',
    terminal: null,
  },
  subject: { type: 'account', id: 'a2' },
  input: digest,
  before: null,
  after: digest,
};
const late = { by: 'p2', formNumber: '补-001', reason: digest, scan: digest };
const copy = { bytes: 10, digest, target: digest };
const window = { from: '2026-11-22T08:00:00.000Z', to: '2026-11-22T08:01:00.000Z' };
const { after: _, ...withoutAfter } = body;

describe('entry body', () => {
  test.each<[string, unknown]>([
    ['an act', body],
    ['an act with its approval', { ...body, approval: { id: 'q1', by: 'p2', digest } }],
    ['5.5 a late entry with its paper form', { ...body, kind: 'late', late, occurredAt: '2026-11-21T08:00:00.000Z' }],
    ['2.8-4 a copy with bytes and target', { ...body, kind: 'copy', copy }],
    ['a refusal', { ...body, kind: 'refusal', result: 'not-allowed' }],
    [
      'a bucket of anonymous refusals',
      { ...body, kind: 'bucket', actor: { kind: 'none' }, counts: { refused: 3 }, window },
    ],
    ['a folder watcher for a person', { ...body, actor: { ...body.actor, via: 'agent' } }],
    ['a job for a person', { ...body, actor: { kind: 'system', process: 'worker', job: 'j1', onBehalfOf: 'p1' } }],
    ['the genesis', { ...body, kind: 'genesis', genesis: { key: 'k', origin: 'o', suite: 'gm' } }],
  ])('takes %s', (_name, value) => {
    expect(isEntryBody(value)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['an unknown member', { ...body, title: '机密' }],
    ['a missing member', withoutAfter],
    ['another way than the watcher’s', { ...body, actor: { ...body.actor, via: 'other' } }],
    [
      'a watcher of a job',
      { ...body, actor: { kind: 'system', process: 'worker', job: null, onBehalfOf: null, via: 'agent' } },
    ],
    ['an unknown member in the actor', { ...body, actor: { ...body.actor, name: '张三' } }],
    ['an inherited actor kind', { ...body, actor: { kind: 'constructor' } }],
    ['another version', { ...body, v: 2 }],
    ['upper-case hex', { ...body, after: digest.toUpperCase() }],
    ['a UUID of version 4', { ...body, id: '019abcde-0000-4000-8000-000000000001' }],
    ['a time without milliseconds', { ...body, recordedAt: '2026-11-22T08:00:00Z' }],
    ['a thing that happened after it was recorded', { ...body, occurredAt: '2026-11-22T08:00:00.001Z' }],
    ['a successful refusal', { ...body, kind: 'refusal' }],
    ['a failed act', { ...body, result: 'no' }],
    ['a late entry without its form', { ...body, kind: 'late' }],
    ['an act with a paper form', { ...body, late }],
    ['a copy without target', { ...body, kind: 'copy', copy: { bytes: 1, digest } }],
    ['a bucket without window', { ...body, kind: 'bucket', counts: { refused: 3 } }],
    ['negative counts', { ...body, counts: { refused: -1 } }],
    ['an array', [body]],
    ['null', null],
  ])('refuses %s', (_name, value) => {
    expect(isEntryBody(value)).toBe(false);
  });

  test('names every clear value it commits to', () => {
    expect(commitmentsOf(body)).toEqual({ input: digest, after: digest });
    expect(Object.keys(commitmentsOf({ ...body, kind: 'late', late, copy }))).toEqual([
      'input',
      'after',
      'reason',
      'target',
    ]);
  });
});
