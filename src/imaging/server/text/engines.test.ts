/** Both engines on pages whose text is known; real pictures of others where they are at hand. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageKind } from '#/imaging/rules/sample-pages/layout.ts';
import type { PagePlan } from '#/imaging/rules/sample-pages/plan.ts';
import { truthOf } from '#/imaging/rules/sample-pages/truth.ts';
import { errorsOf } from '#/imaging/rules/text/error-rate.ts';
import { boundsOf } from '#/imaging/rules/text/rectangle.ts';
import type { Direction, PageText } from '#/imaging/rules/text/text.ts';
import { samplePage } from '../sample-pages/page.ts';
import { openRecogniser } from './apart.ts';
import { engines, NoEngine, type Recogniser } from './recogniser.ts';

const data = join(import.meta.dirname, '../../../../../shared/data/ocr-gt');
const isThere = existsSync(data);
if (!isThere) console.log('跳过 Skipped: ../shared/data/ocr-gt is not here, real pictures are not read');

const listed = spawnSync('tesseract', ['--list-langs'], { encoding: 'utf8' }).stdout ?? '';
const hasTesseract = /^chi_sim$/m.test(listed) && /^chi_sim_vert$/m.test(listed);
if (!hasTesseract) console.log('跳过 Skipped: tesseract with chi_sim and chi_sim_vert is not installed');

const plan = (kind: PageKind, more: Partial<PagePlan> = {}): PagePlan => ({
  ...{ kind, contentSeed: 41, grainSeed: 5, skew: 1.2, turned: 0, border: 'bars', holes: 0, blur: 0.3, noise: 2 },
  ...{ exposure: 'normal', gradient: 0.05, showThrough: 0, quality: 88, repeats: null, ...more },
});

const textOf = ({ lines }: PageText): string => lines.map(({ text }) => text).join('\n');

/** Share of letters that are wrong. */
async function rateOf(reader: Recogniser, page: PagePlan, direction: Direction = 'horizontal'): Promise<number> {
  const { bytes } = await samplePage(page, 200);
  const { errors, letters } = errorsOf(
    truthOf(page).join(''),
    textOf(await reader.recognise(bytes, { page: 1, direction })),
  );
  return errors / letters;
}

const here = { ppocr: true, tesseract: hasTesseract };
/** What each may do wrong: of a cover's few lines, and of vertical writing. `bench -- ocr` has the rest. */
const most = { ppocr: { cover: 0.05, vertical: 0.08 }, tesseract: { cover: 0.4, vertical: 0.25 } };

for (const name of engines)
  describe.skipIf(!here[name])(`the engine ${name}`, () => {
    let reader: Recogniser;
    beforeAll(async () => {
      reader = await openRecogniser(name);
    });
    afterAll(async () => {
      await reader?.[Symbol.asyncDispose]();
    });

    test('reads lines that were fed askew, and columns from right to left', { timeout: 120_000 }, async () => {
      expect(reader.name).toBe(name);
      expect(reader.version).toMatch(/\d/);
      expect(await rateOf(reader, plan('cover'))).toBeLessThan(most[name].cover);
      expect(await rateOf(reader, plan('vertical'), 'vertical')).toBeLessThan(most[name].vertical);
    });

    test('reads nothing where nothing stands, and says which page there is not', { timeout: 60_000 }, async () => {
      const { bytes } = await samplePage(plan('blank', { border: 'none' }), 100);
      expect(await reader.recognise(bytes, { page: 1, direction: 'horizontal' })).toEqual({
        ...{ lines: [], upsideDown: false },
      });
      await expect(reader.recognise(bytes, { page: 2, direction: 'horizontal' })).rejects.toThrow(RangeError);
      await expect(reader.recognise(Buffer.from('keine'), { page: 1, direction: 'horizontal' })).rejects.toThrow(
        'EPIXELS',
      );
    });
  });

describe('ppocr', () => {
  let reader: Recogniser;
  beforeAll(async () => {
    reader = await openRecogniser('ppocr');
  });
  afterAll(async () => {
    await reader[Symbol.asyncDispose]();
  });

  test('reads ruled tables row by row, and a page on its head', { timeout: 120_000 }, async () => {
    expect(await rateOf(reader, plan('table'))).toBeLessThan(0.03);
    const page = plan('cover', { turned: 180 });
    const { bytes } = await samplePage(page, 200);
    const turned = await reader.recognise(bytes, { page: 1, direction: 'horizontal' });
    expect(turned.upsideDown).toBe(true);
    const { errors, letters } = errorsOf(truthOf(page).join(''), textOf(turned));
    expect(errors / letters).toBeLessThan(0.1);
    // Its first line lies at the foot of the picture.
    const { height } = await sharp(bytes).metadata();
    expect(boundsOf(turned.lines[0]!.box).y).toBeGreaterThan(height / 2);
  });

  test('boxes lie where the letters are, in pixels of the stored image', { timeout: 60_000 }, async () => {
    const page = plan('cover', { skew: 0, border: 'none' });
    const { bytes } = await samplePage(page, 200);
    const { lines } = await reader.recognise(bytes, { page: 1, direction: 'horizontal' });
    const number = lines.find(({ text }) => text.startsWith('全宗号'))!;
    const { x, y, width, height } = boundsOf(number.box);
    // Set at 1420, 2480 in a size of 58, at 300 dots an inch.
    expect(Math.abs(x - (1420 * 2) / 3)).toBeLessThan(25);
    expect(Math.abs(y + height / 2 - ((2480 + 29) * 2) / 3)).toBeLessThan(15);
    expect(width).toBeGreaterThan(height * 3);
    expect(number.confidence).toBeGreaterThan(0.8);
  });

  test('an order that is stopped ends its process, and the next one is answered', { timeout: 60_000 }, async () => {
    const { bytes } = await samplePage(plan('cover'), 150);
    const stop = new AbortController();
    const stopped = reader.recognise(bytes, { page: 1, direction: 'horizontal' }, stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 100);
    await expect(stopped).rejects.toThrow('stopped');
    expect((await reader.recognise(bytes, { page: 1, direction: 'horizontal' })).lines.length).toBeGreaterThan(3);
  });

  describe.skipIf(!isThere)('real pictures', () => {
    const shown: readonly [file: string, direction: Direction, truth: string, most: number][] = [
      ['rapidocr/text_rec.jpg', 'horizontal', '韩国小馆', 0],
      // A woodcut: three columns.
      [
        'rapidocr/text_vertical_words.png',
        'vertical',
        '有評是是非非之士師也是非不得問之人要取之已取之時不參一人見而',
        0.25,
      ],
    ];
    test('seven lines of small print', { timeout: 60_000 }, async () => {
      const picture = readFileSync(join(data, 'cnocr/multi-line_cn1.png'));
      const { lines } = await reader.recognise(picture, { page: 1, direction: 'horizontal' });
      expect(lines).toHaveLength(7);
      expect(lines[0]!.text).toMatch(/^网络支付并无本质的区别/);
    });

    test.each(shown)('%s', { timeout: 60_000 }, async (file, direction, truth, most) => {
      const read = textOf(await reader.recognise(readFileSync(join(data, file)), { page: 1, direction }));
      expect(errorsOf(truth, read).errors / truth.length, read).toBeLessThanOrEqual(most);
    });
  });
});

test('an engine that is not installed says so when it is opened', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    await expect(openRecogniser('tesseract')).rejects.toThrow(NoEngine);
  } finally {
    process.env['PATH'] = path;
  }
});
