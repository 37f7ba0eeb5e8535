/** The header of a dBase III, IV, FoxPro or Visual FoxPro table. */
export interface DbfField {
  name: string;
  /** C, N, F, D, L, M, T, I, B, Y, V, … */
  type: string;
  /** Bytes from the beginning of the record, whose first is the mark of deletion. */
  offset: number;
  length: number;
  /** May be null: the hidden field _NullFlags says of which records. */
  nullable: boolean;
}

export interface DbfHeader {
  version: number;
  records: number;
  /** Where the first record begins. */
  start: number;
  recordLength: number;
  /** The language driver: which code page the texts are in; 0 when it says nothing. */
  language: number;
  fields: DbfField[];
}

const versions = new Set([0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8e, 0xcb, 0xf5, 0xfb]);
export const isVisual = (version: number): boolean => version >= 0x30 && version <= 0x32;
const types = new Set([...'CNFDLMTIBYVGPQW0@+O']);
const fieldBytes = 32;
const fieldsEnd = 0x0d;

export const looksLikeDbf = (head: Buffer): boolean => readDbfHeader(head) !== null;

/** Null when it is no such header: the lengths of all fields must make up the record. */
export function readDbfHeader(head: Buffer): DbfHeader | null {
  if (head.length < 2 * fieldBytes + 1) return null;
  const version = head[0]!;
  if (!versions.has(version) || head[2]! > 12 || head[3]! > 31) return null;
  const start = head.readUInt16LE(8);
  const recordLength = head.readUInt16LE(10);
  const fields: DbfField[] = [];
  let offset = 1;
  let at = fieldBytes;
  for (; head[at] !== fieldsEnd; at += fieldBytes) {
    if (at + fieldBytes >= Math.min(start, head.length)) return null;
    const field = readField(head.subarray(at, at + fieldBytes), offset, isVisual(version));
    if (!field) return null;
    fields.push(field);
    offset += field.length;
  }
  if (fields.length === 0 || offset !== recordLength) return null;
  return { version, records: head.readUInt32LE(4), start, recordLength, language: head[29]!, fields };
}

function readField(bytes: Buffer, offset: number, visual: boolean): DbfField | null {
  const type = String.fromCharCode(bytes[11]!);
  const name = bytes.subarray(0, 11);
  const end = name.indexOf(0);
  if (!types.has(type) || end === 0) return null;
  // Clipper keeps the length of a long text in two bytes.
  const length = bytes[16]! + (type === 'C' && !visual ? bytes[17]! * 256 : 0);
  if (length === 0) return null;
  const text = decodeName(end === -1 ? name : name.subarray(0, end)).trim();
  return { name: text, type, offset, length, nullable: (bytes[18]! & 2) !== 0 };
}

/** Names of Chinese columns are in GBK whatever the table says of its texts. */
function decodeName(bytes: Buffer): string {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
