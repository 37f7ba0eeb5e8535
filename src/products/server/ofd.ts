/** A dual-layer OFD, page by page: nothing of it is kept but one page. */
import { fontName, invisibleFont } from '../rules/invisible-font.ts';
import {
  documentResources,
  documentXml,
  Numbers,
  type OfdMetadata,
  ofdXml,
  outlinesXml,
  type PageParts,
  pageParts,
  publicResources,
} from '../rules/ofd.ts';
import { Letters } from '../rules/pdf.ts';
import { containerBytes, type Part } from './container.ts';
import type { BookPage, Bookmark } from './pdf.ts';

export interface OfdBook {
  facts: OfdMetadata;
  bookmarks: readonly Bookmark[];
}

export const ofdBytes = (book: OfdBook, pages: AsyncIterable<BookPage> | Iterable<BookPage>): AsyncGenerator<Buffer> =>
  containerBytes(partsOf(book, pages));

async function* partsOf(
  { facts, bookmarks }: OfdBook,
  pages: AsyncIterable<BookPage> | Iterable<BookPage>,
): AsyncGenerator<Part> {
  const numbers = new Numbers();
  const [font, letters] = [numbers.next(), new Letters()];
  const done: PageParts[] = [];
  yield text('OFD.xml', ofdXml(facts));
  for await (const page of pages) {
    const parts = pageParts(done.length, page, { numbers, font, letters });
    yield text(`Doc_0/${parts.file}`, parts.content);
    yield { name: `Doc_0/Res/${parts.picture}`, bytes: page.bytes, packed: false };
    done.push({ ...parts, content: '' });
  }
  yield text('Doc_0/DocumentRes.xml', documentResources(done));
  yield text('Doc_0/PublicRes.xml', publicResources(font, fontName));
  yield { name: 'Doc_0/Res/text.ttf', bytes: Buffer.from(invisibleFont(letters.codePoints)), packed: true };
  yield text('Doc_0/Document.xml', documentXml(done, numbers.last, outlinesXml(bookmarks, done)));
}

const text = (name: string, content: string): Part => ({ name, bytes: Buffer.from(content), packed: true });
