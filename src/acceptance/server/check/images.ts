/** Images, one after the other: read whole, decoded whole, held against list and specification (DA/T 70-2018 1-10, 2-6, 3-3, 3-4; DA/T 31-2017 9.3 to 9.6). */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { specificationOf } from '#/engagement/server/door.ts';
import type { Specification } from '#/engagement/rules/specification.ts';
import { checkHeader, type Outcome } from '#/imaging/rules/checks.ts';
import { checkWords } from '#/imaging/rules/check-words.ts';
import type { FileHeader, PageHeader } from '#/imaging/rules/headers/header.ts';
import { mostPixels, readHeader } from '#/imaging/rules/headers/read.ts';
import type { PackedFile, PackedUnit } from '#/products/server/door.ts';
import { imagePath } from '#/products/rules/package.ts';
import type { ImageRows } from './lists.ts';
import { filesOf, type Subject } from './subject.ts';

const extensions: Readonly<Record<string, FileHeader['format']>> = {
  '.jpg': 'jpeg',
  '.tif': 'tiff',
  '.jp2': 'jp2',
  '.png': 'png',
};

export async function lookAtImages(subject: Subject, rows: ImageRows): Promise<void> {
  const { db, units, files, signal } = subject;
  const byUnit = filesOf(files);
  for (const unit of units) {
    const { code, project_id: projectId, scheme_id: schemeId } = unit;
    const images = (byUnit.get(unit.id) ?? []).filter(({ kind }) => kind === 'image');
    const specification = await specificationOf(db, { projectId, schemeId, code });
    lookAtNames(subject, { unit, images, naming: specification?.data.naming });
    for (const file of images) {
      signal.throwIfAborted();
      await lookAtImage(subject, file, { specification: specification?.data, row: rows.get(file.path) });
    }
  }
}

/** 9.6: the code and a running number; a number that is missing is told, and a name that is none. */
function lookAtNames(
  { tally }: Subject,
  { unit, images, naming }: { unit: PackedUnit; images: readonly PackedFile[]; naming: string | undefined },
): void {
  if (naming === undefined) return tally.unseen('numbering');
  const stem = (path: string): string => path.slice(0, path.length - extname(path).length);
  const found = new Set(images.map(({ path }) => stem(path)));
  const named = { fonds: unit.fonds_code, code: unit.code };
  const names = images.map((_, at) => stem(imagePath(named, naming, at + 1, 'x')));
  const missing = names.flatMap((name, at) => (found.has(name) ? [] : [at + 1]));
  tally.look('numbering', unit.code, ...missing.map((number) => ['gap', { number }] as const));
  const right = new Set(names);
  for (const { path } of images) tally.look('numbering', path, ...(right.has(stem(path)) ? [] : ([['name']] as const)));
}

interface Criteria {
  specification: Specification | undefined;
  row: Record<string, string> | undefined;
}

async function lookAtImage(
  { tally, folder }: Subject,
  file: PackedFile,
  { specification, row }: Criteria,
): Promise<void> {
  const { path } = file;
  const bytes = await readFile(join(folder, path)).catch(() => null);
  if (bytes === null) {
    for (const code of ['opens', 'formats', 'specification', 'image-facts'] as const)
      tally.look(code, path, ['unreadable']);
    return;
  }
  const header = readHeader(bytes, unpacked);
  const page = 'refused' in header ? undefined : header.pages[0];
  // §9.5: one page a file.
  if ('refused' in header || !page || header.pages.length !== 1) {
    for (const code of ['opens', 'formats', 'specification', 'image-facts'] as const)
      tally.look(code, path, ['undecodable']);
    return;
  }
  tally.look('formats', path, ...(extensions[extname(path)] === header.format ? [] : ([['format']] as const)));
  tally.look('opens', path, ...((await decodes(bytes)) ? [] : ([['undecodable']] as const)));
  if (specification) tally.look('specification', path, ...failing(checkHeader(header, page, specification)));
  else tally.unseen('specification');
  // That it has no row is told by the links.
  if (row)
    tally.look('image-facts', path, ...wrongFacts(row, file, page).map((fact) => ['fact-differs', { fact }] as const));
  else tally.unseen('image-facts');
}

function unpacked(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: mostPixels * 4 });
  } catch {
    return null;
  }
}

/** To the last line: what is cut off is no image. */
const decodes = (bytes: Buffer): Promise<boolean> =>
  sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: mostPixels })
    .raw()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );

const failing = (outcomes: readonly Outcome[]) =>
  outcomes
    .filter(({ verdict }) => verdict === 'fail')
    .map(
      ({ check, measured, limit }) =>
        ['specified', { what: checkWords[check].name, measured: shown(measured), limit: shown(limit) }] as const,
    );

const shown = (value: Outcome['measured']) => value ?? '?';

/** The compression is left out: it is told of the scan, and a page that was cut out of a book is packed anew. */
function wrongFacts(
  row: Record<string, string>,
  file: PackedFile,
  { width, height, dpi, colour }: PageHeader,
): string[] {
  const facts: Record<string, string> = {
    '宽（像素）': String(width),
    '高（像素）': String(height),
    '分辨率（dpi）': dpi === null ? '' : String(dpi.x),
    色彩: colour,
    字节数: String(file.bytes),
    'SHA-256': file.sha256,
    SM3: file.sm3,
  };
  return Object.entries(facts)
    .filter(([name, value]) => row[name] !== value)
    .map(([name]) => name);
}
