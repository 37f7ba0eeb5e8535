/** Treatment on sample pages of known skew: straight afterwards, its edges cut as agreed, its tags kept. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualSpecification } from '#/engagement/rules/specification.ts';
import { usualOrder } from '../../rules/treatment.ts';
import { derive } from './derive.ts';

const tiff = usualSpecification;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'derive-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, picture: Sharp): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, await picture.toBuffer());
  return path;
}

/** Lines of small blocks on a sheet; `bed`: millimetres of dark round it, of which the scanner saw so much. */
async function sheet({ degrees = 0, bed = 0, width = 1240, height = 1754 } = {}): Promise<Sharp> {
  const pixels = Buffer.alloc(width * height * 3, 244);
  for (let line = 0; line < 40; line += 1)
    for (let word = 0; word < 60; word += 1) {
      if ((line * 7 + word * 13) % 5 === 0) continue;
      for (let y = 120 + line * 38; y < 138 + line * 38; y += 1)
        pixels.fill(30, (y * width + 100 + word * 17) * 3, (y * width + 100 + word * 17 + 12) * 3);
    }
  const straight = sharp(pixels, { raw: { width, height, channels: 3 } });
  const turned = await straight.rotate(degrees, { background: '#181818' }).png().toBuffer();
  const edge = Math.round((bed * 150) / 25.4);
  const all = { top: edge, bottom: edge, left: edge, right: edge, background: '#181818' };
  return sharp(await sharp(turned).extend(all).png().toBuffer()).removeAlpha();
}

const at150 = { xres: 150 / 25.4, yres: 150 / 25.4 };
const lzw = async (name: string, of: Parameters<typeof sheet>[0]) =>
  fileOf(name, (await sheet(of)).tiff({ compression: 'lzw', ...at150 }));

describe('§10.2 straightening', () => {
  test.each([-4, -1.3, -0.4, 0.25, 0.9, 2.7])(
    'a page fed %s° askew is straight afterwards within 0.05°',
    async (degrees) => {
      const path = await lzw('skew.tif', { degrees, bed: 8 });
      const { done, measures, file } = await derive({ path, page: 1, order: usualOrder, spec: tiff });
      expect(Math.abs(done.straighten + degrees)).toBeLessThan(0.05);
      expect(Math.abs(measures.skew.degrees ?? 9)).toBeLessThan(0.05);
      // Another tool than ours reads the tag that is so easily lost.
      expect(await sharp(file?.bytes).metadata()).toMatchObject({ format: 'tiff', density: 150, channels: 3 });
    },
  );

  test('a straight page without dark edges stays as it is', async () => {
    const path = await lzw('straight.tif', {});
    const { done, file } = await derive({ path, page: 1, order: usualOrder, spec: tiff });
    expect(done).toEqual({ turn: 0, straighten: 0, box: null, margin: null });
    expect(file).toBeNull();
  });

  test('a skew page that fills its picture loses nothing at its corners', async () => {
    const path = await lzw('full.tif', {});
    const order = { ...usualOrder, straighten: 2 };
    const { done, file } = await derive({ path, page: 1, order, spec: tiff });
    expect(done.box).toBeNull();
    expect(file?.header.width).toBeGreaterThan(1240);
    expect(file?.header.height).toBeGreaterThan(1754);
  });
});

describe('§10.3 cropping', () => {
  test.each([0, 2.2])('leaves the agreed margin outside the sheet, and no less (%s° askew)', async (degrees) => {
    const path = await lzw('bed.tif', { degrees, bed: 15 });
    const { done, file } = await derive({ path, page: 1, order: usualOrder, spec: { ...tiff, cropMargin: 3 } });
    const [width, height] = [file?.header.width ?? 0, file?.header.height ?? 0];
    // The sheet has 1240 by 1754 pixels; 3 mm are 17.7 of them on each side. A cell has two.
    expect(width).toBeGreaterThanOrEqual(1240 + 2 * 17);
    expect(width).toBeLessThanOrEqual(1240 + 2 * 26);
    expect(height).toBeGreaterThanOrEqual(1754 + 2 * 17);
    expect(height).toBeLessThanOrEqual(1754 + 2 * 26);
    expect(done.margin).toBe(3);
    // The sheet is whole in it: its corners are light, what lies outside is dark.
    const raw = await sharp(file?.bytes).greyscale().raw().toBuffer();
    const grey = (x: number, y: number): number => raw[y * width + x] ?? 0;
    expect(grey(Math.round(width / 2), 4)).toBeLessThan(90);
    expect(grey(40, 40)).toBeGreaterThan(200);
    expect(grey(width - 40, height - 40)).toBeGreaterThan(200);
  });

  test('10.3 refuses to cut a sheet whose edge is not to be seen', async () => {
    const path = await lzw('white.tif', { degrees: 0 });
    const order = { ...usualOrder, straighten: 0.5 };
    const { done } = await derive({ path, page: 1, order, spec: tiff });
    expect(done.box).toBeNull();
  });
});

describe('what is written', () => {
  test('a turned page lies the other way, its dots per inch too', async () => {
    const path = await fileOf(
      'turn.tif',
      (await sheet()).tiff({ compression: 'lzw', xres: 150 / 25.4, yres: 300 / 25.4 }),
    );
    const order = { ...usualOrder, turn: 90 as const };
    const { file, done } = await derive({ path, page: 1, order, spec: tiff });
    expect(file?.header).toMatchObject({ width: 1754, height: 1240 });
    expect(Math.round(file?.header.dpi?.x ?? 0)).toBe(300);
    expect(Math.round(file?.header.dpi?.y ?? 0)).toBe(150);
    expect(done.turn).toBe(90);
  });

  test('a page that its file turns is upright in its pixels', async () => {
    const path = await fileOf('exif.jpg', (await sheet()).withMetadata({ orientation: 6, density: 150 }).jpeg());
    const jpeg = { ...tiff, format: 'jpeg', compression: 'jpeg', quality: 85 } as const;
    const { file } = await derive({ path, page: 1, order: usualOrder, spec: jpeg });
    expect(file?.header).toMatchObject({ width: 1754, height: 1240, orientation: 1 });
    expect((file?.header.quality ?? 0) >= 85).toBe(true);
    expect(await sharp(file?.bytes).metadata()).toMatchObject({ format: 'jpeg', density: 150 });
  });

  test('the colour profile of the scan is kept as it is, colours unconverted', async () => {
    const path = await fileOf('icc.jpg', (await sheet()).withIccProfile('p3').withDensity(150).jpeg({ quality: 92 }));
    const { icc } = await sharp(path).metadata();
    const { file } = await derive({ path, page: 1, order: { ...usualOrder, turn: 180 }, spec: tiff });
    const { data } = await sharp(path, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    const made = await sharp(file?.bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    expect((await sharp(file?.bytes).metadata()).icc?.equals(icc ?? Buffer.alloc(0))).toBe(true);
    expect(made.info.channels).toBe(3);
    // Turned by 180° the last pixel is the first.
    expect([...made.data.subarray(-3)]).toEqual([...data.subarray(0, 3)]);
  });

  test('black and white stays black and white, in G4', async () => {
    const grey = await (await sheet({ degrees: 1 })).extractChannel(1).raw().toBuffer({ resolveWithObject: true });
    const { width, height } = grey.info;
    const path = await fileOf(
      'g4.tif',
      sharp(grey.data, { raw: { width, height, channels: 1 } })
        .threshold(128)
        .toColourspace('b-w')
        .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: 200 / 25.4, yres: 200 / 25.4 }),
    );
    const g4 = { ...tiff, compression: 'g4' } as const;
    const { file, measures } = await derive({ path, page: 1, order: usualOrder, spec: g4 });
    expect(file?.header).toMatchObject({ colour: 'bilevel', compression: 'g4', bits: 1 });
    expect(Math.abs(measures.skew.degrees ?? 9)).toBeLessThan(0.1);
  });

  test('what cannot be read is told', async () => {
    const path = join(folder, 'broken.tif');
    await writeFile(path, 'II*\0');
    await expect(derive({ path, page: 1, order: usualOrder, spec: tiff })).rejects.toThrow('cannot be read');
  });
});
