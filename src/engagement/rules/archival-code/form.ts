/** What may stand in one segment of an archival code. */
import type { Words } from '#/base/rules/declare.ts';
import type { Form } from './grammar.ts';

const year = /^(18|19|20)[0-9]{2}$/;
const retention = /^(Y|D[1-9][0-9]{0,2})$/;
const fonds = /^([A-Z][0-9]{3}|[0-9]{4})$/;
const list = /^[0-9]{1,3}[A-Z]?$/;

const sets = {
  digit: /[0-9]/,
  upper: /[A-Z]/,
  alnum: /[A-Z0-9]/,
  alnumHan: /[A-Z0-9\p{Unified_Ideograph}]/u,
} as const;

/** Letters are counted as people count them, not as UTF-16 does. */
export const lettersOf = (text: string): string[] => [...text];

/** Why a text does not stand in a segment, and at which of its letters (from 0); null when it does. */
export interface Misfit {
  why: 'letter' | 'width' | 'value' | 'zeros' | 'table';
  at: number;
}

export function misfit(form: Form, text: string): Misfit | null {
  const letters = lettersOf(text);
  switch (form.type) {
    case 'number':
      return misfitNumber(form, letters);
    case 'letters':
      return misfitLetters(form, text, letters);
    case 'table':
      return form.codes.some(({ code }) => code === text) ? null : { why: 'table', at: 0 };
    case 'year':
      return misfitPattern(year, sets.digit, [4, 4], letters);
    case 'retention':
      return misfitPattern(retention, sets.alnum, [1, 4], letters);
    case 'fonds':
      return misfitPattern(fonds, sets.alnum, [4, 4], letters);
    case 'list':
      return misfitPattern(list, sets.alnum, [1, 4], letters);
  }
}

const strange = (set: RegExp, letters: readonly string[]): Misfit | null => {
  const at = letters.findIndex((letter) => !set.test(letter));
  return at < 0 ? null : { why: 'letter', at };
};

const ofWidth = ([min, max]: readonly [number, number], letters: readonly string[]): Misfit | null =>
  letters.length >= min && letters.length <= max ? null : { why: 'width', at: 0 };

function misfitNumber(form: Form & { type: 'number' }, letters: readonly string[]): Misfit | null {
  const wrong = strange(sets.digit, letters) ?? ofWidth([form.min, form.max], letters);
  if (wrong) return wrong;
  if (!form.padded && letters[0] === '0' && letters.length > 1) return { why: 'zeros', at: 0 };
  return !form.zero && letters.every((digit) => digit === '0') ? { why: 'value', at: 0 } : null;
}

function misfitLetters(form: Form & { type: 'letters' }, text: string, letters: readonly string[]): Misfit | null {
  const wrong = strange(sets[form.set], letters) ?? ofWidth([form.min, form.max], letters);
  if (wrong) return wrong;
  const taken = form.except.some((other) => (other === 'year' ? year : retention).test(text));
  return taken ? { why: 'value', at: 0 } : null;
}

function misfitPattern(
  pattern: RegExp,
  set: RegExp,
  width: readonly [number, number],
  letters: readonly string[],
): Misfit | null {
  const wrong = strange(set, letters) ?? ofWidth(width, letters);
  return wrong ?? (pattern.test(letters.join('')) ? null : { why: 'value', at: 0 });
}

/** Least and most letters. */
export function widthOf(form: Form): readonly [number, number] {
  if (form.type === 'number' || form.type === 'letters') return [form.min, form.max];
  if (form.type === 'table') {
    const widths = form.codes.map(({ code }) => lettersOf(code).length);
    return [Math.min(...widths), Math.max(...widths)];
  }
  return { year: [4, 4], fonds: [4, 4], retention: [1, 4], list: [1, 4] }[form.type] as [number, number];
}

/** Null unless every text of this form has the same number of letters. */
export function fixedWidthOf(form: Form): number | null {
  const [min, max] = widthOf(form);
  return min === max ? min : null;
}

/** The form in words, for whoever typed something else. */
export function wordsOf(form: Form): Words {
  const [min, max] = widthOf(form);
  const many = min === max ? String(min) : `${min}–${max}`;
  switch (form.type) {
    case 'number':
      return {
        zh: `${many} 位数字${form.padded ? '' : '，不补零'}`,
        en: `${many} digits${form.padded ? '' : ', no zeros before'}`,
      };
    case 'year':
      return { zh: '1800–2099 的四位年度', en: 'a year from 1800 to 2099' };
    case 'retention':
      return { zh: 'Y 或 D 加年数（如 D30）', en: 'Y, or D and years (as D30)' };
    case 'fonds':
      return { zh: '一位大写字母加三位数字，或四位数字', en: 'a capital and three digits, or four digits' };
    case 'list':
      return { zh: '1–3 位数字，可加一位大写字母', en: '1–3 digits, perhaps a capital after them' };
    case 'letters':
      return {
        digit: { zh: `${many} 位数字`, en: `${many} digits` },
        upper: { zh: `${many} 位大写字母`, en: `${many} capitals` },
        alnum: { zh: `${many} 位大写字母或数字`, en: `${many} capitals or digits` },
        alnumHan: { zh: `${many} 位汉字、大写字母或数字`, en: `${many} Chinese characters, capitals or digits` },
      }[form.set];
    case 'table': {
      const first = form.codes.slice(0, 5).map(({ code }) => code);
      const rest = form.codes.length > first.length;
      return {
        zh: `代码表中的代码（${first.join('、')}${rest ? '…' : ''}）`,
        en: `a code of the table (${first.join(', ')}${rest ? '…' : ''})`,
      };
    }
  }
}

/** Texts of a form, one of each sort that another form might take as well. */
function samples(form: Form): string[] {
  const widths = ([min, max]: readonly [number, number]): number[] =>
    Array.from({ length: max - min + 1 }, (_, index) => min + index);
  const digits = (count: number): string[] => [
    '1'.repeat(count),
    '0'.repeat(count),
    ...(count === 4 ? ['2019', '1800'] : []),
  ];
  switch (form.type) {
    case 'table':
      return form.codes.map(({ code }) => code);
    case 'year':
      return ['2019', '1800'];
    case 'retention':
      return ['Y', 'D1', 'D30', 'D100'];
    case 'fonds':
      return ['A123', '1234', '2019', 'D100'];
    case 'list':
      return [1, 2, 3].flatMap((count) => [...digits(count), `${'1'.repeat(count)}A`]);
    case 'number':
      return widths([form.min, form.max]).flatMap(digits);
    case 'letters':
      return widths([form.min, form.max]).flatMap((count) => [
        ...digits(count),
        ...['A', '中'].map((letter) => letter.repeat(count)),
        // A letter and a digit: what a fonds, a list or a retention period looks like.
        `A${'1'.repeat(count - 1)}`,
        `D${'1'.repeat(count - 1)}`,
        `${'1'.repeat(count - 1)}A`,
        'Y',
      ]);
  }
}

/** Whether some text is of both forms. */
export function overlap(a: Form, b: Form): boolean {
  const both = (text: string): boolean => misfit(a, text) === null && misfit(b, text) === null;
  return samples(a).some(both) || samples(b).some(both);
}
