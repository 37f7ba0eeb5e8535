/** Reads one XLS in a process of its own: the library holds all of it, and a hostile file may make it hang. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { CFB, type CellObject, read, set_cptable, SSF, type WorkSheet } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { type CellText, numberText } from '#/base/rules/tables-in/cell-text.ts';
import { builtInFormats, readNumberFormat } from '#/base/rules/tables-in/number-format.ts';
import type { RawRow, Sheet, TableRefusal } from '#/base/rules/tables-in/table.ts';
import { refuse } from '#/base/rules/refusal.ts';
import type { MergedRange } from '../merges.ts';
import { damaged, TableRefused } from '../refused.ts';
import { chooseSheet } from '../sheets.ts';
import { surveyBiff } from './biff.ts';

export interface XlsInput {
  path: string;
  /** Where the rows go, a line of JSON each. */
  rows: string;
  sheet: string | null;
}

export interface XlsOutput {
  sheets: Sheet[];
  sheet: string;
  hasMacros: boolean;
  hiddenColumns: number[];
  merges: MergedRange[];
}

export async function work(input: unknown): Promise<XlsOutput | TableRefusal> {
  const { path, rows, sheet: asked } = input as XlsInput;
  // The library tells the log of records that it does not know.
  console.error = () => undefined;
  try {
    return await readXls(await readFile(path), rows, asked);
  } catch (error) {
    if (error instanceof TableRefused) return error.refusal;
    throw error;
  }
}

/** The stream that holds the workbook, whole. */
function workbookStream(bytes: Buffer): Buffer {
  if (bytes[0] === 0x09) return bytes;
  const container = CFB.read(bytes, { type: 'buffer' });
  if (CFB.find(container, 'EncryptedPackage')) throw new TableRefused(refuse('table-encrypted'));
  const entry = CFB.find(container, '/Workbook') ?? CFB.find(container, '/Book');
  if (!entry) throw new TableRefused(refuse('table-format-unknown', { format: 'OLE（.doc、.ppt、.msg …）' }));
  const content = Buffer.from(entry.content as Uint8Array);
  if (content.length < entry.size) throw damaged('XLS');
  return content;
}

async function readXls(bytes: Buffer, file: string, asked: string | null): Promise<XlsOutput | TableRefusal> {
  const survey = surveyBiff(workbookStream(bytes));
  if (!survey) throw damaged('XLS');
  if (survey.encrypted) return refuse('table-encrypted');
  set_cptable(codePages);
  // Formats that a file names by number only; the library knows the Western ones.
  SSF.load_table(builtInFormats);
  const workbook = read(bytes, { type: 'buffer', cellNF: true, cellStyles: true, cellText: false, dense: true });
  const sheets = survey.sheets.map(({ index, ...sheet }) => {
    const name = workbook.SheetNames[index] ?? '';
    return { ...sheet, name, empty: !hasCells(workbook.Sheets[name]) };
  });
  const cells = sheets.filter(({ isCells }) => isCells);
  const { name: sheet } = chooseSheet(cells, asked);
  const content = workbook.Sheets[sheet];
  if (!content) throw damaged(`XLS ${sheet}`);
  await writeRows(content, file, workbook.Workbook?.WBProps?.date1904 === true);
  const merges = (content['!merges'] ?? []).map(({ s, e }) => ({
    top: s.r + 1,
    left: s.c,
    bottom: e.r + 1,
    right: e.c,
  }));
  const hiddenColumns = (content['!cols'] ?? []).flatMap((column, index) => (column?.hidden ? [index] : []));
  return {
    ...{ sheet, merges, hiddenColumns, hasMacros: survey.hasMacros },
    sheets: cells.map(({ name, hidden, empty }) => ({ name, hidden, empty })),
  };
}

const rowsOf = (sheet: WorkSheet | undefined): (CellObject | undefined)[][] => sheet?.['!data'] ?? [];

const hasCells = (sheet: WorkSheet | undefined): boolean =>
  rowsOf(sheet).some((row) => row?.some((cell) => cell !== undefined && cell.t !== 'z'));

async function writeRows(sheet: WorkSheet, file: string, dates1904: boolean): Promise<void> {
  const out = createWriteStream(file, { mode: 0o600 });
  for (const [index, cells] of rowsOf(sheet).entries()) {
    if (!cells) continue;
    const row = rowOf(cells, index + 1, sheet['!rows']?.[index]?.hidden === true, dates1904);
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function rowOf(cells: (CellObject | undefined)[], number: number, hidden: boolean, dates1904: boolean): RawRow {
  const row: RawRow = { row: number, cells: [], hidden, notes: [], faults: [] };
  for (const [column, cell] of cells.entries()) {
    const { text, fault, note }: CellText = cell ? textOf(cell, dates1904) : { text: '' };
    row.cells.push(text);
    if (cell?.f !== undefined || cell?.F !== undefined) row.notes.push({ column, kind: 'formula' });
    if (note) row.notes.push({ column, kind: note });
    if (fault)
      row.faults.push({ column, code: fault, ...(fault === 'table-cell-error' ? { params: { error: text } } : {}) });
  }
  return row;
}

/** [MS-XLS] 2.5.10 */
const errors: Readonly<Record<number, string>> = {
  ...{ 0x00: '#NULL!', 0x07: '#DIV/0!', 0x0f: '#VALUE!', 0x17: '#REF!', 0x1d: '#NAME?', 0x24: '#NUM!', 0x2a: '#N/A' },
};

function textOf({ t, v, z }: CellObject, dates1904: boolean): CellText {
  switch (t) {
    case 's':
      return { text: String(v ?? '') };
    case 'b':
      return { text: v === true ? 'TRUE' : 'FALSE' };
    case 'e':
      return { text: errors[Number(v)] ?? '#ERROR', fault: 'table-cell-error' };
    case 'n':
      return numberText(String(v), readNumberFormat(String(z ?? 'General')), dates1904);
    default:
      return { text: '' };
  }
}
