/**
 * A ZIP container (APPNOTE 6.3), part by part: sizes and checksums stand before the bytes, and nothing is kept of a part
 * that was written. The packaged libraries keep every part to the end (yazl: 3 GB for 2,000 pages), or write sizes behind
 * the bytes, which readers that take a container as a stream refuse.
 */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Part {
  name: string;
  bytes: Buffer;
  /** By deflate; what is packed already is stored. */
  packed: boolean;
}

/** Midnight of 1980-01-01: equal parts give equal bytes. */
const date = 0x21;
const utf8Names = 0x800;
const [most16, most32] = [0xffff, 0xffff_ffff];

interface Written {
  name: Buffer;
  /** What stands alike before the part and in the directory: from the version on to its size. */
  facts: Buffer;
  offset: number;
}

export async function* containerBytes(parts: AsyncIterable<Part>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let at = 0;
  for await (const { name, bytes, packed } of parts) {
    const body = packed ? deflateRawSync(bytes) : bytes;
    if (bytes.length >= most32) throw new RangeError(`${name} is larger than a part can be`);
    const one = { name: Buffer.from(name), facts: factsOf(bytes, body, packed), offset: at };
    const head = Buffer.concat([u32(0x04034b50), one.facts, u16(one.name.length, 0), one.name]);
    yield head;
    yield body;
    written.push(one);
    at += head.length + body.length;
  }
  const entries = written.map(entryOf);
  const length = entries.reduce((sum, entry) => sum + entry.length, 0);
  yield* entries;
  yield endOf(written.length, length, at);
}

function factsOf(bytes: Buffer, body: Buffer, packed: boolean): Buffer {
  const head = u16(20, utf8Names, packed ? 8 : 0, 0, date);
  return Buffer.concat([head, u32(crc32(bytes), body.length, bytes.length)]);
}

/** Line of the directory; an offset that 32 bits cannot say stands in an extra field (4.5.3). */
function entryOf({ name, facts, offset }: Written): Buffer {
  const far = offset >= most32;
  const extra = far ? Buffer.concat([u16(1, 8), u64(offset)]) : Buffer.alloc(0);
  return Buffer.concat([
    ...[u32(0x02014b50), u16(20), facts, u16(name.length, extra.length, 0, 0, 0), u32(0)],
    ...[u32(far ? most32 : offset), name, extra],
  ]);
}

function endOf(count: number, length: number, at: number): Buffer {
  const large = count >= most16 || at >= most32;
  const long = large
    ? [
        ...[u32(0x06064b50), u64(44), u16(45, 45), u32(0, 0), u64(count), u64(count), u64(length), u64(at)],
        ...[u32(0x07064b50), u32(0), u64(at + length), u32(1)],
      ]
    : [];
  const [shown, where] = large ? [most16, most32] : [count, at];
  return Buffer.concat([...long, u32(0x06054b50), u16(0, 0, shown, shown), u32(length, where), u16(0)]);
}

function u16(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) out.writeUInt16LE(value, index * 2);
  return out;
}

function u32(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) out.writeUInt32LE(value, index * 4);
  return out;
}

function u64(value: number): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
}
