import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { usualSpecification } from '#/engagement/rules/specification.ts';
import { likePages } from '#/imaging/rules/batch-checks.ts';
import { checkPixels, thresholdsOf } from '#/imaging/rules/checks.ts';
import { scannedPdf } from '#/imaging/rules/headers/testing.ts';
import { type PagePlan, planPages } from '#/imaging/rules/sample-pages/plan.ts';
import { samplePage } from '../sample-pages/page.ts';
import { MemoryGate } from './gate.ts';
import { type FileLook, look } from './look.ts';
import { LookPool } from './pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'shoucang-look-'));
const pool = new LookPool({ threads: 2 });
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

async function taken(path: string, from: LookPool = pool): Promise<FileLook> {
  const seen = await from.look(path);
  if ('refused' in seen) throw new Error(`${path}: ${seen.code}`);
  return seen;
}

const plain: PagePlan = {
  ...{
    kind: 'notice',
    contentSeed: 11,
    grainSeed: 12,
    skew: 1.4,
    turned: 0,
    border: 'none',
    holes: 0,
    blur: 0,
    noise: 2,
  },
  ...{ exposure: 'normal', gradient: 0, showThrough: 0, quality: 90, repeats: null },
};
const drawn = async (change: Partial<PagePlan> = {}): Promise<Buffer> =>
  (await samplePage({ ...plain, ...change })).bytes;
const asked = (file: FileLook): string[] =>
  checkPixels(file.pages[0]!.measures, file.pages[0]!.header, thresholdsOf(usualSpecification))
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ check }) => check);

describe('DA/T 31-2017 §10.2, §10.5: sample pages', () => {
  test('what befell a page is asked about, and nothing else', async () => {
    const cases: [Partial<PagePlan>, string[]][] = [
      [{ skew: 0.4 }, []],
      [{}, ['skew']],
      [{ skew: 0, blur: 2.4 }, ['blur']],
      [{ skew: 0, exposure: 'under' }, ['dark']],
      [{ skew: 0, exposure: 'over' }, ['washed']],
      [{ skew: 0, noise: 26 }, ['noise']],
      [{ skew: 0, border: 'bars' }, ['border']],
      [{ skew: 0, turned: 90 }, ['orientation']],
      [{ skew: 0, kind: 'blank', holes: 2, showThrough: 0.1, gradient: 0.15 }, ['blank']],
    ];
    for (const [change, expected] of cases) {
      const file = await taken(put('case.jpg', await drawn(change)));
      expect(asked(file), JSON.stringify(change)).toEqual(expected);
    }
  });

  test('skew is measured within 0.05 degrees on pages of a seed', async () => {
    for (const [index, plan] of planPages(77, 6).entries()) {
      if (plan.kind === 'blank') continue;
      const file = await taken(put(`${index}.jpg`, (await samplePage(plan)).bytes));
      expect(Math.abs(file.pages[0]!.measures.skew.degrees! - plan.skew), JSON.stringify(plan)).toBeLessThan(0.05);
    }
  });

  test('a page scanned twice is known by its likeness, with another skew, bed and grain', async () => {
    const scans: Partial<PagePlan>[] = [
      { skew: -2 },
      { skew: 1.7, border: 'bed', grainSeed: 99, noise: 5 },
      { contentSeed: 12 },
    ];
    const files = await Promise.all(
      scans.map(async (change, index) => taken(put(`twice-${index}.jpg`, await drawn(change)))),
    );
    const pairs = likePages(
      files.map(({ pages }) => pages[0]!.measures.signature),
      thresholdsOf(usualSpecification),
    );
    expect(pairs.map(({ one, other }) => [one, other])).toEqual([[0, 1]]);
  });
});

describe('one page in any file', () => {
  test('JPEG, TIFF, PNG, PDF of each kind show the same skew, and the digest of their bytes', async () => {
    const jpeg = await drawn();
    const grey = await sharp(jpeg).extractChannel(1).raw().toBuffer();
    const page = sharp(jpeg).withDensity(300);
    const bilevel = await sharp(grey, { raw: { width: 2480, height: 3508, channels: 1 } })
      .threshold(150)
      .toColourspace('b-w')
      .tiff({
        compression: 'ccittfax4',
        bitdepth: 1,
        xres: 11.811,
        yres: 11.811,
        tile: true,
        tileWidth: 2480,
        tileHeight: 3520,
      })
      .toBuffer();
    const [size, points] = ['/Width 2480 /Height 3508', { width: 595.2, height: 841.92 }];
    const files: Record<string, Uint8Array> = {
      'a.jpg': jpeg,
      'a.tif': await page.clone().tiff({ compression: 'lzw', xres: 11.811, yres: 11.811 }).toBuffer(),
      'a.png': await page.clone().png({ compressionLevel: 1 }).toBuffer(),
      'b.tif': bilevel,
      'jpeg.pdf': scannedPdf({
        picture: jpeg,
        dictionary: `${size} /ColorSpace /DeviceRGB /Filter /DCTDecode`,
        ...points,
      }),
      'flate.pdf': scannedPdf({
        picture: deflateSync(grey, { level: 1 }),
        dictionary: `${size} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode`,
        ...points,
      }),
      'g4.pdf': scannedPdf({
        picture: tileOf(bilevel),
        dictionary: `/Width 2480 /Height 3520 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /BlackIs1 true /Columns 2480 /Rows 3520 >>`,
        ...points,
      }),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const file = await taken(put(name, bytes));
      expect(file.pages, name).toHaveLength(1);
      expect(file.digest, name).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(file.pages[0]!.header.dpi!.x, name).toBeCloseTo(300, 0);
      expect(Math.abs(file.pages[0]!.measures.skew.degrees! - 1.4), name).toBeLessThan(0.05);
    }
  });

  test('a PDF that turns its picture has the skew of both together', async () => {
    const picture = await drawn({ skew: 0.5 });
    const dictionary = '/Width 2480 /Height 3508 /ColorSpace /DeviceRGB /Filter /DCTDecode';
    const file = await taken(put('tilt.pdf', scannedPdf({ picture, dictionary, tilt: 1.865 })));
    expect(Math.abs(file.pages[0]!.measures.skew.degrees! - 2.365)).toBeLessThan(0.05);
  });
});

/** The one tile of a TIFF. */
function tileOf(tiff: Buffer): Buffer {
  const directory = tiff.readUInt32LE(4);
  const tag = (wanted: number): number => {
    for (let at = directory + 2; at < directory + 2 + 12 * tiff.readUInt16LE(directory); at += 12)
      if (tiff.readUInt16LE(at) === wanted) return tiff.readUInt32LE(at + 8);
    throw new Error(`no tag ${wanted}`);
  };
  return tiff.subarray(tag(324), tag(324) + tag(325));
}

describe('the pool', () => {
  test('refuses what is broken among its pixels', async () => {
    const broken = await sharp(await drawn())
      .tiff({ compression: 'deflate', predictor: 'none' })
      .toBuffer();
    broken.fill(0x5a, 1000, 4000);
    expect(await pool.look(put('broken.tif', broken))).toMatchObject({
      code: 'picture-unreadable',
      params: { page: 1 },
    });
    expect(
      await pool.look(
        put(
          'small.jpg',
          await sharp(await drawn())
            .resize(20, 28)
            .jpeg()
            .toBuffer(),
        ),
      ),
    ).toMatchObject({
      code: 'picture-too-small',
    });
  });

  test('a file that is not there is a surprise, and the pool goes on', async () => {
    await expect(pool.look(join(folder, 'nowhere.jpg'))).rejects.toThrow('ENOENT');
    await expect(taken(put('here.jpg', await drawn({ kind: 'cover' })))).resolves.toMatchObject({ format: 'jpeg' });
  });

  test('what takes too long is given up with the time it had, and whoever waited is served', async () => {
    await using impatient = new LookPool({ threads: 1, pageSeconds: 0.002 });
    const path = put('slow.jpg', await drawn());
    expect(await impatient.look(path)).toMatchObject({ code: 'picture-too-slow' });
  });

  test('a closed pool finishes what it has in hand, and leaves nobody waiting', async () => {
    const closing = new LookPool({ threads: 1 });
    const path = put('left.jpg', await drawn({ kind: 'cover' }));
    const looks = Array.from({ length: 4 }, () =>
      closing.look(path).then(
        () => 'seen',
        (error: Error) => error.message,
      ),
    );
    await closing[Symbol.asyncDispose]();
    expect(await Promise.all(looks)).toEqual(['seen', 'seen', 'the pool is closed', 'the pool is closed']);
    expect(() => closing.look(path)).toThrow('closed');
  });

  test('pages ask for memory: what does not fit waits, and the largest passes alone', async () => {
    const gate = new MemoryGate(MemoryGate.room(100, 1), 0);
    const [order, free]: [string[], (() => void)[]] = [[], []];
    const hold = (name: string, bytes: number): Promise<void> =>
      gate.with(bytes, async () => {
        order.push(name);
        await new Promise<void>((resolve) => free.push(resolve));
      });
    const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
    const all = [hold('a', 60e6), hold('huge', 900e6), hold('b', 40e6)];
    await settle();
    expect(order).toEqual(['a', 'b']);
    free.shift()?.();
    await settle();
    expect(order).toEqual(['a', 'b']);
    free.shift()?.();
    await settle();
    expect(order).toEqual(['a', 'b', 'huge']);
    free.shift()?.();
    await Promise.all(all);
  });

  test('what a stopped thread held comes back', async () => {
    const room = MemoryGate.room(100, 2);
    void new MemoryGate(room, 0).with(100e6, () => new Promise(() => undefined));
    const other = new MemoryGate(room, 1).with(50e6, () => Promise.resolve('passed'));
    new MemoryGate(room, 0).clear();
    expect(await other).toBe('passed');
  });

  test('what one thread says of a file, any other says, too', async () => {
    const path = put('same.jpg', await drawn({ kind: 'table', border: 'bed' }));
    const here = await look(path, new MemoryGate(MemoryGate.room(400, 1), 0), {
      pictures: false,
      turned: () => undefined,
    });
    expect(await taken(path)).toEqual(here);
    expect(readFileSync(path).length).toBe((here as FileLook).size);
  });
});
