import { expect, test } from 'vitest';
import { type DutyPage, dutySheets } from './duty-page.ts';
import { html } from './html.ts';

const page = (title: string, rows: number): DutyPage => ({
  clause: '4.7-2',
  title,
  roles: [],
  columns: [{ title: '姓名', width: 182 }],
  rows: Array.from({ length: rows }, (_, i) => [`${title}${i}`]),
  empty: '无人',
});
const head = { content: html`<p>日期</p>`, height: 32 };
const sheets = (pages: DutyPage[]): string[] =>
  dutySheets(pages, { head, signatureHeight: 33 }).map((one) => one.toString());

test('short pages share a sheet, in their order, under the head of the book', () => {
  const [only = '', ...more] = sheets([page('甲', 2), page('乙', 0), page('丙', 3)]);
  expect(more).toEqual([]);
  const order = ['日期', '甲1', '无人', '丙2'].map((text) => only.indexOf(text));
  expect(order.every((at) => at >= 0)).toBe(true);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('a long page has sheets of its own; every row stands once, and signatures have room', () => {
  const book = sheets([page('甲', 2), page('乙', 70), page('丙', 26)]);
  expect(book.length).toBeGreaterThan(3);
  expect(book[0]).not.toContain('乙');
  const all = book.join('');
  for (const [title, rows] of [
    ['甲', 2],
    ['乙', 70],
    ['丙', 26],
  ] as const)
    for (let i = 0; i < rows; i += 1) expect(all.split(`>${title}${i}<`)).toHaveLength(2);
  // 26 rows fill a sheet but for the signatures: one moves over.
  expect(sheets([page('丁', 27)]).length).toBe(2);
});
