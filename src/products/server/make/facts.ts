/** What a book says of itself. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { ListedEntry } from '#/description/server/door.ts';
import type { DocumentFacts } from '../../rules/pdf.ts';

interface Source {
  code: string;
  fonds: string;
  at: Date;
  producer: string;
  entries: readonly ListedEntry[];
  pages: readonly { sha256: string; page: number }[];
}

/** The entry of the unit itself stands before what lies in it. */
const headOf = ({ entries, code }: Source): ListedEntry | undefined =>
  entries.find((entry) => entry.code === code) ?? entries[0];

const valueOf = (entry: ListedEntry | undefined, key: string): string =>
  entry?.values.find(({ field }) => field === key)?.text ?? '';

export function factsOf(source: Source): DocumentFacts {
  const { code, at, producer, pages } = source;
  const head = headOf(source);
  const [title, author] = [valueOf(head, 'title'), valueOf(head, 'author')];
  // The same content has the same name, whoever makes it and whenever.
  const hash = createHash('sha256').update(`${code}\n${at.toISOString()}\n`);
  for (const { sha256, page } of pages) hash.update(`${sha256} ${page}\n`);
  return {
    ...{ code, date: at, producer, title: title === '' ? code : title, author: author === '' ? null : author },
    id: hash.digest('hex').slice(0, 32),
  };
}

/** Custom metadata of an OFD by the names of DA/T 46. */
export function metadataOf(source: Source): { name: string; value: string }[] {
  const head = headOf(source);
  const named: [name: string, value: string][] = [
    ['档号', source.code],
    ['全宗号', source.fonds],
    ['题名', valueOf(head, 'title')],
    ['责任者', valueOf(head, 'author')],
    ['日期', valueOf(head, 'date')],
    ['文件编号', valueOf(head, 'documentNumber')],
    ['保管期限', valueOf(head, 'retentionPeriod')],
    ['密级', valueOf(head, 'classification')],
    ['页数', String(source.pages.length)],
  ];
  return named.flatMap(([name, value]) => (value === '' ? [] : [{ name, value }]));
}

let profile: Promise<Buffer> | undefined;

/** The profile of sRGB, as the library of images has it. */
export const srgbProfile = (): Promise<Buffer> => (profile ??= readProfile());

async function readProfile(): Promise<Buffer> {
  const dot = { create: { width: 1, height: 1, channels: 3 as const, background: 'white' } };
  const { icc } = await sharp(await sharp(dot).withIccProfile('srgb').jpeg().toBuffer()).metadata();
  if (!icc) throw new Error('no profile of sRGB');
  return icc;
}
