/**
 * A dual-layer PDF/A-2u, page by page: nothing of it is kept but one page, so that a volume of thousands is written in
 * little memory, and hashed by whoever takes the stream. Bytes of JPEG and JPEG 2000 are those of the image.
 */
import { deflateSync } from 'node:zlib';
import { fontName, glyphOf, invisibleFont, unitsPerEm, widthOf } from '../rules/invisible-font.ts';
import type { PictureFacts } from '#/imaging/rules/delivered.ts';
import type { PlacedLine } from '#/imaging/rules/text/placed.ts';
import {
  type DocumentFacts,
  infoDictionary,
  Letters,
  mediaBox,
  metadata,
  pageContent,
  pageSpace,
  pdfText,
  toUnicode,
} from '../rules/pdf.ts';
import { pngData } from './png.ts';

export interface BookPage {
  facts: PictureFacts;
  bytes: Buffer;
  /** Colour profile of the picture; null where it is sRGB or grey. */
  icc: Buffer | null;
  lines: readonly PlacedLine[];
}

/** Where an item begins, for the reader's list; `page` from 0. */
export interface Bookmark {
  title: string;
  page: number;
}

export interface Book {
  facts: DocumentFacts;
  bookmarks: readonly Bookmark[];
  /** sRGB (IEC 61966-2-1): by it devices' colours are meant. */
  srgb: Buffer;
}

const ids = { catalog: 1, pages: 2, info: 3, metadata: 4, icc: 5, font: 6, cidFont: 7, toGlyph: 8, descriptor: 9 };
const [fontFile, unicode, firstFree] = [10, 11, 12];
const ref = (id: number): string => `${id} 0 R`;

export async function* pdfBytes(
  book: Book,
  pages: AsyncIterable<BookPage> | Iterable<BookPage>,
): AsyncGenerator<Buffer> {
  const writer = new PdfWriter();
  const letters = new Letters();
  const profiles = new Map<string, number>();
  const kids: number[] = [];
  writer.raw('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n');
  writer.stream(ids.icc, '/N 3/Alternate/DeviceRGB', book.srgb);
  for await (const page of pages) {
    kids.push(writePage(writer, page, letters, profiles));
    yield* writer.take();
  }
  writeFont(writer, letters);
  writer.object(ids.pages, `<</Type/Pages/Count ${kids.length}/Kids[${kids.map(ref).join(' ')}]>>`);
  writer.object(ids.info, infoDictionary(book.facts));
  // PDF/A asks that it can be read without unpacking.
  writer.stream(ids.metadata, '/Type/Metadata/Subtype/XML', Buffer.from(metadata(book.facts)), false);
  const outlines = writeOutlines(writer, book.bookmarks, kids);
  const intent = `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile ${ref(ids.icc)}>>`;
  writer.object(
    ids.catalog,
    `<</Type/Catalog/Pages ${ref(ids.pages)}/Metadata ${ref(ids.metadata)}/Lang(zh-CN)${outlines}/OutputIntents[${intent}]>>`,
  );
  writer.end(book.facts.id);
  yield* writer.take();
}

/** Answers the id of its page. */
function writePage(writer: PdfWriter, page: BookPage, letters: Letters, profiles: Map<string, number>): number {
  const { facts, lines } = page;
  const space = colourSpace(writer, page, profiles);
  const image = writer.free();
  writeImage(writer, image, page, space);
  const content = writer.free();
  writer.stream(content, '', Buffer.from(pageContent(facts, lines, letters), 'latin1'));
  const id = writer.free();
  const resources = `/Resources<</XObject<</I ${ref(image)}>>/Font<</F ${ref(ids.font)}>>>>`;
  const box = mediaBox(pageSpace(facts));
  writer.object(id, `<</Type/Page/Parent ${ref(ids.pages)}${box}${resources}/Contents ${ref(content)}>>`);
  return id;
}

/** One object for each profile, however many pages have it. */
function colourSpace(writer: PdfWriter, { facts, icc }: BookPage, profiles: Map<string, number>): string {
  const device = facts.channels === 1 ? '/DeviceGray' : '/DeviceRGB';
  if (icc === null) return device;
  const key = icc.toString('latin1');
  let id = profiles.get(key);
  if (id === undefined) {
    id = writer.free();
    profiles.set(key, id);
    writer.stream(id, `/N ${facts.channels}/Alternate${device}`, icc);
  }
  return `[/ICCBased ${ref(id)}]`;
}

function writeImage(writer: PdfWriter, id: number, { facts, bytes }: BookPage, space: string): void {
  const { width, height, format } = facts;
  const head = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}`;
  if (format === 'jpeg')
    writer.stream(id, `${head}/ColorSpace${space}/BitsPerComponent 8/Filter/DCTDecode`, bytes, false);
  // Colours and bits stand in the file itself (ISO 32000-1, 7.4.9).
  else if (format === 'jp2') writer.stream(id, `${head}/Filter/JPXDecode`, bytes, false);
  else {
    const parameters = `/DecodeParms<</Predictor 15/Colors 1/BitsPerComponent 1/Columns ${width}>>`;
    writer.stream(
      id,
      `${head}/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode${parameters}`,
      pngData(bytes),
      false,
    );
  }
}

function writeFont(writer: PdfWriter, letters: Letters): void {
  const font = Buffer.from(invisibleFont(letters.codePoints));
  const { all, codePoints } = letters;
  writer.object(
    ids.font,
    `<</Type/Font/Subtype/Type0/BaseFont/${fontName}/Encoding/Identity-H/DescendantFonts[${ref(ids.cidFont)}]/ToUnicode ${ref(unicode)}>>`,
  );
  writer.object(
    ids.cidFont,
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${fontName}/CIDToGIDMap ${ref(ids.toGlyph)}` +
      `/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${ref(ids.descriptor)}/DW ${unitsPerEm}/W[1[${codePoints.map(widthOf).join(' ')}]]>>`,
  );
  // Code 0 is the missing glyph.
  const toGlyph = Buffer.alloc((all.length + 1) * 2);
  for (const [at, codePoint] of codePoints.entries()) toGlyph.writeUInt16BE(glyphOf(codePoint), (at + 1) * 2);
  writer.stream(ids.toGlyph, '', toGlyph);
  writer.object(
    ids.descriptor,
    `<</Type/FontDescriptor/FontName/${fontName}/Flags 4/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120/CapHeight 700/ItalicAngle 0/StemV 80/FontFile2 ${ref(fontFile)}>>`,
  );
  writer.stream(fontFile, `/Length1 ${font.length}`, font);
  writer.stream(unicode, '', Buffer.from(toUnicode(all), 'latin1'));
}

function writeOutlines(writer: PdfWriter, bookmarks: readonly Bookmark[], kids: readonly number[]): string {
  if (bookmarks.length === 0) return '';
  const root = writer.free();
  const items = bookmarks.map((bookmark) => ({ ...bookmark, id: writer.free() }));
  for (const [at, { id, title, page }] of items.entries()) {
    const [before, after] = [at > 0 ? items[at - 1] : undefined, items[at + 1]];
    const links = `${before ? `/Prev ${ref(before.id)}` : ''}${after ? `/Next ${ref(after.id)}` : ''}`;
    writer.object(
      id,
      `<</Title ${pdfText(title)}/Parent ${ref(root)}${links}/Dest[${ref(kids[page] ?? ids.pages)}/Fit]>>`,
    );
  }
  const [first, last] = [items[0]!.id, items.at(-1)!.id];
  writer.object(root, `<</Type/Outlines/First ${ref(first)}/Last ${ref(last)}/Count ${items.length}>>`);
  return `/Outlines ${ref(root)}`;
}

/** Objects one after the other, and where each begins. What was written is taken by whoever sends it on. */
class PdfWriter {
  #pieces: Buffer[] = [];
  #at = 0;
  #next = firstFree;
  readonly #offsets: number[] = [];

  free(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  raw(text: string): void {
    this.#push(Buffer.from(text, 'latin1'));
  }

  object(id: number, body: string): void {
    this.#offsets[id] = this.#at;
    this.raw(`${id} 0 obj\n${body}\nendobj\n`);
  }

  /** `packed`: by deflate; otherwise the bytes are as the dictionary says. */
  stream(id: number, dictionary: string, data: Buffer, packed = true): void {
    const bytes = packed ? deflateSync(data) : data;
    this.#offsets[id] = this.#at;
    this.raw(`${id} 0 obj\n<<${dictionary}/Length ${bytes.length}${packed ? '/Filter/FlateDecode' : ''}>>\nstream\n`);
    this.#push(bytes);
    this.raw('\nendstream\nendobj\n');
  }

  end(id: string): void {
    const at = this.#at;
    const rows = Array.from({ length: this.#next - 1 }, (_, index) => {
      const offset = this.#offsets[index + 1];
      if (offset === undefined) throw new Error(`object ${index + 1} was never written`);
      return `${String(offset).padStart(10, '0')} 00000 n \n`;
    });
    this.raw(`xref\n0 ${this.#next}\n0000000000 65535 f \n${rows.join('')}`);
    this.raw(`trailer\n<</Size ${this.#next}/Root ${ref(ids.catalog)}/Info ${ref(ids.info)}/ID[<${id}><${id}>]>>\n`);
    this.raw(`startxref\n${at}\n%%EOF\n`);
  }

  /** What was written since the last time. */
  take(): Buffer[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #push(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#at += piece.length;
  }
}
