/** Catalogues as an archive keeper feeds them, and the lists of others that stand beside the repository. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { attachmentBegin, attachmentBytes, attachmentFinish } from '#/base/rules/api/files.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { csvBytes } from '#/base/server/tables-out/csv.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import type { Who } from './people.ts';

const shared = join(import.meta.dirname, '../../shared/data');
export const catalogueFolder = join(shared, 'catalogues');
const blns = join(shared, 'malicious/strings/blns.txt');

export const sharedCatalogues = existsSync(catalogueFolder);
export const sharedStrings = existsSync(blns);

/** Every file of every folder, by its path from the top. */
export const catalogueFiles = (): string[] =>
  readdirSync(catalogueFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(catalogueFolder, join(entry.parentPath, entry.name)))
    .sort();

/** The lines of the Big List of Naughty Strings that hold anything, by their numbers from 1. */
export const naughtyLines = (): { number: number; text: string }[] =>
  readFileSync(blns, 'utf8')
    .split('\n')
    .map((text, index) => ({ number: index + 1, text }))
    .filter(({ text }) => text !== '');

/** Uploads it; answers the attachment's id, or why it is no catalogue. */
export async function sendCatalogue(who: Who, fileName: string, bytes: Buffer): Promise<string | Problem> {
  const begin = { purpose: 'catalogue' as const, fileName };
  const { attachmentId, grant } = await who.client.act(attachmentBegin, { input: begin });
  const answer = await who.client.send(attachmentBytes, grant, bytes);
  if (!answer.ok) return (await answer.json()) as Problem;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await who.client.act(attachmentFinish, { subject: attachmentId, input: { sha256 } });
  return attachmentId;
}

type Rows = readonly (readonly string[])[];

export const csvOf = (rows: Rows): Promise<Buffer> => buffer(Readable.from(csvBytes(rows, 'exchange')));
export const xlsxOf = (rows: Rows): Promise<Buffer> => buffer(xlsxStream(rows, { sheet: '目录' }));
