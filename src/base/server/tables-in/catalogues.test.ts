/** Real tables of other projects, kept beside the repository: each is read with its content, or refused by name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellsOf, readAll, readWhole } from './testing.ts';

const catalogues = join(import.meta.dirname, '../../../../../shared/data/catalogues');
const at = (...path: string[]): string => join(catalogues, ...path);

const conversion = readdirOrNone('easyexcel');
function readdirOrNone(folder: string): string[] {
  return existsSync(at(folder)) ? readdirSync(at(folder)).sort() : [];
}

/** A list of ten, as EasyExcel's samples have it. */
const ten = (row: (at: number) => string[]): string[][] => Array.from({ length: 10 }, (_, at) => row(at));
const templateHeading = ['姓名', '数字', '复杂', '忽略'];
const template = ['{name}', '{number}', '{name}今年{number}岁了', '\\{name\\}忽略，{name}'];

interface Expected {
  sheet?: string;
  heading: string[];
  cells: string[][];
}

const listTemplate = (more: Partial<Expected> = {}): Expected => ({
  heading: [...templateHeading, '空'],
  cells: [[...template, '空{.empty}']],
  ...more,
});
const dates = (...times: string[]): string[][] => times.map((time) => [`2023-01-01 ${time}`]);

const expected: Readonly<Record<string, Expected>> = {
  'bom_no_bom.csv': { heading: ['姓名', '年纪'], cells: ten((at) => [`姓名${at}`, '20']) },
  'compatibility_t01.xls': {
    sheet: '产品数据',
    heading:
      '材质*,等级,标准号*,规格*,品名*,表面处理*,计量单位*,单重,牙型,品牌,印记,一级包装单位,一级包装数,二级包装单位,二级包装数,三级包装单位,三级包装数,备注'.split(
        ',',
      ),
    cells: ['Q235(碳钢),HV200,DIN9021,M6,加大平垫圈,达克罗,千支,5.5千克,半牙,通润春（TRC）,WT8,箱,200,,,,,'.split(',')],
  },
  // The first row is formatted to the last column of the sheet.
  'compatibility_t03.xlsx': {
    heading:
      '单据号,服务产品编码,用户昵称,来源系统,计费节点,用户类型编码(选填),费用项名称,报价版本ID,报价明细ID,重算一级原因,重算二级原因,重算三级原因'.split(
        ',',
      ),
    cells: ['3,3,4,3,3,3,3,3,6,5,4,3'.split(',')],
  },
  // Halves of seconds, as issue 1956 of EasyExcel wants them rounded.
  'compatibility_t05.xlsx': {
    heading: ['日期时间标题'],
    cells: dates('00:00:00', '00:00:00', '00:00:00', '00:00:01', '00:00:01'),
  },
  // `_x005F_x000D_` is the text _x000D_, no line end.
  'compatibility_t09.xlsx': { heading: ['SH_x000D_Z002'], cells: [] },
  'dataformat_dataformatv2.xlsx': {
    heading: ['15:00:00'],
    cells: dates('00:00:00', '00:00:00', '00:00:01', '00:00:00', '00:00:00', '00:00:01'),
  },
  'demo_demo.csv': {
    heading: ['字符串标题', '日期标题', '数字标题'],
    cells: ten((at) => [`字符串${at}`, `2020-01-${String(at + 1).padStart(2, '0')} 01:01:00`, String(at + 1)]),
  },
  'demo_extra.xlsx': {
    heading: ['第一列', '第二列'],
    cells: [
      ['普通超链接', ''],
      ['多单元格超链接A', '多单元格超链接B'],
      ['多单元格超链接C', '多单元格超链接D'],
      ['批注', ''],
      ['合并单元格', ''],
    ],
  },
  'demo_fill_complexFillWithTable.xlsx': {
    heading: ['姓名', '数字', '姓名', '数字'],
    cells: [['{.name}', '{.number}', '{.name}', '{.number}']],
  },
  'demo_fill_horizontal.xlsx': {
    heading: ['统计', '姓名', '{.name}'],
    cells: [
      ['', '数字', '{.number}'],
      ['', '姓名', '{.name}'],
      ['', '数字', '{.number}'],
      ['时间：{date}', '', ''],
    ],
  },
  'demo_fill_simple.xlsx': { heading: templateHeading, cells: [template] },
  'extra_extraRelationships.xlsx': { sheet: 'hhh', heading: ['1', '2'], cells: [['2', '2']] },
  'fill_annotation.xlsx': {
    heading: ['日期', '数字', '字符串1', '字符串2', '图片'],
    cells: [['{.date}', '{.number}', '{.string1}', '{.string2}', '{.image}']],
  },
  'fill_byName.xlsx': listTemplate(),
  'fill_simple.csv': listTemplate(),
  'fill_simple.xlsx': listTemplate(),
  'fill_style.xlsx': {
    heading: ['姓名', '数字', '日期', '复杂', '忽略', '空'],
    cells: [['{.name}', '{.number}', '{.date}', '{.name}今年{.number}岁了', '\\{.name\\}忽略，{.name}', '空{.empty}']],
  },
  'multiplesheets_multiplesheets.xls': { heading: ['表1头'], cells: [['表1数据']] },
  // Its first sheet is empty.
  'simple_simple07.xlsx': { sheet: 'simple ', heading: ['姓名'], cells: [['张三']] },
  'temp_issue2443_date1.xlsx': { heading: ['a', 'b'], cells: [['1.00', '1']] },
  'template_template03.xls': { heading: ['字符串0', '字符串1'], cells: [['字符串0', '字符串1']] },
};

/** Those that need a test of their own. */
const apart = ['converter_converter07.xlsx', 'dataformat_dataformat.xls', 'fill_composite.xls'];

describe.skipIf(!existsSync(catalogues))('workbooks and CSVs of EasyExcel', () => {
  test('are all expected here', () => {
    expect([...Object.keys(expected), ...apart].sort()).toEqual(conversion);
  });

  test.each(Object.entries(expected))('%s', async (file, { sheet, heading, cells }) => {
    const table = await readWhole(at('easyexcel', file));
    if (sheet !== undefined) expect(table.sheet).toBe(sheet);
    expect(table.columns?.map(({ name }) => name)).toEqual(heading);
    expect(cellsOf(table)).toEqual(cells);
    expect(table.rows.flatMap(({ troubles }) => troubles)).toEqual([]);
  });

  test('converter_converter07.xlsx: all types, and a formula with an error', async () => {
    const table = await readWhole(at('easyexcel/converter_converter07.xlsx'));
    const [row] = table.rows;
    const texts = new Set(row?.cells);
    expect([...texts].sort()).toEqual(
      ['#VALUE!', '1', '1测试', '2', '2020-01-01 01:01:01', 'TRUE', 'true', '测试'].sort(),
    );
    expect(row?.notes.filter(({ kind }) => kind === 'formula').length).toBe(3);
    expect(row?.troubles.map(({ refusal }) => [refusal.field, refusal.code, refusal.params['error']])).toEqual([
      ['AI2', 'table-cell-error', '#VALUE!'],
    ]);
  });

  test('dataformat_dataformat.xls: each date has the parts that Excel shows beside it, and no others', async () => {
    const table = await readWhole(at('easyexcel/dataformat_dataformat.xls'));
    const [moment, day, month, time] = ['2020-01-01 01:01:01', '2020-01-01', '2020-01', '01:01:01'];
    expect(table.rows.map(({ cells: [date, inChinese] }) => [date, inChinese])).toEqual([
      [moment, '2020-1-1 1:01'],
      [time, '01:01.0'],
      [day, '2020/1/1'],
      [day, '2020年1月1日'],
      [month, '2020年1月'],
      [day, '1月1日'],
      [day, '2020年1月1日'],
      [month, '2020年1月'],
      [day, '1月1日'],
      [moment, '2020/1/1 1:01 上午'],
      [day, '20/1/1'],
      [day, '1/1'],
      [day, '01/01/20'],
      [day, '1-一月'],
      [day, '1-一月-20'],
      [month, '一月/20'],
      [month, '一/20'],
      [day, '一'],
      [time, '1:01 上午'],
      [time, '1:01:01 上午'],
      [time, '1:01:01'],
      [time, '1时01分'],
      [time, '上午1时01分'],
      [time, '上午1时01分01秒'],
      [time, '1时01分'],
      [time, '上午1时01分'],
      [moment, '2020年1月1日 1:01:01'],
    ]);
    const yearless = table.rows.filter(({ notes }) => notes.some(({ kind }) => kind === 'year-hidden'));
    expect(yearless.map(({ cells }) => cells[1])).toEqual(['1月1日', '1月1日', '1/1', '1-一月', '一']);
    const numbers = table.rows.slice(0, 14).map(({ cells }) => cells[4]);
    expect(new Set(numbers)).toEqual(new Set(['1.1111', '111.11%', '1111.1111', '1', '0.105', '4.5%']));
  });

  test('fill_composite.xls: what stands beyond the heading is told cell by cell', async () => {
    const table = await readWhole(at('easyexcel/fill_composite.xls'));
    expect(table.rows.map(({ row }) => row)).toEqual([2, 3, 4, 5, 8, 9, 10, 11]);
    expect(table.rows.flatMap(({ troubles }) => troubles.map(({ refusal }) => refusal.field))).toEqual([
      ...['D10', 'E10', 'D11', 'E11'],
    ]);
  });
});

/** Name, type, length and count of records, as a Ruby library has found them. */
function summaryOf(file: string): { records: number; fields: { name: string; type: string }[] } {
  const text = readFileSync(file, 'utf8');
  const fields = [
    ...text
      .split('---\n')
      .at(-1)!
      .matchAll(/^(\S+) +(\S) +\d+ +\d+ *$/gm),
  ];
  return {
    records: Number(/^Records: (\d+)$/m.exec(text)?.[1]),
    fields: fields.map(([, name = '', type = '']) => ({ name, type })),
  };
}

describe.skipIf(!existsSync(catalogues))('DBFs', () => {
  test.each([
    ['cp1251', null, 'windows-1251'],
    ['dbase_03', null, 'utf-8'],
    ['dbase_30', 'fpt', 'windows-1252'],
    ['dbase_32', null, 'windows-1252'],
  ])('%s has the columns and records of its summary', async (name, memo, encoding) => {
    const { records, fields } = summaryOf(at('dbf', `${name}_summary.txt`));
    const table = await readWhole(at('dbf', `${name}.dbf`), { memo: memo && at('dbf', `${name}.${memo}`) });
    expect(fields.length).toBeGreaterThan(0);
    expect(table.columns?.map(({ name }) => name)).toEqual(
      fields.filter(({ type }) => type !== '0').map(({ name }) => name),
    );
    expect(table.rows.length).toBe(records);
    expect(table.encoding).toBe(encoding);
    expect(table.rows.flatMap(({ troubles }) => troubles)).toEqual([]);
  });

  test('have the texts of their language', async () => {
    expect(cellsOf(await readWhole(at('dbf/cp1251.dbf')))).toEqual([
      ['1', 'амбулаторно-поликлиническое'],
      ['2', 'больничное'],
      ['3', 'НИИ'],
      ['4', 'образовательное медицинское учреждение'],
    ]);
    expect(cellsOf(await readWhole(at('dbf/dbase_32.dbf')))).toEqual([['Bad Meets Evil']]);
    const [point] = cellsOf(await readWhole(at('dbf/dbase_03.dbf')));
    expect(point?.slice(0, 11)).toEqual([
      '0507121',
      'CMP',
      'circular',
      '12',
      '',
      'no',
      'Good',
      '',
      '2005-07-12',
      '10:56:30am',
      '5.2',
    ]);
  });

  test('dbase_83 names no code page and has Western letters in its memos: refused until one is stated', async () => {
    const [path, memo] = [at('dbf/dbase_83.dbf'), at('dbf/dbase_83.dbt')];
    expect(await readAll(path, { memo })).toMatchObject({ code: 'table-code-page' });
    const { records, fields } = summaryOf(at('dbf/dbase_83_summary.txt'));
    const table = await readWhole(path, { memo, encoding: 'windows-1252' });
    expect(table.columns?.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
    expect(table.rows.length).toBe(records);
    expect(table.rows.flatMap(({ troubles }) => troubles)).toEqual([]);
    const memos = table.rows.map(({ cells }) => cells[11] ?? '');
    expect(memos[0]).toMatch(/^Our Original assortment\.\.\.a little taste of heaven for everyone\./);
    expect(memos[1]).toContain("Gift wrap you don't have to do…Petits fours");
  });

  test('dbase_83_missing_memo tells each text that it cannot have', async () => {
    const table = await readWhole(at('dbf/dbase_83_missing_memo.dbf'));
    expect(table.rows.length).toBe(67);
    expect(table.warnings).toEqual([{ code: 'table-memo-file-missing', params: { names: 'DESC' } }]);
    const codes = new Set(
      table.rows.flatMap(({ troubles }) => troubles.map(({ column, refusal }) => `${column} ${refusal.code}`)),
    );
    expect([...codes]).toEqual(['11 table-memo-missing']);
  });

  test('of a FoxPro database are read with their memos', async () => {
    const read = (name: string, memo: string | null) =>
      readWhole(at('dbf/foxprodb', name), { memo: memo && at('dbf/foxprodb', memo) });
    const calls = await read('calls.dbf', 'calls.FPT');
    expect(calls.rows.length).toBe(16);
    expect(calls.rows[8]?.cells).toEqual([
      ...['9', '2', '1995-01-29 15:12:00', '1899-12-30 15:12:00', 'Pricing for proposed suite.'],
      'Set up marketing plans w/ Janet.',
    ]);
    expect((await read('contacts.dbf', 'contacts.FPT')).rows.map(({ cells }) => cells[2])).toEqual([
      ...['Davolio', 'Leverling', 'Fuller', 'Peacock', 'Buchanan'],
    ]);
    expect(cellsOf(await read('setup.dbf', null))).toEqual([
      ['CALLS', '21'],
      ['CONTACTS', '8'],
      ['CONTACT_TYPES', '2'],
    ]);
    expect(cellsOf(await read('types.dbf', null))).toEqual([
      ['1', 'Buyer'],
      ['2', 'Seller'],
    ]);
    const container = await read('FOXPRO-DB-TEST.DBC', 'FOXPRO-DB-TEST.DCT');
    expect(container.rows.length).toBe(56);
    expect(container.warnings).toContainEqual({ code: 'table-records-deleted', params: { count: 2 } });
  });

  test('indexes and memo files are no tables', async () => {
    for (const name of ['calls.CDX', 'calls.FPT', 'FOXPRO-DB-TEST.DCX'])
      expect(await readAll(at('dbf/foxprodb', name)), name).toMatchObject({ code: 'table-format-unknown' });
  });
});

describe.skipIf(!existsSync(catalogues))('administrative divisions', () => {
  test.each([
    ['provinces.csv', 31, ['code', 'name'], ['65', '新疆维吾尔自治区']],
    ['cities.csv', 342, ['code', 'name', 'provinceCode'], ['6590', '自治区直辖县级行政区划', '65']],
    ['areas.csv', 2978, ['code', 'name', 'cityCode', 'provinceCode'], null],
  ])('%s', async (file, count, heading, last) => {
    const table = await readWhole(at('admin-divisions', file));
    expect(table.columns?.map(({ name }) => name)).toEqual(heading);
    expect(table.rows.length).toBe(count);
    if (last) expect(table.rows.at(-1)?.cells).toEqual(last);
    for (const { cells } of table.rows) {
      expect(cells[0]).toMatch(/^\d{2,6}$/);
      expect(cells[1]).toMatch(/^[\p{Script=Han}]+$/u);
    }
  });

  test('in JSON are refused by name', async () => {
    expect(await readAll(at('admin-divisions/HK-MO-TW.json'))).toMatchObject({
      ...{ code: 'table-format-unknown', params: { format: 'JSON' } },
    });
  });
});
