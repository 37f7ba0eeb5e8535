import { baseMessages } from '#/base/rules/messages.ts';
import { fill } from '#/base/rules/refusal.ts';

/** The red banner while writes are refused, or null. */
export function bannerOf(trouble: string | null): { code: string; zh: string; en: string } | null {
  if (trouble === null) return null;
  const message = baseMessages['ledger-out'];
  const params = { why: trouble };
  return { code: trouble, zh: fill(message.zh.what, params), en: fill(message.en.what, params) };
}
