/** One look at a file: what its headers say, what is measured on each of its pages, its digest. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  type FileFormat,
  type HeaderPage,
  type PageHeader,
  refuseFile,
  type Refused,
} from '#/imaging/rules/headers/header.ts';
import { readHeader } from '#/imaging/rules/headers/read.ts';
import { measure, type PageMeasures } from '#/imaging/rules/pixels/measure.ts';
import type { MemoryGate } from './gate.ts';
import { type Pictures, picturesOf } from './pictures.ts';
import { inflate, pixelsOf } from './pixels.ts';

export interface PageLook {
  header: PageHeader;
  measures: PageMeasures;
  /** Smaller pictures to look at; null when they were not asked for. */
  pictures: Pictures | null;
}

export interface FileLook {
  format: FileFormat;
  /** Bytes. */
  size: number;
  /** SHA-256, hexadecimal, of the very bytes that were looked at. */
  digest: string;
  /** SM3 of the same. */
  sm3: string;
  pages: PageLook[];
}

/** Fewer pixels on a side are a stamp, not a page. */
const leastSide = 32;

/** Of a page with all of its channels, and what is derived from it. */
const memoryOf = ({ width, height }: HeaderPage): number => width * height * 3.5 + 20e6;

export interface LookOptions {
  /** Smaller pictures of each page are made from the same pixels. */
  pictures: boolean;
  /** Is told each page that is done: a watch over a long file sees it go on. */
  turned: () => void;
}

export async function look(path: string, gate: MemoryGate, options: LookOptions): Promise<FileLook | Refused> {
  const bytes = await readFile(path);
  const header = readHeader(bytes, inflate);
  if ('refused' in header) return header;
  if (header.format === 'jp2') return refuseFile('jp2-unseen');
  const pages: PageLook[] = [];
  for (const [index, page] of header.pages.entries()) {
    const seen = await gate.with(memoryOf(page), () => lookAtPage(bytes, page, options.pictures));
    if ('refused' in seen) return { ...seen, params: { ...seen.params, page: index + 1 } };
    pages.push(seen);
    options.turned();
  }
  const digestBy = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  return { format: header.format, size: bytes.length, digest: digestBy('sha256'), sm3: digestBy('sm3'), pages };
}

async function lookAtPage(bytes: Uint8Array, page: HeaderPage, withPictures: boolean): Promise<PageLook | Refused> {
  const { source, ...header } = page;
  if (page.width < leastSide || page.height < leastSide)
    return refuseFile('picture-too-small', { width: page.width, height: page.height });
  const pixels = await pixelsOf(bytes, page);
  if (pixels === null) return refuseFile('picture-unreadable');
  const measures = measure(pixels, page.dpi?.x ?? null);
  // The page of a PDF may turn its picture: what is seen is both together.
  if (source.kind === 'pdf-image' && measures.skew.degrees !== null) measures.skew.degrees += source.tilt;
  return { header, measures, pictures: withPictures ? await picturesOf(pixels, page.orientation) : null };
}
