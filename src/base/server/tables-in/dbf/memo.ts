/** Texts kept beside a table: .dbt of dBase III and IV, .fpt of FoxPro. */
export type MemoKind = 'dbt3' | 'dbt4' | 'fpt';

export const memoKind = (version: number): MemoKind =>
  version === 0x83 ? 'dbt3' : version === 0x8b || version === 0xcb ? 'dbt4' : 'fpt';

/** `binary`: a picture. */
export type Memo = { bytes: Buffer } | 'binary' | null;

/** Null: there is no such block. */
export function readMemo(file: Buffer, kind: MemoKind, block: number): Memo {
  const size = blockSize(file, kind);
  const at = block * size;
  if (size === 0 || at >= file.length) return null;
  if (kind === 'dbt3') {
    const end = file.indexOf(0x1a, at);
    return end === -1 ? null : { bytes: file.subarray(at, end) };
  }
  if (at + 8 > file.length) return null;
  const length = kind === 'fpt' ? file.readUInt32BE(at + 4) : file.readUInt32LE(at + 4) - 8;
  if (length < 0 || at + 8 + length > file.length) return null;
  if (kind === 'fpt' && file.readUInt32BE(at) === 0) return 'binary';
  if (kind === 'dbt4' && file.readUInt16LE(at) !== 0xffff) return null;
  return { bytes: file.subarray(at + 8, at + 8 + length) };
}

function blockSize(file: Buffer, kind: MemoKind): number {
  if (kind === 'dbt3') return 512;
  if (file.length < 24) return 0;
  return kind === 'fpt' ? file.readUInt16BE(6) : file.readUInt16LE(20) || 512;
}
