import type { EventDecl } from '#/base/rules/events.ts';

/** A package was made, or is none any more: what lies in it can be looked up, or no longer. */
export const packageChanged: EventDecl = {
  name: 'products.package.changed',
  label: { zh: '信息包制成或撤回', en: 'Package made or withdrawn' },
  subject: 'package',
};
