/** JPEG (ITU-T T.81): markers up to the first scan, and whether the picture is there to its end. */
import { type FileHeader, type HeaderPage, refuseFile, type Refused } from './header.ts';
import { qualityOf } from './quality.ts';
import { readExif } from './tiff.ts';

interface Found extends HeaderPage {
  components: number;
}

const blank = (): Found => ({
  ...{ width: 0, height: 0, dpi: null, colour: 'colour', bits: 8, compression: 'jpeg', quality: null },
  ...{ progressive: false, orientation: 1, source: { kind: 'whole' }, components: 0 },
});

/** Frames of T.81, table B.1: C0 to CF but DHT, JPG and DAC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

interface Segment {
  marker: number;
  data: Uint8Array;
}

/** Segments up to the first scan; answers where that begins, -1 when there is none, null when a segment is cut off. */
function* segmentsOf(bytes: Uint8Array): Generator<Segment, number | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 4 <= bytes.length) {
    // Some writers leave bytes between segments: the next marker is looked for, as every decoder does.
    if (bytes[at] !== 0xff || bytes[at + 1] === 0xff || bytes[at + 1] === 0) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1]!;
    if (marker === 0xd8 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9) break;
    const length = view.getUint16(at + 2);
    if (marker === 0xda) return at + 2 + length;
    if (at + 2 + length > bytes.length) return null;
    yield { marker, data: bytes.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
  return -1;
}

export function readJpeg(bytes: Uint8Array): FileHeader | Refused {
  const found = blank();
  const segments = segmentsOf(bytes);
  let next = segments.next();
  for (; next.done !== true; next = segments.next()) readSegment(found, next.value.marker, next.value.data);
  const scan = next.value;
  if (scan === null) return refuseFile('file-truncated');
  if (found.width === 0 || found.components === 0) return refuseFile(scan < 0 ? 'file-truncated' : 'file-damaged');
  if (scan < 0 || !endsWhole(bytes, scan)) return refuseFile('file-truncated');
  const { components, ...page } = found;
  return { format: 'jpeg', pages: [{ ...page, colour: components === 1 ? 'grey' : 'colour' }] };
}

/** How many inks its pixels have, and the pieces of its colour profile (ICC.1, annex B.4), in their order. */
export function jpegInks(bytes: Uint8Array): { components: number; profile: Uint8Array[] } {
  const found = blank();
  const pieces: { number: number; data: Uint8Array }[] = [];
  for (const { marker, data } of segmentsOf(bytes)) {
    readSegment(found, marker, data);
    if (marker === 0xe2 && ascii(data, 0, 11) === 'ICC_PROFILE' && data.length > 14)
      pieces.push({ number: data[12]!, data: data.subarray(14) });
  }
  const profile = pieces.toSorted((one, other) => one.number - other.number).map(({ data }) => data);
  return { components: found.components, profile };
}

function readSegment(found: Found, marker: number, segment: Uint8Array): void {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  if (marker === 0xdb) found.quality ??= readTables(segment, view);
  else if (isFrame(marker) && segment.length >= 6) {
    found.bits = view.getUint8(0);
    found.height = view.getUint16(1);
    found.width = view.getUint16(3);
    found.components = view.getUint8(5);
    found.progressive = marker === 0xc2 || marker === 0xc6 || marker === 0xca;
  } else if (marker === 0xe0 && ascii(segment, 0, 4) === 'JFIF' && segment.length >= 12) {
    // JFIF 1.02: unit 0 gives an aspect ratio only, and zero dots say nothing.
    const inches = [0, 1, 2.54][view.getUint8(7)] ?? 0;
    const [x, y] = [view.getUint16(8) * inches, view.getUint16(10) * inches];
    if (x > 0 && y > 0) found.dpi = { x, y };
  } else if (marker === 0xe1 && ascii(segment, 0, 4) === 'Exif') {
    const exif = readExif(segment.subarray(6));
    found.dpi ??= exif.dpi;
    found.orientation = exif.orientation;
  } else if (marker === 0xed) found.dpi ??= photoshopDpi(segment, view);
}

/** Image resource 1005 of Photoshop: dots per inch across and down, as 16.16 numbers. */
function photoshopDpi(segment: Uint8Array, view: DataView): HeaderPage['dpi'] {
  for (let at = 14; at + 28 <= segment.length && ascii(segment, at, at + 4) === '8BIM';) {
    // A name of counted letters, padded to an even length, then the size of the data, padded likewise.
    const name = at + 6;
    const size = name + 2 * Math.ceil((view.getUint8(name) + 1) / 2);
    if (size + 20 > segment.length) return null;
    if (view.getUint16(at + 4) === 1005) {
      const [x, y] = [view.getUint32(size + 4) / 65_536, view.getUint32(size + 12) / 65_536];
      return x > 0 && y > 0 ? { x, y } : null;
    }
    at = size + 4 + 2 * Math.ceil(view.getUint32(size) / 2);
  }
  return null;
}

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** Quality from the first table of the luminance; null when there is none. */
function readTables(segment: Uint8Array, view: DataView): number | null {
  let at = 0;
  while (at < segment.length) {
    const kind = view.getUint8(at);
    const wide = kind >> 4 ? 2 : 1;
    if (at + 1 + 64 * wide > segment.length) return null;
    if ((kind & 15) === 0) {
      let sum = 0;
      for (let index = 0; index < 64; index += 1)
        sum += wide === 2 ? view.getUint16(at + 1 + 2 * index) : view.getUint8(at + 1 + index);
      return qualityOf(sum);
    }
    at += 1 + 64 * wide;
  }
  return null;
}

/** The end of the picture (FFD9) stands at the end of the file, or somewhere behind the first scan. */
function endsWhole(bytes: Uint8Array, scan: number): boolean {
  let end = bytes.length;
  while (end > scan && bytes[end - 1] === 0) end -= 1;
  if (bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9) return true;
  for (let at = bytes.indexOf(0xff, scan); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === 0xd9) return true;
  return false;
}
