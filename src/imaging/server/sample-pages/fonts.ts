/** Outlines of Chinese characters from the packaged fonts (OFL): no font of the system is ever asked. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';
import type { Face } from '#/imaging/rules/sample-pages/marks.ts';

const require = createRequire(import.meta.url);

interface Source {
  /** Which characters are in which subset. */
  subsets: string;
  /** File of one subset. */
  file(subset: string): string;
  /** The packaged outline is the thinnest of its family: widened by this share of the em square, it is body text. */
  widen: number;
}

const sources: Record<Face, Source> = {
  song: {
    subsets: require.resolve('@fontsource-variable/noto-serif-sc/unicode.json'),
    file: (subset) => `noto-serif-sc-${subset}-wght-normal.woff2`,
    widen: 0.018,
  },
  hei: {
    subsets: require.resolve('@fontsource-variable/noto-sans-sc/unicode.json'),
    file: (subset) => `noto-sans-sc-${subset}-wght-normal.woff2`,
    widen: 0.058,
  },
  kai: {
    subsets: require.resolve('@fontsource/ma-shan-zheng/unicode.json'),
    file: (subset) => `ma-shan-zheng-${subset}-400-normal.woff2`,
    widen: 0,
  },
  hand: {
    subsets: require.resolve('@fontsource/zhi-mang-xing/unicode.json'),
    file: (subset) => `zhi-mang-xing-${subset}-400-normal.woff2`,
    widen: 0,
  },
};

export interface Outline {
  /** SVG path data in units of the em square, y downwards from the baseline. */
  path: string;
  /** Em square in those units. */
  em: number;
  /** Advance in those units. */
  width: number;
}

interface Range {
  first: number;
  last: number;
  subset: string;
}

/** The subsets of one face, opened when a character of theirs is first asked for. */
class Typeface {
  readonly widen: number;
  #source: Source;
  #ranges: Range[];
  #fonts = new Map<string, Font>();
  #outlines = new Map<string, Outline | null>();

  constructor(source: Source) {
    this.#source = source;
    this.widen = source.widen;
    const subsets = JSON.parse(readFileSync(source.subsets, 'utf8')) as Record<string, string>;
    this.#ranges = Object.entries(subsets).flatMap(([key, ranges]) =>
      ranges.split(',').map((range) => readRange(range, key)),
    );
  }

  /** Null when the face has no such character. */
  outline(character: string): Outline | null {
    const known = this.#outlines.get(character);
    if (known !== undefined) return known;
    const drawn = this.#draw(character.codePointAt(0) ?? 0);
    this.#outlines.set(character, drawn);
    return drawn;
  }

  #draw(code: number): Outline | null {
    for (const { first, last, subset } of this.#ranges) {
      if (code < first || code > last) continue;
      const font = this.#open(subset);
      if (!font.hasGlyphForCodePoint(code)) continue;
      const glyph = font.glyphForCodePoint(code);
      return { path: glyph.path.scale(1, -1).toSVG(), em: font.unitsPerEm, width: glyph.advanceWidth };
    }
    return null;
  }

  #open(subset: string): Font {
    const open = this.#fonts.get(subset);
    if (open) return open;
    const file = join(dirname(this.#source.subsets), 'files', this.#source.file(subset));
    const font = create(readFileSync(file));
    if (!('glyphForCodePoint' in font)) throw new Error(`${file} is a collection`);
    this.#fonts.set(subset, font);
    return font;
  }
}

const readRange = (range: string, key: string): Range => {
  const [first = '', last = first] = range.replace('U+', '').split('-');
  return { first: Number.parseInt(first, 16), last: Number.parseInt(last, 16), subset: key.replace(/[[\]]/g, '') };
};

const typefaces = new Map<Face, Typeface>();

export function typeface(face: Face): Typeface {
  const known = typefaces.get(face) ?? new Typeface(sources[face]);
  typefaces.set(face, known);
  return known;
}
