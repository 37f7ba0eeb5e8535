import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { imageInformation, readRequest, tileSize } from './iiif.ts';

const full = { width: 2480, height: 3508 };
const ask = (path: string) => readRequest(full, path.split('/'));

describe('IIIF Image API 3.0', () => {
  test('regions are pixels, percent, the square or all, cut at the edge of the image', () => {
    expect(ask('full/max/0/default.jpg')?.region).toEqual({ x: 0, y: 0, ...full });
    expect(ask('square/max/0/default.jpg')?.region).toEqual({ x: 0, y: 514, width: 2480, height: 2480 });
    expect(ask('2400,3500,512,512/max/0/default.jpg')?.region).toEqual({ x: 2400, y: 3500, width: 80, height: 8 });
    expect(ask('pct:50,50,25,25/max/0/default.jpg')?.region).toEqual({ x: 1240, y: 1754, width: 620, height: 877 });
    for (const region of ['2480,0,1,1', '0,0,0,10', '1,2,3', '-1,0,5,5', 'pct:100,0,1,1', 'a,b,c,d', '', '0,0,1e3,5'])
      expect(ask(`${region}/max/0/default.jpg`), region).toBeNull();
  });

  test('sizes keep the proportion where one side is left out, and never enlarge unasked', () => {
    const sizes: [string, [number, number] | null][] = [
      ['max', [2480, 3508]],
      ['1240,', [1240, 1754]],
      [',1754', [1240, 1754]],
      ['100,100', [100, 100]],
      ['!512,512', [362, 512]],
      ['pct:50', [1240, 1754]],
      ['pct:101', null],
      ['3000,', null],
      ['^3000,', null],
      ['^2600,', [2600, 3678]],
      ['^pct:110', [2728, 3859]],
      ['!9000,9000', [2480, 3508]],
      [',', null],
      ['0,0', [1, 1]],
      ['full', null],
    ];
    for (const [text, size] of sizes) {
      const read = ask(`full/${text}/0/default.jpg`)?.size;
      expect(read ? [read.width, read.height] : null, text).toEqual(size);
    }
  });

  test('turned by quarters, mirrored first; other turns, qualities and formats are refused', () => {
    expect(ask('full/max/!90/gray.png')).toMatchObject({ mirror: true, rotation: 90, quality: 'gray', format: 'png' });
    for (const rest of ['0/default.tif', '45/default.jpg', '360/default.jpg', '0/native.jpg', '0/default'])
      expect(ask(`full/max/${rest}`), rest).toBeNull();
    expect(ask('full/max/0')).toBeNull();
  });

  test('every tile that the information names can be asked for, and together they cover the image', () => {
    const size = fc.record({ width: fc.integer({ min: 32, max: 6000 }), height: fc.integer({ min: 32, max: 6000 }) });
    fc.assert(
      fc.property(size, (image) => {
        const scaleFactors = imageInformation('x', image).tiles[0]?.scaleFactors ?? [];
        for (const factor of scaleFactors) {
          let covered = 0;
          const step = tileSize * factor;
          for (let y = 0; y < image.height; y += step)
            for (let x = 0; x < image.width; x += step) {
              const [w, h] = [Math.min(step, image.width - x), Math.min(step, image.height - y)];
              const path = `${x},${y},${w},${h}/${Math.ceil(w / factor)},${Math.ceil(h / factor)}/0/default.jpg`;
              const read = readRequest(image, path.split('/'));
              if (!read) return false;
              covered += read.region.width * read.region.height;
            }
          if (covered !== image.width * image.height) return false;
        }
        return Math.max(image.width, image.height) / scaleFactors.at(-1)! <= tileSize;
      }),
      { numRuns: 200 },
    );
  });
});
