/** Pictures in black and white as PNG, one bit a pixel: read by every browser, and packed for PDF by the same bytes. */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(kind: string, data: Buffer): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(kind, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** Of bytes of grey, 0 to 255, row by row: from the middle on a pixel is white. */
export function bilevelPng(grey: Uint8Array, width: number, height: number, dpi: number): Buffer {
  const row = 1 + Math.ceil(width / 8);
  const bits = Buffer.alloc(row * height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) if (grey[at]! >= 128) bits[y * row + 1 + (x >> 3)]! |= 0x80 >> (x & 7);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const density = Buffer.alloc(9);
  const perMetre = Math.round(dpi / 0.0254);
  density.writeUInt32BE(perMetre, 0);
  density.writeUInt32BE(perMetre, 4);
  density[8] = 1;
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', deflateSync(bits, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
