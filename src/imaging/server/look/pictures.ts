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

/** As the file says that it is to be turned. */
export async function upright({ data, width, height, channels }: Raster, orientation: number): Promise<Raster> {
  const turn = turns[orientation];
  if (orientation === 1 || !turn) return { data, width, height, channels };
  const { degrees, flop = false, flip = false } = turn;
  const turned = await sharp(data, { raw: { width, height, channels: channels as 1 | 3 } })
    .rotate(degrees)
    .flop(flop)
    .flip(flip)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: turned.data, width: turned.info.width, height: turned.info.height, channels };
}

/** Both of a page, upright. */
export async function picturesOf(page: Raster, orientation: number): Promise<Pictures> {
  const { data, width, height, channels } = page;
  const shrunk = await sharp(data, { raw: { width, height, channels: channels as 1 | 3 } })
    .resize(screenSide, screenSide, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const small = { data: shrunk.data, width: shrunk.info.width, height: shrunk.info.height, channels };
  const large = await upright(small, orientation);
  const raw = { width: large.width, height: large.height, channels: channels as 1 | 3 };
  const screen = await sharp(large.data, { raw }).jpeg({ quality: 82 }).toBuffer();
  const thumb = await sharp(large.data, { raw })
    .resize(thumbSide, thumbSide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 75 })
    .toBuffer({ resolveWithObject: true });
  return {
    screen: { bytes: screen, width: large.width, height: large.height },
    thumb: { bytes: thumb.data, width: thumb.info.width, height: thumb.info.height },
  };
}
