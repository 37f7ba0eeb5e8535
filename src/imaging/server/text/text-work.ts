/** Reads pages in a process of its own: neither library takes a worker with it, nor keeps its memory. */
import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { readHeader } from '#/imaging/rules/headers/read.ts';
import type { Direction, PageText } from '#/imaging/rules/text/text.ts';
import { inflate, pixelsOf } from '../look/pixels.ts';
import { PpOcr } from './ppocr.ts';
import type { Engine } from './recogniser.ts';
import { Tesseract } from './tesseract.ts';

export interface TextOrder {
  engine: Engine;
  source: string | Uint8Array;
  page: number;
  direction: Direction;
}

// Whoever stands at a scanner waits for looks, nobody for text: all others go first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
sharp.concurrency(1);
sharp.cache(false);

let loaded: Promise<PpOcr | Tesseract> | undefined;

/** @throws RangeError when there is no such page; NoEngine; an error with code EPIXELS when it cannot be decoded */
export async function work(order: TextOrder): Promise<PageText> {
  const { engine, source, page, direction } = order;
  loaded ??= engine === 'ppocr' ? PpOcr.load() : Tesseract.load();
  const reader = await loaded;
  const bytes = typeof source === 'string' ? await readFile(source) : source;
  const header = readHeader(bytes, inflate);
  if ('refused' in header) throw unreadable(header.code);
  const one = header.pages[page - 1];
  if (!one) throw new RangeError(`page ${page} of ${header.pages.length}`);
  const pixels = await pixelsOf(bytes, one);
  if (!pixels) throw unreadable('decoder');
  const text = await reader.read(pixels, direction);
  collect();
  return text;
}

/** Tables of letters lie beside the heap, which does not fill up: without a word nobody would collect them for long. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  gc();
}

const unreadable = (why: string): Error => Object.assign(new Error(why), { code: 'EPIXELS' });
