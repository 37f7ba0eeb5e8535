/** A catalogue as a table: which column says what, and what a row must be (DA/T 18-2022, DA/T 22-2015). */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export const importFields = [
  'code',
  'title',
  'author',
  'documentNumber',
  'dated',
  'retention',
  'pages',
  'marking',
  'remark',
] as const;
export type ImportField = (typeof importFields)[number];

export const importFieldNames: Record<ImportField, Words> = {
  code: { zh: '档号', en: 'Archival code' },
  title: { zh: '题名', en: 'Title' },
  author: { zh: '责任者', en: 'Author' },
  documentNumber: { zh: '文号', en: 'Document number' },
  dated: { zh: '日期', en: 'Date' },
  retention: { zh: '保管期限', en: 'Retention period' },
  pages: { zh: '页数', en: 'Pages' },
  marking: { zh: '密级', en: 'Classification' },
  remark: { zh: '备注', en: 'Remarks' },
};

/** Headings met in catalogues; the first that fits is suggested. */
const headingsOf: Record<ImportField, readonly string[]> = {
  code: ['档号', '档案号', '案卷档号', '件档号', 'code'],
  title: ['题名', '文件题名', '案卷题名', '标题', '正题名', 'title'],
  author: ['责任者', '作者', '文件责任者', 'author'],
  documentNumber: ['文号', '文件编号', '发文字号', '编号'],
  dated: ['日期', '文件日期', '成文日期', '形成日期', '起止日期', 'date'],
  retention: ['保管期限', '期限', '保管期限代码'],
  pages: ['页数', '总页数', '页号页数', 'pages'],
  marking: ['密级', '涉密', '密级和保密期限'],
  remark: ['备注', '附注', '说明', 'remark'],
};

/** Field to column, from 0. Without a column for the code nothing can be registered. */
export type Mapping = { [F in ImportField]?: number };

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/[\s:：()（）]/g, '')
    .toLowerCase();

/** By the headings alone; a file of headings that were met before gets the mapping of that time instead. */
export function suggestMapping(headings: readonly string[]): Mapping {
  const names = headings.map(plain);
  const mapping: Mapping = {};
  for (const field of importFields) {
    const column = headingsOf[field].map((name) => names.indexOf(plain(name))).find((index) => index >= 0);
    if (column !== undefined && !Object.values(mapping).includes(column)) mapping[field] = column;
  }
  return mapping;
}

export function refuseMapping(mapping: Mapping, columns: number): Refusal | null {
  if (mapping.code === undefined) return refuse('mapping-without-code', {}, 'input.mapping');
  const used = Object.values(mapping);
  if (used.some((column) => column >= columns)) return refuse('mapping-column', {}, 'input.mapping');
  return new Set(used).size === used.length ? null : refuse('mapping-twice', {}, 'input.mapping');
}

export interface Entry {
  title: string | null;
  author: string | null;
  documentNumber: string | null;
  dated: string | null;
  retention: string | null;
  pages: number | null;
  marking: string | null;
  remark: string | null;
}

export interface RowProblem {
  field: ImportField | null;
  refusal: Refusal;
}

/** Longest text of each field, letters. */
const longest: Record<Exclude<ImportField, 'code' | 'pages'>, number> = {
  ...{ title: 1000, author: 200, documentNumber: 200, dated: 30, retention: 20, marking: 50, remark: 500 },
};

/** What a row says of its original, or what is wrong in it. The title stays as it is written, to the last blank. */
export function readEntry(textOf: (field: ImportField) => string): { entry: Entry; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const short = (field: keyof typeof longest): string | null => {
    const text = field === 'title' ? textOf(field) : textOf(field).trim().normalize('NFC');
    if (text === '') return null;
    const letters = [...text].length;
    if (letters > longest[field])
      problems.push({ field, refusal: refuse('field-too-long', { letters, most: longest[field] }) });
    return text;
  };
  const pagesText = textOf('pages').trim();
  const pages = /^[1-9]\d{0,5}$/.test(pagesText) ? Number(pagesText) : null;
  if (pagesText !== '' && pages === null)
    problems.push({ field: 'pages', refusal: refuse('pages-number', { text: pagesText }) });
  const entry = {
    ...{ title: short('title'), author: short('author'), documentNumber: short('documentNumber') },
    ...{ dated: short('dated'), retention: short('retention'), pages, marking: short('marking') },
    remark: short('remark'),
  };
  return { entry, problems };
}
