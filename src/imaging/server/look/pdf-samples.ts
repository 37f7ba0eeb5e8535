/** Pictures of PDFs that no decoder takes as they are: fax streams get the head of a TIFF, plain samples are laid out. */
import type { PdfImage } from '#/imaging/rules/headers/header.ts';
import type { Raster } from '#/imaging/rules/pixels/grid.ts';

/** A TIFF of one strip round a fax stream (TIFF 6.0, compression 3 or 4). */
export function faxAsTiff(stream: Uint8Array, { width, height, filter, inverted }: PdfImage): Buffer {
  const tags: readonly [tag: number, type: number, value: number][] = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 1],
    [259, 3, filter === 'g4' ? 4 : 3],
    // 0: white is zero, as faxes have it.
    [262, 3, inverted ? 1 : 0],
    [273, 4, 0],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, stream.length],
  ];
  const head = Buffer.alloc(8 + 2 + tags.length * 12 + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(tags.length, 8);
  for (const [index, [tag, type, value]] of tags.entries()) {
    const at = 10 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(tag === 273 ? head.length : value, at + 8);
  }
  return Buffer.concat([head, stream]);
}

/** Samples of 8, 4 or 1 bits, with PNG predictors undone and palettes looked up; null when lines are missing. */
export function plainSamples(plain: Uint8Array, image: PdfImage): Raster | null {
  const { width, height, channels, bits, predictor, palette } = image;
  const line = Math.ceil((width * channels * bits) / 8);
  const step = Math.max(1, (channels * bits) >> 3);
  const lines = predictor >= 10 ? unpredicted(plain, line, height, step) : plain;
  if (lines === null || lines.length < line * height) return null;
  if (bits === 8 && palette === null && channels !== 4) return { data: lines, width, height, channels };
  const out = palette || channels === 4 ? 3 : 1;
  const data = new Uint8Array(width * height * out);
  const most = (1 << bits) - 1;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += out) {
      const from = y * line + ((x * channels * bits) >> 3);
      if (channels === 4) {
        const black = 255 - lines[from + 3]!;
        for (let channel = 0; channel < 3; channel += 1)
          data[to + channel] = ((255 - lines[from + channel]!) * black) / 255;
        continue;
      }
      const value = (lines[from]! >> (8 - bits - ((x * bits) & 7))) & most;
      if (palette)
        for (let channel = 0; channel < 3; channel += 1) data[to + channel] = palette[value * 3 + channel] ?? 0;
      else data[to] = (value * 255) / most;
    }
  }
  return { data, width, height, channels: out };
}

/** PNG filters (ISO/IEC 15948, 9): each line begins with its own. */
function unpredicted(plain: Uint8Array, line: number, height: number, step: number): Uint8Array | null {
  if (plain.length < (line + 1) * height) return null;
  const out = new Uint8Array(line * height);
  for (let y = 0; y < height; y += 1) {
    const [from, to] = [y * (line + 1) + 1, y * line];
    const filter = plain[from - 1]!;
    if (filter > 4) return null;
    for (let x = 0; x < line; x += 1) {
      const left = x >= step ? out[to + x - step]! : 0;
      const up = y > 0 ? out[to + x - line]! : 0;
      const corner = x >= step && y > 0 ? out[to + x - line - step]! : 0;
      out[to + x] = plain[from + x]! + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter < 2) return filter === 0 ? 0 : left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}
