/** What a workbook of Office Open XML is read as. */
import { describe, expect, test } from 'vitest';
import { isRefusal } from '#/base/rules/refusal.ts';
import { openTable } from './open.ts';
import { cellsOf, readAll, readWhole, sheetOf, workbookOf, workbookParts, zipOf } from './testing.ts';

const text = (ref: string, content: string): string => `<c r="${ref}" t="inlineStr"><is><t>${content}</t></is></c>`;
const heading = `<row r="1">${text('A1', '档号')}${text('B1', '题名')}${text('C1', '日期')}</row>`;

const readRows = async (rows: string, more = {}, around: [string, string] = ['', '']) =>
  readWhole(await sheetOf(heading + rows, more, around));

describe('cells', () => {
  test('of all types are read as their texts', async () => {
    const rows =
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>43831</v></c></row>' +
      '<row r="3"><c r="A3"><v>1.1000000000000001</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="d"><v>2020-02-03T00:00:00</v></c></row>' +
      '<row r="4"><c r="A4" s="2"><v>7</v></c><c r="C4" t="str"><f>"a"</f><v>a_x0041_b</v></c></row>';
    const strings =
      '<si><t>单_x000D_行</t></si><si><r><t>红</t></r><r><rPr><b/></rPr><t xml:space="preserve">头 </t></r><rPh sb="0" eb="1"><t>hong</t></rPh></si>';
    const table = await readRows(rows, { strings, formats: ['yyyy/m/d', '0000'] });
    expect(cellsOf(table)).toEqual([
      ['单\r行', '红头 ', '2020-01-01'],
      ['1.1', 'TRUE', '2020-02-03'],
      ['0007', '', 'aAb'],
    ]);
    expect(table.rows.map(({ notes }) => notes)).toEqual([[], [], [{ column: 2, kind: 'formula' }]]);
    expect(table).toMatchObject({ format: 'xlsx', encoding: null, sheet: '目录', headerRow: 1, warnings: [] });
    expect(table.columns?.map(({ name }) => name)).toEqual(['档号', '题名', '日期']);
  });

  test('without references follow each other; blank rows are passed over, numbers stay', async () => {
    const table = await readRows(
      '<row r="5"><c t="str"><v>a</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>',
    );
    expect(table.rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [5, 'a', '2', ''],
      [7, '3', '', ''],
    ]);
  });

  test('with an error, or a formula never computed, or a number that lost digits are troubles', async () => {
    const table = await readRows(
      '<row r="2"><c r="A2" t="e"><f>X()</f><v>#N/A</v></c><c r="B2"><f>A1</f></c><c r="C2"><v>4.1010519900101101E+17</v></c></row>' +
        '<row r="3"><c r="A3" t="str"><f>""</f><v></v></c><c r="B3" s="9"><v>x</v></c></row>',
    );
    expect(table.rows.map(({ troubles }) => troubles.map(({ refusal }) => [refusal.field, refusal.code]))).toEqual([
      [
        ['A2', 'table-cell-error'],
        ['B2', 'table-formula-uncomputed'],
        ['C2', 'table-number-imprecise'],
      ],
      [['B3', 'table-cell-unreadable']],
    ]);
    expect(table.rows[0]?.troubles[0]?.refusal.params).toMatchObject({
      error: '#N/A',
      where: { zh: '第 2 行 A 列“档号”', en: 'row 2, column A “档号”' },
    });
  });

  test('with characters that XML cannot hold are troubles, with the code point', async () => {
    const table = await readRows(
      `<row r="2">${text('A2', 'a_x0000_')}${text('B2', '_xD800_')}${text('C2', '_xFFFF_')}</row>`,
    );
    expect(cellsOf(table)).toEqual([['a\0', '\ud800', '\uffff']]);
    expect(table.rows[0]?.troubles.map(({ refusal }) => [refusal.code, refusal.params['codePoint']])).toEqual([
      ['table-char', 'U+0000'],
      ['table-char', 'U+D800'],
      ['table-char', 'U+FFFF'],
    ]);
  });

  test('of a prefixed workbook, with drawings anchored in the sheet, are read alike', async () => {
    const whole =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:d="d"><x:sheetData>' +
      '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t><![CDATA[题<名]]></x:t></x:is></x:c></x:row>' +
      '<x:row r="2"><x:c r="A2" t="str"><x:v>&#x6863;&amp;案</x:v></x:c></x:row></x:sheetData>' +
      '<x:mergeCells count="1"><x:mergeCell ref="A1:A1"/></x:mergeCells>' +
      '<d:anchor><d:col>1</d:col><d:row>9</d:row><d:c/></d:anchor></x:worksheet>';
    const table = await readWhole(await workbookOf({ sheets: [{ name: 's', xml: '', whole }] }));
    expect(table.columns?.map(({ name }) => name)).toEqual(['题<名']);
    expect(cellsOf(table)).toEqual([['档&案']]);
  });

  test('dates of 1904 count from there', async () => {
    const table = await readRows('<row r="2"><c r="A2" s="1"><v>42369</v></c></row>', {
      dates1904: true,
      formats: ['yyyy-mm-dd'],
    });
    expect(table.rows[0]?.cells[0]).toBe('2020-01-01');
  });
});

describe('what is hidden or merged is told', () => {
  test('hidden rows and columns are read', async () => {
    const around: [string, string] = ['<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/></cols>', ''];
    const table = await readRows(
      `<row r="2" hidden="1">${text('A2', 'x')}</row><row r="3">${text('A3', 'y')}</row>`,
      {},
      around,
    );
    expect(table.rows.map(({ hidden }) => hidden)).toEqual([true, false]);
    expect(table.columns?.map(({ hidden }) => hidden)).toEqual([false, true, true]);
    expect(table.warnings).toEqual([{ code: 'table-columns-hidden', params: { columns: 'B 题名、C 日期' } }]);
  });

  test('merged cells say where their text stands and are not filled', async () => {
    const around: [string, string] = ['', '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="B3:C4"/></mergeCells>'];
    const rows = `<row r="2">${text('A2', 'x')}</row><row r="3">${text('B3', 'y')}</row><row r="4">${text('A4', 'z')}</row>`;
    const table = await readRows(rows, {}, around);
    expect(cellsOf(table)).toEqual([
      ['x', '', ''],
      ['', 'y', ''],
      ['z', '', ''],
    ]);
    expect(table.rows.map(({ notes }) => notes)).toEqual([
      [],
      [
        { column: 0, kind: 'merged', from: 'A2' },
        { column: 2, kind: 'merged', from: 'B3' },
      ],
      [
        { column: 1, kind: 'merged', from: 'B3' },
        { column: 2, kind: 'merged', from: 'B3' },
      ],
    ]);
    expect(table.warnings).toEqual([{ code: 'table-merged', params: { count: 2 } }]);
  });

  const sheet = (name: string, content: string, state?: string) => ({
    name,
    xml: content === '' ? '<sheetData/>' : `<sheetData><row r="1">${text('A1', content)}</row></sheetData>`,
    ...(state ? { state } : {}),
  });

  test('the first sheet with content that is not hidden is read, or the one that is asked for', async () => {
    const sheets = [sheet('空', ''), sheet('底稿', 'h', 'veryHidden'), sheet('目录', 'a'), sheet('卷内', 'b')];
    const bytes = await workbookOf({ sheets });
    const table = await readWhole(bytes);
    expect(table.sheet).toBe('目录');
    expect(table.columns?.[0]?.name).toBe('a');
    expect(table.warnings).toEqual([
      { code: 'table-sheets-other', params: { name: '目录', names: '卷内' } },
      { code: 'table-sheets-hidden', params: { names: '底稿' } },
    ]);
    expect((await readWhole(bytes, { sheet: '底稿' })).columns?.[0]?.name).toBe('h');
    expect(await readAll(bytes, { sheet: '没有' })).toMatchObject({
      code: 'table-sheet-missing',
      params: { name: '没有', sheets: '空、底稿、目录、卷内' },
    });
    expect(await readAll(bytes, { sheet: '空' })).toMatchObject({ code: 'table-empty' });
    expect(await readAll(await workbookOf({ sheets: [sheet('空', '')] }))).toMatchObject({ code: 'table-empty' });
  });

  test('macros are named and not read', async () => {
    const relations = '<Relationship Id="m" Type="http://x/vbaProject" Target="vbaProject.bin"/>';
    const bytes = await workbookOf({ sheets: [sheet('目录', 'a')], relations, more: { 'xl/vbaProject.bin': 'x' } });
    expect((await readWhole(bytes, { name: 'a.xlsm' })).warnings).toEqual([{ code: 'table-macros', params: {} }]);
  });
});

describe('the heading', () => {
  const rows =
    `<row r="1">${text('A1', '郑州市××局案卷目录')}</row>` +
    `<row r="3">${text('A3', '档号')}${text('B3', '题名')}</row><row r="4">${text('A4', '1')}${text('B4', '甲')}</row>`;

  test('is looked for below the title, and said', async () => {
    const table = await readWhole(await sheetOf(rows));
    expect(table.headerRow).toBe(3);
    expect(table.top.map(({ row }) => row)).toEqual([1, 3, 4]);
    expect(table.warnings).toEqual([{ code: 'table-header-guessed', params: { row: 3 } }]);
    expect(cellsOf(table)).toEqual([['1', '甲']]);
  });

  test('with an error or a character that cannot be kept is refused, for no row could be read by it', async () => {
    const read = async (more: string) => readAll(await sheetOf(`<row r="1">${text('A1', '档号')}${more}</row>`));
    expect(await read('<c r="B1" t="e"><v>#REF!</v></c>')).toMatchObject({ code: 'table-cell-error', field: 'B1' });
    expect(await read(text('B1', '题_x0001_名'))).toMatchObject({ code: 'table-char', field: 'B1' });
  });

  test('may be stated, or be none', async () => {
    const bytes = await sheetOf(rows);
    expect(cellsOf(await readWhole(bytes, { headerRow: 4 }))).toEqual([]);
    const none = await readWhole(bytes, { headerRow: 0 });
    expect(none.columns).toBeNull();
    expect(cellsOf(none)).toEqual([['郑州市××局案卷目录'], ['档号', '题名'], ['1', '甲']]);
    expect(await readAll(bytes, { headerRow: 2 })).toMatchObject({ code: 'table-header-missing', params: { row: 2 } });
  });
});

describe('limits', () => {
  const many = Array.from({ length: 30 }, (_, at) => `<row r="${at + 2}">${text(`A${at + 2}`, 'x')}</row>`).join('');

  test('rows are counted below the heading, and blank ones are not', async () => {
    const read = await readAll(await sheetOf(heading + many), { limits: { rows: 10 } });
    expect(read).toMatchObject({ refusal: { code: 'table-too-many-rows', params: { limit: 10, row: 12 } } });
    expect((read as { rows: unknown[] }).rows.length).toBe(10);
    const blank = Array.from({ length: 1000 }, (_, at) => `<row r="${at + 40}"><c r="A${at + 40}" s="1"/></row>`).join(
      '',
    );
    expect((await readAll(await sheetOf(heading + many + blank), { limits: { rows: 30 } })) as object).toMatchObject({
      refusal: null,
    });
  });

  test('columns with content are', async () => {
    const read = await readAll(await sheetOf(`${heading}<row r="2">${text('GS2', 'x')}</row>`));
    expect(read).toMatchObject({ refusal: { code: 'table-too-many-columns', params: { row: 2, limit: 200 } } });
    const formatted = Array.from({ length: 500 }, () => '<c s="1"/>').join('');
    expect((await readRows(`<row r="2">${formatted}</row><row>${text('A3', 'x')}</row>`)).rows.length).toBe(1);
  });

  test('a file larger than allowed is refused, also one that comes as a stream', async () => {
    const read = await readAll(await sheetOf(heading + many), { limits: { fileBytes: 1000 } });
    expect(read).toMatchObject({ code: 'table-too-large' });
  });
});

test('rows may be read again from the beginning', async () => {
  const table = await openTable(
    (async function* () {
      yield await sheetOf(`${heading}<row r="2">${text('A2', 'x')}</row>`);
    })(),
    { name: 'a.xlsx' },
  );
  if (isRefusal(table)) expect.fail();
  await using opened = table;
  for (let time = 0; time < 2; time += 1) {
    const rows = [];
    for await (const row of opened.rows()) rows.push(row);
    expect(rows).toMatchObject([{ row: 2, cells: ['x', '', ''] }]);
  }
});

test('part names that differ in case or have backslashes are found; those that lead out are passed over', async () => {
  const parts = workbookParts({ sheets: [{ name: 's', xml: `<sheetData>${heading}</sheetData>` }] });
  const renamed = Object.fromEntries(
    Object.entries(parts).map(([name, xml]) => [name.replace('xl/workbook.xml', 'xl/Workbook.xml'), xml]),
  );
  const table = await readWhole(await zipOf(renamed));
  expect(table.columns?.length).toBe(3);
});
