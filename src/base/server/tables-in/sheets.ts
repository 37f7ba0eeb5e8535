import type { Sheet, TableWarning } from '#/base/rules/tables-in/table.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { TableRefused } from './refused.ts';

/**
 * The sheet of that name, else the first with content that is not hidden.
 *
 * @throws TableRefused
 */
export function chooseSheet<S extends Sheet>(sheets: readonly S[], asked: string | null): S {
  const chosen =
    asked === null ? sheets.find(({ hidden, empty }) => !hidden && !empty) : sheets.find(({ name }) => name === asked);
  if (chosen) return chosen;
  if (asked === null) throw new TableRefused(refuse('table-empty'));
  const names = sheets.map(({ name }) => name).join('、');
  throw new TableRefused(refuse('table-sheet-missing', { name: asked, sheets: names }));
}

export function workbookWarnings(
  sheets: readonly Sheet[],
  chosen: string,
  hasMacros: boolean,
  merges: number,
): TableWarning[] {
  const names = (hidden: boolean): string =>
    sheets
      .filter((sheet) => sheet.hidden === hidden && !sheet.empty && sheet.name !== chosen)
      .map(({ name }) => name)
      .join('、');
  const [others, hidden] = [names(false), names(true)];
  return [
    ...(hasMacros ? [{ code: 'table-macros', params: {} } as const] : []),
    ...(others === '' ? [] : [{ code: 'table-sheets-other', params: { name: chosen, names: others } } as const]),
    ...(hidden === '' ? [] : [{ code: 'table-sheets-hidden', params: { names: hidden } } as const]),
    ...(merges > 0 ? [{ code: 'table-merged', params: { count: merges } } as const] : []),
  ];
}
