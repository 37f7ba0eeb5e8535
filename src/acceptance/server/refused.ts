import type { Words } from '#/base/rules/declare.ts';
import { fill, type Refusal } from '#/base/rules/refusal.ts';
import { type AcceptanceCode, acceptanceMessages } from '../rules/messages.ts';

/** What a refusal of this room says, for a list of what stands in the way. */
export function refusedWords({ code, params }: Refusal): Words {
  const { zh, en } = acceptanceMessages[code as AcceptanceCode];
  return { zh: fill(zh.what, params, 'zh'), en: fill(en.what, params, 'en') };
}
