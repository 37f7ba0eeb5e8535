/** `<number> SP <length> SP <bytes> LF` (docs/design/ledger-format.md, sections 8 and 9). */
const space = 0x20;
const lineFeed = 0x0a;
const maxDigits = 15;

export function frame(seq: number, bytes: Buffer): Buffer {
  const head = Buffer.from(`${seq} ${bytes.length} `);
  const whole = Buffer.allocUnsafe(head.length + bytes.length + 1);
  head.copy(whole);
  bytes.copy(whole, head.length);
  whole[whole.length - 1] = lineFeed;
  return whole;
}

export interface Frame {
  seq: number;
  bytes: Buffer;
  /** Where the next frame begins. */
  end: number;
}

/** Reads a decimal without leading zeros that ends at `stop`; -1 when it is not one, -2 when data ends first. */
function decimal(data: Buffer, from: number, stop: number): { value: number; end: number } {
  let value = 0;
  let at = from;
  for (; at < data.length && at - from <= maxDigits; at += 1) {
    const byte = data[at]!;
    if (byte === stop)
      return { value: at === from || (data[from] === 0x30 && at > from + 1) ? -1 : value, end: at + 1 };
    if (byte < 0x30 || byte > 0x39) return { value: -1, end: at };
    value = value * 10 + (byte - 0x30);
  }
  return { value: at === data.length ? -2 : -1, end: at };
}

/** The header `<a> SP <b>` and its stop byte. */
export function parseHeader(
  data: Buffer,
  at: number,
  stop: number,
): { a: number; b: number; end: number } | 'more' | 'bad' {
  const first = decimal(data, at, space);
  if (first.value < 0) return first.value === -2 ? 'more' : 'bad';
  const second = decimal(data, first.end, stop);
  if (second.value < 0) return second.value === -2 ? 'more' : 'bad';
  return { a: first.value, b: second.value, end: second.end };
}

/** The frame at `at`; `more` when the data ends inside it, `bad` when it is not one or too long. */
export function parseFrame(data: Buffer, at: number, limit: number): Frame | 'more' | 'bad' {
  const header = parseHeader(data, at, space);
  if (typeof header === 'string') return header;
  if (header.b > limit) return 'bad';
  const stop = header.end + header.b;
  if (stop >= data.length) return 'more';
  if (data[stop] !== lineFeed) return 'bad';
  return { seq: header.a, bytes: data.subarray(header.end, stop), end: stop + 1 };
}
