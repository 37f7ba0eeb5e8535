/** What stands in a dual-layer PDF/A-2u (ISO 19005-2, ISO 32000-1): pictures as they are, text that is found and not seen. */
import { unitsPerEm, widthOf } from './invisible-font.ts';
import type { PictureFacts } from '#/imaging/rules/delivered.ts';
import type { PlacedLine } from '#/imaging/rules/text/placed.ts';
import { pageSize, placement, writable } from './page.ts';

/** Where the base line of a line of text lies in its box, from its top. */
const baseLine = 0.85;
/** A page is at most so long in units of its own; a longer one has larger units. */
const mostUnits = 14_000;

const number = (value: number): string => {
  const rounded = Math.round(value * 1000) / 1000;
  return Object.is(rounded, -0) ? '0' : String(rounded);
};
const hex4 = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
const utf16 = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => hex4(text.charCodeAt(at))).join('');

/** A text of the document itself. */
export const pdfText = (text: string): string => `<FEFF${utf16(text)}>`;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const xmlText = (text: string): string => text.replace(/[&<>"]/g, (char) => escapes[char] ?? char);

/** Characters of a document in the order in which they are first met: its codes, from 1. */
export class Letters {
  /** Each with its code as it is written: four hexadecimal digits. */
  readonly #codes = new Map<string, string>([[' ', hex4(1)]]);

  codeOf(letter: string): string {
    const known = this.#codes.get(letter);
    if (known !== undefined) return known;
    const code = hex4(this.#codes.size + 1);
    this.#codes.set(letter, code);
    return code;
  }

  /** Code points, by code. */
  get all(): string[] {
    return [...this.#codes.keys()];
  }

  get codePoints(): number[] {
    return this.all.map((letter) => letter.codePointAt(0) ?? 0x20);
  }
}

export interface PageSpace {
  /** Points a unit. */
  unit: number;
  width: number;
  height: number;
}

/** Size of a page in its own units. */
export function pageSpace(facts: PictureFacts): PageSpace {
  const points = pageSize(facts, 72);
  const unit = Math.ceil(Math.max(points.width, points.height) / mostUnits);
  return { unit, width: points.width / unit, height: points.height / unit };
}

export const mediaBox = ({ width, height, unit }: PageSpace): string =>
  `/MediaBox[0 0 ${number(width)} ${number(height)}]${unit > 1 ? `/UserUnit ${unit}` : ''}`;

/** The picture over the whole page, then its lines in mode 3: neither filled nor stroked. */
export function pageContent(facts: PictureFacts, lines: readonly PlacedLine[], letters: Letters): string {
  const space = pageSpace(facts);
  const [a, b, c, d, e, f] = placement(facts.orientation, space);
  // Where PDF counts upwards, the square of a picture does so, too.
  const upwards = [a, -b, -c, d, c + e, space.height - d - f].map(number).join(' ');
  const shown = lines.map((line) => lineContent(line, facts, space, letters)).join('');
  return `q ${upwards} cm /I Do Q\n${shown === '' ? '' : `BT 3 Tr\n${shown}ET\n`}`;
}

function lineContent(line: PlacedLine, { dpi }: PictureFacts, space: PageSpace, letters: Letters): string {
  const text = [...writable(line.text)];
  if (text.length === 0 || line.width <= 0 || line.height <= 0) return '';
  const [sx, sy] = [72 / dpi.x / space.unit, 72 / dpi.y / space.unit];
  const box = { x: line.x * sx, y: line.y * sy, width: line.width * sx, height: line.height * sy };
  const codes = text.map((letter) => letters.codeOf(letter)).join('');
  const [size, along] = line.vertical ? [box.width, box.height] : [box.height, box.width];
  const ems = text.reduce((sum, letter) => sum + widthOf(letter.codePointAt(0) ?? 0), 0) / unitsPerEm;
  const stretch = number((100 * along) / (ems * size));
  const at = line.vertical
    ? `0 -1 1 0 ${number(box.x + box.width * (1 - baseLine))} ${number(space.height - box.y)}`
    : `1 0 0 1 ${number(box.x)} ${number(space.height - box.y - box.height * baseLine)}`;
  return `/F ${number(size)} Tf ${stretch} Tz ${at} Tm <${codes}> Tj\n`;
}

/** Every code with its character; at most a hundred in a block. */
export function toUnicode(letters: readonly string[]): string {
  let blocks = '';
  for (let from = 0; from < letters.length; from += 100) {
    const block = letters.slice(from, from + 100);
    const rows = block.map((letter, at) => `<${hex4(from + at + 1)}> <${utf16(letter)}>`);
    blocks += `${block.length} beginbfchar\n${rows.join('\n')}\nendbfchar\n`;
  }
  return (
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n' +
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n' +
    '/CMapName /Adobe-Identify-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n' +
    `${blocks}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n`
  );
}

/** What a document says of itself. */
export interface DocumentFacts {
  title: string;
  /** Archival code (档号). */
  code: string;
  /** Author (责任者), where there is one. */
  author: string | null;
  /** Of the sealing act: the only date that a product has. */
  date: Date;
  /** 32 hexadecimal digits, told by the content. */
  id: string;
  producer: string;
}

const isoSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;
const pdfDate = (date: Date): string => `D:${isoSeconds(date).replaceAll(/[-:TZ]/g, '')}Z`;

export const infoDictionary = ({ title, author, date, producer }: DocumentFacts): string =>
  `<</Title ${pdfText(title)}${author === null ? '' : `/Author ${pdfText(author)}`}/Producer ${pdfText(producer)}` +
  `/CreationDate(${pdfDate(date)})/ModDate(${pdfDate(date)})>>`;

/** XMP (ISO 16684-1); what stands in the information dictionary stands here, too. */
export function metadata({ title, code, author, date, producer }: DocumentFacts): string {
  const creator =
    author === null ? '' : `<dc:creator><rdf:Seq><rdf:li>${xmlText(author)}</rdf:li></rdf:Seq></dc:creator>`;
  return (
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"' +
    ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">' +
    '<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>' +
    `<dc:identifier>${xmlText(code)}</dc:identifier>` +
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xmlText(title)}</rdf:li></rdf:Alt></dc:title>${creator}` +
    `<pdf:Producer>${xmlText(producer)}</pdf:Producer>` +
    `<xmp:CreateDate>${isoSeconds(date)}</xmp:CreateDate><xmp:ModifyDate>${isoSeconds(date)}</xmp:ModifyDate>` +
    '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
  );
}
