/** Cutting a long table into A4 sheets: header on each, room kept for the signatures on the last. */
import { facts } from './form-frame.ts';
import { each, html, type Html } from './html.ts';

export interface FormColumn {
  title: string;
  /** Share of the table's width in millimetres; portrait has 182, landscape 269. */
  width: number;
  align?: 'num' | 'mid';
}

export interface TablePages {
  columns: readonly FormColumn[];
  rows: readonly (readonly (string | number | null)[])[];
  orientation?: 'portrait' | 'landscape';
  /** Above the table on the first sheet, with its height in millimetres. */
  before?: { content: Html; height: number };
  /** Under the table on the last sheet. */
  after?: { content: Html; height: number };
  /** Height kept for signature boxes on the last sheet, millimetres; 33 a row of boxes. */
  signatureHeight?: number;
  /** Stands in the table when it has no rows: an empty table could be filled in later. */
  empty?: string;
}

// Millimetres of the style sheet: 10.5 pt letters, 1.5 lines, cell padding; sheet less head and foot.
const letterWidth = 3.75;
const lineHeight = 5.6;
const rowPadding = 1.8;
const cellPadding = 3.2;
// Room beside a line of facts, and between two of them.
const [factLine, factGap] = [1.9, 6];
const sheetWidth = { portrait: 182, landscape: 269 } as const;
const room = { portrait: 235, landscape: 148 } as const;
// Lines break before their end at brackets and between words.
const ragged = 1.07;

/** Chinese letters count whole, Latin ones a little more than half. */
const textWidth = (text: string): number =>
  [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) > 0x2e7f ? letterWidth : letterWidth * 0.58), 0);

/** Lines that a text takes in a cell; a long one breaks where it is full. */
function linesIn(text: string, width: number): string[] {
  const inner = Math.max(width - cellPadding, letterWidth) / ragged;
  return text.split('\n').flatMap((line) => {
    const lines = [''];
    let used = 0;
    for (const char of line) {
      const own = textWidth(char);
      if (used + own > inner && used > 0) {
        lines.push('');
        used = 0;
      }
      lines[lines.length - 1] += char;
      used += own;
    }
    return lines;
  });
}

const cellLines = (text: string, width: number): number => linesIn(text, width).length;

type Row = TablePages['rows'][number];

/** A row that is higher than this is cut by its lines into several: none is ever higher than a sheet. */
export function splitRow(row: Row, columns: readonly FormColumn[], most: number): Row[] {
  if (rowHeight(row, columns) <= most) return [row];
  const room = Math.max(1, Math.floor((most - rowPadding) / lineHeight));
  const cells = columns.map(({ width }, at) => linesIn(String(row[at] ?? ''), width));
  const parts = Math.ceil(Math.max(...cells.map((lines) => lines.length)) / room);
  return Array.from({ length: parts }, (_, part) =>
    cells.map((lines) => lines.slice(part * room, (part + 1) * room).join('\n')),
  );
}

function rowHeight(cells: readonly (string | number | null)[], columns: readonly FormColumn[]): number {
  const lines = columns.map((column, index) => cellLines(String(cells[index] ?? ''), column.width));
  return Math.max(1, ...lines) * lineHeight + rowPadding;
}

type Fact = Parameters<typeof facts>[0][number];

/** Facts with the height that they take, for what stands above a table; three in a line, a wide one in its own. */
export function factsBlock(
  pairs: readonly Fact[],
  orientation: 'portrait' | 'landscape' = 'portrait',
): { content: Html; height: number } {
  const full = sheetWidth[orientation];
  const third = (full - 2 * factGap) / 3;
  const linesOf = ([label, value]: Fact, width: number): number =>
    cellLines(String(value ?? ''), width - textWidth(label) - 2 + cellPadding);
  let height = 3;
  let [inLine, most] = [0, 0];
  const close = (): void => {
    if (inLine > 0) height += most * lineHeight + factLine;
    [inLine, most] = [0, 0];
  };
  for (const pair of pairs) {
    if (pair[2] === 'wide' || inLine === 3) close();
    most = Math.max(most, linesOf(pair, pair[2] === 'wide' ? full : third));
    inLine = pair[2] === 'wide' ? 3 : inLine + 1;
    if (pair[2] === 'wide') close();
  }
  close();
  return { content: facts(pairs), height };
}

/** Index of the first row of each sheet. Pure arithmetic, apart for the tests. */
export function cutRows(heights: readonly number[], space: { first: number; rest: number; last: number }): number[] {
  const starts = [0];
  let used = 0;
  heights.forEach((height, index) => {
    const limit = starts.length === 1 ? space.first : space.rest;
    // What stands above may leave no room even for the first row.
    const alone = starts.length === 1 && index === 0 && height <= space.rest && limit < space.rest;
    if (used + height > limit && (alone || index > (starts.at(-1) ?? 0))) {
      starts.push(index);
      used = 0;
    }
    used += height;
  });
  const limit = (starts.length === 1 ? space.first : space.rest) - space.last;
  const lastStart = starts.at(-1) ?? 0;
  // A single row under what stands above: it goes on with the signatures.
  if (used > limit && starts.length === 1 && heights.length === 1 && used <= space.rest - space.last) starts.push(0);
  else if (used > limit && heights.length - lastStart > 1) {
    // Signatures never stand alone on a sheet: they take rows with them.
    let moved = heights.length;
    let kept = used;
    while (moved - lastStart > 1 && kept > limit) {
      moved -= 1;
      kept -= heights[moved] ?? 0;
    }
    starts.push(moved);
  }
  return starts;
}

/** Height of the whole table with what stands above and under it, and the room of a sheet, millimetres. */
export function tableHeight(table: TablePages): { height: number; sheet: number } {
  const titles = table.columns.map((column) => column.title);
  const rows = table.rows.length === 0 ? [[table.empty ?? '']] : table.rows;
  const height = [titles, ...rows].reduce((sum, row) => sum + rowHeight(row, table.columns), 0);
  const around = (table.before?.height ?? 0) + (table.after?.height ?? 0) + (table.signatureHeight ?? 0);
  return { height: height + around, sheet: room[table.orientation ?? 'portrait'] };
}

const line = (row: TablePages['rows'][number], columns: readonly FormColumn[]): Html =>
  html`<tr>
    ${each(columns, (column, at) => html`<td class="${column.align ?? ''}">${row[at] ?? ''}</td>`)}
  </tr>`;

const nothing = ({ columns, empty = '无记录' }: TablePages): Html =>
  html`<tr>
    <td class="none" colspan="${columns.length}">${empty}</td>
  </tr>`;

export function tablePages(table: TablePages): Html[] {
  const total = table.columns.reduce((sum, column) => sum + column.width, 0);
  const full = room[table.orientation ?? 'portrait'];
  const headHeight = rowHeight(
    table.columns.map((column) => column.title),
    table.columns,
  );
  const rest = full - headHeight;
  const last = (table.signatureHeight ?? 0) + (table.after?.height ?? 0);
  const all = table.rows.flatMap((row) => splitRow(row, table.columns, rest - last));
  const starts = cutRows(
    all.map((row) => rowHeight(row, table.columns)),
    { first: rest - (table.before?.height ?? 0), rest, last },
  );
  const widths = each(
    table.columns,
    (column) => html`<col width="${Math.round((column.width / total) * 1000) / 10}%" />`,
  );
  const head = html`<thead>
    <tr>
      ${each(table.columns, (column) => html`<th class="mid" scope="col">${column.title}</th>`)}
    </tr>
  </thead>`;
  return starts.map((start, index) => {
    const rows = all.slice(start, starts[index + 1]);
    const final = index === starts.length - 1;
    if (rows.length === 0 && !final)
      return html`${table.before?.content}
        <p class="more">接下页</p>`;
    const body = rows.length === 0 ? nothing(table) : each(rows, (row) => line(row, table.columns));
    return html`${index === 0 ? table.before?.content : null}
      <table>
        <colgroup>
          ${widths}
        </colgroup>
        ${head}
        <tbody>
          ${body}
        </tbody>
      </table>
      ${final ? table.after?.content : html`<p class="more">接下页</p>`}`;
  });
}
