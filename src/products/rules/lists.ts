/**
 * Lists of a package (目录): volumes and items as tables with every field that was described, and in the form of
 * 档发〔2012〕7号 for whoever takes them over; every image with what it is (DA/T 31-2017 §9.6 and metadata).
 */
import type { Level } from '#/description/rules/field.ts';

export interface ListEntry {
  level: Level;
  code: string;
  values: readonly { field: string; zh: string; text: string }[];
  /** Images of its unit; null for what lies in a unit. */
  images: number | null;
  /** Folder of its images and its books, from the package on; empty for what lies in a unit. */
  folder: string;
  pdf: string;
  ofd: string;
}

export const listNames: Record<Level, { table: string; row: string }> = {
  volume: { table: '案卷目录', row: '案卷' },
  item: { table: '文件目录', row: '文件' },
};

/** A heading, then a row for each entry; fields in the order in which they are met first. */
export function listTable(entries: readonly ListEntry[]): string[][] {
  const fields = new Map<string, string>();
  for (const { values } of entries) for (const { field, zh } of values) if (!fields.has(field)) fields.set(field, zh);
  const head = ['顺序号', '档号', ...fields.values(), '图像数', '图像路径', 'PDF', 'OFD'];
  const rows = entries.map((entry, at) => [
    ...[String(at + 1), entry.code],
    ...[...fields.keys()].map((key) => entry.values.find(({ field }) => field === key)?.text ?? ''),
    ...[entry.images === null ? '' : String(entry.images), entry.folder, entry.pdf, entry.ofd],
  ]);
  return [head, ...rows];
}

/** What the form of 档发〔2012〕7号 has, by the names of fields that DA/T 18 leads to. */
const formal: readonly (readonly [element: string, field: string | null])[] = [
  ['责任者', 'author'],
  ['题名', 'title'],
  ['文号', 'documentNumber'],
  ['日期', 'date'],
  ['保管期限', 'retentionPeriod'],
  ['密级', 'classification'],
  ['页数', 'pageCount'],
  ['备注', 'note'],
];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replace(/[&<>]/g, (char) => escapes[char] ?? char);

export function* listXml(level: Level, entries: readonly ListEntry[], encoding: string): Generator<string> {
  const { table, row } = listNames[level];
  yield `<?xml version="1.0" encoding="${encoding}"?>\n<${table}>\n`;
  for (const [at, { code, values, pdf, ofd, folder }] of entries.entries()) {
    const valueOf = (key: string | null): string => values.find(({ field }) => field === key)?.text ?? '';
    const cells: [string, string][] = [
      ['顺序号', String(at + 1)],
      ['档号', code],
      ...formal.map(([element, field]): [string, string] => [element, valueOf(field)]),
      ['电子档案名称', [pdf, ofd, folder].find((path) => path !== '') ?? ''],
    ];
    yield `  <${row}>${cells.map(([name, text]) => `<${name}>${escaped(text)}</${name}>`).join('')}</${row}>\n`;
  }
  yield `</${table}>\n`;
}

export interface ListedImage {
  code: string;
  position: number;
  face: string;
  path: string;
  width: number;
  height: number;
  dpi: number | null;
  colour: string;
  compression: string;
  bytes: number;
  takenAt: Date;
  sha256: string;
  sm3: string;
}

export const imageHeadings = [
  ...['档号', '图号', '内容', '路径', '宽（像素）', '高（像素）', '分辨率（dpi）', '色彩', '压缩方案', '字节数'],
  ...['扫描时间', 'SHA-256', 'SM3'],
];

export const imageRow = (image: ListedImage): string[] => [
  ...[image.code, String(image.position), image.face, image.path, String(image.width), String(image.height)],
  ...[image.dpi === null ? '' : String(image.dpi), image.colour, image.compression, String(image.bytes)],
  ...[image.takenAt.toISOString(), image.sha256, image.sm3],
];

/** 说明文件: what whoever takes the package over must know (DA/T 93-2022). */
export const noteText = (rows: readonly (readonly [label: string, value: string])[]): string =>
  rows.map(([label, value]) => `${label}：${value}\r\n`).join('');
