/** Files that persons of the demonstration send, made here. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { attachmentBegin, attachmentBytes, attachmentFinish, type AttachmentPurpose } from '#/base/rules/api/files.ts';
import { crc32 } from '#/base/rules/photograph.ts';
import type { Person } from './person.ts';

export async function send(who: Person, purpose: AttachmentPurpose, fileName: string, bytes: Buffer): Promise<string> {
  const { attachmentId, grant } = await who.act(attachmentBegin, { input: { purpose, fileName } });
  await who.client.send(attachmentBytes, grant, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await who.act(attachmentFinish, { subject: attachmentId, input: { sha256 } });
  return attachmentId;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** Stands for the photograph of a seal: a whole PNG, a dark band on grey, 640 by 480. */
export function photograph(): Buffer {
  const [width, height] = [640, 480];
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const line = (at: number): Buffer => {
    const row = Buffer.alloc(width + 1, at > 200 && at < 280 ? 0x40 : 0xb0);
    row[0] = 0;
    return row;
  };
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, (_, at) => line(at))));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}
