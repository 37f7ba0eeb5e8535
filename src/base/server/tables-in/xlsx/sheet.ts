import { type CellText, isoCellText, numberText } from '#/base/rules/tables-in/cell-text.ts';
import type { NumberFormat } from '#/base/rules/tables-in/number-format.ts';
import { columnLetter, type RawRow } from '#/base/rules/tables-in/table.ts';
import { damaged } from '../refused.ts';
import { cellAt } from './cell-at.ts';
import type { SharedStrings } from './strings.ts';
import { isTrue } from './workbook.ts';
import { type Attributes, decodeXstring, XmlReader } from './xml.ts';

export interface SheetContext {
  part: string;
  strings: SharedStrings | null;
  styles: readonly NumberFormat[];
  dates1904: boolean;
}

const general: NumberFormat = { kind: 'number' };

/** The rows of a sheet, in the order of the file, which must be that of their numbers. */
export class SheetParser {
  readonly #context: SheetContext;
  readonly #xml: XmlReader;
  #ready: RawRow[] = [];
  #row: RawRow | null = null;
  #lastRow = 0;
  // The cell that is being read.
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #text = '';
  #hasFormula = false;
  /** What the next text belongs to. */
  #into: 'value' | 'text' | null = null;
  #inPhonetic = false;
  /** Drawings anchored in a sheet have elements named row and col too. */
  #inData = false;

  constructor(context: SheetContext) {
    this.#context = context;
    this.#xml = new XmlReader(context.part, {
      open: (name, attributes) => this.#open(name, attributes),
      close: (name) => this.#close(name),
      text: (content) => this.#content(content),
      where: () => ({ zh: `，第 ${this.#lastRow} 行附近`, en: `, near row ${this.#lastRow}` }),
    });
  }

  write(chunk: Buffer): RawRow[] {
    this.#xml.write(chunk);
    return this.#take();
  }

  end(): RawRow[] {
    this.#xml.end();
    return this.#take();
  }

  #take(): RawRow[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #damaged(row: number): Error {
    return damaged(`${this.#context.part}，第 ${row} 行`, `${this.#context.part}, row ${row}`);
  }

  #open(name: string, attributes: Attributes): void {
    if (name === 'sheetData') this.#inData = true;
    if (!this.#inData) return;
    switch (name) {
      case 'row':
        return this.#beginRow(attributes);
      case 'c':
        return this.#beginCell(attributes);
      case 'f':
        this.#hasFormula = true;
        return;
      case 'v':
        this.#into = 'value';
        return;
      case 't':
        this.#into = this.#inPhonetic ? null : 'text';
        return;
      case 'rPh':
        this.#inPhonetic = true;
    }
  }

  #close(name: string): void {
    if (name === 'sheetData') this.#inData = false;
    switch (name) {
      case 'v':
      case 't':
        this.#into = null;
        return;
      case 'rPh':
        this.#inPhonetic = false;
        return;
      case 'c':
        return this.#endCell();
      case 'row':
        if (this.#row) this.#ready.push(this.#row);
        this.#row = null;
    }
  }

  #content(content: string): void {
    if (this.#into === 'value') this.#value += content;
    else if (this.#into === 'text') this.#text += content;
  }

  #beginRow({ r, hidden }: Attributes): void {
    const row = r === undefined ? this.#lastRow + 1 : Number(r);
    if (!Number.isInteger(row) || row <= this.#lastRow || row > 1_048_576) throw this.#damaged(this.#lastRow + 1);
    this.#lastRow = row;
    this.#column = -1;
    this.#row = { row, cells: [], hidden: isTrue(hidden), notes: [], faults: [] };
  }

  #beginCell({ r, t = 'n', s = '0' }: Attributes): void {
    const place = r === undefined ? { row: this.#lastRow, column: this.#column + 1 } : cellAt(r);
    if (!this.#row || place?.row !== this.#lastRow || place.column <= this.#column) throw this.#damaged(this.#lastRow);
    this.#column = place.column;
    this.#type = t;
    this.#style = Number(s);
    this.#value = '';
    this.#text = '';
    this.#hasFormula = false;
    this.#into = null;
  }

  #endCell(): void {
    if (!this.#row) return;
    const { cells, notes, faults } = this.#row;
    const column = this.#column;
    if (this.#hasFormula) notes.push({ column, kind: 'formula' });
    if (this.#hasFormula && this.#value === '' && this.#type !== 'str') {
      faults.push({ column, code: 'table-formula-uncomputed' });
      return;
    }
    const { text, fault, note } = this.#read();
    if (note) notes.push({ column, kind: note });
    if (fault)
      faults.push({ column, code: fault, ...(fault === 'table-cell-error' ? { params: { error: text } } : {}) });
    if (text === '') return;
    while (cells.length < column) cells.push('');
    cells.push(text);
  }

  #read(): CellText {
    const value = this.#value;
    switch (this.#type) {
      case 's':
        return value === '' ? { text: '' } : { text: this.#shared(value) };
      case 'inlineStr':
        return { text: decodeXstring(this.#text) };
      case 'str':
        return { text: decodeXstring(value) };
      case 'b':
        return { text: value === '' ? '' : isTrue(value) ? 'TRUE' : 'FALSE' };
      case 'e':
        return { text: value, fault: 'table-cell-error' };
      case 'd':
        return isoCellText(value);
      default:
        if (value === '') return { text: '' };
        return numberText(value, this.#context.styles[this.#style] ?? general, this.#context.dates1904);
    }
  }

  #shared(value: string): string {
    const text = this.#context.strings?.get(Number(value));
    if (text === undefined) {
      const cell = `${columnLetter(this.#column)}${this.#lastRow}`;
      throw damaged(`${this.#context.part} 的 ${cell}`, `${cell} of ${this.#context.part}`);
    }
    return text;
  }
}
