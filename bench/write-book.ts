/** Writes one book of sample pages that lie in a folder, and tells what it took: `write-book.ts <pdf|ofd> <folder> <pages>`. */
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { PlacedLine } from '#/imaging/rules/text/placed.ts';
import { deliveredImage } from '#/imaging/server/deliver/image.ts';
import { srgbProfile } from '#/products/server/make/facts.ts';
import { ofdBytes } from '#/products/server/ofd.ts';
import { type BookPage, pdfBytes } from '#/products/server/pdf.ts';

export interface Written {
  cpuSeconds: number;
  rssMiB: number;
}

async function write(kind: 'pdf' | 'ofd', folder: string, count: number): Promise<Written> {
  const lines = JSON.parse(readFileSync(join(folder, 'lines.json'), 'utf8')) as string[][];
  const read = reader();
  async function* pages(): AsyncGenerator<BookPage> {
    for (let at = 0; at < count; at += 1) {
      const { picture } = await deliveredImage(read(join(folder, `${at % lines.length}.jpg`)), 1);
      yield { ...picture, lines: placed(lines[at % lines.length]!) };
    }
  }
  const facts = {
    ...{ title: '江城市档案局', code: 'A002-RS-001', author: null, date: new Date(0), id: 'a'.repeat(32) },
    ...{ producer: 'bench', custom: [] },
  };
  const srgb = await srgbProfile();
  const before = process.cpuUsage();
  const book =
    kind === 'pdf' ? pdfBytes({ facts, bookmarks: [], srgb }, pages()) : ofdBytes({ facts, bookmarks: [] }, pages());
  const file = openSync(join(folder, `book.${kind}`), 'w');
  for await (const chunk of book) writeSync(file, chunk);
  closeSync(file);
  const { user, system } = process.cpuUsage(before);
  // What the kernel tells of the process by `getrusage` may be that of the one that began it.
  const rssMiB = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  return { cpuSeconds: (user + system) / 1e6, rssMiB };
}

/** Reads files into the same memory: what it answered is overwritten by the next, once that is asked for. */
function reader(): (path: string) => Buffer {
  let memory = Buffer.alloc(0);
  return (path) => {
    const file = openSync(path, 'r');
    const { size } = fstatSync(file);
    if (memory.length < size) memory = Buffer.allocUnsafeSlow(size * 2);
    for (let at = 0; at < size;) at += readSync(file, memory, at, size - at, at);
    closeSync(file);
    return memory.subarray(0, size);
  };
}

const placed = (texts: readonly string[]): PlacedLine[] =>
  texts.map((text, at) => ({ text, x: 300, y: 300 + at * 60, width: text.length * 45, height: 50, vertical: false }));

const [kind = '', folder = '', count = ''] = process.argv.slice(2);
console.log(JSON.stringify(await write(kind === 'ofd' ? 'ofd' : 'pdf', folder, Number(count))));
