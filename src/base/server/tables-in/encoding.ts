import { TextDecoder } from 'node:util';
import { createReadStream } from 'node:fs';
import { type TableRefusal } from '#/base/rules/tables-in/table.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { readPart, type Source } from './source.ts';

/** Where a decoder gave up: the byte from 0, and the line of the text from 1. */
interface BadByte {
  offset: number;
  line: number;
}

export interface TextEncoding {
  /** A WHATWG name. */
  encoding: string;
  /** Bytes of the byte order mark. */
  skip: number;
}

const marks: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The encoding of a text of Chinese offices: by its mark, else strict UTF-8, else GB18030 (which
 * holds GBK and GB2312). What is neither is refused at its byte; nothing is read with substitutes.
 */
export async function findEncoding(source: Source, asked: string | null): Promise<TextEncoding | TableRefusal> {
  const head = await readPart(source.path, 0, 3);
  const marked = marks.find(([, mark]) => mark.every((byte, at) => head[at] === byte));
  const skip = marked?.[1].length ?? 0;
  const stated = asked ?? marked?.[0];
  if (stated !== undefined) {
    const bad = await firstBadByte(source.path, stated, skip);
    return bad ? refuse('table-encoding-wrong', { encoding: stated, ...told(bad) }) : { encoding: stated, skip };
  }
  if (!(await firstBadByte(source.path, 'utf-8', 0))) return { encoding: 'utf-8', skip: 0 };
  const bad = await firstBadByte(source.path, 'gb18030', 0);
  return bad ? refuse('table-encoding', told(bad)) : { encoding: 'gb18030', skip: 0 };
}

const told = ({ offset, line }: BadByte) => ({ offset: offset + 1, line });

/** Chunks end at a line feed where they can, which no longer character of these encodings holds. */
async function firstBadByte(path: string, encoding: string, skip: number): Promise<BadByte | null> {
  const strict = new TextDecoder(encoding, { fatal: true });
  let end = skip;
  let lineStart = skip;
  let line = 1;
  const isWide = encoding.startsWith('utf-16');
  for await (const chunk of createReadStream(path, { start: skip, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    if (!decodes(strict, chunk, true)) return bisect(path, encoding, lineStart, end + chunk.length, line);
    end += chunk.length;
    const last = isWide ? -1 : chunk.lastIndexOf(10);
    if (last === -1) continue;
    line += linesIn(chunk.subarray(0, last + 1));
    lineStart = end - chunk.length + last + 1;
  }
  return decodes(strict, Buffer.alloc(0), false) ? null : bisect(path, encoding, lineStart, end, line);
}

const linesIn = (bytes: Buffer): number => {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
};

function decodes(decoder: TextDecoder, bytes: Buffer, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

/** The first byte with which a part no longer decodes; the last when it is a character cut off. */
async function bisect(path: string, encoding: string, from: number, to: number, line: number): Promise<BadByte> {
  const part = await readPart(path, from, to - from);
  let good = 0;
  let bad = part.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(new TextDecoder(encoding, { fatal: true }), part.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  const lines = encoding.startsWith('utf-16')
    ? new TextDecoder(encoding).decode(part.subarray(0, good)).split('\n').length - 1
    : linesIn(part.subarray(0, good));
  return { offset: from + good, line: line + lines };
}

/** The text behind the mark. `findEncoding` has seen that it decodes. */
export async function* decodeFile(path: string, { encoding, skip }: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for await (const chunk of createReadStream(path, { start: skip }) as AsyncIterable<Buffer>)
    yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
