/** What a room announces to later rooms, declared as data like everything else. */
import type { Words } from './declare.ts';

export interface EventDecl {
  /** `<room>.<noun>.<past participle>`. */
  name: string;
  label: Words;
  /** What the key names: `attachment`, `account` … Only an id travels, never a title or content. */
  subject: string;
}

export const attachmentPurged: EventDecl = {
  name: 'base.attachment.purged',
  label: { zh: '附件已清除', en: 'Attachment purged' },
  subject: 'attachment',
};
