/** What may stand in a field, and when two values are the same. */
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { classificationKey, isMarked } from './classification.ts';
import { dateFault, eightDigits } from './date.ts';
import { type Field, nameOf } from './field.ts';

/** Between names: `、`, commas, semicolons, or any space. */
const betweenNames = /[、，,;；\s]+/u;

export const namesIn = (text: string): string[] => text.split(betweenNames).filter((name) => name !== '');

/**
 * A value as it is kept. Titles keep their own titles in 〔〕 and 【】, and every other letter, as typed; a date
 * becomes eight digits, names stand with one `、` between them.
 */
export function tidy({ kind }: Pick<Field, 'kind'>, typed: string): string {
  const text = typed.normalize('NFC').trim();
  switch (kind) {
    case 'date':
      return eightDigits(text);
    case 'number':
      return text.normalize('NFKC').replaceAll(/\s/g, '');
    case 'names':
      return namesIn(text).join('、');
    case 'longText':
      return text.replaceAll(/\r\n?/g, '\n');
    default:
      return text.replaceAll(/\s+/gu, ' ');
  }
}

const letters = (text: string): number => [...text].length;

/** What is wrong with a tidy value; null also for one that was left out. */
export function refuseValue(field: Field, text: string): Refusal | null {
  const name = nameOf(field);
  // 6.5-1: before anything else is said of it.
  if (field.key === classificationKey && isMarked(text)) return refuse('mark-on-paper');
  if (text === '') return null;
  if (letters(text) > field.max) return refuse('value-long', { field: name, max: field.max, count: letters(text) });
  switch (field.kind) {
    case 'date': {
      const fault = dateFault(text, field);
      return fault && refuse(fault, { field: name });
    }
    case 'number':
      return /^(0|[1-9]\d*)$/.test(text) ? null : refuse('value-number', { field: name });
    case 'list':
      return field.values.includes(text)
        ? null
        : refuse('value-list', { field: name, values: field.values.join('、') });
    default:
      return null;
  }
}

/** 必著. */
export const refuseMissing = (field: Field, text: string): Refusal | null =>
  field.need === 'must' && text === '' ? refuse('value-missing', { field: nameOf(field) }) : null;

/**
 * Letters by which two entries are compared: what only the keyboard makes different (full width, spaces, a line
 * break) does not count; brackets, dashes and every other letter do.
 */
export const comparable = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '');

export const sameValue = (one: string, other: string): boolean => comparable(one) === comparable(other);

/** Characters that somebody typed, by which his errors are measured. */
export const charactersOf = (text: string): number => letters(comparable(text));

/** What is meant by the beginning, or a part, of a controlled value: that one, or what was typed where several could be. */
export function completed(values: readonly string[], typed: string): string {
  const text = comparable(typed);
  if (text === '') return '';
  const same = values.find((value) => comparable(value) === text);
  if (same !== undefined) return same;
  const [begins, more] = values.filter((value) => comparable(value).startsWith(text));
  if (begins !== undefined) return more === undefined ? begins : typed;
  const [has, other] = values.filter((value) => comparable(value).includes(text));
  return has !== undefined && other === undefined ? has : typed;
}

/** What a field holds once whoever types has left it. */
export const asKept = (field: Pick<Field, 'kind' | 'values'>, typed: string): string =>
  tidy(field, field.kind === 'list' ? completed(field.values, typed) : typed);
