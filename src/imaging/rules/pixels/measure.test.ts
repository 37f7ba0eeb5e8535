import { describe, expect, test } from 'vitest';
import { factorOf, type Raster, shrink } from './grid.ts';
import { coarseLikeness, fineLikeness, likable } from './likeness.ts';
import { measure } from './measure.ts';

interface Drawing {
  /** Degrees clockwise. */
  skew?: number;
  /** Lines run down the page. */
  down?: boolean;
  paper?: number;
  ink?: number;
  /** Pixels that an edge takes from paper to ink. */
  edge?: number;
  /** Black pixels at the left. */
  border?: number;
  /** A dark disc of this radius. */
  hole?: number;
  empty?: boolean;
  channels?: number;
  seed?: number;
  scale?: number;
}

const [width, height] = [1240, 1754];

/** Lines of boxes as large as characters, each with a gap of its own; drawn by arithmetic, so that angles are exact. */
function draw({
  skew = 0,
  down = false,
  paper = 230,
  ink = 30,
  edge = 1,
  border = 0,
  hole = 0,
  empty = false,
  channels = 3,
  seed = 1,
  scale = 1,
}: Drawing): Raster {
  const data = new Uint8Array(width * height * channels);
  const [cos, sin] = [Math.cos((skew * Math.PI) / 180), Math.sin((skew * Math.PI) / 180)];
  const near = (distance: number): number => Math.min(1, Math.max(0, distance / edge + 0.5));
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [fromX, fromY] = [(x - width / 2) / scale, (y - height / 2) / scale];
      const [across, along] = [fromX * cos + fromY * sin + width / 2, fromY * cos - fromX * sin + height / 2];
      const [u, v] = down ? [along, across] : [across, along];
      const line = Math.floor(v / 48);
      const place = Math.floor(u / 30);
      const gap = 4 + ((line * 7919 + place * 104_729 * seed) % 9);
      const isText =
        !empty &&
        across > 130 &&
        across < width - 130 &&
        along > 150 &&
        along < height - 150 &&
        (line * 31 + place * seed) % 7 !== 0;
      // Each character is of four strokes along its line, ten pixels from one to the next.
      const stroke = 3 - Math.abs(((v - line * 48 - 8 + 480) % 10) - 3);
      const inside = Math.min(
        u - place * 30 - gap / 2,
        place * 30 + 30 - gap / 2 - u,
        v - line * 48 - 8,
        line * 48 + 44 - v,
        stroke,
      );
      let level = paper - (isText ? near(inside) : 0) * (paper - ink);
      if (x < border || (hole > 0 && Math.hypot(x - 60, y - 600) < hole)) level = 12;
      for (let channel = 0; channel < channels; channel += 1, at += 1)
        data[at] = channel === 1 || channels === 1 ? level : 255 - level;
    }
  }
  return { data, width, height, channels };
}

const of = (drawing: Drawing) => measure(draw(drawing), 150);

describe('DA/T 31-2017 §10.2: skew', () => {
  test.each([-5, -2.37, -0.4, 0, 0.15, 1.865, 4.6])('%d degrees clockwise are found within 0.03', (skew) => {
    expect(Math.abs(of({ skew }).skew.degrees! - skew)).toBeLessThan(0.03);
  });

  test('lines that run down the page are told from those that run across', () => {
    const down = of({ down: true, skew: -1.2 }).skew;
    expect(down.lines).toBe('down');
    expect(down.downRatio).toBeGreaterThan(1.3);
    expect(Math.abs(down.degrees! + 1.2)).toBeLessThan(0.03);
    expect(of({ skew: -1.2 }).skew).toMatchObject({ lines: 'across' });
  });

  test('an empty page has none', () => {
    expect(of({ empty: true }).skew).toMatchObject({ degrees: null, confidence: 0 });
  });
});

describe('DA/T 31-2017 §10.3, §10.5: what else is measured', () => {
  test('paper, ink and edges of a good page', () => {
    const page = of({});
    expect(page).toMatchObject({ paper: 230, noise: 0, clipped: 0, border: [0, 0, 0, 0] });
    expect(page.ink).toBeGreaterThan(0.1);
    expect(page.inkLevel).toBeLessThan(60);
    expect(page.steepness).toBeGreaterThan(0.9);
  });

  test('the softer the edges, the less steep', () => {
    const steep = [1, 4, 8].map((edge) => of({ edge }).steepness ?? 0);
    expect(steep[1]!).toBeLessThan(steep[0]!);
    expect(steep[2]!).toBeLessThan(0.55);
  });

  test('a black edge is as deep as it is, and no ink', () => {
    const [edged, plain] = [of({ border: 40 }), of({})];
    expect(edged.border).toEqual([0, 0, 0, 40]);
    expect(edged.skew.degrees).toBeCloseTo(0, 1);
    expect(Math.abs(edged.ink - plain.ink)).toBeLessThan(0.01);
  });

  test('a punched hole is no ink: the back of a sheet stays blank', () => {
    expect(of({ empty: true, hole: 22 }).ink).toBe(0);
  });

  test('dark paper and washed-out ink show in their levels', () => {
    expect(of({ paper: 96, ink: 12 }).paper).toBe(96);
    expect(of({ paper: 255, ink: 120 })).toMatchObject({ clipped: 1, paper: 255 });
  });

  test('one channel is measured like three', () => {
    expect(of({ channels: 1, skew: 2 })).toEqual(of({ channels: 3, skew: 2 }));
  });
});

describe('likeness', () => {
  const ready = (drawing: Drawing) => likable(of(drawing).signature!);

  test('the same page is known at another skew and size, another page is not', () => {
    const first = ready({ skew: -1 });
    const again = ready({ skew: 2.3, scale: 0.94 });
    const other = ready({ seed: 3 });
    expect(coarseLikeness(first, again)).toBeGreaterThan(0.8);
    expect(fineLikeness(first, again)).toBeGreaterThan(fineLikeness(first, other) + 0.2);
  });

  test('an empty page is like no other', () => {
    expect(of({ empty: true }).signature).toBeNull();
  });
});

test('cells are the average of their pixels, at any number of pixels to a cell', () => {
  const page = draw({ channels: 1 });
  for (const factor of [1, 2, 3, 4, 5]) {
    const { cells, width: across } = shrink(page, factor);
    const [x, y] = [101, 97];
    let sum = 0;
    for (let down = 0; down < factor; down += 1)
      for (let right = 0; right < factor; right += 1)
        sum += page.data[(y * factor + down) * page.width + x * factor + right]!;
    expect(cells[y * across + x], `${factor}`).toBe(Math.floor(sum / (factor * factor)));
  }
});

test('resolution sets the cells where it can be believed, size where it cannot', () => {
  expect(factorOf(2480, 3508, 300)).toBe(4);
  expect(factorOf(2480, 3508, null)).toBe(4);
  expect(factorOf(4123, 5556, 72)).toBe(7);
  expect(factorOf(1138, 1998, null)).toBe(3);
  expect(factorOf(3508, 4960, 300)).toBe(4);
  expect(factorOf(4960, 7016, 600)).toBe(8);
});
