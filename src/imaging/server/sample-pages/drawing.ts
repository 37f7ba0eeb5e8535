/** Marks as an SVG of outlines only, with the sheet where the scanner saw it. */
import { advance, type Mark, type Face, sheet, widthOf } from '#/imaging/rules/sample-pages/marks.ts';
import type { PagePlan } from '#/imaging/rules/sample-pages/plan.ts';
import { seeded } from '#/imaging/rules/sample-pages/random.ts';
import { typeface } from './fonts.ts';

const short = (value: number): string => String(Math.round(value * 100) / 100);

/** Draws characters once and refers to them afterwards. */
class Glyphs {
  #ids = new Map<string, string>();
  definitions: string[] = [];

  id(face: Face, character: string): { id: string; em: number; width: number } | null {
    const outline = typeface(face).outline(character);
    if (outline === null) throw new Error(`${face} has no ${character}`);
    const key = face + character;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = `g${this.#ids.size}`;
      this.#ids.set(key, id);
      this.definitions.push(`<path id="${id}" d="${outline.path}"/>`);
    }
    return { id, em: outline.em, width: outline.width };
  }
}

/** Baseline of CJK fonts, down from the upper edge of the em square. */
const ascent = 0.88;

function character(glyphs: Glyphs, face: Face, one: string, x: number, y: number, size: number): string {
  if (one === '　' || one === ' ') return '';
  const glyph = glyphs.id(face, one);
  if (glyph === null) return '';
  const scale = size / glyph.em;
  // Letters and digits stand in the middle of their half square, whatever their own width.
  const left = x + (advance(one, size) - glyph.width * scale) / 2;
  return `<use href="#${glyph.id}" transform="translate(${short(left)} ${short(y + ascent * size)}) scale(${scale.toFixed(5)})"/>`;
}

const painted = (face: Face, colour: string, bold: number, inner: string): string => {
  const width = typeface(face).widen + bold;
  const stroke = width > 0 ? ` stroke="${colour}" stroke-width="${width * 1000}" stroke-linejoin="round"` : '';
  return `<g fill="${colour}"${stroke}>${inner}</g>`;
};

function drawMark(glyphs: Glyphs, mark: Mark): string {
  switch (mark.kind) {
    case 'line':
      return `<polyline points="${mark.points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ')}" fill="none" stroke="${mark.colour}" stroke-width="${mark.width}"/>`;
    case 'disc':
      return mark.ring === undefined
        ? `<circle cx="${mark.x}" cy="${mark.y}" r="${mark.radius}" fill="${mark.colour}"/>`
        : `<circle cx="${mark.x}" cy="${mark.y}" r="${mark.radius}" fill="none" stroke="${mark.colour}" stroke-width="${mark.ring}"/>`;
    case 'arc': {
      const letters = [...mark.text];
      const inner = letters.map((one, index) => {
        const angle = -130 + (260 * index) / Math.max(1, letters.length - 1);
        const drawn = character(glyphs, mark.face, one, -mark.size / 2, -mark.radius - mark.size / 2, mark.size);
        return `<g transform="translate(${mark.x} ${mark.y}) rotate(${angle.toFixed(2)})">${drawn}</g>`;
      });
      return painted(mark.face, mark.colour, 0, inner.join(''));
    }
    case 'text': {
      let [x, y] = [mark.x, mark.y];
      let inner = '';
      for (const one of mark.text) {
        inner += character(glyphs, mark.face, one, x, y, mark.size);
        if (mark.vertical) y += mark.size * 1.06;
        else x += widthOf(one, mark.size);
      }
      return painted(mark.face, mark.colour, mark.bold ?? 0, inner);
    }
  }
}

const rectangle = (x: number, y: number, width: number, height: number, colour: string): string =>
  `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${colour}"/>`;

/** Filing holes along the left edge: the bed is seen through them. */
function holesOf(plan: PagePlan): string {
  const random = seeded(plan.grainSeed + 1);
  const radius = random.between(28, 40);
  return Array.from({ length: plan.holes }, (_, index) => {
    const y = (sheet.height / (plan.holes + 1)) * (index + 1) + random.between(-20, 20);
    return `<circle cx="${short(random.between(105, 125))}" cy="${short(y)}" r="${short(radius)}" fill="#141414"/>`;
  }).join('');
}

/** Bars where the scanner saw past the sheet: 1 to 8 mm on one to four sides, not quite straight. */
function barsOf(plan: PagePlan): string {
  const random = seeded(plan.grainSeed + 2);
  const { width, height } = sheet;
  const deep = (): number => random.between(14, 95);
  const sides = [
    () => `0,0 ${width},0 ${width},${short(deep())} 0,${short(deep())}`,
    () => `${width},0 ${width},${height} ${short(width - deep())},${height} ${short(width - deep())},0`,
    () => `0,${height} ${width},${height} ${width},${short(height - deep())} 0,${short(height - deep())}`,
    () => `0,0 ${short(deep())},0 ${short(deep())},${height} 0,${height}`,
  ];
  const first = random.whole(0, 3);
  return sides
    .filter((_, index) => index === first || random.chance(0.3))
    .map((points) => `<polygon points="${points()}" fill="#0d0d0d"/>`)
    .join('');
}

const papers = ['#f7f5ef', '#f3efe2', '#fbfaf7', '#efe8d4'];

/** The scan before light and grain: upright, or turned by quarter turns. */
export function drawScan(plan: PagePlan, marks: readonly Mark[], size: { width: number; height: number }): string {
  const glyphs = new Glyphs();
  const random = seeded(plan.contentSeed + 3);
  const paper = random.pick(papers);
  const { width, height } = sheet;
  const [midX, midY] = [width / 2, height / 2];
  const drawn = marks.map((mark) => drawMark(glyphs, mark)).join('');
  const bed = plan.border === 'bed';
  // On a bed the whole sheet is seen, so it must be smaller than the picture.
  const shrink = bed ? 0.93 : 1;
  const around = bed ? '#171717' : paper;
  const skewed = `<g transform="translate(${midX} ${midY}) rotate(${plan.skew}) scale(${shrink}) translate(${-midX} ${-midY})">${bed ? rectangle(0, 0, width, height, paper) : ''}${drawn}${holesOf(plan)}</g>`;
  const inside = `${rectangle(0, 0, width, height, around)}${skewed}${plan.border === 'bars' ? barsOf(plan) : ''}`;
  return svg(plan.turned, size, glyphs.definitions, inside);
}

/** The back of the sheet as it shines through: another page, mirrored. */
export function drawBack(plan: PagePlan, marks: readonly Mark[], size: { width: number; height: number }): string {
  const glyphs = new Glyphs();
  const { width, height } = sheet;
  const drawn = marks.map((mark) => drawMark(glyphs, mark)).join('');
  const inside = `${rectangle(0, 0, width, height, '#ffffff')}<g transform="translate(${width} 0) scale(-1 1)">${drawn}</g>`;
  return svg(plan.turned, size, glyphs.definitions, inside);
}

const turning: Record<PagePlan['turned'], string> = {
  0: '',
  90: `translate(${sheet.height} 0) rotate(90)`,
  180: `translate(${sheet.width} ${sheet.height}) rotate(180)`,
  270: `translate(0 ${sheet.width}) rotate(270)`,
};

function svg(
  turned: PagePlan['turned'],
  size: { width: number; height: number },
  definitions: readonly string[],
  inside: string,
): string {
  const [wide, high] = turned % 180 === 0 ? [sheet.width, sheet.height] : [sheet.height, sheet.width];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${wide} ${high}"><defs>${definitions.join('')}</defs><g transform="${turning[turned]}">${inside}</g></svg>`;
}
