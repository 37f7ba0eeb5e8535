/** Text that a machine read off a page, line by line in the order of reading. */

export const directions = ['horizontal', 'vertical'] as const;
/** horizontal: lines run across; vertical (竖排): columns run down, from right to left. */
export type Direction = (typeof directions)[number];

/** x and y in pixels of the stored image, from its upper left corner. */
export type Point = readonly [x: number, y: number];
/** Corners, clockwise from the one at the upper left of the picture. */
export type Quad = readonly [Point, Point, Point, Point];

export interface TextLine {
  text: string;
  box: Quad;
  /** 0 to 1. */
  confidence: number;
}

export interface PageText {
  lines: TextLine[];
  /** The picture was read turned by half. */
  upsideDown: boolean;
}

/** Mean of its lines, longer ones for more; null of a page without any. */
export function meanConfidence(lines: readonly TextLine[]): number | null {
  const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
  if (letters === 0) return null;
  return lines.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0) / letters;
}
