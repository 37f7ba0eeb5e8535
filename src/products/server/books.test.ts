/** Books as other programs read them (5.6-5): qpdf, poppler, unzip, fontkit. What is written once is the same when it is written again. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'fontkit';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlacedLine, placedLines } from '#/imaging/rules/text/placed.ts';
import { readPdf } from '#/imaging/rules/headers/pdf.ts';
import { deliveredImage, openRecogniser } from '#/imaging/server/door.ts';
import { drawnPage } from '../../../test/scans.ts';
import type { DocumentFacts } from '../rules/pdf.ts';
import { containerBytes } from './container.ts';
import { srgbProfile } from './make/facts.ts';
import { ofdBytes } from './ofd.ts';
import { type BookPage, pdfBytes } from './pdf.ts';

let folder: string;
let pages: BookPage[];
const facts: DocumentFacts = {
  ...{ title: '关于〔人事〕任免的通知 & <附件>', code: 'A002-RS-001', author: '郑州市人事局' },
  ...{ date: new Date('2026-11-27T01:02:03Z'), id: '0123456789abcdef0123456789abcdef', producer: 'Shoucang test' },
};

/** Lines as a recogniser answers them: letters of all kinds, columns, a letter outside the plane, one that no file can hold. */
const linesOf = (page: number): PlacedLine[] => [
  { text: `第${page}页 中华人民共和国档案法`, x: 150, y: 200, width: 750, height: 30, vertical: false },
  { text: '郑档〔2015〕9号 ABC-123 (a+b)*c', x: 150, y: 250, width: 850, height: 28, vertical: false },
  { text: '𠮷林省、㐂、々，。！？《》', x: 150, y: 300, width: 450, height: 30, vertical: false },
  { text: '竖排自右而左', x: 1000, y: 350, width: 30, height: 300, vertical: true },
  { text: '控\u0000制\ud800符\ufffe号', x: 150, y: 400, width: 200, height: 30, vertical: false },
];
const readable = (page: number): string[] => [
  ...linesOf(page)
    .slice(0, 4)
    .map(({ text }) => text),
  '控制符号',
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shoucang-books-'));
  pages = [];
  for (const kind of ['print', 'notice', 'table'] as const) {
    const { bytes } = await drawnPage(kind, 7);
    const { picture } = await deliveredImage(bytes, 1);
    pages.push({ ...picture, lines: linesOf(pages.length + 1) });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
const pdfOf = async (some: readonly BookPage[] = pages): Promise<Buffer> =>
  collect(pdfBytes({ facts, bookmarks: [{ title: '第二件', page: 1 }], srgb: await srgbProfile() }, some));
const ofdOf = (some: readonly BookPage[] = pages): Promise<Buffer> =>
  collect(ofdBytes({ facts: { ...facts, custom: [{ name: '档号', value: facts.code }] }, bookmarks: [] }, some));
const put = (name: string, bytes: Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

describe('a PDF', () => {
  test('is one for qpdf, holds the very bytes of its images, and every line is found', async () => {
    const path = put('a.pdf', await pdfOf());
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
    run('pdfimages', '-all', path, join(folder, 'image'));
    for (const [at, { bytes }] of pages.entries())
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, `image-00${at}.jpg`)))
          .digest('hex'),
      ).toBe(createHash('sha256').update(bytes).digest('hex'));
    for (const [at] of pages.entries()) {
      const found = run('pdftotext', '-f', `${at + 1}`, '-l', `${at + 1}`, path, '-').split('\n');
      expect(found).toEqual(expect.arrayContaining(readable(at + 1)));
    }
    const info = run('pdfinfo', '-isodates', path);
    expect(info).toContain(`Title:           ${facts.title}`);
    expect(info).toContain('CreationDate:    2026-11-27T01:02:03Z');
  });

  test('has what PDF/A-2u asks for: metadata that can be read, an intent, an embedded font with a way back to letters', async () => {
    const path = put('b.pdf', await pdfOf());
    const plain = run('qpdf', '--qdf', '--object-streams=disable', path, '-').normalize();
    for (const needed of ['<pdfaid:part>2</pdfaid:part>', '<pdfaid:conformance>U</pdfaid:conformance>', '/GTS_PDFA1'])
      expect(plain).toContain(needed);
    expect(plain).toContain(
      '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">关于〔人事〕任免的通知 &amp; &lt;附件&gt;',
    );
    expect(plain).not.toMatch(/\/Encrypt|\/JavaScript|\/Launch|\/EmbeddedFile/);
    expect(run('pdffonts', path)).toMatch(/CID TrueType\s+Identity-H\s+yes no {2}yes/);
    expect(/\/ID ?\[ ?<[0-9a-f]{32}>/.test(plain)).toBe(true);
    // Metadata stands there unpacked (ISO 19005-2, 6.6.2.1).
    expect(readFileSync(path, 'latin1')).toContain('<pdfaid:part>2</pdfaid:part>');
  });

  test('is read by our own reader as pages that are one picture each', async () => {
    const read = readPdf(await pdfOf(), (bytes) => inflateSync(bytes));
    expect(read).toMatchObject({ pages: [{ width: 1240, height: 1754 }, {}, {}] });
  });

  test('of pictures that lie on their side, in black and white, or with a profile of their own', async () => {
    const grey = await sharp({ create: { width: 400, height: 600, channels: 3, background: '#eee' } })
      .composite([
        {
          input: Buffer.from('<svg width="400" height="300"><rect width="200" height="100" fill="#111"/></svg>'),
          left: 0,
          top: 0,
        },
      ])
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = sharp(grey.data, { raw: { width: 400, height: 600, channels: 3 } });
    const lying = await raw.clone().jpeg().withMetadata({ orientation: 6, density: 100 }).toBuffer();
    const black = await raw
      .clone()
      .threshold(128)
      .toColourspace('b-w')
      .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: 100 / 25.4, yres: 100 / 25.4 })
      .toBuffer();
    const wide = await raw.clone().withIccProfile('p3').withDensity(100).jpeg().toBuffer();
    const some: BookPage[] = [];
    for (const bytes of [lying, black, wide]) some.push({ ...(await deliveredImage(bytes, 1)).picture, lines: [] });
    const path = put('c.pdf', await pdfOf(some));
    run('qpdf', '--check', path);
    const sizes = run('pdfinfo', '-f', '1', '-l', '3', path).match(/\d+ x \d+ pts/g);
    expect(sizes).toEqual(['432 x 288 pts', '288 x 432 pts', '288 x 432 pts']);
    run('pdftoppm', '-r', '50', '-png', path, join(folder, 'turned'));
    // The dark corner was at the upper left; lying on its side (6) it is at the upper right.
    const dark = async (page: number, x: number, y: number): Promise<boolean> => {
      const { data, info } = await sharp(join(folder, `turned-${page}.png`))
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return data[Math.floor(y * info.height) * info.width + Math.floor(x * info.width)]! < 80;
    };
    expect([await dark(1, 0.95, 0.1), await dark(1, 0.05, 0.1)]).toEqual([true, false]);
    for (const page of [2, 3])
      expect([await dark(page, 0.1, 0.05), await dark(page, 0.9, 0.05)]).toEqual([true, false]);
    expect(some[1]!.facts.format).toBe('png');
    expect(run('qpdf', '--qdf', '--object-streams=disable', path, '-')).toContain('/ICCBased');
  });
});

test('lines as the machine read them are found on their page by pdftotext, all but one in two hundred', async () => {
  await using reader = await openRecogniser('ppocr');
  const books: BookPage[] = [];
  for (const kind of ['print', 'notice', 'table', 'handwritten', 'vertical'] as const) {
    const { bytes } = await drawnPage(kind, 23);
    const { picture, file } = await deliveredImage(bytes, 1);
    const direction = kind === 'vertical' ? 'vertical' : 'horizontal';
    const { lines } = await reader.recognise(bytes, { page: 1, direction });
    books.push({ ...picture, lines: placedLines(lines, file.header, null) });
  }
  const path = put('read.pdf', await pdfOf(books));
  const missed = books.flatMap(({ lines }, at) => {
    const found = run('pdftotext', '-f', `${at + 1}`, '-l', `${at + 1}`, path, '-');
    return lines.map(({ text }) => text).filter((text) => !found.includes(text));
  });
  const all = books.reduce((sum, { lines }) => sum + lines.length, 0);
  expect(all).toBeGreaterThan(100);
  expect({ missed, few: missed.length <= all * 0.005 }).toEqual({ missed, few: true });
}, 120_000);

describe('an OFD', () => {
  test('is a container that can be read as a stream: sizes stand before the parts', async () => {
    const path = put('a.ofd', await ofdOf());
    run('unzip', '-t', path);
    const bytes = readFileSync(path);
    // General purpose bit 3 would say that sizes follow behind.
    for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
      expect(bytes.readUInt16LE(at + 6) & 8).toBe(0);
      at += 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28) + bytes.readUInt32LE(at + 18);
    }
    const names = run('unzip', '-Z1', path).split('\n');
    expect(names[0]).toBe('OFD.xml');
    expect(names).toEqual(
      expect.arrayContaining(['Doc_0/Document.xml', 'Doc_0/Res/text.ttf', 'Doc_0/Res/image_2.jpg']),
    );
  });

  test('is of the profile for archives: OFD-A, its picture behind, its text in the body, a font of its own', async () => {
    const path = put('b.ofd', await ofdOf());
    const part = (name: string): string => run('unzip', '-p', path, name);
    expect(part('OFD.xml')).toContain('DocType="OFD-A"');
    expect(part('OFD.xml')).toContain('<ofd:CustomData Name="档号">A002-RS-001</ofd:CustomData>');
    const content = part('Doc_0/Pages/Page_0/Content.xml');
    expect(content).toMatch(/Type="Background"><ofd:ImageObject[^>]+Boundary="0 0 209.973 297.011"/);
    expect(content).toMatch(/Type="Body"><ofd:TextObject[^>]+Alpha="0">/);
    expect(content).toContain('>控制符号<');
    const ids = names(content, 'ID').map(Number);
    expect(new Set(ids).size).toBe(ids.length);
    const last = Number(/<ofd:MaxUnitID>(\d+)</.exec(part('Doc_0/Document.xml'))?.[1]);
    expect(last).toBeGreaterThanOrEqual(Math.max(...ids));
    const font = create(execFileSync('unzip', ['-p', path, 'Doc_0/Res/text.ttf']));
    if (!('glyphForCodePoint' in font)) throw new Error('no font');
    for (const letter of readable(1).join('')) {
      const glyph = font.glyphForCodePoint(letter.codePointAt(0)!);
      expect(glyph.id, letter).toBeGreaterThan(0);
      expect(glyph.path.commands).toEqual([]);
    }
    // No more letters than the document has.
    expect(font.glyphForCodePoint('龘'.codePointAt(0)!).id).toBe(0);
  });
});

test('a container of more parts than 16 bits can count is read by others', async () => {
  async function* parts() {
    for (let at = 0; at < 66_000; at += 1)
      yield { name: `part/${at}.xml`, bytes: Buffer.from(`<a>${at}</a>`), packed: false };
  }
  const path = put('many.zip', await collect(containerBytes(parts())));
  expect(run('unzip', '-p', path, 'part/65999.xml')).toBe('<a>65999</a>');
  expect(run('unzip', '-tq', path)).toContain('No errors detected');
});

const names = (xml: string, attribute: string): string[] =>
  [...xml.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(([, value]) => value!);

test('books are the same bytes whenever they are written', async () => {
  for (const write of [pdfOf, ofdOf]) expect((await write()).equals(await write())).toBe(true);
});

test('a page that cannot be read ends the book, and nothing is made of it', async () => {
  async function* broken() {
    yield pages[0]!;
    await Promise.resolve();
    throw new Error('the disk went');
  }
  await expect(collect(pdfBytes({ facts, bookmarks: [], srgb: await srgbProfile() }, broken()))).rejects.toThrow(
    'the disk went',
  );
  await expect(collect(ofdBytes({ facts: { ...facts, custom: [] }, bookmarks: [] }, broken()))).rejects.toThrow(
    'the disk went',
  );
});
