import bwipjs from 'bwip-js/node';
import { expect, test } from 'vitest';
import { qrSvg, qrSvgs } from './print.ts';

/** The modules that the drawing covers, row by row. */
function modulesOf(svg: string): number[] {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const modules = Array.from({ length: size * size }, () => 0);
  for (const [, from, y, width, back] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
    expect(back).toBe(from);
    for (let x = Number(from); x < Number(from) + Number(width); x += 1) modules[Number(y) * size + x]! += 1;
  }
  return modules;
}

test('a QR code is drawn module by module as the library encodes it, with what stands at its edges', async () => {
  for (const text of ['2026-0001-0001', 'handover-list/1/0198/0123456789abcdef', '守藏'.repeat(40)]) {
    const [code] = bwipjs.raw({ bcid: 'qrcode', text, eclevel: 'M' } as Parameters<typeof bwipjs.raw>[0]);
    expect(modulesOf(qrSvg(text))).toEqual((code as { pixs: number[] }).pixs);
  }
  const many = await qrSvgs(['2026-0001-0001', '2026-0001-0002']);
  expect(many.get('2026-0001-0002')).toBe(qrSvg('2026-0001-0002'));
});
