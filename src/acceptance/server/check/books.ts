/** Books of each unit: as many pages as images, and not encrypted (DA/T 70-2018 3-3, 3-4, 3-8); workbooks by the way. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { openPromise } from 'yauzl';
import { filesOf, type Subject } from './subject.ts';

const magic: Readonly<Record<string, string>> = { '.pdf': '%PDF-', '.ofd': 'PK', '.xlsx': 'PK' };

export async function lookAtBooks({ tally, row, units, files, folder, signal }: Subject): Promise<void> {
  if (!row.pdf && !row.ofd) for (const code of ['books', 'unencrypted'] as const) tally.inapplicable(code);
  for (const { path } of files) {
    const expected = magic[extname(path)];
    if (expected === undefined) continue;
    const begins = await firstBytes(join(folder, path), expected.length);
    tally.look('formats', path, ...(begins === expected ? [] : ([['format']] as const)));
  }
  const byUnit = filesOf(files);
  for (const { id, code } of units) {
    const own = byUnit.get(id) ?? [];
    const images = own.filter(({ kind }) => kind === 'image').length;
    for (const kind of ['pdf', 'ofd'] as const) {
      if (!row[kind]) continue;
      signal.throwIfAborted();
      const file = own.find((one) => one.kind === kind);
      if (!file) {
        tally.look('books', code, ['book-pages', { pages: 0, images }]);
        continue;
      }
      const found = await (kind === 'pdf' ? pdfPages : ofdPages)(join(folder, file.path)).catch(() => null);
      if (found === null) {
        for (const item of ['books', 'unencrypted'] as const) tally.look(item, file.path, ['unreadable']);
        continue;
      }
      const { pages, encrypted } = found;
      tally.look('books', file.path, ...(pages === images ? [] : ([['book-pages', { pages, images }]] as const)));
      tally.look('unencrypted', file.path, ...(encrypted ? ([['encrypted']] as const) : []));
    }
  }
}

async function firstBytes(path: string, length: number): Promise<string | null> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    return null;
  }
}

interface Book {
  pages: number;
  encrypted: boolean;
}

/** Longer than anything that is looked for: what lies across two pieces is met in the second. */
const overlap = 64;

/** Pages are counted where they are defined, not where the book says how many there are. PDF/A has no pages in packed objects here. */
async function pdfPages(path: string): Promise<Book> {
  let [pages, encrypted, rest] = [0, false, ''];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const text = rest + chunk.toString('latin1');
    const cut = Math.max(0, text.length - overlap);
    for (const { index } of text.matchAll(/\/Type\s*\/Page(?=[\s/<>[\]()])/g)) if (index < cut) pages += 1;
    encrypted ||= /\/Encrypt[\s<]/.test(text);
    rest = text.slice(cut);
  }
  pages += rest.match(/\/Type\s*\/Page(?=[\s/<>[\]()])/g)?.length ?? 0;
  return { pages, encrypted };
}

/** GB/T 33190-2016: a content of its own for each page. */
async function ofdPages(path: string): Promise<Book> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    let [pages, encrypted] = [0, false];
    for await (const { fileName, generalPurposeBitFlag } of zip.eachEntry()) {
      if (/^Doc_0\/Pages\/Page_\d+\/Content\.xml$/.test(fileName)) pages += 1;
      encrypted ||= (generalPurposeBitFlag & 1) === 1 || /(^|\/)Encryptions?\.xml$/i.test(fileName);
    }
    return { pages, encrypted };
  } finally {
    zip.close();
  }
}
