import { TextDecoder } from 'node:util';
import { plainNumber } from '#/base/rules/tables-in/cell-text.ts';
import type { CellFault, RawRow } from '#/base/rules/tables-in/table.ts';
import { type DbfField, type DbfHeader, isVisual } from './header.ts';
import { type Memo, memoKind, readMemo } from './memo.ts';

interface Cell {
  text: string;
  fault?: CellFault['code'];
}

const empty: Cell = { text: '' };

/** Turns records into rows. */
export class RecordReader {
  /** Fields that hold something of their own: `_NullFlags` does not. */
  readonly fields: DbfField[];
  readonly #header: DbfHeader;
  readonly #memo: Buffer | null;
  readonly #strict: TextDecoder;
  readonly #loose: TextDecoder;
  readonly #flags: DbfField | undefined;
  /** Which bit of `_NullFlags` belongs to a field, for null and for a varying length. */
  readonly #bits = new Map<DbfField, { null?: number; varying?: number }>();

  constructor(header: DbfHeader, encoding: string, memo: Buffer | null) {
    this.#header = header;
    this.#memo = memo;
    this.#strict = new TextDecoder(encoding, { fatal: true });
    this.#loose = new TextDecoder(encoding);
    this.fields = header.fields.filter(({ type }) => type !== '0');
    this.#flags = header.fields.find(({ type }) => type === '0');
    let bit = 0;
    for (const field of this.fields) {
      const varying = field.type === 'V' || field.type === 'Q' ? { varying: bit++ } : {};
      this.#bits.set(field, { ...varying, ...(field.nullable ? { null: bit++ } : {}) });
    }
  }

  row(record: Buffer, number: number): RawRow {
    const row: RawRow = { row: number, cells: [], hidden: false, notes: [], faults: [] };
    for (const [column, field] of this.fields.entries()) {
      const { text, fault } = this.#isNull(record, field) ? empty : this.#cell(record, field);
      row.cells.push(text);
      if (fault) row.faults.push({ column, code: fault });
    }
    return row;
  }

  /** The bytes of a text field without what fills it up. */
  textBytes(record: Buffer, field: DbfField): Buffer {
    const bytes = record.subarray(field.offset, field.offset + field.length);
    if (this.#bit(record, this.#bits.get(field)?.varying)) return bytes.subarray(0, bytes.at(-1));
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1;
    return bytes.subarray(0, end);
  }

  /** The bytes of all texts of a record. */
  *texts(record: Buffer): Generator<Buffer> {
    for (const field of this.fields) {
      if (field.type === 'C' || field.type === 'V') yield this.textBytes(record, field);
      if (field.type !== 'M') continue;
      const memo = this.#memo && this.#memoAt(blockOf(record.subarray(field.offset, field.offset + field.length)));
      if (memo && memo !== 'binary') yield memo.bytes;
    }
  }

  #bit(record: Buffer, bit: number | undefined): boolean {
    if (bit === undefined || !this.#flags) return false;
    return (((record[this.#flags.offset + (bit >> 3)] ?? 0) >> (bit & 7)) & 1) === 1;
  }

  #isNull(record: Buffer, field: DbfField): boolean {
    return this.#bit(record, this.#bits.get(field)?.null);
  }

  #cell(record: Buffer, field: DbfField): Cell {
    const bytes = record.subarray(field.offset, field.offset + field.length);
    // A damaged header may say less than a number takes.
    if (bytes.length < (binaryWidth(field.type, this.#header.version) ?? 0))
      return { text: '', fault: 'table-cell-binary' };
    switch (field.type) {
      case 'C':
      case 'V':
        return this.#decode(this.textBytes(record, field));
      case 'N':
      case 'F':
        return numberCell(
          bytes
            .toString('latin1')
            .replace(/[\0 ]+/g, ' ')
            .trim(),
        );
      case 'D':
        return dateCell(bytes.toString('latin1').trim());
      case 'L':
        return {
          text: /[YT]/i.test(bytes.toString('latin1')) ? 'TRUE' : /[NF]/i.test(bytes.toString('latin1')) ? 'FALSE' : '',
        };
      case 'I':
        return { text: String(bytes.readInt32LE()) };
      case 'Y':
        return { text: currency(bytes.readBigInt64LE()) };
      case 'T':
        return momentCell(bytes.readInt32LE(0), bytes.readInt32LE(4));
      case 'B':
        if (isVisual(this.#header.version)) return { text: plainNumber(bytes.readDoubleLE()) };
        return this.#memoCell(bytes, true);
      case 'M':
        return this.#memoCell(bytes, false);
      case 'G':
      case 'P':
      case 'W':
        return this.#memoCell(bytes, true);
      default:
        return bytes.every((byte) => byte === 0 || byte === 0x20) ? empty : { text: '', fault: 'table-cell-binary' };
    }
  }

  #decode(bytes: Buffer): Cell {
    try {
      return { text: this.#strict.decode(bytes) };
    } catch {
      return { text: this.#loose.decode(bytes), fault: 'table-text-undecodable' };
    }
  }

  #memoAt(block: number): Memo {
    if (!this.#memo || !Number.isInteger(block)) return null;
    const memo = readMemo(this.#memo, memoKind(this.#header.version), block);
    return memo === null || memo === 'binary' ? memo : { bytes: withoutSoftReturns(memo.bytes) };
  }

  #memoCell(pointer: Buffer, binary: boolean): Cell {
    const block = blockOf(pointer);
    if (block === 0) return empty;
    if (binary) return { text: '', fault: 'table-cell-binary' };
    if (!this.#memo) return { text: '', fault: 'table-memo-missing' };
    const memo = this.#memoAt(block);
    if (memo === null) return { text: '', fault: 'table-memo-damaged' };
    return memo === 'binary' ? { text: '', fault: 'table-cell-binary' } : this.#decode(memo.bytes);
  }
}

/** Bytes of the types that hold no text. */
function binaryWidth(type: string, version: number): number | null {
  if (type === 'I') return 4;
  if (type === 'Y' || type === 'T') return 8;
  return type === 'B' && isVisual(version) ? 8 : null;
}

/** Four bytes in Visual FoxPro, else ten digits. */
const blockOf = (pointer: Buffer): number =>
  pointer.length === 4 ? pointer.readUInt32LE() : Number(pointer.toString('latin1').replaceAll('\0', ''));

/** dBase wraps lines by 8D 0A, which nobody typed. */
function withoutSoftReturns(bytes: Buffer): Buffer {
  if (bytes.indexOf('8d0a', 0, 'hex') === -1) return bytes;
  return Buffer.from(bytes.toString('latin1').replaceAll('\x8d\n', ''), 'latin1');
}

function numberCell(text: string): Cell {
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)?$/.test(text)) return { text };
  const value = Number(text);
  return Number.isFinite(value) ? { text: plainNumber(value) } : { text, fault: 'table-cell-unreadable' };
}

function dateCell(text: string): Cell {
  if (/^0*$/.test(text)) return empty;
  const found = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return found ? { text: found.slice(1).join('-') } : { text, fault: 'table-cell-unreadable' };
}

/** Ten-thousandths. */
function currency(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(5, '0');
  const rest = digits.slice(-4).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -4)}${rest === '' ? '' : `.${rest}`}`;
}

/** A Julian day and milliseconds; 2440588 is 1970-01-01. */
function momentCell(day: number, milliseconds: number): Cell {
  if (day === 0) return empty;
  const moment = new Date((day - 2_440_588) * 86_400_000 + Math.round(milliseconds / 1000) * 1000);
  if (Number.isNaN(moment.getTime())) return { text: String(day), fault: 'table-cell-unreadable' };
  const [date = '', time = ''] = moment.toISOString().slice(0, 19).split('T');
  return { text: time === '00:00:00' ? date : `${date} ${time}` };
}
