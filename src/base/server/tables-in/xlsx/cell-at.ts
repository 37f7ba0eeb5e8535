export interface CellPlace {
  /** From 1. */
  row: number;
  /** From 0. */
  column: number;
}

/** `AB12`; null when it names no cell that a sheet can have. */
export function cellAt(reference: string): CellPlace | null {
  let column = 0;
  let row = 0;
  let at = 0;
  for (; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > 16_384) return null;
  }
  for (; at < reference.length; at += 1) {
    const digit = reference.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    row = row * 10 + digit;
    if (row > 1_048_576) return null;
  }
  return row > 0 && column > 0 ? { row, column: column - 1 } : null;
}
