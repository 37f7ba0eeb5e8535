/** Products of one unit: its images as they are kept, and books of them, all in one pass over their bytes (5.6-5). */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { ObjectStore, StoredObject } from '#/base/server/objects/store.ts';
import type { ListedEntry } from '#/description/server/door.ts';
import { type DeliveredImage, deliveredImage, type DeliveredPage } from '#/imaging/server/door.ts';
import type { PlacedLine } from '#/imaging/rules/text/placed.ts';
import { bookPath, imagePath } from '../../rules/package.ts';
import type { ListedImage } from '../../rules/lists.ts';
import { ofdBytes } from '../ofd.ts';
import { type BookPage, type Bookmark, pdfBytes } from '../pdf.ts';
import type { MadeFile } from '../store/packages.ts';
import { factsOf, metadataOf } from './facts.ts';
import { shared } from './shared.ts';

export interface VolumeOrder {
  unitId: string;
  code: string;
  fonds: string;
  naming: string;
  pages: readonly DeliveredPage[];
  lines: ReadonlyMap<number, readonly PlacedLine[]>;
  entries: readonly ListedEntry[];
  pdf: boolean;
  ofd: boolean;
  /** Of the sealing act. */
  at: Date;
  producer: string;
  srgb: Buffer;
}

/** Files and what is told of each image; or which image is damaged. */
export async function makeVolume(objects: ObjectStore, order: VolumeOrder): Promise<MadeFile[] | Refusal> {
  const made: MadeFile[] = [];
  try {
    const images = imagesOf(objects, order, made);
    const books = [...(order.pdf ? (['pdf'] as const) : []), ...(order.ofd ? (['ofd'] as const) : [])];
    if (books.length === 0) for await (const _ of images) continue;
    const readers = shared(images, books.length);
    const written = await Promise.allSettled(
      books.map(async (kind, at) => putBook(objects, order, kind, readers[at]!)),
    );
    for (const one of written) if (one.status === 'rejected') throw one.reason;
    made.push(...written.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    return made;
  } catch (error) {
    if (error instanceof Damaged) return error.refusal;
    throw error;
  }
}

class Damaged extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

async function putBook(
  objects: ObjectStore,
  order: VolumeOrder,
  kind: 'pdf' | 'ofd',
  pages: AsyncIterable<BookPage>,
): Promise<MadeFile> {
  const facts = factsOf(order);
  const bookmarks = bookmarksOf(order);
  const bytes =
    kind === 'pdf'
      ? pdfBytes({ facts, bookmarks, srgb: order.srgb }, pages)
      : ofdBytes({ facts: { ...facts, custom: metadataOf(order) }, bookmarks }, pages);
  const stored = await objects.put(Readable.from(bytes, { objectMode: false }));
  return { ...stored, kind, unitId: order.unitId, path: bookPath(order, kind) };
}

async function* imagesOf(objects: ObjectStore, order: VolumeOrder, made: MadeFile[]): AsyncGenerator<BookPage> {
  let last: { sha256: string; bytes: Buffer; sm3: string } | null = null;
  for (const page of order.pages) {
    // Pages of one file follow each other.
    if (last?.sha256 !== page.sha256) last = await readWhole(objects, page, order.code);
    const image = await readable(last.bytes, page, order.code);
    const own =
      image.file.bytes === last.bytes ? { sha256: last.sha256, sm3: last.sm3, bytes: last.bytes.length } : null;
    const stored: StoredObject = own ?? (await objects.put(Readable.from([image.file.bytes])));
    const path = imagePath(order, order.naming, page.position, image.file.extension);
    made.push({ ...stored, kind: 'image', unitId: order.unitId, path });
    const { facts, bytes, icc } = image.picture;
    yield { facts, bytes, icc, lines: order.lines.get(page.position) ?? [] };
  }
}

/** Bytes are what their name says, or nothing is made of them: what was damaged on the disk must not be handed over. */
async function readWhole(objects: ObjectStore, { sha256, position }: DeliveredPage, code: string) {
  const damaged = refuse('image-damaged', { code, number: position });
  if ((await objects.size(sha256)) === null) throw new Damaged(damaged);
  const bytes = await buffer(await objects.get(sha256));
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Damaged(damaged);
  return { sha256, bytes, sm3: createHash('sm3').update(bytes).digest('hex') };
}

async function readable(bytes: Buffer, { page, position }: DeliveredPage, code: string): Promise<DeliveredImage> {
  try {
    return await deliveredImage(bytes, page);
  } catch {
    throw new Damaged(refuse('image-damaged', { code, number: position }));
  }
}

/** Where an item of a volume begins, by the number of its first page. */
function bookmarksOf({ entries, pages }: VolumeOrder): Bookmark[] {
  const numbered = pages.flatMap(({ face }, at) => (face === 'page' ? [at] : []));
  return entries.flatMap(({ level, code, values }) => {
    const valueOf = (key: string): string | undefined => values.find(({ field }) => field === key)?.text;
    const first = /^\s*(\d+)/.exec(valueOf('pageNumber') ?? '')?.[1];
    const page = first === undefined ? undefined : numbered[Number(first) - 1];
    return level === 'item' && page !== undefined ? [{ title: `${code} ${valueOf('title') ?? ''}`.trim(), page }] : [];
  });
}

/** What lists say of an image. */
export const listedImage = (file: MadeFile, code: string, page: DeliveredPage, face: string): ListedImage => ({
  ...{ code, position: page.position, face, path: file.path, bytes: file.bytes },
  ...{ width: page.header.width, height: page.header.height, dpi: page.header.dpi?.x ?? null },
  ...{ colour: page.header.colour, compression: page.header.compression, takenAt: page.takenAt },
  ...{ sha256: file.sha256, sm3: file.sm3 },
});
