/** Files made to harm, or harmed: each is refused as a value that says why, and nothing is written or fetched. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '#/base/rules/refusal.ts';
import { tableMessages } from '#/base/rules/tables-in/messages.ts';
import { dbfOf, readAll, readWhole, sheetOf, workbookParts, zipOf } from './testing.ts';

const cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>题名</t></is></c></row>';
const parts = (xml = `<sheetData>${cell}</sheetData>`) => workbookParts({ sheets: [{ name: 's', xml }], strings: '' });
const sheetPart = 'xl/worksheets/sheet1.xml';
const withSheet = (whole: string | Buffer) => zipOf({ ...parts(), [sheetPart]: whole });

describe('an archive', () => {
  test('that unpacks to too much is refused before it is unpacked', async () => {
    const dense = await withSheet(`<worksheet><sheetData>${' '.repeat(8 << 20)}</sheetData></worksheet>`);
    expect(await readAll(dense)).toMatchObject({ code: 'table-bomb', params: { part: sheetPart } });
    const large = await withSheet(`<worksheet><!--${randomBytes(1 << 20).toString('hex')}--></worksheet>`);
    expect(await readAll(large, { limits: { unpackedBytes: 1 << 20 } })).toMatchObject({ code: 'table-bomb' });
  });

  /** The central directory entry of a part. */
  function entryOf(zip: Buffer, name: string): number {
    for (let at = zip.indexOf('PK\x01\x02'); at !== -1; at = zip.indexOf('PK\x01\x02', at + 1))
      if (zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28)).toString() === name) return at;
    throw new Error(name);
  }

  test.each([
    ['a size', 24, 'table-damaged'],
    ['a check sum', 16, 'table-damaged'],
    ['a flag of encryption', 8, 'table-encrypted'],
  ])('that lies about %s is refused', async (_, offset, code) => {
    const zip = await zipOf(parts());
    const at = entryOf(zip, sheetPart) + offset;
    zip[at] = zip[at]! ^ 1;
    expect(await readAll(zip)).toMatchObject({ code });
  });

  test('cut off anywhere is refused', async () => {
    const zip = await zipOf(parts());
    for (let length = 4; length < zip.length; length += 13)
      expect(await readAll(zip.subarray(0, length)), String(length)).toMatchObject({ code: 'table-damaged' });
  });

  test('with two parts of one name is refused, for readers would differ', async () => {
    const zip = await zipOf({ ...parts(), 'xl/worksheets/SHEET1.xml': '<worksheet/>' });
    expect(await readAll(zip)).toMatchObject({
      code: 'table-damaged',
      params: { where: { zh: `重复的 ${sheetPart}` } },
    });
  });

  test('with names that lead out of it is read without them', async () => {
    const zip = await zipOf({ ...parts(), 'aa/aa/evil.txt': 'x', 'b/evil.txt': 'x' });
    const text = zip
      .toString('latin1')
      .replaceAll('aa/aa/evil.txt', '../../evil.txt')
      .replaceAll('b/evil.txt', '//evil.txt');
    const table = await readWhole(Buffer.from(text, 'latin1'));
    expect(table.columns?.[0]?.name).toBe('题名');
  });

  test('whose relations lead out of it does not reach a file', async () => {
    const outside = parts();
    const rels = 'xl/_rels/workbook.xml.rels';
    outside[rels] = outside[rels].replace('worksheets/sheet1.xml', '../../../../etc/passwd');
    expect(await readAll(await zipOf(outside))).toMatchObject({ code: 'table-damaged' });
  });

  test.each([
    ['word/document.xml', 'Word .docx'],
    ['xl/workbook.bin', 'Excel .xlsb'],
    ['OFD.xml', 'OFD'],
    ['x', 'ZIP'],
  ])('of %s is named', async (name, format) => {
    expect(await readAll(await zipOf({ [name]: 'x' }))).toMatchObject({
      code: 'table-format-unknown',
      params: { format },
    });
  });
});

describe('XML', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  const outer = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">';

  test.each(Object.keys(parts()))('with a document type definition is refused: %s', async (part) => {
    for (const dtd of [bomb, outer]) {
      const all: Record<string, string> = parts();
      const zip = await zipOf({ ...all, [part]: dtd + all[part] });
      expect(await readAll(zip)).toMatchObject({ code: 'table-dtd', params: { part } });
    }
  });

  test.each([
    [
      'an entity that is not of XML',
      '<worksheet><sheetData><row><c t="str"><v>&nbsp;</v></c></row></sheetData></worksheet>',
    ],
    ['NUL as a reference', '<worksheet><sheetData><row><c t="str"><v>&#0;</v></c></row></sheetData></worksheet>'],
    ['no end', `<worksheet><sheetData>${cell}`],
    [
      'no UTF-8',
      Buffer.from('<worksheet><sheetData><row><c t="str"><v>\xff</v></c></row></sheetData></worksheet>', 'latin1'),
    ],
    ['elements in elements', `<worksheet><sheetData>${cell}${'<a>'.repeat(5000)}`],
    ['a text without end', `<worksheet><sheetData><row><c t="str"><v>${randomBytes(6 << 20).toString('hex')}`],
    [
      'rows out of order',
      `<worksheet><sheetData><row r="2"><c t="str"><v>a</v></c></row>${cell}</sheetData></worksheet>`,
    ],
    [
      'cells out of order',
      '<worksheet><sheetData><row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
    ],
    ['a cell of another row', '<worksheet><sheetData><row r="1"><c r="B2"><v>1</v></c></row></sheetData></worksheet>'],
    [
      'a cell beyond all columns',
      '<worksheet><sheetData><row r="1"><c r="XFE1"><v>1</v></c></row></sheetData></worksheet>',
    ],
    ['a row beyond all rows', '<worksheet><sheetData><row r="1048577"><c><v>1</v></c></row></sheetData></worksheet>'],
    [
      'a string that is not there',
      '<worksheet><sheetData><row r="1"><c t="s"><v>7</v></c></row></sheetData></worksheet>',
    ],
  ])('with %s is damaged', async (_, whole) => {
    expect(await readAll(await withSheet(whole))).toMatchObject({ code: 'table-damaged' });
  });

  test('that is damaged says where', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `<row r="${at + 1}"><c t="str"><v>行${at}</v></c></row>`).join(
      '',
    );
    const read = await readAll(
      await withSheet(`<worksheet><sheetData>${rows}<row r="61"><c t="s"><v>9</v></c></row></sheetData></worksheet>`),
    );
    expect(read).toMatchObject({ code: 'table-damaged', params: { where: { zh: `${sheetPart} 的 A61` } } });
  });
});

describe('what is no table is named', () => {
  test.each([
    [
      'table-html-disguised',
      'HTML',
      '\ufeff \r\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1',
    ],
    ['table-html-disguised', 'HTML', '<!-- x --><table><tr>'],
    [
      'table-html-disguised',
      'XML 2003',
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ],
    ['table-html-disguised', 'MHTML', 'MIME-Version: 1.0\r\nContent-Type: multipart/related'],
    ['table-format-unknown', 'XML', '<?xml version="1.0"?><a/>'],
    ['table-format-unknown', 'JSON', '{\n  "a": 1 }'],
    ['table-format-unknown', 'PDF', '%PDF-1.7\n'],
    ['table-format-unknown', 'RTF', '{\\rtf1'],
    ['table-format-unknown', 'Access (.mdb)', '\0\x01\0\0Standard Jet DB\0'],
    ['table-format-unknown', '二进制 binary', `a\0b\0c\0,\0d\0`],
  ])('%s: %s', async (code, format, text) => {
    expect(await readAll(Buffer.from(text), { name: 'a.xls' })).toMatchObject({ code, params: { format } });
  });

  test('content counts, not the name; a name that differs is said', async () => {
    expect((await readWhole(await sheetOf(cell), { name: '目录.XLS' })).warnings).toEqual([
      { code: 'table-name-differs', params: { format: 'XLSX' } },
    ]);
  });
});

test.each(['I', 'Y', 'T', 'B'])(
  'a field of type %s that is too narrow for its number is told at its cell',
  async (type) => {
    const fields = [
      { name: 'A', type: 'C', length: 4 },
      { name: 'N', type, length: 3 },
    ];
    const read = await readAll(dbfOf({ version: 0x30, fields, records: [Buffer.from(' abcd123')] }));
    if (isRefusal(read)) throw new Error(read.code);
    expect(read.rows[0]?.troubles.map(({ refusal }) => refusal.code)).toEqual(['table-cell-binary']);
  },
);

describe('random damage', () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
  const damage = (bytes: Buffer, all: readonly (readonly [number, number])[]): Buffer => {
    const copy = Buffer.from(bytes);
    for (const [at, byte] of all) copy[at % copy.length] = byte;
    return copy;
  };

  test('of a workbook or a DBF ends in rows or in a refusal, never in an exception', async () => {
    const fields = [
      { name: 'A', type: 'C', length: 4 },
      { name: 'M', type: 'M', length: 10 },
      { name: 'N', type: 'N', length: 3 },
    ];
    const records = Array.from({ length: 3 }, (_, at) => Buffer.from(` 题a         ${at}  ${at}`));
    const files = [await zipOf(parts()), dbfOf({ version: 0xf5, fields, records })];
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), changes, async (bytes, all) => {
        const read = await readAll(damage(bytes, all));
        if (isRefusal(read)) refused += 1;
      }),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

// Real files of attackers and of the authors of yauzl, kept beside the repository.
const malicious = join(import.meta.dirname, '../../../../../shared/data/malicious');

describe.skipIf(!existsSync(malicious))('files of others', () => {
  const files = (folder: string) => readdirSync(join(malicious, folder)).map((name) => join(malicious, folder, name));

  test('archives are refused, and those that lead out of their folder write nothing', async () => {
    for (const path of ['zip-bad', 'zip-good', 'zip-slip'].flatMap(files)) {
      const read = await readAll(path);
      expect(['table-damaged', 'table-format-unknown'], path).toContain('code' in read ? read.code : 'read');
    }
    expect(existsSync('/tmp/evil.txt')).toBe(false);
  });

  test('XML bombs and pictures under the name of a table are refused, text is only text', async () => {
    for (const path of files('patt')) {
      const read = await readAll(path, { name: 'a.csv', limits: { columns: 16_384 } });
      if (isRefusal(read)) expect(tableMessages, path).toHaveProperty(read.code);
      else expect(read.format).toBe('csv');
    }
    expect(await readAll(join(malicious, 'patt/Classic_XXE.xml'))).toMatchObject({ code: 'table-format-unknown' });
    expect(await readAll(join(malicious, 'patt/payload_in_all_known_metadata.jpg'))).toMatchObject({
      params: { format: 'JPEG' },
    });
  });
});
