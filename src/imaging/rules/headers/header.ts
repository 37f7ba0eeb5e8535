/**
 * What the first look into a file says of it, without decoding a pixel. DA/T 31-2017 §9.3 to §9.6 ask for colour,
 * resolution, format and compression: all of them stand in the headers.
 */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { ImagingCode } from '../messages.ts';

export const fileFormats = ['jpeg', 'tiff', 'png', 'jp2', 'pdf'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const pageCompressions = [
  'none',
  'lzw',
  'g4',
  'g3',
  'jpeg',
  'deflate',
  'packbits',
  'jp2',
  'jp2-lossless',
  'jbig2',
  'other',
] as const;
export type PageCompression = (typeof pageCompressions)[number];

export interface PageHeader {
  /** Pixels. */
  width: number;
  height: number;
  /** Dots per inch across and down; null when the file does not say. */
  dpi: { x: number; y: number } | null;
  colour: 'bilevel' | 'grey' | 'colour';
  /** Bits of a sample. */
  bits: number;
  compression: PageCompression;
  /** JPEG quality as libjpeg counts it, from the luminance table; null where no JPEG is. */
  quality: number | null;
  progressive: boolean;
  /** EXIF and TIFF orientation, 1 to 8; 1 is upright. */
  orientation: number;
}

/** Pixels of a page as it is shown, and served: from the fifth orientation on it lies on its side in the file. */
export const uprightSize = ({ width, height, orientation }: PageHeader): { width: number; height: number } =>
  orientation >= 5 ? { width: height, height: width } : { width, height };

/** Where in a file the pixels of a page are. */
export type PageSource =
  | { kind: 'whole' }
  /** Directory of a TIFF, from 0. */
  | { kind: 'frame'; index: number }
  /** A picture inside a PDF: bytes of its stream. */
  | PdfImage;

export interface PdfImage {
  kind: 'pdf-image';
  filter: 'jpeg' | 'flate' | 'g4' | 'g3' | 'none';
  start: number;
  end: number;
  width: number;
  height: number;
  channels: number;
  bits: number;
  /** PNG predictor of a Flate stream. */
  predictor: number;
  /** A zero bit is white. */
  inverted: boolean;
  /** Palette of 8-bit RGB, for an indexed picture. */
  palette: Uint8Array | null;
  /** Clockwise degrees by which the page turns the picture, beside quarter turns. */
  tilt: number;
}

export interface HeaderPage extends PageHeader {
  source: PageSource;
}

export interface FileHeader {
  format: FileFormat;
  pages: HeaderPage[];
}

export type Refused = Refusal<ImagingCode>;
export const refuseFile = (code: ImagingCode, params: Refusal['params'] = {}): Refused => refuse(code, params);
