import type { Messages } from '#/base/rules/refusal.ts';

/** What the room refuses, in words. */
export const catalogueMessages = {
  'query-too-long': {
    status: 422,
    zh: { what: '检索词多于 {count} 个', next: '请减少检索词' },
    en: { what: 'More than {count} words are looked for', next: 'Use fewer words' },
  },
  'query-day': {
    status: 422,
    zh: { what: '「{text}」不是日期', next: '写作 1956、1956-3、1956-03-08 或 19560308' },
    en: { what: '"{text}" is no date', next: 'Write 1956, 1956-3, 1956-03-08 or 19560308' },
  },
  'query-order': {
    status: 422,
    zh: { what: '截止日期早于起始日期', next: '请改正日期' },
    en: { what: 'The last day is before the first one', next: 'Correct the days' },
  },
} as const satisfies Messages<string>;
