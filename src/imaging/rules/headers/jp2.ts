/** JPEG 2000 (ISO/IEC 15444-1): boxes down to the code stream, its sizes, its wavelet, its end. */
import { type FileHeader, type HeaderPage, refuseFile, type Refused } from './header.ts';

export function readJp2(bytes: Uint8Array): FileHeader | Refused {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff) return readStream(bytes, view, 0, null);
  let dpi: HeaderPage['dpi'] = null;
  for (let at = 0; at + 8 <= bytes.length;) {
    const box = boxAt(bytes, view, at);
    if (box === null) return refuseFile('file-truncated');
    if (box.type === 'jp2h') dpi = resolutionIn(bytes, view, box.start, box.end);
    if (box.type === 'jp2c') return readStream(bytes, view, box.start, dpi);
    at = box.end;
  }
  return refuseFile('file-truncated');
}

interface Box {
  type: string;
  start: number;
  end: number;
}

/** Null when the box reaches beyond the file; length 0 reaches to its end. */
function boxAt(bytes: Uint8Array, view: DataView, at: number): Box | null {
  const length = view.getUint32(at);
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  if (length === 0) return { type, start: at + 8, end: bytes.length };
  if (length === 1 && at + 16 <= bytes.length) {
    const long = Number(view.getBigUint64(at + 8));
    return long < 16 || at + long > bytes.length ? null : { type, start: at + 16, end: at + long };
  }
  return length < 8 || at + length > bytes.length ? null : { type, start: at + 8, end: at + length };
}

/** §I.5.3.7: dots per metre as a fraction with a power of ten; the capture resolution, else that for display. */
function resolutionIn(bytes: Uint8Array, view: DataView, start: number, end: number): HeaderPage['dpi'] {
  for (let at = start; at + 8 <= end;) {
    const box = boxAt(bytes, view, at);
    if (box === null) return null;
    if (box.type === 'res ') return resolutionIn(bytes, view, box.start, box.end);
    if ((box.type === 'resc' || box.type === 'resd') && box.end - box.start >= 10) {
      const [down, downBy, across, acrossBy] = [0, 2, 4, 6].map((offset) => view.getUint16(box.start + offset)) as [
        number,
        number,
        number,
        number,
      ];
      const y = (down / downBy) * 10 ** view.getInt8(box.start + 8) * 0.0254;
      const x = (across / acrossBy) * 10 ** view.getInt8(box.start + 9) * 0.0254;
      return x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null;
    }
    at = box.end;
  }
  return null;
}

/** SIZ of the code stream, COD for the wavelet, EOC at the end. */
function readStream(bytes: Uint8Array, view: DataView, start: number, dpi: HeaderPage['dpi']): FileHeader | Refused {
  if (start + 45 > bytes.length || view.getUint32(start) !== 0xff4fff51) return refuseFile('file-damaged');
  const components = view.getUint16(start + 40);
  const bits = (view.getUint8(start + 42) & 0x7f) + 1;
  let lossless = false;
  for (let at = start + 2; at + 4 <= bytes.length && view.getUint16(at) !== 0xff90; at += 2 + view.getUint16(at + 2))
    if (view.getUint16(at) === 0xff52 && at + 14 <= bytes.length) lossless = view.getUint8(at + 13) === 1;
  const end = bytes.length;
  if (view.getUint16(end - 2) !== 0xffd9) return refuseFile('file-truncated');
  const page: HeaderPage = {
    width: view.getUint32(start + 8) - view.getUint32(start + 16),
    height: view.getUint32(start + 12) - view.getUint32(start + 20),
    ...{ dpi, bits, colour: components >= 3 ? 'colour' : bits === 1 ? 'bilevel' : 'grey' },
    ...{ compression: lossless ? 'jp2-lossless' : 'jp2', quality: null, progressive: false, orientation: 1 },
    source: { kind: 'whole' },
  };
  return { format: 'jp2', pages: [page] };
}
