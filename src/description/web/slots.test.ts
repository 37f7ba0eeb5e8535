/** The way of a typist through the entries of an original. */
import { describe, expect, test } from 'vitest';
import { presetSchema } from '../rules/preset.ts';
import { type DeskShown, draftOf, firstToType, lastValue, neighbour, slotsOf } from './slots.ts';

const empty: DeskShown = {
  ...{ unitId: 'u', projectId: 'p', code: 'A-1', kind: 'volume', step: { key: 'describe', name: '著录' }, pass: 1 },
  ...{ schema: presetSchema, entries: [], nextCode: 'A-1-001', suggestions: [], lacks: null },
};
const entry = (entryId: string, level: 'volume' | 'item', version: number, texts: Record<string, string> = {}) => ({
  ...{ entryId, level, code: entryId, fields: presetSchema[level], version, compared: false },
  values: Object.entries(texts).map(([field, text]) => ({ field, text, source: null })),
});
const keys = (desk: DeskShown): string[] => slotsOf(desk).map(({ key }) => key);

describe('entries of an original', () => {
  test('a volume comes first, then what lies in it, and one more; a second typist has those that are there', () => {
    expect(keys(empty)).toEqual(['new-volume', 'new-item']);
    const there = { ...empty, entries: [entry('v', 'volume', 1), entry('i', 'item', 1)] };
    expect(keys(there)).toEqual(['v', 'i', 'new-item']);
    expect(keys({ ...there, pass: 2, nextCode: null })).toEqual(['v', 'i']);
    const alone = { ...empty, kind: 'item', nextCode: null } as const;
    expect(keys(alone)).toEqual(['new-item']);
    expect(keys({ ...alone, entries: [entry('i', 'item', 1)] })).toEqual(['i']);
    expect(keys({ ...empty, schema: { ...presetSchema, volume: [] } })).toEqual(['new-item']);
  });

  test('typing goes on at the first that is not typed, and from one to the next', () => {
    const slots = slotsOf({ ...empty, entries: [entry('v', 'volume', 2), entry('i', 'item', 0)] });
    expect(firstToType(slots)?.key).toBe('i');
    expect(neighbour(slots, 'i', 1)?.key).toBe('new-item');
    expect(neighbour(slots, 'v', -1)).toBeUndefined();
    expect(neighbour(slots, 'none', 1)).toBeUndefined();
  });

  test('a new entry carries on what its fields carry, and F4 takes what the last one says', () => {
    const first = entry('i', 'item', 1, { title: '通知', author: '人事局', retentionPeriod: '' });
    const slots = slotsOf({ ...empty, entries: [entry('v', 'volume', 1, { retentionPeriod: '永久' }), first] });
    const fresh = slots.at(-1);
    if (!fresh) throw new Error('no new entry');
    expect(draftOf(slots, fresh).texts).toEqual({ author: '人事局', retentionPeriod: '永久' });
    expect(lastValue(slots, fresh.key, 'title')).toBe('通知');
    expect(lastValue(slots, 'v', 'title')).toBeUndefined();
  });
});
