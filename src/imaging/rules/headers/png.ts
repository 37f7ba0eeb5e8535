/** PNG (ISO/IEC 15948): IHDR, pHYs, and the chain of chunks to IEND. Check sums are the decoder's work. */
import { type FileHeader, refuseFile, type Refused } from './header.ts';

/** Colour types: 0 grey, 2 colour, 3 palette, 4 grey and 6 colour with transparency. */
const isColour = (type: number): boolean => (type & 2) !== 0;

/** Red, green and blue of every entry are one level. */
const isGrey = (palette: Uint8Array): boolean =>
  palette.every((level, index) => level === palette[index - (index % 3)]);

export function readPng(bytes: Uint8Array): FileHeader | Refused {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let page: FileHeader['pages'][number] | null = null;
  let data = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) return refuseFile('file-truncated');
    if ((page === null) !== (type === 'IHDR') || (type === 'IHDR' && length !== 13)) return refuseFile('file-damaged');
    if (type === 'IHDR') {
      const [bits, kind] = [view.getUint8(at + 16), view.getUint8(at + 17)];
      page = {
        ...{ width: view.getUint32(at + 8), height: view.getUint32(at + 12), bits, dpi: null },
        colour: isColour(kind) ? 'colour' : bits === 1 ? 'bilevel' : 'grey',
        ...{ compression: 'deflate', quality: null, progressive: false, orientation: 1, source: { kind: 'whole' } },
      };
    }
    // A palette of greys is no colour.
    if (type === 'PLTE' && page && isGrey(bytes.subarray(at + 8, at + 8 + length)))
      page.colour = page.bits === 1 ? 'bilevel' : 'grey';
    // Dots per metre; unit 0 gives an aspect ratio only.
    if (type === 'pHYs' && page && length === 9 && view.getUint8(at + 16) === 1) {
      const [x, y] = [view.getUint32(at + 8) * 0.0254, view.getUint32(at + 12) * 0.0254];
      if (x > 0 && y > 0) page.dpi = { x, y };
    }
    if (type === 'IDAT' && length > 0) data = true;
    if (type === 'IEND') return page && data ? { format: 'png', pages: [page] } : refuseFile('file-damaged');
    at += 12 + length;
  }
  return refuseFile('file-truncated');
}
