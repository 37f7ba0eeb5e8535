/** 5.6-1: which lines of work may be released. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from './definition.ts';
import { doubleEntryLine, presetLine } from './preset.ts';
import { kinds, nthOfKind, type Step, stepKinds } from './step.ts';

const without = (key: string): Step[] =>
  presetLine
    .filter((step) => step.key !== key)
    .map((step) => ({
      ...step,
      after: step.after.flatMap((one) => (one === key ? (presetLine.find((s) => s.key === key)?.after ?? []) : [one])),
      notBy: step.notBy.filter((one) => one !== key),
      reopens: step.reopens.filter((one) => one !== key),
    }));
const changed = (key: string, part: Partial<Step>): Step[] =>
  presetLine.map((step) => (step.key === key ? { ...step, ...part } : step));
const codes = (steps: readonly Step[]): string[] => faultsOf(steps).map(({ code }) => code);

describe('5.6-1 a line of work', () => {
  test('that of DA/T 31 has no fault, in its order', () => {
    expect(faultsOf(presetLine)).toEqual([]);
    expect(presetLine.map(({ kind }) => kind)).toEqual([...stepKinds]);
  });

  test('with double entry it has two steps of one kind, of which nobody does both', () => {
    expect(faultsOf(doubleEntryLine)).toEqual([]);
    const twice = doubleEntryLine.filter(({ kind }) => kind === 'describe');
    expect(twice.map((step) => [step.key, nthOfKind(doubleEntryLine, step)])).toEqual([
      ['describe', 1],
      ['describe2', 2],
    ]);
    const judges = doubleEntryLine.find(({ key }) => key === 'inspectLink');
    expect(judges?.notBy).toEqual(['describe', 'describe2', 'link']);
    const alone = doubleEntryLine.map((step) =>
      step.key === 'inspectLink' ? { ...step, notBy: ['describe', 'link'] } : step,
    );
    expect(codes(alone)).toEqual(['step-judges-itself']);
  });

  test.each(stepKinds.filter((kind) => kinds[kind].required))('is refused without %s', (kind) => {
    expect(codes(without(kind))).toContain('step-missing');
  });

  test.each(stepKinds.filter((kind) => !kinds[kind].required))('may do without %s', (kind) => {
    expect(codes(without(kind))).toEqual([]);
  });

  test.each<[string, string, Partial<Step>]>([
    ['step-not-optional', 'scan', { mandatory: false }],
    ['step-device', 'scan', { needsDevice: false }],
    ['step-ring', 'prepare', { after: ['review'] }],
    ['step-unreachable', 'describe', { after: [] }],
    ['step-unknown', 'describe', { after: ['prepared'] }],
    ['step-nobody', 'bind', { roles: [] }],
    ['not-by-later', 'scan', { notBy: ['inspect'] }],
    ['step-judges-itself', 'inspect', { notBy: ['treat'] }],
    ['step-judges-itself', 'inspectLink', { notBy: [] }],
    ['reopens-earlier', 'inspect', { reopens: ['scan'] }],
  ])('is refused: %s, at %s', (code, key, part) => {
    const faults = faultsOf(changed(key, part));
    expect(faults.map((one) => one.code)).toContain(code);
    expect(faults.every(({ field }) => field?.startsWith('input.steps'))).toBe(true);
  });

  test('is refused with a dead end, a key twice, no steps, and inspection before treatment', () => {
    const aside: Step = { ...presetLine[5], key: 'aside', after: ['scan'], reopens: [] } as Step;
    expect(codes([...presetLine.slice(0, -1), aside, ...presetLine.slice(-1)])).toEqual(['step-dead-end']);
    expect(codes([...presetLine, ...presetLine.slice(-1)])).toEqual(['step-key-twice']);
    expect(codes([])).toContain('line-empty');
    const early = presetLine.map((step) =>
      step.key === 'inspect'
        ? { ...step, after: ['scan'], notBy: ['scan'] }
        : step.key === 'treat'
          ? { ...step, after: ['inspect'], reopens: [] }
          : step.key === 'recognize'
            ? { ...step, after: ['treat'] }
            : step,
    );
    expect(codes(early)).toContain('step-order');
  });

  test('may go two ways at once that meet again', () => {
    const parallel = changed('scan', { after: ['prepare'] }).map((step) =>
      step.key === 'link' ? { ...step, after: ['recognize', 'describe'] } : step,
    );
    expect(codes(parallel)).toEqual([]);
  });
});
