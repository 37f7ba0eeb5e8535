import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { layOut } from '#/imaging/rules/sample-pages/layout.ts';
import { type Face, faces } from '#/imaging/rules/sample-pages/marks.ts';
import { type PagePlan, planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { seeded } from '#/imaging/rules/sample-pages/random.ts';
import { everyCharacter } from '#/imaging/rules/sample-pages/wording.ts';
import { drawScan } from './drawing.ts';
import { typeface } from './fonts.ts';
import { samplePage, samplePages } from './page.ts';

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const plain: PagePlan = {
  ...{ kind: 'print', contentSeed: 5, grainSeed: 6, skew: 0, turned: 0, border: 'none', holes: 0, blur: 0, noise: 0 },
  ...{ exposure: 'normal', gradient: 0, showThrough: 0, quality: 90, repeats: null },
};

/** Digest of `plain` as it is drawn: before light and JPEG, which differ by a hair between processors. */
const drawingOfPlain = '52c1a61ef76309dbc9356b72eaf843417b3f69c43fafcfb7fa5d3946cf1f3393';

/** Mean level of green over a part of the page, as shares of its width and height. */
async function level(bytes: Buffer, left: number, top: number, width: number, height: number): Promise<number> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  let [sum, count] = [0, 0];
  for (let y = Math.floor(top * info.height); y < (top + height) * info.height; y += 1)
    for (let x = Math.floor(left * info.width); x < (left + width) * info.width; x += 1, count += 1)
      sum += data[(y * info.width + x) * info.channels + 1]!;
  return sum / count;
}

test('each face has every character that the wording can put on a page, and dates are never brushed', () => {
  const lacks = (face: Face): string =>
    [...everyCharacter()].filter((one) => typeface(face).outline(one) === null).join('');
  expect(faces.map(lacks)).toEqual(['', '', '〇', '〇']);
});

test('the same plan gives the same bytes, and its resolution is written into the file', async () => {
  const [plan] = planPages(11, 1);
  const [first, second] = [await samplePage(plan!, 100), await samplePage(plan!, 100)];
  expect(digest(second.bytes)).toBe(digest(first.bytes));
  expect(first.truth).toEqual(plan);
  const { density, format, width, height } = await sharp(first.bytes).metadata();
  expect([density, format, width * height]).toEqual([100, 'jpeg', 827 * 1169]);
});

test('the pages of a seed come in the order of its plans', async () => {
  const truths: PagePlan[] = [];
  for await (const { truth } of samplePages(12, 3, 50)) truths.push(truth);
  expect(truths).toEqual(planPages(12, 3));
});

test('a page without a classified mark is drawn as ever, with one it bears a red stamp in its corner and nothing else', async () => {
  // The thresholds of the checks were found on these very pages.
  const drawn = drawScan(plain, layOut(plain.kind, seeded(plain.contentSeed)), { width: 827, height: 1169 });
  expect(digest(Buffer.from(drawn))).toBe(drawingOfPlain);
  const raw = async (plan: PagePlan) =>
    sharp((await samplePage({ ...plan, quality: 100 }, 100)).bytes)
      .raw()
      .toBuffer({ resolveWithObject: true });
  const [bare, marked] = [await raw(plain), await raw({ ...plain, secrecy: '机密' })];
  const { width, height, channels } = bare.info;
  let [red, elsewhere] = [0, 0];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * channels;
      const change = Math.abs(bare.data[at + 1]! - marked.data[at + 1]!);
      if (change < 60) continue;
      if (x > width * 0.72 && y < height * 0.1) red += marked.data[at]! - marked.data[at + 1]! > 60 ? 1 : 0;
      else elsewhere += 1;
    }
  expect(elsewhere).toBe(0);
  expect(red).toBeGreaterThan(500);
});

test('what the plan says befell a page is to be seen on it', async () => {
  const draw = async (change: Partial<PagePlan>): Promise<Buffer> =>
    (await samplePage({ ...plain, ...change }, 100)).bytes;
  const [sharpOne, blank] = [await draw({}), await draw({ kind: 'blank' })];
  const whole = [0, 0, 1, 1] as const;
  expect(await level(sharpOne, ...whole)).toBeLessThan((await level(blank, ...whole)) - 5);
  expect(await level(await draw({ border: 'bed' }), 0, 0, 1, 0.02)).toBeLessThan(40);
  expect(await level(await draw({ exposure: 'under' }), ...whole)).toBeLessThan(110);
  expect(await level(await draw({ exposure: 'over', kind: 'blank' }), ...whole)).toBe(255);
  const shining = await draw({ kind: 'blank', showThrough: 0.1 });
  expect(await level(shining, ...whole)).toBeLessThan((await level(blank, ...whole)) - 0.5);
  const falling = await draw({ kind: 'blank', gradient: 0.15 });
  expect(Math.abs((await level(falling, 0, 0, 0.1, 1)) - (await level(falling, 0.9, 0, 0.1, 1)))).toBeGreaterThan(20);
  // A quarter turn clockwise brings what was at the left to the top.
  const turned = await draw({ kind: 'cover', turned: 90 });
  expect((await sharp(turned).metadata()).width).toBe(1169);
});
