import type { z } from 'zod';
import { baseMessages } from '#/base/rules/messages.ts';
import { fill, type Message, type Problem, type Refusal, refuse } from '#/base/rules/refusal.ts';

export type MessageTable = Readonly<Record<string, Message>>;

/** A refusal as RFC 9457 problem details, in both languages with the next step. */
export function problemOf(
  refusal: Refusal,
  messages: MessageTable,
  errors?: Problem['errors'],
  current?: unknown,
): Problem {
  const message = messages[refusal.code] ?? baseMessages['internal'];
  const zh = fill(message.zh.what, refusal.params, 'zh');
  const en = fill(message.en.what, refusal.params, 'en');
  return {
    type: `urn:shoucang:problem:${refusal.code}`,
    title: en,
    status: message.status,
    detail: `${zh}。${fill(message.zh.next, refusal.params, 'zh')}。`,
    code: refusal.code,
    zh,
    en,
    nextZh: fill(message.zh.next, refusal.params, 'zh'),
    nextEn: fill(message.en.next, refusal.params, 'en'),
    params: refusal.params,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...(errors ? { errors } : {}),
    ...(current === undefined ? {} : { current }),
  };
}

type Issue = z.core.$ZodIssue;

const plainWords: Partial<Record<Issue['code'], (issue: Issue) => { zh: string; en: string }>> = {
  invalid_type: (issue) =>
    issue.input === undefined || issue.message.includes('undefined')
      ? { zh: '必填', en: 'is required' }
      : { zh: '类型不对', en: 'has the wrong type' },
  too_small: (issue) => {
    const least = 'minimum' in issue ? Number(issue.minimum) : 1;
    const length = 'origin' in issue && issue.origin === 'string';
    if (length && least === 1) return { zh: '必填', en: 'is required' };
    return length
      ? { zh: `至少 ${least} 个字符`, en: `needs at least ${least} characters` }
      : { zh: `不得小于 ${least}`, en: `must not be below ${least}` };
  },
  too_big: (issue) => {
    const most = 'maximum' in issue ? Number(issue.maximum) : 0;
    return 'origin' in issue && issue.origin === 'string'
      ? { zh: `最多 ${most} 个字符`, en: `takes at most ${most} characters` }
      : { zh: `不得大于 ${most}`, en: `must not be above ${most}` };
  },
  invalid_format: () => ({
    zh: '格式不对或含不允许的字符',
    en: 'has the wrong form or a character that is not allowed',
  }),
  invalid_value: () => ({ zh: '不在可选范围内', en: 'is not one of the choices' }),
  unrecognized_keys: () => ({ zh: '多余的栏', en: 'is not a known field' }),
};

/** A request of a thousand faults is answered by its first ones. */
const mostErrors = 50;
const longestField = 120;

/** The fields that an issue is about; unknown ones one by one, by the names they came with. */
function fieldsOf(issue: Issue): string[][] {
  const path = issue.path.map(String);
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
}

/** Each field at fault with its own words; values themselves are never repeated. */
export function fieldErrors(error: z.core.$ZodError, prefix = 'input'): NonNullable<Problem['errors']> {
  return error.issues
    .flatMap((issue) => {
      const words = plainWords[issue.code]?.(issue) ?? { zh: '填写有误', en: 'is not valid' };
      return fieldsOf(issue).map((path) => ({ field: [prefix, ...path].join('.').slice(0, longestField), ...words }));
    })
    .slice(0, mostErrors);
}

/** Values of the caller's that only the database could see are none. */
const byValue: Readonly<Record<string, Refusal>> = {
  // An id that is no id names no record.
  '22P02': refuse('not-found', { what: '记录 / record' }),
  // A character, a time or a number that PostgreSQL does not hold.
  '22021': refuse('request-malformed'),
  '22P05': refuse('request-malformed'),
  '22003': refuse('request-malformed'),
  '22007': refuse('request-malformed'),
  '22008': refuse('request-malformed'),
};

/** A refusal of what the caller sent, as the database found it; null for anything else. */
export const valueRefusalOf = (error: unknown): Refusal | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? (byValue[error.code] ?? null) : null;

const byCode: Readonly<Record<string, Refusal>> = {
  '53100': refuse('storage-full'),
  '53200': refuse('database-out'),
  '53300': refuse('database-out'),
  '55P03': refuse('busy'),
  '40P01': refuse('busy'),
  '40001': refuse('busy'),
  '57014': refuse('busy'),
  '57P01': refuse('database-out'),
  '57P02': refuse('database-out'),
  '57P03': refuse('database-out'),
  '08006': refuse('database-out'),
  '08003': refuse('database-out'),
  ECONNREFUSED: refuse('database-out'),
  ECONNRESET: refuse('database-out'),
  EPIPE: refuse('database-out'),
  ENOENT: refuse('database-out'),
  ENOSPC: refuse('storage-full'),
  EDQUOT: refuse('storage-full'),
};

/** An outage of what we stand on, as a refusal; null for a surprise. */
export function outageOf(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') {
    const known = byCode[error.code];
    // ENOENT of a socket is a dead database; of a file it is a surprise.
    if (known && (error.code !== 'ENOENT' || ('syscall' in error && error.syscall === 'connect'))) return known;
  }
  if (
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  ) {
    return refuse('database-out');
  }
  return error.cause ? outageOf(error.cause) : null;
}
