/**
 * Whether bytes are a whole photograph: JPEG or PNG, read from the first byte to the last.
 *
 * The first bytes alone would let a truncated file, or a few bytes with nothing behind them, be
 * taken for a picture that nobody could then look at.
 */
export interface Photograph {
  mediaType: 'image/jpeg' | 'image/png';
  /** Pixels. */
  width: number;
  height: number;
}

/** Null when it is no such picture, or not all of one. */
export const readPhotograph = (bytes: Uint8Array): Photograph | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = startsWith(bytes, pngSignature) ? readPng(bytes, view) : readJpeg(view);
  return found !== null && found.width > 0 && found.height > 0 ? found : null;
};

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let rest = index;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** ISO 3309, as PNG §5.5 asks for it. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (crcTable[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/** PNG §5: chunks of length, type, data and check sum; IHDR first, IEND last. */
function readPng(bytes: Uint8Array, view: DataView): Photograph | null {
  let size: Photograph | null = null;
  let data = false;
  for (let at = pngSignature.length; at + 12 <= view.byteLength;) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > view.byteLength || crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if ((size === null) !== (type === 'IHDR') || (type === 'IHDR' && length !== 13)) return null;
    if (type === 'IHDR')
      size = { mediaType: 'image/png', width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (type === 'IDAT' && length > 0) data = true;
    if (type === 'IEND') return data ? size : null;
    at = end;
  }
  return null;
}

/** Markers of frames (ITU-T T.81, table B.1): C0 to CF but DHT, JPG and DAC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Where the next marker after coded data stands: a stuffed 00 and restarts belong to the data. */
function afterScan(view: DataView, from: number): number {
  for (let at = from; at + 1 < view.byteLength; at += 1) {
    if (view.getUint8(at) !== 0xff) continue;
    const next = view.getUint8(at + 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return view.byteLength;
}

/** JPEG: segments up to the end marker, with a frame and coded data between. */
function readJpeg(view: DataView): Photograph | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let size: Photograph | null = null;
  let scanned = false;
  for (let at = 2; at + 2 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return scanned ? size : null;
    if (at + 4 > view.byteLength) return null;
    const end = at + 2 + view.getUint16(at + 2);
    if (end < at + 4 || end > view.byteLength) return null;
    if (isFrame(marker) && end >= at + 10)
      size = { mediaType: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker === 0xda) {
      const next = afterScan(view, end);
      scanned = size !== null && next > end;
      at = next;
    } else at = end;
  }
  return null;
}
