import { expect, test } from 'vitest';
import { layOut, pageKinds } from './layout.ts';
import { sheet, widthOf } from './marks.ts';
import { planPages } from './plan.ts';
import { seeded } from './random.ts';

const plans = planPages(20_140_700, 200);

test('a seed draws the same plans every time, another seed draws others', () => {
  expect(planPages(20_140_700, 200)).toEqual(plans);
  expect(planPages(20_140_701, 200)).not.toEqual(plans);
});

test('two hundred plans hold every kind of page and every fault in the ranges of the first measurements', () => {
  const count = (holds: (plan: (typeof plans)[number]) => boolean): number => plans.filter(holds).length;
  for (const kind of pageKinds)
    expect(
      count((plan) => plan.kind === kind),
      kind,
    ).toBeGreaterThanOrEqual(10);
  expect(count(({ blur }) => blur >= 1.8)).toBe(20);
  expect(count(({ exposure }) => exposure === 'over')).toBe(10);
  expect(count(({ exposure }) => exposure === 'under')).toBe(10);
  expect(count(({ noise }) => noise >= 20)).toBe(10);
  expect(count(({ repeats }) => repeats !== null)).toBeGreaterThanOrEqual(8);
  expect(count(({ border }) => border !== 'none')).toBeGreaterThan(80);
  expect(count(({ turned }) => turned !== 0)).toBeGreaterThan(20);
  expect(count(({ kind, showThrough }) => kind === 'blank' && showThrough > 0)).toBeGreaterThan(0);
  for (const { skew } of plans) expect(Math.abs(skew)).toBeLessThanOrEqual(5);
  // What lies between a sharp page and a blurred one is nobody's ground truth.
  expect(count(({ blur }) => blur > 0.6 && blur < 1.8)).toBe(0);
});

test('a second scan shows what the first showed, with its own skew and grain', () => {
  for (const plan of plans) {
    if (plan.repeats === null) continue;
    const first = plans[plan.repeats]!;
    expect(plan).toMatchObject({ kind: first.kind, contentSeed: first.contentSeed, turned: first.turned });
    expect(plan.grainSeed).not.toBe(first.grainSeed);
    expect(first.repeats).toBeNull();
  }
});

test('every kind but the blank one is written on, and its text stays on the sheet', () => {
  for (const kind of pageKinds) {
    for (let seed = 0; seed < 40; seed += 1) {
      const marks = layOut(kind, seeded(seed));
      expect(marks.length > 0, kind).toBe(kind !== 'blank');
      for (const mark of marks) {
        if (mark.kind !== 'text') continue;
        const [wide, high] = mark.vertical
          ? [mark.size, mark.text.length * mark.size * 1.06]
          : [widthOf(mark.text, mark.size), mark.size];
        expect(mark.x, mark.text).toBeGreaterThanOrEqual(0);
        expect(mark.x + wide, mark.text).toBeLessThanOrEqual(sheet.width);
        expect(mark.y + high, mark.text).toBeLessThanOrEqual(sheet.height);
      }
    }
  }
});
