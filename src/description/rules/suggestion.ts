/** What recognised text proposes for fields of an entry: greyed until a person takes it, never for a second entry. */
import { tidy } from './value.ts';

/** Where it stands: page from 1, pixels of that page's image from its upper left corner. */
export interface Box {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line of recognised text. */
export interface PageLine extends Box {
  text: string;
}

export interface Suggestion {
  /** Key of the field. */
  field: string;
  text: string;
  box: Box;
}

/** Document number (文号): 郑政〔2014〕12号. */
const numbered = /\p{Script=Han}{1,12}\s*[〔[【（(]\s*\d{4}\s*[〕\]】）)]\s*第?\s*\d{1,5}\s*号/u;

/** A date in full, in figures or in Chinese. */
const dated =
  /(?:\d{4}|[〇○零一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日/u;

/** A title ends with what kind of document it is (文种). */
const titled = /^关于.{2,200}的(?:通知|通报|报告|请示|批复|决定|意见|函|公告|通告|纪要|方案|规定|办法)$/u;

const rules: readonly { field: string; find: (text: string) => string | null; last?: true }[] = [
  { field: 'documentNumber', find: (text) => numberIn(text) },
  { field: 'title', find: (text) => (titled.test(text.replaceAll(/\s/gu, '')) ? text.replaceAll(/\s/gu, '') : null) },
  // The date of a document stands under its text.
  { field: 'date', find: (text) => dateIn(text), last: true },
];

/** At most one for each field; `lines` in the order in which they are read. */
export function suggestionsFrom(lines: readonly PageLine[]): Suggestion[] {
  return rules.flatMap(({ field, find, last }) => {
    const found = lines.flatMap(({ text, page, x, y, width, height }) => {
      const proposed = find(text);
      return proposed === null ? [] : [{ field, text: proposed, box: { page, x, y, width, height } }];
    });
    const one = last ? found.at(-1) : found[0];
    return one ? [one] : [];
  });
}

/** Its year stands in 〔〕: a machine often takes them for other brackets. */
const numberIn = (text: string): string | null =>
  numbered
    .exec(text)?.[0]
    .replace(/[[【（(]/u, '〔')
    .replace(/[\]】）)]/u, '〕') ?? null;

function dateIn(text: string): string | null {
  const found = dated.exec(text.normalize('NFKC').replaceAll(/\s/gu, ''))?.[0];
  if (found === undefined) return null;
  const [year = '', month = '', day = ''] = found.split(/[年月日]/u);
  return tidy({ kind: 'date' }, `${figures(year, 4)}年${figures(month, 2)}月${figures(day, 2)}日`);
}

const digitOf = (letter: string): number => '〇一二三四五六七八九'.indexOf(letter.replace(/[○零]/u, '〇'));

/** 一九四五 by its digits, 二十一 by its value. */
function figures(text: string, width: number): string {
  if (/^\d+$/.test(text)) return text.padStart(width, '0');
  if (!text.includes('十')) return [...text].map(digitOf).join('').padStart(width, '0');
  const [tens = '', ones = ''] = text.split('十');
  const value = (tens === '' ? 1 : digitOf(tens)) * 10 + (ones === '' ? 0 : digitOf(ones));
  return String(value).padStart(width, '0');
}
