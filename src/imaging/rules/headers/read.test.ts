import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { imagingMessages } from '../messages.ts';
import { readHeader } from './read.ts';
import { type PdfParts, scannedPdf } from './testing.ts';

const inflate = (bytes: Uint8Array): Uint8Array | null => {
  try {
    return inflateSync(bytes, { maxOutputLength: 1 << 24 });
  } catch {
    return null;
  }
};
const read = (bytes: Uint8Array) => readHeader(bytes, inflate);

/** A page of noise: nothing of it can be compressed away. */
const drawn = (channels: 1 | 3) => {
  const data = Buffer.from(Array.from({ length: 120 * 170 * channels }, (_, at) => (at * 7919) % 251));
  const page = sharp(data, { raw: { width: 120, height: 170, channels } }).withDensity(300);
  return channels === 1 ? page.toColourspace('b-w') : page;
};

const made = {
  jpeg: await drawn(3).jpeg({ quality: 85 }).toBuffer(),
  progressive: await drawn(1).jpeg({ quality: 60, progressive: true }).toBuffer(),
  lzw: await drawn(3)
    .tiff({ compression: 'lzw', xres: 300 / 25.4, yres: 300 / 25.4 })
    .toBuffer(),
  g4: await drawn(1)
    .threshold()
    .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: 200 / 25.4, yres: 200 / 25.4 })
    .toBuffer(),
  tiffJpeg: await drawn(3).tiff({ compression: 'jpeg', quality: 90 }).toBuffer(),
  pyramid: await sharp(await drawn(3).png().toBuffer())
    .resize(1200, 1700)
    .tiff({ compression: 'lzw', pyramid: true, tile: true })
    .toBuffer(),
  png: await drawn(1).png().toBuffer(),
};

const jpegPdf = (more: Partial<PdfParts> = {}): Uint8Array =>
  scannedPdf({
    picture: made.jpeg,
    dictionary: '/Width 120 /Height 170 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode',
    width: 28.8,
    height: 40.8,
    ...more,
  });

describe('headers of whole files', () => {
  test.each([
    ['jpeg', { compression: 'jpeg', quality: 85, colour: 'colour', progressive: false, dpi: { x: 300, y: 300 } }],
    ['progressive', { compression: 'jpeg', quality: 60, colour: 'grey', progressive: true }],
    ['lzw', { compression: 'lzw', colour: 'colour', bits: 8, dpi: { x: 300, y: 300 } }],
    ['g4', { compression: 'g4', colour: 'bilevel', bits: 1, dpi: { x: 200, y: 200 } }],
    ['tiffJpeg', { compression: 'jpeg', quality: 90, colour: 'colour' }],
    ['png', { compression: 'deflate', colour: 'grey', bits: 8 }],
  ] as const)('%s', (name, page) => {
    const header = read(made[name]);
    if ('refused' in header) throw new Error(header.code);
    expect(header.pages).toHaveLength(1);
    const [first] = header.pages;
    const { dpi, ...rest } = { dpi: null, ...page };
    expect(first).toMatchObject({ width: 120, height: 170, orientation: 1, ...rest });
    if (dpi) expect([first!.dpi!.x, first!.dpi!.y]).toEqual([expect.closeTo(dpi.x, 1), expect.closeTo(dpi.y, 1)]);
  });

  test('a pyramid is one page, with the size of its largest picture', () => {
    const header = read(made.pyramid);
    expect(header).toMatchObject({ format: 'tiff', pages: [{ width: 1200, height: 1700 }] });
    if (!('refused' in header)) expect(header.pages).toHaveLength(1);
  });

  test('a PDF of one picture a page tells the resolution at which it is shown, and its tilt', () => {
    const header = read(jpegPdf({ tilt: 1.865 }));
    expect(header).toMatchObject({
      format: 'pdf',
      pages: [{ width: 120, height: 170, quality: 85, dpi: { x: expect.closeTo(300, 2), y: expect.closeTo(300, 2) } }],
    });
    if (!('refused' in header)) expect(header.pages[0]!.source).toMatchObject({ tilt: expect.closeTo(1.865, 3) });
  });

  test('text that is not seen may stand behind a scan', () => {
    expect(read(jpegPdf({ more: 'BT 3 Tr /F1 10 Tf (seen by nobody) Tj ET' }))).toMatchObject({ format: 'pdf' });
  });
});

describe('refused, with a reason', () => {
  test.each([
    ['nothing', new Uint8Array(), 'file-empty'],
    ['a text', Buffer.from('scan'), 'format-unknown'],
    ['a picture drawn by program', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'format-unknown'],
    ['written text in a PDF', jpegPdf({ more: 'BT /F1 10 Tf (seen) Tj ET' }), 'pdf-not-scanned'],
    ['a drawing in a PDF', jpegPdf({ more: '0 0 10 10 re f' }), 'pdf-not-scanned'],
    ['a note on a PDF page', jpegPdf({ page: '/Annots [<< /Subtype /Text >>]' }), 'pdf-not-scanned'],
    ['layers in a PDF', jpegPdf({ more: 'q 9 0 0 9 0 0 cm /Im0 Do Q' }), 'pdf-many-pictures'],
    ['a logo on an empty page', jpegPdf({ more: '', page: '/MediaBox [0 0 595 842]' }), 'pdf-not-scanned'],
    ['an encrypted PDF', jpegPdf({ trailer: '/Encrypt << /V 2 >>' }), 'pdf-encrypted'],
    ['JBIG2', jpegPdf({ dictionary: '/Width 9 /Height 9 /Filter /JBIG2Decode' }), 'pdf-picture-kind'],
    ['a PDF cut short', jpegPdf().subarray(0, -40), 'file-truncated'],
  ])('%s', (_, bytes, code) => {
    expect(read(bytes)).toMatchObject({ refused: true, code });
  });

  test('a picture of more pixels than any sheet has is refused before it is opened', () => {
    const huge = Buffer.from(made.png);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    expect(read(huge)).toMatchObject({ code: 'picture-too-large', params: { width: 60_000 } });
  });

  test.each(['jpeg', 'progressive', 'lzw', 'g4', 'tiffJpeg', 'png'] as const)(
    '%s is never taken when its end is missing',
    (name) => {
      for (const share of [0.999, 0.9, 0.5, 0.1, 0.01]) {
        const cut = made[name].subarray(0, Math.floor(made[name].length * share));
        expect(read(cut), `${share}`).toMatchObject({ refused: true });
      }
    },
  );

  test('directories of a TIFF that lead in a circle are refused', () => {
    const loop = Buffer.from(made.g4);
    const first = loop.readUInt32LE(4);
    loop.writeUInt32LE(first, first + 2 + 12 * loop.readUInt16LE(first));
    expect(read(loop)).toMatchObject({ code: 'file-damaged' });
  });

  test('no bytes, however damaged, make it throw', () => {
    const files = [...Object.values(made), Buffer.from(jpegPdf())];
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) });
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 12 }), (file, changes) => {
        const bytes = Buffer.from(file);
        // Headers are where lengths and offsets are: damage falls there rather than among the pixels.
        for (const { at, byte } of changes) bytes[Math.floor(at * Math.min(700, bytes.length - 1))] = byte;
        const header = read(bytes);
        if ('refused' in header) {
          refused += 1;
          expect(imagingMessages).toHaveProperty(header.code);
        }
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
