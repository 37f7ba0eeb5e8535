/** Real files of others, kept beside the repository: each is taken as pages or refused with a reason. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { imagingMessages } from '#/imaging/rules/messages.ts';
import type { FileLook } from './look.ts';
import { LookPool } from './pool.ts';

const data = join(import.meta.dirname, '../../../../../shared/data');
const isThere = existsSync(join(data, 'scans'));
if (!isThere) console.log('跳过 Skipped: ../shared/data is not here, real scans are not looked at');

const pool = new LookPool({ threads: 2 });
const folder = mkdtempSync(join(tmpdir(), 'shoucang-shared-'));
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const filesOf = (name: string): string[] =>
  readdirSync(join(data, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => join(entry.parentPath, entry.name));

async function taken(path: string): Promise<FileLook> {
  const seen = await pool.look(path);
  if ('refused' in seen) throw new Error(`${path}: ${seen.code}`);
  return seen;
}

/** Degrees clockwise as the README of the scans has them, with how sure it is of them. */
const angles: readonly [file: string, low: number, high: number][] = [
  ['feyn.tif', 0.9, 0.9],
  ['scots-frag.tif', -0.3, -0.2],
  ['pageseg1.tif', 0.2, 0.2],
  ['pageseg3.tif', 0.2, 0.2],
  ['cat.035.jpg', 3.9, 4.1],
  ['brothers.150.jpg', 0, 0],
  ['cavalerie.29.jpg', 0, 0],
  ['zanotti-78.jpg', 0, 0],
  ['table.15.tif', 0, 0],
  ['contrast-orig-60.jpg', 0.3, 0.6],
  ['keystone.png', 1.7, 1.7],
  ['arabic.png', 0, 0],
  ['harmoniam100-11.png', 0, 0],
];

describe.skipIf(!isThere)('DA/T 31-2017 §10.2: real scans of known skew', () => {
  test.each(angles)('%s: %d to %d degrees, within 0.1', async (file, low, high) => {
    const { degrees } = (await taken(join(data, 'scans/leptonica', file))).pages[0]!.measures.skew;
    // Where the README tells a range, that is its uncertainty.
    const slack = high > low ? 0 : 0.1;
    expect(degrees).toBeGreaterThanOrEqual(Math.min(low - slack, (low + high) / 2 - 0.1));
    expect(degrees).toBeLessThanOrEqual(Math.max(high + slack, (low + high) / 2 + 0.1));
  });

  test('a curved page of black letter round a woodcut has no one skew, and none is told', async () => {
    const { skew } = (await taken(join(data, 'scans/leptonica/1555.003.jpg'))).pages[0]!.measures;
    expect(skew.degrees).toBeNull();
  });

  test('1.865 degrees, exact by the matrix of its PDF, are measured within 0.05', async ({ skip }) => {
    const out = join(folder, 'skew');
    const drawn = spawnSync('pdftoppm', [
      '-r',
      '300',
      '-png',
      '-singlefile',
      join(data, 'scans/ocrmypdf/skew.pdf'),
      out,
    ]);
    if (drawn.error) skip('pdftoppm is not installed');
    const { degrees } = (await taken(`${out}.png`)).pages[0]!.measures.skew;
    expect(Math.abs(degrees! - 1.865)).toBeLessThan(0.05);
  });

  test('a form that lies on its side is asked about, and so is a title page', async () => {
    for (const file of ['chinese/form_yongdi_yushen_blank_rot90.jpg', 'leptonica/pancrazi.15.jpg']) {
      const { skew } = (await taken(join(data, 'scans', file))).pages[0]!.measures;
      expect(skew.lines, file).toBe('down');
      expect(skew.downRatio, file).toBeGreaterThan(1.05);
    }
  });
});

describe.skipIf(!isThere)('real files are counted and read as they are', () => {
  test.each([
    ['scans/ocrd/indian-ferns_0004_multires.tif', 1],
    ['images-odd/pillow/tiff_strip_planar_raw_with_overviews.tif', 1],
    ['images-odd/pillow/g4-multi.tiff', 3],
    ['images-odd/pillow/total-pages-zero.tif', 3],
    ['scans/leptonica/2_column_crop_input.pdf', 5],
    ['scans/ocrmypdf/3small.pdf', 3],
  ])('%s: %d pages', async (file, pages) => {
    expect((await taken(join(data, file))).pages).toHaveLength(pages);
  });

  test.each([
    ['images-odd/pillow/exif-200dpcm.jpg', { dpi: { x: 508, y: 508 } }],
    ['images-odd/pillow/no-dpi-in-exif.jpg', { dpi: { x: 200, y: 200 } }],
    ['images-odd/pillow/hopper_orientation_6.jpg', { orientation: 6, dpi: null }],
    ['images-odd/pillow/junk_jpeg_header.jpg', { width: 1024, height: 768 }],
    ['images-odd/leptonica/minisblack.tif', { colour: 'bilevel', compression: 'g4' }],
    ['scans/ocrmypdf/aspect.pdf', { dpi: { x: expect.closeTo(200, 3), y: expect.closeTo(100, 3) } }],
  ])('%s: %j', async (file, header) => {
    expect((await taken(join(data, file))).pages[0]!.header).toMatchObject(header);
  });
});

describe.skipIf(!isThere)('every file of others is taken as pages or refused with a reason', () => {
  test.each([
    ['scans', 38],
    ['images-odd', 32],
    ['malicious', 1],
    ['pdf-damaged', 0],
  ])('%s: %d are taken, nothing breaks', async (name, count) => {
    const seen = await Promise.all(filesOf(name).map((path) => pool.look(path)));
    for (const one of seen) if ('refused' in one) expect(imagingMessages).toHaveProperty(one.code);
    expect(seen.filter((one) => !('refused' in one)).length).toBe(count);
  });

  test.each([
    ['pdf-damaged/cabinet/encryption_openpassword.pdf', 'pdf-encrypted'],
    ['pdf-damaged/cabinet/javascript.pdf', 'pdf-not-scanned'],
    ['pdf-damaged/ocrmypdf/acroform.pdf', 'pdf-not-scanned'],
    ['pdf-damaged/ocrmypdf/invalid.pdf', 'file-damaged'],
    ['pdf-damaged/handbuilt/T04_002_EOF-missing.pdf', 'file-truncated'],
    ['images-odd/ocrmypdf/hugemono.pdf', 'picture-too-large'],
    ['images-odd/pillow/truncated_jpeg.jpg', 'file-truncated'],
    ['images-odd/pillow/png_decompression_dos.png', 'picture-too-small'],
    ['images-odd/pillow/12bit.cropped.tif', 'tiff-layout'],
    ['images-odd/pillow/old-style-jpeg-compression.tif', 'compression-unknown'],
    ['images-odd/pillow/bmp_b_badrle.bmp', 'format-unknown'],
    ['malicious/patt/SSRF_url.svg', 'format-unknown'],
    ['malicious/zip-slip/zip-slip.zip', 'format-unknown'],
    ['scans/ocrmypdf/masks.pdf', 'pdf-many-pictures'],
  ])('%s is refused: %s', async (file, code) => {
    expect(await pool.look(join(data, file))).toMatchObject({ refused: true, code });
  });
});
