/**
 * Parts of a dual-layer OFD (GB/T 33190-2016) of the archival profile OFD-A (GB/T 42133-2022): the picture lies in the
 * background, what was read stands in the body, transparent. Lengths in millimetres, y downwards.
 */
import { widthOf } from './invisible-font.ts';
import type { PictureFacts } from '#/imaging/rules/delivered.ts';
import type { PlacedLine } from '#/imaging/rules/text/placed.ts';
import { pageSize, placement, writable } from './page.ts';
import { type DocumentFacts, type Letters, xmlText } from './pdf.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const space = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const baseLine = 0.85;

const number = (value: number): string => String(Math.round(value * 1000) / 1000);

/** Ids are given once in a document. */
export class Numbers {
  #last = 0;
  next(): number {
    this.#last += 1;
    return this.#last;
  }
  get last(): number {
    return this.#last;
  }
}

const formatNames = { jpeg: 'JPEG', jp2: 'JPEG2000', png: 'PNG' } as const;
const extensions = { jpeg: 'jpg', jp2: 'jp2', png: 'png' } as const;

/** Metadata by the names of DA/T 46. */
export interface OfdMetadata extends DocumentFacts {
  custom: readonly { name: string; value: string }[];
}

export function ofdXml({ id, title, author, date, producer, custom }: OfdMetadata): string {
  const day = date.toISOString().slice(0, 10);
  const own = custom
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `<ofd:CustomData Name="${xmlText(name)}">${xmlText(writable(value))}</ofd:CustomData>`);
  return (
    `${head}<ofd:OFD ${space} Version="1.1" DocType="OFD-A"><ofd:DocBody><ofd:DocInfo>` +
    `<ofd:DocID>${id}</ofd:DocID><ofd:Title>${xmlText(writable(title))}</ofd:Title>` +
    (author === null ? '' : `<ofd:Author>${xmlText(writable(author))}</ofd:Author>`) +
    `<ofd:CreationDate>${day}</ofd:CreationDate><ofd:ModDate>${day}</ofd:ModDate><ofd:Creator>${xmlText(producer)}</ofd:Creator>` +
    (own.length === 0 ? '' : `<ofd:CustomDatas>${own.join('')}</ofd:CustomDatas>`) +
    '</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
  );
}

export interface PageParts {
  id: number;
  /** File of its content, from the folder of the document on. */
  file: string;
  content: string;
  /** Its picture among the resources, and the name of its file. */
  resource: string;
  picture: string;
  box: string;
}

const boxOf = ({ width, height }: { width: number; height: number }): string =>
  `0 0 ${number(width)} ${number(height)}`;

/** `at` from 0. `font`: id of the document's one font. */
export function pageParts(
  at: number,
  { facts, lines }: { facts: PictureFacts; lines: readonly PlacedLine[] },
  { numbers, font, letters }: { numbers: Numbers; font: number; letters: Letters },
): PageParts {
  const size = pageSize(facts, 25.4);
  const box = boxOf(size);
  const [id, resource, background, image] = [numbers.next(), numbers.next(), numbers.next(), numbers.next()];
  const texts = lines.map((line) => textObject(line, facts, { numbers, font, letters })).join('');
  const body = texts === '' ? '' : `<ofd:Layer ID="${numbers.next()}" Type="Body">${texts}</ofd:Layer>`;
  const picture = `image_${at}.${extensions[facts.format]}`;
  return {
    ...{ id, box, picture, file: `Pages/Page_${at}/Content.xml` },
    content:
      `${head}<ofd:Page ${space}><ofd:Area><ofd:PhysicalBox>${box}</ofd:PhysicalBox></ofd:Area><ofd:Content>` +
      `<ofd:Layer ID="${background}" Type="Background"><ofd:ImageObject ID="${image}" Boundary="${box}"` +
      ` CTM="${placement(facts.orientation, size).map(number).join(' ')}" ResourceID="${resource}"/></ofd:Layer>${body}` +
      '</ofd:Content></ofd:Page>',
    resource:
      `<ofd:MultiMedia ID="${resource}" Type="Image" Format="${formatNames[facts.format]}">` +
      `<ofd:MediaFile>${picture}</ofd:MediaFile></ofd:MultiMedia>`,
  };
}

interface Shared {
  numbers: Numbers;
  font: number;
  letters: Letters;
}

function textObject(line: PlacedLine, { dpi }: PictureFacts, { numbers, font, letters }: Shared): string {
  const text = [...writable(line.text)];
  if (text.length === 0 || line.width <= 0 || line.height <= 0) return '';
  for (const letter of text) letters.codeOf(letter);
  const [sx, sy] = [25.4 / dpi.x, 25.4 / dpi.y];
  const [width, height] = [line.width * sx, line.height * sy];
  const [size, along] = line.vertical ? [width, height] : [height, width];
  const axis = line.vertical ? 'DeltaY' : 'DeltaX';
  const delta = text.length > 1 ? ` ${axis}="${steps(text, along)}"` : '';
  const boundary = [line.x * sx, line.y * sy, width, height].map(number).join(' ');
  return (
    `<ofd:TextObject ID="${numbers.next()}" Boundary="${boundary}" Font="${font}" Size="${number(size)}" Alpha="0">` +
    '<ofd:FillColor Value="0 0 0" Alpha="0"/>' +
    `<ofd:TextCode X="0" Y="${number(size * baseLine)}"${delta}>${xmlText(text.join(''))}</ofd:TextCode></ofd:TextObject>`
  );
}

/** From each letter to the next; what repeats itself is said once: `g <how often> <step>`. */
function steps(text: readonly string[], along: number): string {
  const widths = text.map((letter) => widthOf(letter.codePointAt(0) ?? 0));
  const unit = along / widths.reduce((sum, width) => sum + width, 0);
  const runs: { step: string; count: number }[] = [];
  for (const width of widths.slice(0, -1)) {
    const [step, run] = [number(width * unit), runs.at(-1)];
    if (run?.step === step) run.count += 1;
    else runs.push({ step, count: 1 });
  }
  return runs.map(({ step, count }) => (count > 1 ? `g ${count} ${step}` : step)).join(' ');
}

export const publicResources = (font: number, name: string): string =>
  `${head}<ofd:Res ${space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="${font}" FontName="${name}" FamilyName="${name}" Charset="unicode">` +
  '<ofd:FontFile>text.ttf</ofd:FontFile></ofd:Font></ofd:Fonts></ofd:Res>';

/** Pictures stand here and not with each page: there are readers that look nowhere else. */
export const documentResources = (pages: readonly PageParts[]): string =>
  `${head}<ofd:Res ${space} BaseLoc="Res"><ofd:MultiMedias>${pages.map(({ resource }) => resource).join('')}</ofd:MultiMedias></ofd:Res>`;

export const documentXml = (pages: readonly PageParts[], lastId: number, bookmarks: string): string =>
  `${head}<ofd:Document ${space}><ofd:CommonData><ofd:MaxUnitID>${lastId}</ofd:MaxUnitID>` +
  `<ofd:PageArea><ofd:PhysicalBox>${pages[0]?.box ?? '0 0 210 297'}</ofd:PhysicalBox></ofd:PageArea>` +
  '<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>' +
  pages.map(({ id, file }) => `<ofd:Page ID="${id}" BaseLoc="${file}"/>`).join('') +
  `</ofd:Pages>${bookmarks}</ofd:Document>`;

/** Where items begin, as a list that the reader shows beside the pages. */
export function outlinesXml(
  bookmarks: readonly { title: string; page: number }[],
  pages: readonly PageParts[],
): string {
  const rows = bookmarks.flatMap(({ title, page }) => {
    const id = pages[page]?.id;
    if (id === undefined) return [];
    const action = `<ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Dest Type="Fit" PageID="${id}"/></ofd:Goto></ofd:Action></ofd:Actions>`;
    return [`<ofd:OutlineElem Title="${xmlText(writable(title))}">${action}</ofd:OutlineElem>`];
  });
  return rows.length === 0 ? '' : `<ofd:Outlines>${rows.join('')}</ofd:Outlines>`;
}
