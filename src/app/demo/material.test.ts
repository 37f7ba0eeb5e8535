/** What a person's own files are scanned by, and pages that are made beside them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refuseSpecification } from '#/engagement/rules/specification.ts';
import { checkHeader } from '#/imaging/rules/checks.ts';
import { readHeader } from '#/imaging/rules/headers/read.ts';
import { inflate } from '#/imaging/server/look/pixels.ts';
import { encoded, madeMaterial, ownMaterial } from './material.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-material-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const grey = () => sharp({ create: { width: 400, height: 560, channels: 3, background: '#eee' } });
const jpeg = (dpi: number) => grey().jpeg({ quality: 90 }).withDensity(dpi).toBuffer();
const tiff = (compression: 'lzw' | 'none') =>
  grey()
    .tiff({ compression, xres: 300 / 25.4, yres: 300 / 25.4 })
    .toBuffer();
const put = (name: string, bytes: Buffer | string) => writeFileSync(join(folder, name), bytes);

test('the specification is the one that most pages keep, and what is no scan is passed over by name', async () => {
  mkdirSync(join(folder, '下层'));
  put('10.tif', await tiff('lzw'));
  put('2.tif', await tiff('lzw'));
  put('3.jpg', await jpeg(300));
  put('4.jpg', await jpeg(72));
  put('5.jpg', await jpeg(72));
  put('6.jpg', 'no picture');
  put('说明.txt', '…');
  put(join('下层', '7.PDF'), '%PDF-1.4');
  const { specification, own, passedOver } = ownMaterial(folder);
  expect(specification).toMatchObject({ format: 'tiff', compression: 'lzw', resolution: 200, colour: 'byPage' });
  expect(refuseSpecification(specification)).toBeNull();
  // As a scanner counts, and with what cannot be read: the machine is to refuse it.
  expect(own?.map(({ name }) => name)).toEqual(['2.tif', '3.jpg', '4.jpg', '5.jpg', '6.jpg', '10.tif', '下层/7.PDF']);
  expect(own?.every(({ pages }) => pages === 1)).toBe(true);
  expect(passedOver).toEqual(['说明.txt']);
});

test('a folder that is none, holds no scan, or none that may be agreed on is refused with what to do', async () => {
  expect(() => ownMaterial(join(folder, 'nowhere'))).toThrow(/核对路径/);
  put('说明.txt', '…');
  expect(() => ownMaterial(folder)).toThrow(/没有 jpg、tif、pdf/);
  put('1.jpg', await jpeg(72));
  expect(() => ownMaterial(folder)).toThrow(/200 dpi/);
});

test('a made page keeps whatever specification its neighbours ask for', async () => {
  const page = await jpeg(300);
  const { specification } = madeMaterial;
  expect(refuseSpecification(specification)).toBeNull();
  for (const change of [
    { format: 'jpeg', compression: 'jpeg', quality: 80 },
    { format: 'tiff', compression: 'lzw', quality: null },
    { format: 'tiff', compression: 'none', quality: null },
    { format: 'tiff', compression: 'jpeg', quality: 80 },
    { format: 'tiff', compression: 'g4', quality: null, colour: 'bilevel' },
  ] as const) {
    const asked = { ...specification, ...change };
    const header = readHeader(await encoded(page, asked), inflate);
    if ('refused' in header) throw new Error(header.code);
    const [only] = header.pages;
    expect(checkHeader(header, only!, asked).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  }
});
