/** Pixels of a page, as bytes of red, green and blue or of grey: nothing is converted that need not be. */
import { inflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { HeaderPage, PdfImage } from '#/imaging/rules/headers/header.ts';
import { mostPixels } from '#/imaging/rules/headers/read.ts';
import type { Raster } from '#/imaging/rules/pixels/grid.ts';
import { faxAsTiff, plainSamples } from './pdf-samples.ts';

/** A stream unpacks to at most so many bytes: the pixels of the largest picture and a byte for each of its lines. */
const mostBytes = mostPixels * 4 + 1_000_000;

/** For the readers of headers: null when the stream is broken or larger than anything a scanner writes. */
export function inflate(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: mostBytes });
  } catch {
    return null;
  }
}

// An embedded colour profile costs more than the decoding, and no check is about shades.
const options = { ignoreIcc: true, failOn: 'error', limitInputPixels: mostPixels } as const;

/** Null when the decoder refuses it. */
export async function pixelsOf(bytes: Uint8Array, page: HeaderPage): Promise<Raster | null> {
  try {
    const { source } = page;
    if (source.kind === 'pdf-image' && (source.filter === 'flate' || source.filter === 'none'))
      return unpacked(bytes, source);
    const { data, info } = await decoder(bytes, page).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  } catch {
    return null;
  }
}

export function decoder(bytes: Uint8Array, { source }: HeaderPage): Sharp {
  if (source.kind === 'whole') return sharp(bytes, options);
  if (source.kind === 'frame') return sharp(bytes, { ...options, page: source.index });
  const stream = bytes.subarray(source.start, source.end);
  return sharp(source.filter === 'jpeg' ? stream : faxAsTiff(stream, source), options);
}

function unpacked(bytes: Uint8Array, source: PdfImage): Raster | null {
  const stream = bytes.subarray(source.start, source.end);
  const plain = source.filter === 'none' ? stream : inflate(stream);
  return plain && plainSamples(plain, source);
}
