/** Cuts regions out of pages, in a process of its own: the pixels of the last pages are kept for the next tiles. */
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { readHeader } from '#/imaging/rules/headers/read.ts';
import type { ImageRequest } from '#/imaging/rules/iiif.ts';
import type { Raster } from '#/imaging/rules/pixels/grid.ts';
import { upright } from '../look/pictures.ts';
import { inflate, pixelsOf } from '../look/pixels.ts';

export interface RegionOrder {
  path: string;
  /** Page of the file, from 1. */
  page: number;
  request: ImageRequest;
}

sharp.concurrency(1);
sharp.cache(false);

/** Bytes of pixels that are kept. */
const mostBytes = 256e6;
const kept = new Map<string, Raster>();

async function pageOf({ path, page }: RegionOrder): Promise<Raster> {
  const key = `${path}#${page}`;
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const bytes = await readFile(path);
  const header = readHeader(bytes, inflate);
  const found = 'refused' in header ? undefined : header.pages[page - 1];
  const pixels = found && (await pixelsOf(bytes, found));
  if (!found || !pixels) throw new Error('the page cannot be read');
  const raster = await upright(pixels, found.orientation);
  kept.set(key, raster);
  let sum = 0;
  for (const one of kept.values()) sum += one.data.length;
  for (const [oldest, one] of kept) {
    if (sum <= mostBytes || oldest === key) break;
    sum -= one.data.length;
    kept.delete(oldest);
  }
  return raster;
}

/** `Apart` calls it. */
export async function work(order: RegionOrder): Promise<Uint8Array> {
  const { region, size, mirror, rotation, quality, format } = order.request;
  const { data, width, height, channels } = await pageOf(order);
  let picture: Sharp = sharp(data, { raw: { width, height, channels: channels as 1 | 3 } }).extract({
    ...{ left: region.x, top: region.y, width: region.width, height: region.height },
  });
  if (size.width !== region.width || size.height !== region.height)
    picture = picture.resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' });
  if (mirror || rotation !== 0 || quality === 'gray' || quality === 'bitonal') {
    // One step after the other: sharp has an order of its own within one pipeline.
    const cut = await picture.raw().toBuffer({ resolveWithObject: true });
    const raw = { width: cut.info.width, height: cut.info.height, channels: cut.info.channels };
    picture = sharp(await sharp(cut.data, { raw }).flop(mirror).png({ compressionLevel: 1 }).toBuffer()).rotate(
      rotation,
    );
    if (quality === 'gray' || quality === 'bitonal') picture = picture.grayscale();
    if (quality === 'bitonal') picture = picture.threshold();
  }
  return format === 'png' ? picture.png().toBuffer() : picture.jpeg({ quality: 88 }).toBuffer();
}
