/** Tasks of a unit over random histories: what held in every one of them (5.6-2, 5.6-3). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '#/base/rules/refusal.ts';
import { type Counted, pieceWork, sumOf } from './counts.ts';
import { presetLine } from './preset.ts';
import { earlierOf, type Step } from './step.ts';
import { after, headline, isBlocked, opened, reopenedBy, type TaskEvent, type Tasks, taskStates } from './task.ts';

/** Description and scanning side by side: they meet at linking. */
const parallelLine: readonly Step[] = presetLine.map((step) => {
  if (step.key === 'scan') return { ...step, after: ['prepare'] };
  return step.key === 'link' ? { ...step, after: ['recognize', 'describe'] } : step;
});

const keys = presetLine.map(({ key }) => key);
const person = fc.constantFrom('a', 'b', 'c', 'd');
const step = fc.constantFrom(...keys);

/** What somebody does: forward most of the time, so that histories get somewhere. */
type Deed = { on: number } & (
  | { do: 'forward'; by: string }
  | { do: 'event'; event: TaskEvent }
  | { do: 'submit' }
  | { do: 'sendBack'; which: number }
);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ on: fc.nat(1), do: fc.constant('forward' as const), by: person }) },
  { weight: 10, arbitrary: fc.record({ on: fc.nat(1), do: fc.constant('submit' as const) }) },
  { weight: 1, arbitrary: fc.record({ on: fc.nat(1), do: fc.constant('sendBack' as const), which: fc.nat(8) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      on: fc.nat(1),
      do: fc.constant('event' as const),
      event: fc.oneof(
        fc.record({ type: fc.constant('claim' as const), step, by: person }),
        fc.record({ type: fc.constant('submit' as const), step, by: person }),
        fc.record({ type: fc.constant('omit' as const), step }),
        fc.record({ type: fc.constant('lapse' as const), step }),
        fc.record({ type: fc.constant('takeBack' as const), step }),
        fc.record({ type: fc.constant('sendBack' as const), to: step, from: fc.option(step) }),
        fc.constant({ type: 'block' as const }),
        ...[1, 2, 3].map(() => fc.constant({ type: 'release' as const })),
      ),
    }),
  },
);
const histories = fc.record({
  line: fc.constantFrom(presetLine, parallelLine),
  deeds: fc.array(deed, { minLength: 40, maxLength: 160, size: 'max' }),
});

/** The event that a deed comes to; undefined where there is nothing to do. */
function eventOf(line: readonly Step[], tasks: Tasks, one: Deed): TaskEvent | undefined {
  if (one.do === 'event') return one.event;
  if (one.do === 'sendBack') {
    const done = line.filter(({ key }) => tasks[key]?.state === 'done');
    const to = done[one.which % done.length];
    return to && { type: 'sendBack', to: to.key, from: null };
  }
  const wanted = one.do === 'submit' ? ['claimed'] : ['ready', 'returned'];
  const found = line.find(({ key }) => wanted.includes(tasks[key]?.state ?? ''));
  if (!found) return undefined;
  return one.do === 'submit'
    ? { type: 'submit', step: found.key, by: tasks[found.key]?.by ?? '' }
    : { type: 'claim', step: found.key, by: one.by };
}

/** What was counted of a history, apart from the state. */
interface Told {
  submitted: Counted[];
  rework: Counted[];
  /** The result that stands of each step, by the key of the step. */
  standing: Map<string, Counted>;
}

const pagesOf = (unit: number) => ({ pages: 20 + unit, a4: 22 + unit, items: 1, volumes: unit % 2 });

function tell(told: Told, unit: number, line: readonly Step[], before: Tasks, event: TaskEvent, day: number): void {
  if (event.type === 'submit') {
    const one = { personId: event.by, day: `2026-01-${String(10 + day)}`, step: event.step, ...pagesOf(unit) };
    told.submitted.push(one);
    told.standing.set(event.step, one);
  }
  if (event.type !== 'sendBack') return;
  for (const key of reopenedBy(line, before, event.to)) {
    const one = told.standing.get(key);
    if (one) told.rework.push({ ...one, day: `2026-01-${String(10 + day)}` });
    told.standing.delete(key);
  }
}

function play(
  line: readonly Step[],
  deeds: readonly Deed[],
  look: (before: Tasks, next: Tasks, event: TaskEvent) => void,
) {
  const units: Tasks[] = [opened(line), opened(line)];
  const told: Told[] = units.map(() => ({ submitted: [], rework: [], standing: new Map() }));
  for (const [index, one] of deeds.entries()) {
    const before = units[one.on] as Tasks;
    const event = eventOf(line, before, one);
    if (!event) continue;
    const next = after(line, before, event);
    if (isRefusal(next)) continue;
    look(before, next, event);
    tell(told[one.on] as Told, one.on, line, before, event, Math.floor(index / 20));
    units[one.on] = next;
  }
  return { units, told };
}

describe('5.6-2 5.6-3 tasks of a unit', () => {
  test('each is in exactly one state, done in order, and of a unit that is held up none can be done', () => {
    let finished = 0;
    fc.assert(
      fc.property(histories, ({ line, deeds }) => {
        const earlier = earlierOf(line);
        const { units } = play(line, deeds, (_, next) => {
          expect(Object.keys(next)).toEqual(line.map(({ key }) => key));
          for (const [key, { state, by, reservedFor }] of Object.entries(next)) {
            expect(taskStates).toContain(state);
            expect(by !== null || state !== 'claimed').toBe(true);
            if (state === 'waiting' || state === 'ready' || state === 'returned') expect(by).toBeNull();
            if (state === 'ready') expect(reservedFor).toBeNull();
            if (state === 'returned') expect(reservedFor).not.toBeNull();
            const can = [...(earlier.get(key) ?? [])].every((other) => next[other]?.state === 'done');
            if (['ready', 'returned', 'claimed'].includes(state)) expect(can).toBe(true);
            if (state === 'waiting') expect(can).toBe(false);
            if (isBlocked(next)) expect(['done', 'blocked']).toContain(state);
          }
          const { state, step: at } = headline(line, next);
          expect(next[at]?.state).toBe(state);
          expect(state).not.toBe('waiting');
        });
        finished += units.filter((unit) => headline(line, unit).state === 'done').length;
      }),
      { numRuns: 400 },
    );
    // Histories that never get to the end would show nothing.
    expect(finished).toBeGreaterThan(20);
  }, 60_000);

  test('refuses everybody who would judge his own work', () => {
    let judged = 0;
    fc.assert(
      fc.property(histories, ({ line, deeds }) => {
        play(line, deeds, (before, next, event) => {
          if (event.type !== 'claim') return;
          const { notBy } = line.find(({ key }) => key === event.step) as Step;
          for (const other of notBy) {
            judged += 1;
            expect(before[other]?.by).not.toBe(event.by);
            expect(next[other]?.by).not.toBe(event.by);
          }
        });
      }),
      { numRuns: 400 },
    );
    expect(judged).toBeGreaterThan(100);
  }, 60_000);

  test('one sent back reopens itself and what it lists, goes to whoever did it, and nothing else is undone', () => {
    let sent = 0;
    fc.assert(
      fc.property(histories, ({ line, deeds }) => {
        play(line, deeds, (before, next, event) => {
          const undone = Object.keys(before).filter(
            (key) => before[key]?.state === 'done' && next[key]?.state !== 'done',
          );
          if (event.type !== 'sendBack') return expect(undone).toEqual([]);
          sent += 1;
          const { reopens } = line.find(({ key }) => key === event.to) as Step;
          const listed = [event.to, ...reopens].filter((key) => before[key]?.state === 'done');
          expect(undone.toSorted()).toEqual(listed.toSorted());
          expect(next[event.to]?.reservedFor).toBe(before[event.to]?.by);
          expect(next[event.to]?.round).toBe((before[event.to]?.round ?? 0) + 1);
          return undefined;
        });
      }),
      { numRuns: 400 },
    );
    expect(sent).toBeGreaterThan(100);
  }, 60_000);

  test('counts are the sum of what was submitted less rework: what stands of each step, once', () => {
    let rework = 0;
    fc.assert(
      fc.property(histories, ({ line, deeds }) => {
        const { told } = play(line, deeds, () => undefined);
        const submitted = told.flatMap((one) => one.submitted);
        const again = told.flatMap((one) => one.rework);
        rework += again.length;
        const rows = pieceWork(submitted, again);
        expect(sumOf(rows.map((row) => row.submitted))).toEqual(sumOf(submitted));
        expect(sumOf(rows.map((row) => row.rework))).toEqual(sumOf(again));
        const standing = told.flatMap((one) => [...one.standing.values()]);
        expect(sumOf(rows.map((row) => row.net))).toEqual(sumOf(standing));
        expect(new Set(rows.map((row) => `${row.day} ${row.personId} ${row.step}`)).size).toBe(rows.length);
      }),
      { numRuns: 400 },
    );
    expect(rework).toBeGreaterThan(100);
  }, 60_000);

  test('5.6-1 refuses to leave out what is mandatory, and lets go of what is not', () => {
    let tasks = opened(presetLine);
    const must = (event: TaskEvent): Tasks => {
      const next = after(presetLine, tasks, event);
      if (isRefusal(next)) throw new Error(next.code);
      return next;
    };
    expect(after(presetLine, tasks, { type: 'omit', step: 'prepare' })).toMatchObject({ code: 'step-mandatory' });
    for (const [key, by] of [
      ...(['prepare', 'describe', 'scan', 'treat'] as const).map((one) => [one, 'a'] as const),
      ['inspect', 'b'] as const,
    ]) {
      tasks = must({ type: 'claim', step: key, by });
      tasks = must({ type: 'submit', step: key, by });
    }
    tasks = must({ type: 'omit', step: 'recognize' });
    expect(headline(presetLine, tasks)).toEqual({ state: 'ready', step: 'link' });
    expect(after(presetLine, tasks, { type: 'claim', step: 'link', by: 'a' })).not.toHaveProperty('refused');
  });

  test('sent back it waits for whoever caused it; refused to others until the team leader frees it', () => {
    let tasks = opened(presetLine);
    const go = (event: TaskEvent): void => {
      const next = after(presetLine, tasks, event);
      if (isRefusal(next)) throw new Error(next.code);
      tasks = next;
    };
    for (const key of ['prepare', 'describe', 'scan', 'treat']) {
      go({ type: 'claim', step: key, by: 'a' });
      go({ type: 'submit', step: key, by: 'a' });
    }
    expect(after(presetLine, tasks, { type: 'claim', step: 'inspect', by: 'a' })).toMatchObject({
      code: 'same-person',
    });
    go({ type: 'claim', step: 'inspect', by: 'b' });
    go({ type: 'sendBack', to: 'scan', from: 'inspect' });
    expect(tasks).toMatchObject({
      scan: { state: 'returned', reservedFor: 'a' },
      inspect: { state: 'waiting', by: null },
    });
    expect(after(presetLine, tasks, { type: 'submit', step: 'inspect', by: 'b' })).toMatchObject({
      code: 'task-state',
    });
    expect(after(presetLine, tasks, { type: 'claim', step: 'scan', by: 'c' })).toMatchObject({ code: 'task-reserved' });
    go({ type: 'takeBack', step: 'scan' });
    go({ type: 'claim', step: 'scan', by: 'c' });
    expect(after(presetLine, tasks, { type: 'submit', step: 'scan', by: 'a' })).toMatchObject({ code: 'not-claimer' });
    go({ type: 'block' });
    expect(after(presetLine, tasks, { type: 'submit', step: 'scan', by: 'c' })).toMatchObject({ code: 'task-state' });
    go({ type: 'release' });
    expect(tasks['scan']).toMatchObject({ state: 'ready', by: null });
  });
});
