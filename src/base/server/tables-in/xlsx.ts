import type { RawRow, Sheet, TableRefusal } from '#/base/rules/tables-in/table.ts';
import { MergeNotes } from './merges.ts';
import type { ReadOptions, TableReader } from './reader.ts';
import { TableRefused } from './refused.ts';
import { chooseSheet, workbookWarnings } from './sheets.ts';
import type { Source } from './source.ts';
import { hasCells, readFrame, type SheetFrame } from './xlsx/frame.ts';
import { type SheetContext, SheetParser } from './xlsx/sheet.ts';
import { readSharedStrings } from './xlsx/strings.ts';
import { readStyles, readWorkbook, type WorkbookSheet } from './xlsx/workbook.ts';
import { Package } from './xlsx/zip.ts';

/** A workbook of Office Open XML (ECMA-376), both editions. */
export async function openXlsx(source: Source, options: ReadOptions): Promise<TableReader | TableRefusal> {
  await using stack = new AsyncDisposableStack();
  try {
    const opened = stack.use(await Package.open(source.path, options.limits));
    const workbook = await readWorkbook(opened);
    const sheets = await sheetsOf(opened, workbook.sheets);
    const { part, name } = chooseSheet(sheets, options.sheet);
    const frame = await readFrame(part, opened.chunks(part));
    const strings = workbook.stringsPart ? await readSharedStrings(opened, workbook.stringsPart) : null;
    const styles = workbook.stylesPart ? await readStyles(opened, workbook.stylesPart) : [];
    const context = { part, strings, styles, dates1904: workbook.dates1904 };
    const held = stack.move();
    return {
      ...{ format: 'xlsx', encoding: null, sheet: name, names: null, hiddenColumns: frame.hiddenColumns },
      sheets: sheets.map(({ name, hidden, empty }) => ({ name, hidden, empty })),
      warnings: workbookWarnings(sheets, name, workbook.hasMacros, frame.merges.length),
      rows: () => rowsOf(opened, context, frame, options.limits.columns),
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  } catch (error) {
    if (error instanceof TableRefused) return error.refusal;
    throw error;
  }
}

async function sheetsOf(from: Package, sheets: readonly WorkbookSheet[]): Promise<(Sheet & WorkbookSheet)[]> {
  const all: (Sheet & WorkbookSheet)[] = [];
  for (const sheet of sheets) all.push({ ...sheet, empty: !(await hasCells(from.chunks(sheet.part))) });
  return all;
}

async function* rowsOf(
  from: Package,
  context: SheetContext,
  { merges }: SheetFrame,
  columns: number,
): AsyncGenerator<RawRow | TableRefusal> {
  const parser = new SheetParser(context);
  const notes = new MergeNotes(merges, columns);
  try {
    for await (const chunk of from.chunks(context.part)) for (const row of parser.write(chunk)) yield notes.addTo(row);
    for (const row of parser.end()) yield notes.addTo(row);
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    yield error.refusal;
  }
}
