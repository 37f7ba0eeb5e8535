/** Headers of whatever file a scanner, or a person, put into the folder. */
import { type FileHeader, refuseFile, type Refused } from './header.ts';
import { readJp2 } from './jp2.ts';
import { readJpeg } from './jpeg.ts';
import { readPdf } from './pdf.ts';
import type { Inflate } from './pdf-book.ts';
import { readPng } from './png.ts';
import { readTiff } from './tiff.ts';

/** A picture is at most so many pixels: A0 at 300 dpi has 139 million, and takes half a gigabyte while it is looked at. */
export const mostPixels = 150_000_000;

const begins = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte);
const text = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** What else people put into a folder of scans, by its first bytes. */
const strangers: readonly [name: string, is: (bytes: Uint8Array) => boolean][] = [
  ['BMP', (bytes) => begins(bytes, 0x42, 0x4d)],
  ['GIF', (bytes) => text(bytes, 0, 4) === 'GIF8'],
  ['WebP', (bytes) => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP'],
  ['ZIP', (bytes) => begins(bytes, 0x50, 0x4b)],
  ['HEIC', (bytes) => text(bytes, 4, 8) === 'ftyp'],
  ['SVG', (bytes) => /^\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(text(bytes, 0, 1024))],
  ['XML', (bytes) => text(bytes, 0, 5) === '<?xml'],
];

/** Reads the headers of a file, or says why it cannot be taken. */
export function readHeader(bytes: Uint8Array, inflate: Inflate): FileHeader | Refused {
  if (bytes.length === 0) return refuseFile('file-empty');
  const header = dispatchSafely(bytes, inflate);
  if ('refused' in header) return header;
  if (header.pages.length === 0) return refuseFile('file-without-pages');
  for (const { width, height } of header.pages) {
    if (width < 1 || height < 1) return refuseFile('file-damaged');
    if (width * height > mostPixels) return refuseFile('picture-too-large', { width, height, most: mostPixels / 1e6 });
  }
  return header;
}

/** A length or an offset that leads out of the file is damage, wherever it stands. */
function dispatchSafely(bytes: Uint8Array, inflate: Inflate): FileHeader | Refused {
  try {
    return dispatch(bytes, inflate);
  } catch (error) {
    if (error instanceof RangeError) return refuseFile('file-damaged');
    throw error;
  }
}

function dispatch(bytes: Uint8Array, inflate: Inflate): FileHeader | Refused {
  if (begins(bytes, 0xff, 0xd8)) return readJpeg(bytes);
  if (begins(bytes, 0x49, 0x49) || begins(bytes, 0x4d, 0x4d)) return readTiff(bytes);
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47)) return readPng(bytes);
  if (begins(bytes, 0, 0, 0, 12, 0x6a, 0x50) || begins(bytes, 0xff, 0x4f, 0xff, 0x51)) return readJp2(bytes);
  // ISO 32000-1, implementation note 13: the mark is within the first 1024 bytes.
  if (text(bytes, 0, 1024).includes('%PDF-')) return readPdf(bytes, inflate);
  const stranger = strangers.find(([, is]) => is(bytes));
  return refuseFile('format-unknown', { format: stranger?.[0] ?? '?' });
}
