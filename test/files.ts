import { createHash } from 'node:crypto';
import { attachmentBegin, attachmentBytes, attachmentFinish, type AttachmentPurpose } from '#/base/rules/api/files.ts';
import type { Who } from './people.ts';

/** Uploads a small PDF of its own content; answers the attachment's id. */
export async function attach(
  who: Who,
  purpose: AttachmentPurpose,
  content: string,
): Promise<{ id: string; sha256: string }> {
  const bytes = Buffer.from(`%PDF-1.7 ${content}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { attachmentId, grant } = await who.client.act(attachmentBegin, {
    input: { purpose, fileName: `${content}.pdf` },
  });
  await who.client.send(attachmentBytes, grant, bytes);
  await who.client.act(attachmentFinish, { subject: attachmentId, input: { sha256 } });
  return { id: attachmentId, sha256 };
}
