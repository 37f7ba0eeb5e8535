import { describe, expect, test } from 'vitest';
import { isRefusal } from '#/base/rules/refusal.ts';
import { presets } from '#/engagement/rules/archival-code/presets.ts';
import { parse } from '#/engagement/rules/archival-code/code.ts';
import type { Grammar, Segments } from '#/engagement/rules/archival-code/grammar.ts';
import { type Field, schemaShape } from './field.ts';
import { liesIn, nextItemCode } from './item-code.ts';
import { presetSchema } from './preset.ts';
import { schemaFaults } from './schema.ts';
import { suggestionsFrom } from './suggestion.ts';

describe('5.6-1 schemas (DA/T 18-2022)', () => {
  const without = (change: (field: Field) => Partial<Field> | null) => ({
    ...presetSchema,
    item: presetSchema.item.flatMap((field) => {
      const part = change(field);
      return part === null ? [] : [{ ...field, ...part }];
    }),
  });
  const codes = (change: Parameters<typeof without>[0]): string[] =>
    schemaFaults(without(change)).map(({ code }) => code);

  test('the preset is one, and goes over the wire unchanged', () => {
    expect(schemaFaults(presetSchema)).toEqual([]);
    expect(schemaShape.parse(JSON.parse(JSON.stringify(presetSchema)))).toEqual(presetSchema);
    const must = presetSchema.item.filter(({ need }) => need === 'must').map(({ zh }) => zh);
    expect(must).toEqual(['题名', '责任者', '日期', '保管期限', '开放标识']);
    const present = presetSchema.item.filter(({ need }) => need === 'present').map(({ zh }) => zh);
    expect(present).toEqual(['文件编号', '密级', '载体形态']);
  });

  test('a level that is not described is left empty; one without an obligatory field is refused', () => {
    expect(schemaFaults({ ...presetSchema, volume: [] })).toEqual([]);
    expect(schemaFaults({ volume: [], item: [] }).map(({ code }) => code)).toEqual(['schema-empty']);
    expect(codes(({ key }) => (key === 'author' ? null : {}))).toEqual(['schema-required']);
    expect(codes(({ key }) => (key === 'date' ? { need: 'may' } : {}))).toEqual(['schema-required']);
  });

  test('keys twice, values of no list, a list without, a range of no date are refused', () => {
    expect(codes(({ key }) => (key === 'note' ? { key: 'title' } : {}))).toContain('schema-twice');
    expect(codes(({ key }) => (key === 'note' ? { values: ['甲'] } : {}))).toEqual(['schema-values']);
    expect(codes(({ key }) => (key === 'accessStatus' ? { values: [] } : {}))).toEqual(['schema-values']);
    expect(codes(({ key }) => (key === 'note' ? { range: true } : {}))).toEqual(['schema-range']);
  });

  test('6.5-1 no schema lets a classified mark be entered', () => {
    expect(codes(({ key }) => (key === 'classification' ? { values: ['公开', '秘密'] } : {}))).toEqual([
      'schema-classification',
    ]);
    expect(codes(({ key }) => (key === 'classification' ? { kind: 'text', values: [] } : {}))).toEqual([
      'schema-classification',
    ]);
  });
});

describe('codes of items', () => {
  const grammarOf = (key: string): Grammar => {
    const grammar = presets.find((preset) => preset.key === key)?.grammar;
    if (!grammar) throw new Error(key);
    return grammar;
  };
  const volume = grammarOf('dat13-2022-volume');
  const segments = (code: string): Segments => {
    const read = parse(volume, code);
    if (isRefusal(read)) throw new Error(code);
    return read;
  };

  test('the first of a volume, then one more each', () => {
    expect(nextItemCode(volume, 'A002-RS-001', null)).toBe('A002-RS-001-001');
    expect(nextItemCode(volume, 'A002-RS-001', 'A002-RS-001-009')).toBe('A002-RS-001-010');
    expect(nextItemCode(grammarOf('zz-accounting'), '000120170010001', null)).toMatchObject({
      code: 'volume-without-items',
    });
  });

  test('lies in its own volume, and in no other', () => {
    expect(liesIn(segments('A002-RS-001'), segments('A002-RS-001-003'))).toBe(true);
    expect(liesIn(segments('A002-RS-001'), segments('A002-RS-002-003'))).toBe(false);
    expect(liesIn(segments('A002-RS-001'), segments('A002-RS-001'))).toBe(false);
  });
});

test('suggestions come from the lines in which they stand, the last date and the first of everything else', () => {
  const at = (page: number, y: number, text: string) => ({ page, x: 100, y, width: 500, height: 40, text });
  const lines = [
    at(1, 100, '郑州市人民政府文件'),
    at(1, 200, '郑政〔2014〕 12 号'),
    at(1, 300, '关于公布 2014 年度先进集体的通知'),
    at(1, 400, '根据郑政〔2013〕7号文件，2013年5月6日'),
    at(2, 700, '二〇一四年十月二十一日'),
  ];
  expect(suggestionsFrom(lines)).toEqual([
    { field: 'documentNumber', text: '郑政〔2014〕 12 号', box: { page: 1, x: 100, y: 200, width: 500, height: 40 } },
    {
      field: 'title',
      text: '关于公布2014年度先进集体的通知',
      box: { page: 1, x: 100, y: 300, width: 500, height: 40 },
    },
    { field: 'date', text: '20141021', box: { page: 2, x: 100, y: 700, width: 500, height: 40 } },
  ]);
  expect(suggestionsFrom([at(1, 200, '文号：云政发(1968]25号')])[0]?.text).toBe('云政发〔1968〕25号');
  expect(suggestionsFrom([])).toEqual([]);
});
