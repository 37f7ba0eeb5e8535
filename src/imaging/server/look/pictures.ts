/** Smaller pictures of a page, made while its pixels are at hand: for a contact sheet, and for a whole screen. */
import sharp from 'sharp';
import type { Raster } from '#/imaging/rules/pixels/grid.ts';

export interface Picture {
  /** JPEG. */
  bytes: Uint8Array;
  /** Pixels. */
  width: number;
  height: number;
}

export interface Pictures {
  thumb: Picture;
  screen: Picture;
}

/** Pixels of the longer side. */
const thumbSide = 300;
const screenSide = 1600;

/** EXIF orientation 1 to 8 as a mirroring and clockwise quarter turns: sharp turns first, then mirrors. */
const turns: Record<number, { degrees: number; flop?: boolean; flip?: boolean }> = {
  1: { degrees: 0 },
  2: { degrees: 0, flop: true },
  3: { degrees: 180 },
  4: { degrees: 0, flip: true },
  5: { degrees: 90, flop: true },
  6: { degrees: 90 },
  7: { degrees: 270, flop: true },
  8: { degrees: 270 },
};

/** Upright, as the file says how it is to be turned. */
export async function picturesOf({ data, width, height, channels }: Raster, orientation: number): Promise<Pictures> {
  const raw = { width, height, channels: channels as 1 | 3 };
  const { degrees, flop = false, flip = false } = turns[orientation] ?? { degrees: 0 };
  const large = await sharp(data, { raw })
    .resize(screenSide, screenSide, { fit: 'inside', withoutEnlargement: true })
    .rotate(degrees)
    .flop(flop)
    .flip(flip)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const again = { raw: { width: large.info.width, height: large.info.height, channels: large.info.channels } };
  const screen = await sharp(large.data, again).jpeg({ quality: 82 }).toBuffer();
  const small = await sharp(large.data, again)
    .resize(thumbSide, thumbSide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 75 })
    .toBuffer({ resolveWithObject: true });
  return {
    screen: { bytes: screen, width: large.info.width, height: large.info.height },
    thumb: { bytes: small.data, width: small.info.width, height: small.info.height },
  };
}
