import { columnLetter, type RawRow } from '#/base/rules/tables-in/table.ts';

/** Rows from 1, columns from 0, both ends included. */
export interface MergedRange {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** Adds to rows, given from top to bottom, which of their cells belong to a merged one. */
export class MergeNotes {
  readonly #waiting: MergedRange[];
  readonly #columns: number;
  #active: MergedRange[] = [];
  #next = 0;

  constructor(merges: readonly MergedRange[], columns: number) {
    this.#waiting = merges.toSorted((a, b) => a.top - b.top);
    this.#columns = columns;
  }

  addTo(raw: RawRow): RawRow {
    const { row, notes } = raw;
    for (let one = this.#waiting[this.#next]; one && one.top <= row; one = this.#waiting[this.#next]) {
      this.#active.push(one);
      this.#next += 1;
    }
    if (this.#active.length === 0) return raw;
    this.#active = this.#active.filter(({ bottom }) => bottom >= row);
    for (const { top, left, right } of this.#active) {
      const from = `${columnLetter(left)}${top}`;
      for (let column = row === top ? left + 1 : left; column <= Math.min(right, this.#columns - 1); column += 1)
        notes.push({ column, kind: 'merged', from });
    }
    return raw;
  }
}
