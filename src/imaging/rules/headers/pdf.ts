/**
 * PDFs as scanners make them: every page is one picture, with or without unseen text behind it. What was written by
 * a word processor has no scan to look at, and is refused as such.
 */
import { type FileHeader, type HeaderPage, refuseFile, type Refused } from './header.ts';
import { readPicture } from './pdf-picture.ts';
import { type Inflate, type Matrix, PdfBook } from './pdf-book.ts';
import {
  find,
  isDict,
  isName,
  isStream,
  isWord,
  type PdfDict,
  PdfReader,
  type PdfStream,
  type PdfValue,
} from './pdf-objects.ts';

/** Most pages that a page tree is followed for. */
const mostPages = 10_000;

export function readPdf(bytes: Uint8Array, inflate: Inflate): FileHeader | Refused {
  if (find(bytes, '%%EOF', Math.max(0, bytes.length - 2048)) < 0) return refuseFile('file-truncated');
  const book = new PdfBook(bytes, inflate);
  if (book.isEncrypted) return refuseFile('pdf-encrypted');
  const leaves = pagesOf(book);
  if (leaves === null || leaves.length === 0) return refuseFile('file-damaged');
  const pages: HeaderPage[] = [];
  for (const [index, leaf] of leaves.entries()) {
    const drawn = drawnOn(book, leaf);
    if ('refused' in drawn) return { ...drawn, params: { ...drawn.params, page: index + 1 } };
    const page = readPicture(book, drawn.picture, drawn.matrix, turnOf(book, leaf));
    if ('refused' in page) return { ...page, params: { ...page.params, page: index + 1 } };
    pages.push(page);
  }
  return { format: 'pdf', pages };
}

interface Leaf {
  page: PdfDict;
  /** From the page up to the root: what is not said below is said above. */
  line: readonly PdfDict[];
}

const inherited = (book: PdfBook, { line }: Leaf, key: string): PdfValue | undefined =>
  line.map((one) => book.in(one, key)).find((value) => value !== undefined);

const turnOf = (book: PdfBook, leaf: Leaf): number => {
  const turn = inherited(book, leaf, 'Rotate');
  return typeof turn === 'number' ? ((turn % 360) + 360) % 360 : 0;
};

/** Leaves of the page tree in order; null when the tree is broken. */
function pagesOf(book: PdfBook): Leaf[] | null {
  const leaves: Leaf[] = [];
  const seen = new Set<PdfDict>();
  const walk = (node: PdfDict, line: readonly PdfDict[]): boolean => {
    if (seen.has(node) || line.length > 40 || leaves.length > mostPages) return false;
    seen.add(node);
    const kids = book.in(node, 'Kids');
    if (!Array.isArray(kids)) {
      if (book.nameIn(node, 'Type') !== 'Page') return false;
      leaves.push({ page: node, line: [node, ...line] });
      return true;
    }
    return kids.every((kid) => {
      const below = book.follow(kid);
      return isDict(below) && walk(below, [node, ...line]);
    });
  };
  const top = book.in(book.root, 'Pages');
  return isDict(top) && walk(top, []) ? leaves : null;
}

const times = (one: Matrix, two: Matrix): Matrix => [
  one[0] * two[0] + one[1] * two[2],
  one[0] * two[1] + one[1] * two[3],
  one[2] * two[0] + one[3] * two[2],
  one[2] * two[1] + one[3] * two[3],
  one[4] * two[0] + one[5] * two[2] + two[4],
  one[4] * two[1] + one[5] * two[3] + two[5],
];

/** Operators that leave visible ink of their own: paths, shadings, pictures in line. */
const inked = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'BI']);
const spoken = new Set(['Tj', 'TJ', "'", '"']);

/** The one picture that a page shows, and where; text must be unseen (7.9.3: rendering mode 3). */
function drawnOn(book: PdfBook, leaf: Leaf): { picture: PdfStream; matrix: Matrix } | Refused {
  const content = contentOf(book, leaf.page);
  if (content === null) return refuseFile('file-damaged');
  // Form fields, stamps and notes are seen, too.
  const notes = book.in(leaf.page, 'Annots');
  if (Array.isArray(notes) && notes.length > 0) return refuseFile('pdf-not-scanned');
  const resources = inherited(book, leaf, 'Resources');
  const objects = book.in(isDict(resources) ? resources : undefined, 'XObject');
  const shown: { picture: PdfStream; matrix: Matrix }[] = [];
  const reader = new PdfReader(content);
  const kept: { matrix: Matrix; mode: number }[] = [];
  let state: { matrix: Matrix; mode: number } = { matrix: [1, 0, 0, 1, 0, 0], mode: 0 };
  let operands: PdfValue[] = [];
  while (reader.more()) {
    const value = reader.value();
    if (!isWord(value)) {
      operands.push(value);
      continue;
    }
    const { word } = value;
    if (word === 'q') kept.push(state);
    else if (word === 'Q') state = kept.pop() ?? state;
    else if (word === 'cm' && operands.length === 6 && operands.every((one) => typeof one === 'number'))
      state = { ...state, matrix: times(operands as unknown as Matrix, state.matrix) };
    else if (word === 'Tr') state = { ...state, mode: Number(operands[0]) };
    else if (inked.has(word) || (spoken.has(word) && state.mode !== 3)) return refuseFile('pdf-not-scanned');
    else if (word === 'Do' && isName(operands[0])) {
      const picture = book.in(isDict(objects) ? objects : undefined, operands[0].name);
      if (!isStream(picture) || book.nameIn(picture, 'Subtype') !== 'Image') return refuseFile('pdf-not-scanned');
      shown.push({ picture, matrix: state.matrix });
    }
    operands = [];
  }
  const [one, ...more] = shown;
  if (more.length > 0) return refuseFile('pdf-many-pictures');
  return one && fills(book, leaf, one.matrix) ? one : refuseFile('pdf-not-scanned');
}

/** A scan is the page: it covers more than half of it. */
function fills(book: PdfBook, leaf: Leaf, [a, b, c, d]: Matrix): boolean {
  const box = inherited(book, leaf, 'CropBox') ?? inherited(book, leaf, 'MediaBox');
  const sides = Array.isArray(box) ? box.map((one) => book.follow(one)) : [];
  const [left, low, right, high] = sides.map((one) => (typeof one === 'number' ? one : Number.NaN));
  const area = Math.abs((right! - left!) * (high! - low!));
  return Math.abs(a * d - b * c) > area / 2;
}

/** Content streams of a page, one after the other; null when one cannot be read. */
function contentOf(book: PdfBook, page: PdfDict): Uint8Array | null {
  const contents = book.in(page, 'Contents');
  const streams = (Array.isArray(contents) ? contents.map((one) => book.follow(one)) : [contents]).filter(
    (one) => one !== undefined && one !== null,
  );
  const parts: Uint8Array[] = [];
  for (const stream of streams) {
    const plain = isStream(stream) ? book.decoded(stream) : null;
    if (plain === null) return null;
    parts.push(plain, Uint8Array.of(10));
  }
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
