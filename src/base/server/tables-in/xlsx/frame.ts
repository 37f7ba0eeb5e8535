import { damaged } from '../refused.ts';
import type { MergedRange } from '../merges.ts';
import { cellAt } from './cell-at.ts';
import { isTrue } from './workbook.ts';

/** What stands around the rows of a sheet: it is needed before the first of them. */
export interface SheetFrame {
  merges: MergedRange[];
  hiddenColumns: Set<number>;
}

const rowsBegin = /<(?:[\w.-]+:)?sheetData[\s/>]/;
const rowsEnd = /<\/(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*\/>/;
/** More than a tag is long. */
const overlap = 1024;
const longestHead = 8 << 20;

/**
 * Unpacks the sheet once without parsing its rows: sizes and check sum are verified before the
 * first row is given, and merged cells, which stand behind the rows, are known by then.
 */
export async function readFrame(part: string, chunks: AsyncIterable<Buffer>): Promise<SheetFrame> {
  let state: 'head' | 'rows' | 'tail' = 'head';
  let text = '';
  const frame: SheetFrame = { merges: [], hiddenColumns: new Set() };
  for await (const chunk of chunks) {
    text += chunk.toString('latin1');
    if (state === 'head') {
      const begin = rowsBegin.exec(text);
      if (begin) {
        readColumns(text.slice(0, begin.index), frame);
        text = text.slice(begin.index);
        state = 'rows';
      } else if (text.length > longestHead) throw damaged(part);
    }
    if (state === 'rows') {
      const end = rowsEnd.exec(text);
      if (end) state = 'tail';
      text = end ? text.slice(end.index) : text.slice(-overlap);
    }
    if (state === 'tail') text = takeMerges(text, frame);
  }
  // A sheet without rows at all is found out by the parser.
  return frame;
}

/** Whether any cell holds a value: new workbooks have two sheets that nobody uses. */
export async function hasCells(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  let text = '';
  for await (const chunk of chunks) {
    text = text.slice(-overlap) + chunk.toString('latin1');
    if (/<(?:[\w.-]+:)?(?:v|is|f)[\s>]/.test(text)) return true;
  }
  return false;
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];

function readColumns(head: string, { hiddenColumns }: SheetFrame): void {
  for (const [tag] of head.matchAll(/<(?:[\w.-]+:)?col\s[^>]*>/g)) {
    if (!isTrue(attribute(tag, 'hidden'))) continue;
    const last = Math.min(Number(attribute(tag, 'max')), 16_384);
    for (let column = Number(attribute(tag, 'min')); column <= last; column += 1) hiddenColumns.add(column - 1);
  }
}

/** What is left: the beginning of a tag that is not all there yet. */
function takeMerges(text: string, { merges }: SheetFrame): string {
  for (const [tag] of text.matchAll(/<(?:[\w.-]+:)?mergeCell\s[^>]*>/g)) {
    const [from = '', to = from] = attribute(tag, 'ref')?.split(':') ?? [];
    const first = cellAt(from);
    const last = cellAt(to);
    if (first && last) merges.push({ top: first.row, left: first.column, bottom: last.row, right: last.column });
  }
  const open = text.lastIndexOf('<');
  return open > text.lastIndexOf('>') ? text.slice(open).slice(-overlap) : '';
}
