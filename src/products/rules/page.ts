/** A page of a book: how large it is, and how its picture lies on it. */
import type { PictureFacts } from '#/imaging/rules/delivered.ts';

/** Pixels of the upright page. */
const uprightPixels = ({
  width,
  height,
  orientation,
}: Pick<PictureFacts, 'width' | 'height' | 'orientation'>): { width: number; height: number } =>
  orientation >= 5 ? { width: height, height: width } : { width, height };

/** Size of the upright page in units of which `perInch` make an inch: 72 points, 25.4 millimetres. */
export function pageSize(facts: PictureFacts, perInch: number): { width: number; height: number } {
  const { width, height } = uprightPixels(facts);
  return { width: (width * perInch) / facts.dpi.x, height: (height * perInch) / facts.dpi.y };
}

/** [a, b, c, d, e, f]: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** Lays the unit square of a stored picture (y down) upright on a page of this size (y down), by its EXIF orientation. */
export function placement(orientation: number, { width: w, height: h }: { width: number; height: number }): Matrix {
  switch (orientation) {
    case 2:
      return [-w, 0, 0, h, w, 0];
    case 3:
      return [-w, 0, 0, -h, w, h];
    case 4:
      return [w, 0, 0, -h, 0, h];
    case 5:
      return [0, h, w, 0, 0, 0];
    case 6:
      return [0, h, -w, 0, w, 0];
    case 7:
      return [0, -h, -w, 0, w, h];
    case 8:
      return [0, -h, w, 0, 0, h];
    default:
      return [w, 0, 0, h, 0, 0];
  }
}

/** What may stand in a document of text: no control characters, no halves of letters, nothing that XML cannot hold. */
export const writable = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\u{20}-\u{7E}\u{A0}-\u{D7FF}\u{E000}-\u{FEFE}\u{FF00}-\u{FFFC}\u{10000}-\u{10FFFF}]/gu, '');
