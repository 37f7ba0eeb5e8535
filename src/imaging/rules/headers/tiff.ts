/** TIFF 6.0 and BigTIFF: the chain of directories, each a page or an overview of one. */
import { type FileHeader, type HeaderPage, type PageCompression, refuseFile, type Refused } from './header.ts';
import { qualityOf } from './quality.ts';

const compressionNames: Readonly<Record<number, PageCompression>> = {
  1: 'none',
  2: 'g3',
  3: 'g3',
  4: 'g4',
  5: 'lzw',
  6: 'other',
  7: 'jpeg',
  8: 'deflate',
  32946: 'deflate',
  32773: 'packbits',
};

/** Bytes of one value of each type. */
const sizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

interface Reader {
  view: DataView;
  little: boolean;
  /** BigTIFF: eight bytes where TIFF has four. */
  big: boolean;
}

interface Entry {
  type: number;
  count: number;
  /** Where its values stand. */
  at: number;
}

type Directory = Map<number, Entry>;

const offsetAt = ({ view, little, big }: Reader, at: number): number =>
  big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);

/** Most directories a chain is followed for. */
const mostDirectories = 10_000;

function openTiff(bytes: Uint8Array): { reader: Reader; first: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  if (bytes.length < 8) return null;
  const version = view.getUint16(2, little);
  if (version !== 42 && version !== 43) return null;
  const reader = { view, little, big: version === 43 };
  if (reader.big && bytes.length < 16) return null;
  return { reader, first: offsetAt(reader, reader.big ? 8 : 4) };
}

interface Found {
  entries: Directory;
  /** All values of it lie within the file. */
  whole: boolean;
  /** Where the next one is; 0 when there is none. */
  next: number;
}

/** The directory at this offset; null when it reaches beyond the file. */
function directoryAt(reader: Reader, at: number): Found | null {
  const { view, little, big } = reader;
  const [head, width, inline] = big ? [8, 20, 8] : [2, 12, 4];
  if (at < 8 || at + head > view.byteLength) return null;
  const count = big ? Number(view.getBigUint64(at, little)) : view.getUint16(at, little);
  const end = at + head + count * width;
  if (count === 0 || end > view.byteLength) return null;
  const entries: Directory = new Map();
  let whole = true;
  for (let index = 0; index < count; index += 1) {
    const from = at + head + index * width;
    const type = view.getUint16(from + 2, little);
    const many = big ? Number(view.getBigUint64(from + 4, little)) : view.getUint32(from + 4, little);
    const place = from + width - inline;
    const bytes = (sizes[type] ?? 0) * many;
    const where = bytes <= inline ? place : offsetAt(reader, place);
    if (where + bytes > view.byteLength) whole = false;
    else if (bytes > 0) entries.set(view.getUint16(from, little), { type, count: many, at: where });
  }
  return { entries, whole, next: end + inline <= view.byteLength ? offsetAt(reader, end) : 0 };
}

function valueAt({ view, little }: Reader, { type, at }: Entry, index: number): number {
  switch (type) {
    case 3:
      return view.getUint16(at + 2 * index, little);
    case 4:
    case 13:
      return view.getUint32(at + 4 * index, little);
    case 5:
      return view.getUint32(at + 8 * index, little) / view.getUint32(at + 8 * index + 4, little);
    case 10:
      return view.getInt32(at + 8 * index, little) / view.getInt32(at + 8 * index + 4, little);
    case 11:
      return view.getFloat32(at + 4 * index, little);
    case 12:
      return view.getFloat64(at + 8 * index, little);
    case 16:
    case 18:
      return Number(view.getBigUint64(at + 8 * index, little));
    default:
      return view.getUint8(at + index);
  }
}

const values = (reader: Reader, entries: Directory, tag: number): number[] => {
  const entry = entries.get(tag);
  return entry
    ? Array.from({ length: Math.min(entry.count, 100_000) }, (_, index) => valueAt(reader, entry, index))
    : [];
};

const value = (reader: Reader, entries: Directory, tag: number, usual: number): number =>
  values(reader, entries, tag)[0] ?? usual;

/** Dots per inch from tags 282, 283 and 296 (2 inch, 3 centimetre); without a unit a file says nothing. */
function dpiOf(reader: Reader, entries: Directory): HeaderPage['dpi'] {
  const inches = { 2: 1, 3: 2.54 }[value(reader, entries, 296, 2)] ?? 0;
  const [x, y] = [value(reader, entries, 282, 0) * inches, value(reader, entries, 283, 0) * inches];
  return x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null;
}

const orientationOf = (reader: Reader, entries: Directory): number => {
  const said = value(reader, entries, 274, 1);
  return said >= 1 && said <= 8 ? said : 1;
};

/** Orientation and resolution of an EXIF block; what is broken says nothing. */
export function readExif(bytes: Uint8Array): Pick<HeaderPage, 'dpi' | 'orientation'> {
  const open = openTiff(bytes);
  const directory = open && directoryAt(open.reader, open.first);
  if (!open || !directory) return { dpi: null, orientation: 1 };
  return { dpi: dpiOf(open.reader, directory.entries), orientation: orientationOf(open.reader, directory.entries) };
}

export function readTiff(bytes: Uint8Array): FileHeader | Refused {
  const open = openTiff(bytes);
  if (open === null) return refuseFile('file-damaged');
  const { reader } = open;
  const pages: HeaderPage[] = [];
  const seen = new Set<number>();
  let before: HeaderPage | null = null;
  for (let at = open.first, index = 0; at !== 0; index += 1) {
    if (seen.has(at) || index >= mostDirectories) return refuseFile('file-damaged');
    seen.add(at);
    const directory = directoryAt(reader, at);
    if (directory === null) return refuseFile(at >= bytes.length ? 'file-truncated' : 'file-damaged');
    if (!directory.whole) return refuseFile('file-truncated');
    const page = pageOf(reader, directory.entries, index);
    if (!isOverview(reader, directory.entries, page, before)) {
      const refused = refuseLayout(reader, directory.entries, page);
      if (refused) return refused;
      if (!isWhole(reader, directory.entries, bytes.length)) return refuseFile('file-truncated');
      pages.push(page);
    }
    before = page;
    at = directory.next;
  }
  return { format: 'tiff', pages };
}

/** What decoders do not take although it is whole. */
function refuseLayout(reader: Reader, entries: Directory, { compression, bits }: HeaderPage): Refused | null {
  if (compression === 'other') return refuseFile('compression-unknown', { tag: value(reader, entries, 259, 1) });
  if (![1, 2, 4, 8, 16].includes(bits)) return refuseFile('tiff-layout', { kind: `${bits} bit` });
  if (value(reader, entries, 262, 1) === 8) return refuseFile('tiff-layout', { kind: 'CIELab' });
  const isPlanar = value(reader, entries, 284, 1) === 2 && value(reader, entries, 277, 1) > 1;
  return isPlanar && entries.has(324) ? refuseFile('tiff-layout', { kind: 'planar tiles' }) : null;
}

function pageOf(reader: Reader, entries: Directory, index: number): HeaderPage {
  const samples = value(reader, entries, 277, 1);
  const bits = value(reader, entries, 258, 1);
  // 0 and 1 are grey, 3 a palette, 4 a mask; 2, 5, 6 and 8 are colour.
  const photometric = value(reader, entries, 262, 1);
  const isColour = photometric === 3 ? !isGreyMap(values(reader, entries, 320)) : photometric >= 2 && photometric !== 4;
  const colour = isColour ? 'colour' : bits === 1 && samples === 1 ? 'bilevel' : 'grey';
  const compression = compressionNames[value(reader, entries, 259, 1)] ?? 'other';
  return {
    width: value(reader, entries, 256, 0),
    height: value(reader, entries, 257, 0),
    ...{ bits, colour, compression, dpi: dpiOf(reader, entries), orientation: orientationOf(reader, entries) },
    quality: compression === 'jpeg' ? tablesQuality(reader, entries) : null,
    ...{ progressive: false, source: { kind: 'frame', index } },
  };
}

/** All reds, all greens, all blues: a map of greys is no colour. */
const isGreyMap = (map: readonly number[]): boolean =>
  map
    .slice(0, map.length / 3)
    .every((red, index) => red === map[index + map.length / 3] && red === map[index + (2 * map.length) / 3]);

/**
 * A reduced copy of the page before it is no page (tag 254 bit 0, or 255 with 2). Pyramids of some writers do not
 * say so: a picture of half the sides of the one before it is one, too.
 */
function isOverview(reader: Reader, entries: Directory, page: HeaderPage, before: HeaderPage | null): boolean {
  const kind = value(reader, entries, 254, 0);
  if ((kind & 1) !== 0 || (kind & 4) !== 0 || value(reader, entries, 255, 1) === 2) return true;
  if (before === null || before.colour !== page.colour) return false;
  const halved = (whole: number, half: number): boolean =>
    half === Math.floor(whole / 2) || half === Math.ceil(whole / 2);
  return before.width > 64 && halved(before.width, page.width) && halved(before.height, page.height);
}

/** Strips or tiles lie within the file. */
function isWhole(reader: Reader, entries: Directory, length: number): boolean {
  const [offsets, counts] = [273, 279].map((tag) => values(reader, entries, tag)) as [number[], number[]];
  const [tiles, tileCounts] = [324, 325].map((tag) => values(reader, entries, tag)) as [number[], number[]];
  const [starts, lengths] = offsets.length > 0 ? [offsets, counts] : [tiles, tileCounts];
  if (starts.length === 0) return false;
  return (
    starts.every((start, index) => start + Math.min(lengths[index] ?? 1, 1) <= length) &&
    (starts.at(-1) ?? 0) + (lengths[starts.length - 1] ?? 0) <= length
  );
}

/** Quality from the tables of tag 347: SOI, then a table of the luminance. */
function tablesQuality(reader: Reader, entries: Directory): number | null {
  const tables = values(reader, entries, 347);
  for (let at = 2; at + 4 < tables.length && tables[at] === 0xff; at += 2 + tables[at + 2]! * 256 + tables[at + 3]!) {
    if (tables[at + 1] !== 0xdb || tables[at + 4] !== 0) continue;
    return qualityOf(tables.slice(at + 5, at + 69).reduce((sum, one) => sum + one, 0));
  }
  return null;
}
