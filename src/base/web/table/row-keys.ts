import {
  useLayoutEffect,
  useRef,
  useState,
  type HTMLAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import { useFocusKept } from '../focus.ts';

/** Which row a key moves to; null when the key is none of ours. */
export function rowAfterKey(key: string, at: number, rows: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, rows - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return null;
  }
}

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button, input, textarea, select, label, [role="button"]') !== null;

/** React bubbles what happens in a row's dialog up to the row; only what happens in the row itself is ours. */
const isInside = ({ currentTarget, target }: { currentTarget: Element; target: EventTarget }): boolean =>
  target instanceof Node && currentTarget.contains(target);

interface RowKeys<Row> {
  ref: RefObject<HTMLDivElement | null>;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  rowProps: (row: Row, index: number) => HTMLAttributes<HTMLElement>;
}

/** ↑↓ Home End move over rows, Enter opens, Space selects: one row is in the tab order. */
export function useRowKeys<Row>(
  rows: readonly Row[],
  open: ((row: Row) => void) | null,
  select: ((row: Row) => void) | null,
): RowKeys<Row> {
  const ref = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  useLayoutEffect(() => {
    // Ant Design measures columns with a hidden copy of the titles, checkbox included: no tab stop there.
    for (const row of ref.current?.querySelectorAll('.ant-table-measure-row') ?? []) row.setAttribute('inert', '');
  });
  useFocusKept(ref, () => ref.current?.querySelector('[data-row][tabindex="0"]') ?? null);
  const focus = (index: number): void => {
    setActive(index);
    ref.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus();
  };
  return {
    ref,
    onKeyDown: (event) => {
      if (!isInside(event) || isControl(event.target) || rows.length === 0) return;
      const next = rowAfterKey(event.key, active, rows.length);
      const row = rows[active];
      if (next !== null) focus(next);
      else if (event.key === 'Enter' && open !== null && row !== undefined) open(row);
      else if (event.key === ' ' && select !== null && row !== undefined) select(row);
      else return;
      event.preventDefault();
    },
    rowProps: (row, index) => ({
      tabIndex: index === Math.min(active, rows.length - 1) ? 0 : -1,
      className: open === null ? '' : 'sc-openable',
      onFocus: (event) => {
        if (isInside(event)) setActive(index);
      },
      onClick: (event: MouseEvent<HTMLElement>) => {
        // Marking text in a row must not open it.
        const marked = !(getSelection()?.isCollapsed ?? true);
        if (open !== null && isInside(event) && !isControl(event.target) && !marked) open(row);
      },
      ...({ 'data-row': index } as object),
    }),
  };
}
