import { describe, expect, test } from 'vitest';
import { type ImportField, readEntry, refuseMapping, suggestMapping } from './catalogue-import.ts';

describe('a catalogue as a table', () => {
  test('headings of usual lists are known, with marks and spaces between', () => {
    expect(suggestMapping(['序号', '档 号', '责任者', '文件题名', '日期', '密级', '页数（页）', '备注'])).toEqual({
      ...{ code: 1, author: 2, title: 3, dated: 4, marking: 5, remark: 7 },
    });
    expect(suggestMapping(['甲', '乙'])).toEqual({});
  });

  test('a mapping is refused without the code, beyond the last column, and with a column twice', () => {
    expect(refuseMapping({ title: 1 }, 5)?.code).toBe('mapping-without-code');
    expect(refuseMapping({ code: 5 }, 5)?.code).toBe('mapping-column');
    expect(refuseMapping({ code: 1, title: 1 }, 5)?.code).toBe('mapping-twice');
    expect(refuseMapping({ code: 0, title: 1 }, 5)).toBeNull();
  });

  test('what a row says is trimmed, but for its title; what is too long or no number is refused at its field', () => {
    const row = (texts: Partial<Record<ImportField, string>>) => readEntry((field) => texts[field] ?? '');
    const { entry, problems: none } = row({ title: ' e\u0301 题名\u00a0', author: ' e\u0301 ', pages: ' 12' });
    expect(entry).toMatchObject({ title: ' e\u0301 题名\u00a0', author: '\u00e9', pages: 12 });
    expect(none).toEqual([]);
    const { problems } = row({ title: '长'.repeat(1001), pages: '十二' });
    expect(problems.map(({ field, refusal }) => [field, refusal.code])).toEqual([
      ['pages', 'pages-number'],
      ['title', 'field-too-long'],
    ]);
    // Letters are counted as people count them.
    expect(row({ retention: '𠮷'.repeat(20) }).problems).toEqual([]);
  });
});
