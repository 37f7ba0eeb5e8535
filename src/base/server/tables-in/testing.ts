/** Workbooks and tables made by code, for tests. */
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { isRefusal } from '#/base/rules/refusal.ts';
import type { TableRefusal, TableRow } from '#/base/rules/tables-in/table.ts';
import { type OpenOptions, openTable, type Table } from './open.ts';

export function zipOf(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

export interface SheetSpec {
  name: string;
  /** From the first child of the root: `<sheetData>…`. */
  xml: string;
  state?: string;
  /** Instead of the whole part. */
  whole?: string;
}

export interface WorkbookSpec {
  sheets: SheetSpec[];
  strings?: string;
  /** Format codes of the cell styles from 1; style 0 is general. */
  formats?: string[];
  dates1904?: boolean;
  more?: Readonly<Record<string, string>>;
  relations?: string;
}

/** The parts of a workbook, to be changed before they are packed. */
export function workbookParts({ sheets, strings, formats = [], dates1904, more, relations = '' }: WorkbookSpec) {
  const numbered = sheets.map((sheet, at) => ({ ...sheet, id: at + 1 }));
  const codes = formats.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join('');
  const styles = formats.map((_, at) => `<xf numFmtId="${164 + at}"/>`).join('');
  return {
    '_rels/.rels': `<Relationships ${packageRelations}><Relationship Id="a" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      `<workbook ${main} xmlns:r="${office}"><workbookPr date1904="${dates1904 ? 1 : 0}"/><sheets>` +
      numbered
        .map(
          ({ name, state = 'visible', id }) => `<sheet name="${name}" sheetId="${id}" state="${state}" r:id="s${id}"/>`,
        )
        .join('') +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      `<Relationships ${packageRelations}>` +
      numbered
        .map(({ id }) => `<Relationship Id="s${id}" Type="${office}/worksheet" Target="worksheets/sheet${id}.xml"/>`)
        .join('') +
      `<Relationship Id="x" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
      `<Relationship Id="y" Type="${office}/styles" Target="styles.xml"/>${relations}</Relationships>`,
    'xl/styles.xml': `<styleSheet ${main}><numFmts>${codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles}</cellXfs></styleSheet>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst ${main}>${strings}</sst>` }),
    ...Object.fromEntries(
      numbered.map(({ id, xml, whole }) => [
        `xl/worksheets/sheet${id}.xml`,
        whole ?? `<worksheet ${main}>${xml}</worksheet>`,
      ]),
    ),
    ...more,
  };
}

export const workbookOf = (spec: WorkbookSpec): Promise<Buffer> => zipOf(workbookParts(spec));

/** One sheet of these rows. */
export const sheetOf = (rows: string, more: Partial<WorkbookSpec> = {}, around: [string, string] = ['', '']) =>
  workbookOf({ sheets: [{ name: '目录', xml: `${around[0]}<sheetData>${rows}</sheetData>${around[1]}` }], ...more });

export async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

const gbkCodes = new Map<string, number[]>();

/** In GBK, which the platform only decodes. */
export function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  for (let lead = 0x81; gbkCodes.size < 20_000 && lead < 0xff; lead += 1)
    for (let trail = 0x40; trail < 0xff; trail += 1)
      if (trail !== 0x7f) gbkCodes.set(decoder.decode(Buffer.from([lead, trail])), [lead, trail]);
  return Buffer.from([...text].flatMap((char) => (char < '\x80' ? [char.charCodeAt(0)] : (gbkCodes.get(char) ?? []))));
}

export interface DbfSpec {
  version?: number;
  language?: number;
  /** Name, type, length, decimals or flags of nullable and so on. */
  fields: { name: string | Buffer; type: string; length: number; flags?: number }[];
  /** Each cell filled up or cut by the caller; the first byte is the mark of deletion. */
  records: Buffer[];
}

export function dbfOf({ version = 0x03, language = 0, fields, records }: DbfSpec): Buffer {
  const start = 32 + fields.length * 32 + 1;
  const recordLength = 1 + fields.reduce((sum, { length }) => sum + length, 0);
  const head = Buffer.alloc(start);
  head.set([version, 124, 5, 1]);
  head.writeUInt32LE(records.length, 4);
  head.writeUInt16LE(start, 8);
  head.writeUInt16LE(recordLength, 10);
  head[29] = language;
  for (const [at, { name, type, length, flags = 0 }] of fields.entries()) {
    const field = head.subarray(32 + at * 32);
    field.set(Buffer.from(name));
    field.write(type, 11, 'latin1');
    field.set([length, 0, flags], 16);
  }
  head[start - 1] = 0x0d;
  return Buffer.concat([head, ...records, Buffer.from([0x1a])]);
}

export type Read = Omit<Table, 'rows' | typeof Symbol.asyncDispose> & {
  rows: TableRow[];
  refusal: TableRefusal | null;
};

/** All of a table, or why it is not opened. */
export async function readAll(from: string | Buffer, options: Partial<OpenOptions> = {}): Promise<Read | TableRefusal> {
  const name = options.name ?? (typeof from === 'string' ? from : 'a.xlsx');
  const table = await openTable(typeof from === 'string' ? from : chunksOf(from), { ...options, name });
  if (isRefusal(table)) return table;
  await using opened = table;
  const rows: TableRow[] = [];
  let refusal: TableRefusal | null = null;
  for await (const row of opened.rows()) {
    if (isRefusal(row)) refusal = row;
    else rows.push(row);
  }
  return { ...opened, rows, refusal };
}

/** @throws when it is refused */
export async function readWhole(from: string | Buffer, options: Partial<OpenOptions> = {}): Promise<Read> {
  const read = await readAll(from, options);
  if (isRefusal(read)) throw new Error(`${read.code} ${JSON.stringify(read.params)}`);
  if (read.refusal) throw new Error(`${read.refusal.code} ${JSON.stringify(read.refusal.params)}`);
  return read;
}

export const cellsOf = ({ rows }: Read): string[][] => rows.map(({ cells }) => cells);
