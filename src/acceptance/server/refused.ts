import type { Words } from '#/base/rules/declare.ts';
import { fill, type Refusal } from '#/base/rules/refusal.ts';
import { productMessages } from '#/products/rules/messages.ts';
import { acceptanceMessages } from '../rules/messages.ts';

const messages: Readonly<Record<string, { zh: { what: string }; en: { what: string } }>> = {
  ...productMessages,
  ...acceptanceMessages,
};

/** What a refusal of this room or of products says, for a list of what stands in the way. */
export function refusedWords({ code, params }: Refusal): Words {
  const message = messages[code];
  if (!message) throw new Error(`no words for ${code}`);
  return { zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') };
}
