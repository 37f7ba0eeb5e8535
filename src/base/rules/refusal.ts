/**
 * An expected refusal is a value with a stable code; a surprise throws.
 *
 * The code is a key of the room's message table, so one without Chinese and English words and a
 * next step does not compile. The HTTP door turns it into RFC 9457 problem details, once.
 */
import type { Words } from './declare.ts';

/** A parameter that is itself said in words has them in both languages. */
export type Params = Readonly<Record<string, string | number | Words>>;

export interface Refusal<C extends string = string> {
  refused: true;
  code: C;
  params: Params;
  /** Dotted path of the field at fault, e.g. `input.persons.2.idNumber`. */
  field?: string;
  /** What the refused call turned out to be about, where it names no subject itself; for the ledger alone. */
  about?: { type: string; id: string };
}

export function refuse<C extends string>(code: C, params: Params = {}, field?: string): Refusal<C> {
  return field === undefined ? { refused: true, code, params } : { refused: true, code, params, field };
}

/** What was read before somebody else changed it: refused with the current version. Null asks nothing. */
export const refuseStale = (asked: number | null, current: number): Refusal | null =>
  asked !== null && asked !== current ? refuse('version-conflict', { current }) : null;

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value && value.refused === true;

/** `what`: the sentence a person reads. `next`: what he can do about it. `{name}` takes a parameter. */
export interface Message {
  status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503 | 507;
  zh: { what: string; next: string };
  en: { what: string; next: string };
}

export type Messages<C extends string> = Readonly<Record<C, Message>>;

export function fill(text: string, params: Params, language: keyof Words): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = params[key];
    return value === undefined ? whole : typeof value === 'object' ? value[language] : String(value);
  });
}

/** Several things said one after the other. */
export const listed = (words: readonly Words[]): Words => ({
  zh: words.map(({ zh }) => zh).join('、'),
  en: words.map(({ en }) => en).join(', '),
});

/** RFC 9457 body. `errors` names each field at fault with its own code and words. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  zh: string;
  en: string;
  nextZh: string;
  nextEn: string;
  field?: string;
  params: Params;
  errors?: { field: string; zh: string; en: string }[];
  /** Current version of the subject, on a version conflict. */
  current?: unknown;
}
