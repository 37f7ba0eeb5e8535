/**
 * One page as a file of its own, and as the picture that books are made of. A file that holds one page is handed over
 * byte for byte; JPEG and JPEG 2000 go into books byte for byte, too.
 */
import sharp from 'sharp';
import { assumedDpi, type PictureFacts } from '../../rules/delivered.ts';
import type { FileHeader, HeaderPage, PageHeader } from '../../rules/headers/header.ts';
import { jpegInks } from '../../rules/headers/jpeg.ts';
import { readHeader } from '../../rules/headers/read.ts';
import { upright } from '../look/pictures.ts';
import { decoder, inflate, pixelsOf } from '../look/pixels.ts';
import { bilevelPng } from './bilevel-png.ts';

export interface DeliveredImage {
  /** To be kept: by DA/T 31-2017 §9.5 one page a file. */
  file: { bytes: Buffer; extension: 'jpg' | 'tif' | 'jp2' | 'png'; header: PageHeader };
  /** For books; the same bytes where readers of books can show them. */
  picture: { bytes: Buffer; facts: PictureFacts; icc: Buffer | null };
}

/** JPEG quality of pictures in books whose images are kept without loss. */
const bookQuality = 85;
const extensions = { jpeg: 'jpg', tiff: 'tif', jp2: 'jp2', png: 'png', pdf: 'tif' } as const;

/** `page` of a file, from 1. @throws when it cannot be read: it could when it was taken */
export async function deliveredImage(bytes: Buffer, page: number): Promise<DeliveredImage> {
  const read = readHeader(bytes, inflate);
  const header = 'refused' in read ? undefined : read.pages[page - 1];
  if ('refused' in read || !header) throw new Error('the image cannot be read');
  const file = await fileOf(bytes, read, header);
  const { source: _, ...rest } = header;
  if (file.format === 'jpeg' || file.format === 'jp2') {
    const picture = asItIs(file.bytes, file.format, rest);
    if (picture) return { file: { bytes: file.bytes, extension: extensions[file.format], header: rest }, picture };
  }
  const kept = { bytes: file.bytes, extension: extensions[file.format], header: rest };
  return {
    file: kept,
    picture: header.colour === 'bilevel' ? await bilevel(bytes, header) : await redrawn(bytes, header),
  };
}

const dpiOf = ({ dpi, orientation }: PageHeader): PictureFacts['dpi'] => {
  const { x, y } = dpi ?? { x: assumedDpi, y: assumedDpi };
  return orientation >= 5 ? { x: y, y: x } : { x, y };
};

/** A page of a file of several becomes a file: cut out where its bytes are one, written without loss where not. */
async function fileOf(bytes: Buffer, { format, pages }: FileHeader, header: HeaderPage) {
  const { source } = header;
  if (source.kind === 'pdf-image' && source.filter === 'jpeg' && source.tilt === 0 && header.orientation === 1)
    return { bytes: bytes.subarray(source.start, source.end), format: 'jpeg' as const };
  if (format !== 'pdf' && pages.length === 1) return { bytes, format };
  const raster = await pixelsOf(bytes, header);
  if (!raster) throw new Error('the image cannot be read');
  const straight = await upright(raster, header.orientation);
  const { x, y } = dpiOf(header);
  const raw = { width: straight.width, height: straight.height, channels: straight.channels as 1 | 3 };
  const black = header.colour === 'bilevel';
  const picture = sharp(straight.data, { raw });
  if (black) picture.threshold(128).toColourspace('b-w');
  const options = { compression: black ? ('ccittfax4' as const) : ('lzw' as const), xres: x / 25.4, yres: y / 25.4 };
  const written = await picture
    .tiff({ ...options, predictor: black ? 'none' : 'horizontal', ...(black && { bitdepth: 1 as const }) })
    .toBuffer();
  return { bytes: written, format: 'tiff' as const };
}

/** Null for one that readers of books need not understand: four inks, more than eight bits. */
function asItIs(bytes: Buffer, format: 'jpeg' | 'jp2', header: PageHeader): DeliveredImage['picture'] | null {
  const { width, height, orientation, colour } = header;
  const common = { format, width, height, orientation, dpi: dpiOf(header) };
  if (format === 'jp2') return { bytes, icc: null, facts: { ...common, channels: colour === 'colour' ? 3 : 1 } };
  const { components: channels, profile } = jpegInks(bytes);
  if ((channels !== 1 && channels !== 3) || header.bits !== 8) return null;
  const icc = profile.length === 0 ? undefined : Buffer.concat(profile);
  return { bytes, icc: profileFor(icc, channels), facts: { ...common, channels } };
}

/** A profile of another number of channels says nothing of this picture. */
function profileFor(icc: Buffer | undefined, channels: 1 | 3): Buffer | null {
  const space = icc?.toString('latin1', 16, 20);
  return icc && space === (channels === 1 ? 'GRAY' : 'RGB ') ? icc : null;
}

async function bilevel(bytes: Buffer, header: HeaderPage): Promise<DeliveredImage['picture']> {
  const raster = await pixelsOf(bytes, header);
  if (!raster) throw new Error('the image cannot be read');
  const { data, width, height } = await upright(raster, header.orientation);
  const grey = raster.channels === 1 ? data : data.filter((_, at) => at % raster.channels === 0);
  const dpi = dpiOf(header);
  return {
    bytes: bilevelPng(grey, width, height, dpi.x),
    icc: null,
    facts: { format: 'png', width, height, channels: 1, orientation: 1, dpi },
  };
}

async function redrawn(bytes: Buffer, header: HeaderPage): Promise<DeliveredImage['picture']> {
  const plain =
    header.source.kind === 'pdf-image' && (header.source.filter === 'flate' || header.source.filter === 'none');
  const raster = plain ? await pixelsOf(bytes, header) : null;
  const source = raster
    ? sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: raster.channels as 1 | 3 } })
    : decoder(bytes, header).autoOrient().removeAlpha().keepIccProfile();
  const dpi = dpiOf(header);
  if (header.colour === 'grey') source.toColourspace('b-w');
  const { data, info } = await source
    .withDensity(dpi.x)
    .jpeg({ quality: bookQuality, chromaSubsampling: '4:4:4' })
    .toBuffer({ resolveWithObject: true });
  const channels = info.channels === 1 ? 1 : 3;
  const { profile } = jpegInks(data);
  return {
    bytes: data,
    icc: profileFor(profile.length === 0 ? undefined : Buffer.concat(profile), channels),
    facts: { format: 'jpeg', width: info.width, height: info.height, channels, orientation: 1, dpi },
  };
}
