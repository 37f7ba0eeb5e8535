/** One page of the daily duty book (日结簿): what a room has to tell of a day. */
import type { ClauseId } from '#/base/rules/obligations.ts';
import type { Role } from '#/base/rules/roles.ts';
import { each, html, svgDrawing, type Html } from './html.ts';
import { tableHeight, type TablePages, tablePages } from './table-pages.ts';

export interface DutyPage {
  /** Its place in the book: pages stand in the order of the regulation. */
  clause: ClauseId;
  title: string;
  /** Whose copy of the book has it: who may see the same on a screen. */
  roles: readonly Role[];
  columns: { title: string; width: number; align?: 'num' | 'mid' }[];
  rows: string[][];
  /** Stands there when the day has nothing to tell. */
  empty: string;
  /** Under the table: text with its code as a drawing. */
  code?: { text: string; svg: string };
}

const tableOf = (
  { clause, title, columns, rows, empty, code }: DutyPage,
  head: { content: Html; height: number } | null,
  signatureHeight: number,
): TablePages => ({
  ...{ columns, rows, empty, signatureHeight },
  before: {
    content: html`${head?.content}
      <h2 class="duty">${title}<span>${clause}</span></h2>`,
    height: 14 + (head?.height ?? 0),
  },
  ...(code && {
    after: {
      content: html`<div class="checkpoint">
        <div class="drawing">${svgDrawing(code.svg)}</div>
        <pre>${code.text}</pre>
      </div>`,
      height: 70,
    },
  }),
});

/** The book's sheets: short pages share one, a long one goes on over several; signatures stand under the last. */
export function dutySheets(
  pages: readonly DutyPage[],
  { head, signatureHeight }: { head: { content: Html; height: number }; signatureHeight: number },
): Html[] {
  const sheets: Html[][] = [];
  let used = 0;
  for (const [index, page] of pages.entries()) {
    const table = tableOf(page, index === 0 ? head : null, index === pages.length - 1 ? signatureHeight : 0);
    const { height, sheet } = tableHeight(table);
    const own = tablePages(table);
    const open = sheets.at(-1);
    if (open && used + height <= sheet) {
      open.push(...own);
      used += height;
      continue;
    }
    sheets.push(...own.map((one) => [one]));
    // What a long page leaves of its last sheet is not worth counting.
    used = own.length === 1 ? height : sheet;
  }
  return sheets.map((parts) => html`${each(parts, (part) => part)}`);
}
