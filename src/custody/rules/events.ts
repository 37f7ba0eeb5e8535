import type { EventDecl } from '#/base/rules/events.ts';

/** A handover list was closed, out or back: its originals are in other hands (6.2-3). */
export const handoverClosed: EventDecl = {
  name: 'custody.handover.closed',
  label: { zh: '交接完成', en: 'Handover closed' },
  subject: 'handover',
};
