/**
 * The font of a text layer: a TrueType font of which every character that the document has is there, and empty. What
 * is seen of a page is its picture; a reader that takes no notice of "invisible" still shows nothing twice. It is
 * made for each document of exactly its characters, so that the document holds all it needs (OFD-A, PDF/A).
 */

export const unitsPerEm = 1000;
const ascent = 880;
const descent = -120;
const family = 'ShoucangInvisible';
export const fontName = family;

/** Written as big-endian numbers of these widths in bytes, one after the other. */
function bytesOf(...fields: readonly (readonly [width: 1 | 2 | 4, ...values: number[]])[]): Uint8Array {
  const out: number[] = [];
  for (const [width, ...values] of fields)
    for (const value of values)
      for (let shift = (width - 1) * 8; shift >= 0; shift -= 8) out.push(Math.floor(value / 2 ** shift) & 0xff);
  return Uint8Array.from(out);
}

/** Twos complement in 16 bits. */
const s16 = (value: number): number => (value < 0 ? value + 0x1_0000 : value);

/** Letters of which two stand in the room of one Chinese character: those of Europe, digits, half-width forms. */
export const isNarrow = (codePoint: number): boolean =>
  codePoint < 0x1100 || (codePoint >= 0xff61 && codePoint <= 0xffdc);
/** Width of a letter in units of the em square. */
export const widthOf = (codePoint: number): number => (isNarrow(codePoint) ? unitsPerEm / 2 : unitsPerEm);
/** Glyph 0 is the missing one, 1 that of all wide letters, 2 that of all narrow ones: none has an outline. */
export const glyphOf = (codePoint: number): number => (isNarrow(codePoint) ? 2 : 1);
const glyphCount = 3;
const emptyGlyph = bytesOf([2, 0, 0, 0, 0, 0], [2, 0]);

/** Runs of code points that follow each other. */
function runsOf(codePoints: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const code of codePoints.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && code <= run[1] + 1) run[1] = Math.max(run[1], code);
    else runs.push([code, code]);
  }
  return runs;
}

/** Format 4 for readers that know no other, as long as it can hold them; and format 12. */
function cmap(codePoints: readonly number[]): Uint8Array {
  const groups = codePoints.map((code) => [4, code, code, glyphOf(code)] as const);
  const all = bytesOf([2, 12, 0], [4, 16 + groups.length * 12, 0, groups.length], ...groups);
  const plane = cmapFormat4(runsOf(codePoints.filter((code) => code < 0xffff)));
  if (plane.length > 0xffff) return joined([bytesOf([2, 0, 1], [2, 3, 10], [4, 12]), all]);
  const head = bytesOf([2, 0, 3], [2, 0, 3], [4, 28], [2, 3, 1], [4, 28], [2, 3, 10], [4, 28 + plane.length]);
  return joined([head, plane, all]);
}

function cmapFormat4(runs: readonly [number, number][]): Uint8Array {
  const segments = [...runs, [0xffff, 0xffff] as const];
  const count = segments.length;
  const glyphs = runs.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => glyphOf(from + at)));
  const power = 2 ** Math.floor(Math.log2(count));
  // Every segment names its glyphs one by one, behind the offsets: in a run all of them are the same.
  let before = 0;
  const offsets = runs.map(([from, to], at) => {
    const offset = (count - at) * 2 + before * 2;
    before += to - from + 1;
    return offset;
  });
  const length = 16 + count * 8 + glyphs.length * 2;
  return bytesOf(
    [2, 4, Math.min(length, 0xffff), 0, count * 2, power * 2, Math.log2(power), (count - power) * 2],
    [2, ...segments.map(([, to]) => to)],
    [2, 0],
    [2, ...segments.map(([from]) => from)],
    [2, ...runs.map(() => 0), 1],
    [2, ...offsets, 0],
    [2, ...glyphs],
  );
}

const latin = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const utf16 = (text: string): Uint8Array => bytesOf([2, ...Array.from(text, (char) => char.charCodeAt(0))]);

function nameTable(): Uint8Array {
  const names: [id: number, text: string][] = [
    [1, family],
    [2, 'Regular'],
    [3, `${family} 1`],
    [4, family],
    [5, 'Version 1.000'],
    [6, family],
  ];
  const texts = names.map(([, text]) => utf16(text));
  let at = 0;
  const records = names.map(([id], index) => {
    const length = texts[index]!.length;
    at += length;
    return [2, 3, 1, 0x409, id, length, at - length] as const;
  });
  return joined([bytesOf([2, 0, names.length, 6 + names.length * 12], ...records), ...texts]);
}

function os2(codePoints: readonly number[]): Uint8Array {
  const plane = codePoints.filter((code) => code < 0xffff);
  const [first, last] = [Math.min(0x20, ...plane), Math.max(0x20, ...plane)];
  return bytesOf(
    [2, 4, unitsPerEm, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0],
    [1, 2, 0, 5, 3, 0, 0, 0, 0, 0],
    [4, 1, 0x0800_0000, 0, 0],
    [1, 0x53, 0x48, 0x43, 0x47],
    [2, 0x40, first, last, ascent, s16(descent), 0, ascent, -descent],
    [4, 1, 0],
    [2, 500, 700, 0, 0x20, 0],
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const padded = (table: Uint8Array): Uint8Array =>
  table.length % 4 === 0 ? table : joined([table, new Uint8Array(4 - (table.length % 4))]);

function checksum(table: Uint8Array): number {
  const whole = padded(table);
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

/** The font of these characters; the same characters give the same bytes. No more than what a document has is in it. */
export function invisibleFont(codePoints: readonly number[]): Uint8Array {
  const own = [...new Set(codePoints)].toSorted((a, b) => a - b);
  const head = (adjustment: number): Uint8Array =>
    bytesOf(
      [4, 0x1_0000, 0x1_0000, adjustment, 0x5f0f_3cf5],
      [2, 0x000b, unitsPerEm],
      // Made at the beginning of its epoch: a font has no date of its own.
      [4, 0, 0, 0, 0],
      [2, 0, s16(descent), unitsPerEm, ascent, 0, 8, 2, 1, 0],
    );
  const tables: Record<string, Uint8Array> = {
    'OS/2': os2(own),
    cmap: cmap(own),
    glyf: joined(Array.from({ length: glyphCount }, () => emptyGlyph)),
    head: head(0),
    hhea: bytesOf([4, 0x1_0000], [2, ascent, s16(descent), 0, unitsPerEm, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, glyphCount]),
    hmtx: bytesOf([2, unitsPerEm, 0, unitsPerEm, 0, unitsPerEm / 2, 0]),
    loca: bytesOf([4, ...Array.from({ length: glyphCount + 1 }, (_, at) => at * emptyGlyph.length)]),
    maxp: bytesOf([4, 0x1_0000], [2, glyphCount, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
    name: nameTable(),
    post: bytesOf([4, 0x3_0000, 0], [2, s16(-100), 50], [4, 0, 0, 0, 0, 0]),
  };
  const names = Object.keys(tables);
  const power = 2 ** Math.floor(Math.log2(names.length));
  let offset = 12 + names.length * 16;
  const records = names.map((name) => {
    const table = tables[name]!;
    const record = joined([latin(name), bytesOf([4, checksum(table), offset, table.length])]);
    offset += padded(table).length;
    return record;
  });
  const directory = joined([
    bytesOf([4, 0x1_0000], [2, names.length, power * 16, Math.log2(power), (names.length - power) * 16]),
    ...records,
  ]);
  const file = (headTable: Uint8Array): Uint8Array =>
    joined([directory, ...names.map((name) => padded(name === 'head' ? headTable : tables[name]!))]);
  return file(head((0xb1b0_afba - checksum(file(tables['head']!)) + 2 ** 32) % 2 ** 32));
}
