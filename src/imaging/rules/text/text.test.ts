import { expect, test } from 'vitest';
import { layOut, pageKinds } from '../sample-pages/layout.ts';
import { seeded } from '../sample-pages/random.ts';
import { truthOf } from '../sample-pages/truth.ts';
import { boxesIn } from './boxes.ts';
import { readSteps } from './ctc.ts';
import { comparable, distance, errorsOf } from './error-rate.ts';
import { inOrder, isReadDown, runsDown } from './order.ts';
import { boundsOf, cornersOf, type Rectangle, smallestRound } from './rectangle.ts';
import { drawStrip, frameOf, stripWidth } from './strip.ts';
import { meanConfidence, type Quad } from './text.ts';
import { linesOfTsv } from './tsv.ts';
import { uprightBox } from './upright.ts';

/** A map with rectangles of one probability on it. */
function mapOf(width: number, height: number, boxes: readonly Rectangle[], probability = 0.9) {
  const values = new Float32Array(width * height);
  for (const { x, y, angle, width: wide, height: high } of boxes)
    for (let v = 0; v < height; v += 1)
      for (let u = 0; u < width; u += 1) {
        const [dx, dy] = [u + 0.5 - x, v + 0.5 - y];
        const along = dx * Math.cos(angle) + dy * Math.sin(angle);
        const across = dy * Math.cos(angle) - dx * Math.sin(angle);
        if (Math.abs(along) <= wide / 2 && Math.abs(across) <= high / 2) values[v * width + u] = probability;
      }
  return { values, width, height };
}

const box = (x: number, y: number, width: number, height: number, angle = 0): Rectangle => ({
  ...{ x, y, width, height, angle },
});

test('the smallest rectangle round points lies as they lie, whatever their order', () => {
  const askew = box(100, 60, 80, 20, 0.2);
  const found = smallestRound([...cornersOf(askew), [100, 60], [101, 61]]);
  for (const key of ['x', 'y', 'angle', 'width', 'height'] as const) expect(found[key]).toBeCloseTo(askew[key], 5);
  // A quarter of a turn is told by width and height: no angle is beyond an eighth.
  const standing = smallestRound(cornersOf(box(50, 50, 60, 10, Math.PI / 2 - 0.1)));
  expect([standing.width, standing.height, standing.angle].map((one) => Number(one.toFixed(5)))).toEqual([
    10, 60, -0.1,
  ]);
  expect(smallestRound([[3, 4]])).toMatchObject({ width: 0, height: 0 });
});

test('boxes are widened again; specks and what is hardly probable are none', () => {
  const line = box(60, 40, 80, 8, 0.1);
  const [found, ...more] = boxesIn(mapOf(120, 80, [line, box(10, 70, 2, 2)]));
  expect(more).toEqual([]);
  expect(found!.angle).toBeCloseTo(0.1, 1);
  // 80 × 8 has 640 of area and 176 of rim: by 1.5 each side moves out by 5.5.
  expect(found!.width).toBeGreaterThan(88);
  expect(found!.height).toBeGreaterThan(17);
  expect(found!.height).toBeLessThan(24);
  expect(boxesIn(mapOf(120, 80, [line], 0.4))).toEqual([]);
});

test('a recogniser’s table: repeats are one letter, blanks part them', () => {
  const alphabet = ['', '中', '国', ' '];
  const steps = [1, 1, 0, 1, 2, 2, 0, 3, 0];
  const values = new Float32Array(4 * (steps.length + 1));
  for (const [step, letter] of steps.entries()) values[4 + step * 4 + letter] = 0.8;
  const read = readSteps({ values, offset: 4, steps: steps.length, letters: 4 }, alphabet);
  expect(read.text).toBe('中中国 ');
  expect(read.confidence).toBeCloseTo(0.8, 5);
  expect(readSteps({ values, offset: 0, steps: 1, letters: 4 }, alphabet)).toEqual({ text: '', confidence: 0 });
});

const named = (...list: readonly [name: string, rectangle: Rectangle][]) =>
  list.map(([name, rectangle]) => ({ name, rectangle }));
const namesOf = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join('');

test('lines are read from top to bottom and from left to right, askew or not', () => {
  const slope = 0.08;
  // The right part of the first line lies lower on the picture than the left part of the second.
  const page = named(
    ['d', box(1500, 240 + 1500 * slope, 800, 40, slope)],
    ['a', box(400, 180 + 400 * slope, 600, 40, slope)],
    ['c', box(500, 240 + 500 * slope, 900, 40, slope)],
    ['b', box(1600, 180 + 1600 * slope, 600, 40, slope)],
  );
  expect(namesOf(inOrder(page, { down: false, upsideDown: false }))).toBe('abcd');
  expect(namesOf(inOrder(page, { down: false, upsideDown: true }))).toBe('dcba');
});

test('竖排: columns are read from right to left, each from top to bottom', () => {
  const page = named(['c', box(200, 500, 60, 900)], ['b', box(305, 850, 60, 200)], ['a', box(300, 300, 60, 400)]);
  const rectangles = page.map(({ rectangle }) => rectangle);
  expect(runsDown(rectangles, 'horizontal')).toBe(true);
  expect(runsDown([box(0, 0, 30, 30)], 'vertical')).toBe(true);
  expect(runsDown([box(0, 0, 30, 30)], 'horizontal')).toBe(false);
  expect(namesOf(inOrder(page, { down: true, upsideDown: false }))).toBe('abc');
});

test('a single figure among lines is upright; a letter by itself in a column, too', () => {
  expect(isReadDown(box(0, 0, 20, 40), { direction: 'horizontal', down: false })).toBe(false);
  expect(isReadDown(box(0, 0, 20, 90), { direction: 'horizontal', down: false })).toBe(true);
  expect(isReadDown(box(0, 0, 40, 42), { direction: 'vertical', down: true })).toBe(false);
  expect(isReadDown(box(0, 0, 40, 42), { direction: 'horizontal', down: true })).toBe(true);
});

test('a line is cut out upright, from a page that lies on its side or stands on its head', () => {
  // Red at the left end of the line, black at its right end.
  const page = { data: new Uint8Array(100 * 40 * 3).fill(255), width: 100, height: 40, channels: 3 };
  for (let y = 10; y < 30; y += 1)
    for (let x = 10; x < 90; x += 1) page.data.set(x < 50 ? [255, 0, 0] : [0, 0, 0], (y * 100 + x) * 3);
  const drawn = (upsideDown: boolean) => {
    const frame = frameOf(box(50, 20, 80, 20), { runsDown: false, upsideDown });
    const width = stripWidth(frame, 8);
    const into = new Float32Array(3 * 8 * width);
    drawStrip(page, frame, { into, offset: 0, stride: width, width, height: 8 });
    const red = into.subarray(2 * 8 * width);
    return [width, red[4 * width + 4], red[4 * width + width - 5]].map((one) => Math.round(one!));
  };
  expect(drawn(false)).toEqual([32, 1, -1]);
  expect(drawn(true)).toEqual([32, -1, 1]);
  // A line that runs down begins at the top, its letters' heads to the right.
  const down = frameOf(box(50, 50, 20, 80), { runsDown: true, upsideDown: false });
  expect(down).toEqual({ origin: [60, 10], across: [0, 80], down: [-20, 0] });
});

test('error rate: letters put in, taken out, changed; spaces and signs that look alike are none', () => {
  expect(distance('中华人民', '中人氏共')).toBe(3);
  expect(comparable('第 1 页，共２页。')).toBe(comparable('第1页,共２页.'));
  expect(errorsOf('任免通知', '任 免通知书')).toEqual({ letters: 4, errors: 1, found: 4 });
  expect(errorsOf('甲乙', '乙甲')).toEqual({ letters: 2, errors: 2, found: 2 });
  expect(errorsOf('', '多')).toEqual({ letters: 0, errors: 1, found: 0 });
});

test('tesseract’s rows become lines; Chinese words without spaces, Latin ones with', () => {
  const row = (level: number, place: string, confidence: number, text: string) =>
    [level, 1, 1, 1, 1, 1, place, confidence, text].join('\t');
  const tsv = [
    'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext',
    row(4, '10\t20\t300\t40', -1, ''),
    row(5, '10\t20\t100\t40', 96, '关于'),
    row(5, '110\t20\t100\t40', 90, 'ISO'),
    row(5, '210\t20\t100\t40', 90, '9000'),
    row(4, '10\t80\t300\t40', -1, ''),
    row(5, '10\t80\t300\t40', 50, ' '),
  ].join('\n');
  const [line, ...more] = linesOfTsv(tsv);
  expect(more).toEqual([]);
  expect(line!.text).toBe('关于ISO 9000');
  expect(line!.box[2]).toEqual([310, 60]);
  expect(line!.confidence).toBeCloseTo((96 * 2 + 90 * 7) / 900, 5);
});

test('a page’s confidence is that of its letters; without lines there is none', () => {
  const at: Quad = cornersOf(box(0, 0, 2, 2));
  expect(meanConfidence([])).toBeNull();
  expect(
    meanConfidence([
      { text: '一二三', confidence: 1, box: at },
      { text: '四', confidence: 0.6, box: at },
    ]),
  ).toBeCloseTo(0.9, 5);
});

test('a box follows its picture when that is shown upright (EXIF orientation)', () => {
  const at = cornersOf(box(20, 10, 20, 4));
  expect(boundsOf(at)).toEqual({ x: 10, y: 8, width: 20, height: 4 });
  const size = { width: 100, height: 50 };
  expect(uprightBox(at, { ...size, orientation: 1 })).toEqual({ x: 10, y: 8, width: 20, height: 4 });
  expect(uprightBox(at, { ...size, orientation: 3 })).toEqual({ x: 70, y: 38, width: 20, height: 4 });
  // Turned clockwise by a quarter: what was at the upper left is at the upper right.
  expect(uprightBox(at, { ...size, orientation: 6 })).toEqual({ x: 38, y: 10, width: 4, height: 20 });
  expect(uprightBox(at, { ...size, orientation: 8 })).toEqual({ x: 8, y: 70, width: 4, height: 20 });
  expect(uprightBox(at, { ...size, orientation: 2 })).toEqual({ x: 70, y: 8, width: 20, height: 4 });
  expect(uprightBox(at, { ...size, orientation: 5 })).toEqual({ x: 8, y: 10, width: 4, height: 20 });
});

test('the truth of a sample page is all that is written on it, in the order of reading', () => {
  for (const kind of pageKinds) {
    const lines = truthOf({ kind, contentSeed: 7 });
    const written = layOut(kind, seeded(7)).flatMap((mark) => (mark.kind === 'text' ? [...mark.text] : []));
    expect([...lines.join('')].toSorted(), kind).toEqual(written.toSorted());
  }
  const [first] = truthOf({ kind: 'table', contentSeed: 3 });
  expect(first).toMatch(/登记报告$/);
});
