import type { AttachmentPurpose } from '../rules/api/files.ts';
import type { ObjectStore } from './objects/store.ts';
import { sniffTable } from './tables-in/sniff.ts';

const signatures: readonly (readonly [mediaType: string, bytes: readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
];

/** Of tables that are uploaded to be read row by row. */
const tableTypes = {
  zip: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  cfb: 'application/vnd.ms-excel',
  dbf: 'application/vnd.dbf',
  text: 'text/csv',
} as const;

/** Media type by the bytes, never by the name; null for what attachments of this purpose may not be. */
export async function sniffMediaType(
  objects: ObjectStore,
  sha256: string,
  purpose: AttachmentPurpose,
): Promise<string | null> {
  const head: Buffer[] = [];
  for await (const chunk of await objects.get(sha256, { start: 0, end: 65_536 })) head.push(chunk as Buffer);
  const bytes = Buffer.concat(head);
  if (purpose === 'catalogue' || purpose === 'staff') {
    const { kind } = sniffTable(bytes);
    return kind === 'foreign' || kind === 'disguised' ? null : tableTypes[kind];
  }
  return signatures.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0] ?? null;
}
