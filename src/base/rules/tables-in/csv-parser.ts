/**
 * CSV as RFC 4180 has it, and as offices write it: any line end, a double quote inside a text that
 * does not begin with one. A quote behind which the cell goes on is a fault of that cell, so that
 * all of them can be corrected at once. (csv-parse either stops at the first or reads on in silence.)
 */
import { refuse } from '../refusal.ts';
import type { CellFault, RawRow, TableRefusal } from './table.ts';

type State = 'start' | 'plain' | 'quoted' | 'behind';

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
/** More than any spreadsheet has: whatever is wider is refused before it fills the memory. */
const widest = 16_384;

export class CsvParser {
  readonly #separator: number;
  readonly #longest: number;
  #state: State = 'start';
  #field = '';
  #cells: string[] = [];
  #faults: CellFault[] = [];
  #row = 1;
  #line = 1;
  #openedAt = 1;
  /** A line feed right behind a carriage return belongs to it. */
  #afterReturn = false;
  #ready: (RawRow | TableRefusal)[] = [];
  #refused = false;

  /** `longest`: a quoted text beyond it was never closed. */
  constructor(separator: string, longest: number) {
    this.#separator = separator.charCodeAt(0);
    this.#longest = longest;
  }

  /** The rows completed by this piece of the text; nothing more after a refusal. */
  write(text: string): (RawRow | TableRefusal)[] {
    for (let at = 0; at < text.length && !this.#refused;) at = this.#step(text, at);
    return this.#take();
  }

  end(): (RawRow | TableRefusal)[] {
    if (this.#refused) return [];
    if (this.#state === 'quoted') this.#refuseOpen();
    else if (this.#state !== 'start' || this.#cells.length > 0) this.#endRow();
    return this.#take();
  }

  /** Where to go on. */
  #step(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (this.#afterReturn) {
      this.#afterReturn = false;
      if (code === lineFeed) return at + 1;
    }
    if (this.#state === 'quoted') return this.#quotedPart(text, at);
    if (code === quote && this.#state === 'start') {
      this.#state = 'quoted';
      this.#openedAt = this.#line;
      return at + 1;
    }
    if (code === quote && this.#state === 'behind') {
      this.#field += '"';
      this.#state = 'quoted';
      return at + 1;
    }
    if (code === this.#separator) {
      this.#endCell();
      return at + 1;
    }
    if (code === lineFeed || code === carriageReturn) {
      this.#afterReturn = code === carriageReturn;
      this.#line += 1;
      this.#endRow();
      return at + 1;
    }
    return this.#plainPart(text, at);
  }

  #quotedPart(text: string, at: number): number {
    const found = text.indexOf('"', at);
    const end = found === -1 ? text.length : found;
    const part = text.slice(at, end);
    this.#field += part;
    for (let next = part.indexOf('\n'); next !== -1; next = part.indexOf('\n', next + 1)) this.#line += 1;
    if (this.#field.length > this.#longest) this.#refuseOpen();
    if (found !== -1) this.#state = 'behind';
    return end + 1;
  }

  #plainPart(text: string, at: number): number {
    if (this.#state === 'behind') {
      this.#faults.push({ column: this.#cells.length, code: 'table-quote-stray' });
      this.#field = `"${this.#field}"`;
    }
    this.#state = 'plain';
    let end = at + 1;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === this.#separator || code === lineFeed || code === carriageReturn) break;
    }
    this.#field += text.slice(at, end);
    return end;
  }

  #endCell(): void {
    this.#cells.push(this.#field);
    this.#field = '';
    this.#state = 'start';
    if (this.#cells.length > widest) this.#refuse(refuse('table-too-many-columns', { row: this.#row, limit: widest }));
  }

  #endRow(): void {
    this.#endCell();
    if (this.#refused) return;
    this.#ready.push({ row: this.#row, cells: this.#cells, hidden: false, notes: [], faults: this.#faults });
    this.#cells = [];
    this.#faults = [];
    this.#row += 1;
  }

  #refuseOpen(): void {
    this.#refuse(refuse('table-quote-open', { row: this.#row, line: this.#openedAt }));
  }

  #refuse(refusal: TableRefusal): void {
    this.#ready.push(refusal);
    this.#refused = true;
  }

  #take(): (RawRow | TableRefusal)[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }
}
