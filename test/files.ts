import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { attachmentBegin, attachmentBytes, attachmentFinish, type AttachmentPurpose } from '#/base/rules/api/files.ts';
import { crc32 } from '#/base/rules/photograph.ts';
import type { Who } from './people.ts';

/** Uploads these bytes; answers the attachment's id. */
export async function upload(
  who: Who,
  purpose: AttachmentPurpose,
  fileName: string,
  bytes: Buffer,
): Promise<{ id: string; sha256: string }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { attachmentId, grant } = await who.client.act(attachmentBegin, { input: { purpose, fileName } });
  await who.client.send(attachmentBytes, grant, bytes);
  await who.client.act(attachmentFinish, { subject: attachmentId, input: { sha256 } });
  return { id: attachmentId, sha256 };
}

/** Uploads a small PDF of its own content. */
export const attach = (who: Who, purpose: AttachmentPurpose, content: string) =>
  upload(who, purpose, `${content}.pdf`, Buffer.from(`%PDF-1.7 ${content}`));

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

/** A grey PNG of this size; `idat` in place of its picture data. */
export function png(width: number, height: number, idat?: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width, 0xa0)]);
  const data = idat ?? deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const middle = data.length === 0 ? data : chunk('IDAT', data);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', head), middle, chunk('IEND', Buffer.alloc(0))]);
}
