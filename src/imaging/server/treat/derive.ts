/** Makes the derivative of a page: straightened, cut outside its sheet, turned; measured again, and written. */
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { Specification } from '#/engagement/rules/specification.ts';
import type { HeaderPage, PageHeader } from '#/imaging/rules/headers/header.ts';
import { readHeader } from '#/imaging/rules/headers/read.ts';
import type { Raster } from '#/imaging/rules/pixels/grid.ts';
import { type Ground, groundOf, measure, measureOn, type PageMeasures } from '#/imaging/rules/pixels/measure.ts';
import { type Box, sheetBox, turnedSize } from '#/imaging/rules/pixels/sheet.ts';
import { isUntouched, straightenBy, type TreatmentDone, type TreatmentOrder } from '#/imaging/rules/treatment.ts';
import { type Pictures, picturesOf, upright } from '../look/pictures.ts';
import { decoder, inflate, pixelsOf } from '../look/pixels.ts';

export interface DeriveOrder {
  path: string;
  /** Page of the file, from 1. */
  page: number;
  order: TreatmentOrder;
  spec: Pick<Specification, 'format' | 'compression' | 'quality' | 'cropMargin'>;
}

export interface Derived {
  done: TreatmentDone;
  /** Of the page as it was scanned. */
  header: PageHeader;
  /** Of the page as it is now. */
  measures: Omit<PageMeasures, 'signature'>;
  /** Null when the page is good as it was scanned. */
  file: { bytes: Uint8Array; header: PageHeader; pictures: Pictures } | null;
}

/** @throws when the page cannot be read */
export async function derive({ path, page, order, spec }: DeriveOrder): Promise<Derived> {
  const bytes = await readFile(path);
  const read = readHeader(bytes, inflate);
  const header = 'refused' in read ? undefined : read.pages[page - 1];
  const pixels = header && (await pixelsOf(bytes, header));
  if (!header || !pixels) throw new Error('the page cannot be read');
  const { raster, done, unchanged } = await treat(pixels, header, order, spec.cropMargin);
  const dpi = dpiAfter(header, done.turn);
  const { source: _source, ...scanned } = header;
  const { signature: _, ...measures } = unchanged ?? measure(raster, dpi?.x ?? null);
  if (isUntouched(done, header.orientation)) return { done, header: scanned, measures, file: null };
  const written = await write(raster, { bytes, header, dpi, spec });
  const again = readHeader(written, inflate);
  const [made] = 'refused' in again ? [] : again.pages;
  // Read as any other tool would: what was written is what was meant.
  if (made?.width !== raster.width || made.height !== raster.height)
    throw new Error('the file was not written rightly');
  const { source: _made, ...rest } = made;
  return {
    done,
    header: scanned,
    measures,
    file: { bytes: written, header: rest, pictures: await picturesOf(raster, 1) },
  };
}

interface Turned {
  raster: Raster;
  done: TreatmentDone;
  /** What was measured, when nothing was changed. */
  unchanged: PageMeasures | null;
}

async function treat(pixels: Raster, header: HeaderPage, order: TreatmentOrder, margin: number): Promise<Turned> {
  const page = await upright(pixels, header.orientation);
  const dpi = dpiAfter(header, 0);
  const ground = groundOf(page, dpi?.x ?? null);
  const measures = measureOn(ground, page);
  const straighten = order.straighten ?? straightenBy(measures);
  const around = Math.ceil((margin * (dpi?.x ?? 300)) / 25.4);
  const box = order.crop ? cropBox(page, ground, straighten, around) : null;
  const done: TreatmentDone = { turn: order.turn, straighten, box, margin: box && margin };
  if (order.turn === 0 && straighten === 0 && box === null) return { raster: page, done, unchanged: measures };
  const straight = straighten === 0 ? page : await turnBy(page, straighten, levelBeyond(ground));
  const cut = box ? await cutTo(straight, inside(box, straight)) : straight;
  return { raster: order.turn === 0 ? cut : await quarter(cut, order.turn), done, unchanged: null };
}

/** Level of what the scanner saw past the sheet, 0 to 255; white where the sheet fills the picture. */
const levelBeyond = ({ paper, border }: Ground): number =>
  border.depths.some((depth) => depth > 0) ? Math.round(paper.dark) : 255;

function cropBox(page: Raster, { grid, border }: Ground, degrees: number, margin: number): Box | null {
  const box = sheetBox(grid, border, degrees, margin);
  if (!box) return null;
  // Cells do not reach the last pixels of the picture: what is not cut stays whole.
  const full = turnedSize(page, degrees);
  const covered = turnedSize({ width: grid.width * grid.factor, height: grid.height * grid.factor }, degrees);
  return {
    ...box,
    width: box.left + box.width >= covered.width ? full.width - box.left : box.width,
    height: box.top + box.height >= covered.height ? full.height - box.top : box.height,
  };
}

/** The library rounds the size of what it turns by its own rule: by a pixel at most. */
const inside = (box: Box, { width, height }: Raster): Box => ({
  ...{ left: box.left, top: box.top },
  ...{ width: Math.min(box.width, width - box.left), height: Math.min(box.height, height - box.top) },
});

const input = ({ data, width, height, channels }: Raster): Sharp =>
  sharp(data, { raw: { width, height, channels: channels as 1 | 3 } });

async function rasterOf(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** Nothing is lost at the corners; what lies outside the scan is as dark as what the scanner saw past the sheet. */
function turnBy(page: Raster, degrees: number, beyond: number): Promise<Raster> {
  const background = { r: beyond, g: beyond, b: beyond };
  const radians = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  return rasterOf(input(page).affine([cos, -sin, sin, cos], { background, interpolator: sharp.interpolators.bicubic }));
}

const cutTo = (page: Raster, box: Box): Promise<Raster> => rasterOf(input(page).extract(box));
const quarter = (page: Raster, degrees: 90 | 180 | 270): Promise<Raster> => rasterOf(input(page).rotate(degrees));

/** Dots per inch of the turned page: across and down change places. */
function dpiAfter({ dpi, orientation }: PageHeader, turn: number): PageHeader['dpi'] {
  const lies = orientation >= 5 !== (turn % 180 === 90);
  return dpi && lies ? { x: dpi.y, y: dpi.x } : dpi;
}

interface Writing {
  /** The file that was scanned, and its page. */
  bytes: Uint8Array;
  header: HeaderPage;
  dpi: PageHeader['dpi'];
  spec: DeriveOrder['spec'];
}

/** By the specification (2.2-3); resolution and colour profile are those of the scan. */
async function write(raster: Raster, { bytes, header, dpi, spec }: Writing): Promise<Uint8Array> {
  const picture = await withProfile(raster, bytes, header);
  if (spec.format === 'jpeg') {
    const quality = Math.max(spec.quality ?? 0, Math.min(95, header.quality ?? 90));
    if (dpi) picture.withDensity(dpi.x);
    return picture.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
  }
  if (spec.format === 'jp2') throw new Error('JPEG 2000 is not written');
  const density = dpi ? { xres: dpi.x / 25.4, yres: dpi.y / 25.4 } : {};
  const bilevel = header.colour === 'bilevel' || spec.compression === 'g4';
  if (bilevel) picture.threshold(128).toColourspace('b-w');
  const compression = spec.compression === 'g4' ? 'ccittfax4' : spec.compression;
  if (compression === 'jpeg') return picture.tiff({ compression, quality: spec.quality ?? 90, ...density }).toBuffer();
  if (compression === 'jp2' || compression === 'jp2-lossless') throw new Error('JPEG 2000 is not written');
  return picture
    .tiff({ compression, predictor: bilevel ? 'none' : 'horizontal', ...(bilevel && { bitdepth: 1 }), ...density })
    .toBuffer();
}

/** The colour profile of the scan, unconverted: the scan is the ground on which the new pixels lie, and lends it. */
async function withProfile(raster: Raster, bytes: Uint8Array, header: HeaderPage): Promise<Sharp> {
  const raw = { width: raster.width, height: raster.height, channels: raster.channels as 1 | 3 };
  const stored = header.source.kind === 'pdf-image' && !['jpeg', 'g4', 'g3'].includes(header.source.filter);
  const { icc } = stored ? {} : await decoder(bytes, header).metadata();
  if (icc === undefined) return input(raster);
  const ground = decoder(bytes, header)
    .autoOrient()
    .resize(raster.width, raster.height, { fit: 'fill', kernel: 'nearest' })
    .composite([{ input: Buffer.from(raster.data), raw }])
    .removeAlpha()
    .keepIccProfile();
  return raster.channels === 1 ? ground.toColourspace('b-w') : ground;
}
