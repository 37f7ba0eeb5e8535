/** What is drawn on a sheet, in dots at 300 per inch: A4 upright is 2480 by 3508. */
export const sheet = { width: 2480, height: 3508 } as const;

export const faces = ['song', 'hei', 'kai', 'hand'] as const;
export type Face = (typeof faces)[number];

export interface TextMark {
  kind: 'text';
  face: Face;
  text: string;
  /** Size of the em square. */
  size: number;
  /** Where the first em square begins: its left and its upper edge. */
  x: number;
  y: number;
  colour: string;
  /** Runs downwards, as in old papers. */
  vertical?: boolean;
  /** Strokes widened by this share of the em square. */
  bold?: number;
}

export interface LineMark {
  kind: 'line';
  points: readonly (readonly [x: number, y: number])[];
  width: number;
  colour: string;
}

export interface DiscMark {
  kind: 'disc';
  x: number;
  y: number;
  radius: number;
  colour: string;
  /** Drawn as a ring of this width; filled when absent. */
  ring?: number;
}

/** Characters in a circle, upright outwards, as on a round seal. */
export interface ArcMark {
  kind: 'arc';
  face: Face;
  text: string;
  size: number;
  x: number;
  y: number;
  radius: number;
  colour: string;
}

export type Mark = TextMark | LineMark | DiscMark | ArcMark;

/** Digits and letters take half an em square, everything else a whole one. */
export const advance = (character: string, size: number): number => (/[!-~]/.test(character) ? size / 2 : size);

export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, character) => sum + advance(character, size), 0);
