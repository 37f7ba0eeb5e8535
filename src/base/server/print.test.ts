import bwipjs from 'bwip-js/node';
import { decodeQR } from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrSvg } from './print.ts';

type Modules = { size: number; dark(x: number, y: number): boolean };

/** What the drawing covers. */
function drawn(svg: string): Modules {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const covered = new Set<string>();
  for (const [, from, y, width, back] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
    expect(back).toBe(from);
    for (let x = Number(from); x < Number(from) + Number(width); x += 1) covered.add(`${x} ${y}`);
  }
  return { size, dark: (x, y) => covered.has(`${x} ${y}`) };
}

/** Another maker of QR codes: what reads his reads any. */
function others(text: string): Modules {
  const [code] = bwipjs.raw({ bcid: 'qrcode', text, eclevel: 'M' } as Parameters<typeof bwipjs.raw>[0]);
  const { pixs, pixx } = code as { pixs: number[]; pixx: number };
  return { size: pixx, dark: (x, y) => pixs[y * pixx + x] === 1 };
}

/** As a camera sees it on white paper, eight points a module. */
function scanned({ size, dark }: Modules): string {
  const [points, edge] = [8, 4];
  const width = (size + 2 * edge) * points;
  const data = new Uint8Array(width * width * 4);
  for (let at = 0; at < width * width; at += 1) {
    const [x, y] = [Math.floor((at % width) / points) - edge, Math.floor(at / width / points) - edge];
    const inside = x >= 0 && x < size && y >= 0 && y < size;
    data.fill(inside && dark(x, y) ? 0 : 255, at * 4, at * 4 + 3);
    data[at * 4 + 3] = 255;
  }
  return decodeQR({ width, height: width, data });
}

test('a QR code says its text to a reader that also reads those of another maker', () => {
  for (const text of [
    '2026-0001-0001',
    'handover-list/1/0198/0123456789abcdef',
    'https://site/x?y=1',
    '守藏'.repeat(40),
  ]) {
    expect(scanned(others(text))).toBe(text);
    expect(scanned(drawn(qrSvg(text)))).toBe(text);
    expect(drawn(qrSvg(text)).size).toBe(others(text).size);
  }
});
