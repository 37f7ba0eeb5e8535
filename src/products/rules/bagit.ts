/**
 * BagIt (RFC 8493, and the drafts from 0.93 on): a folder whose files are listed with their digests. Here are the texts
 * of its lists, written and read; `server/bag/` looks at the folder.
 */

export const ownVersion = '1.0';
export const bagitText = `BagIt-Version: ${ownVersion}\nTag-File-Character-Encoding: UTF-8\n`;

/** By the names that stand in the names of lists; sm3 (GB/T 32905) is one more than the RFC names. */
export const digestNames = ['md5', 'sha1', 'sha256', 'sha512', 'sm3'] as const;
export type DigestName = (typeof digestNames)[number];
export const isDigestName = (name: string): name is DigestName => (digestNames as readonly string[]).includes(name);

/** Digits of each digest. */
const digits: Record<DigestName, number> = { md5: 32, sha1: 40, sha256: 64, sha512: 128, sm3: 64 };

export interface Listed {
  path: string;
  digest: string;
}

const encodePath = (path: string): string =>
  path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Sorted by path, so that the same files give the same list. */
export const manifestText = (rows: readonly Listed[]): string =>
  rows
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, digest }) => `${digest}  ${encodePath(path)}\n`)
    .join('');

export const bagInfoText = (rows: readonly (readonly [label: string, value: string])[]): string =>
  rows.map(([label, value]) => `${label}: ${value.replaceAll(/\s*[\r\n]+\s*/g, ' ')}\n`).join('');

export type BagFault =
  | 'no-declaration'
  | 'declaration-form'
  | 'encoding-unknown'
  | 'no-manifest'
  | 'manifest-form'
  | 'digest-unknown'
  | 'path-outside'
  | 'listed-twice'
  | 'missing'
  | 'unlisted'
  | 'changed'
  | 'unreadable'
  | 'size-differs';

/** What is wrong, and with which file; warnings leave a bag valid. */
export interface BagTrouble {
  fault: BagFault;
  file: string;
  warning: boolean;
}

export const trouble = (fault: BagFault, file: string, warning = false): BagTrouble => ({ fault, file, warning });

export interface Declaration {
  /** As a number: 0.93 to 1. */
  version: number;
  encoding: string;
}

/** `bagit.txt`, which is in UTF-8 whatever it says of the others. */
export function readDeclaration(text: string): Declaration | BagTrouble {
  const [first = '', second = '', ...rest] = text.split(/\r\n|\n|\r/);
  const version = /^BagIt-Version: (\d+\.\d+)$/.exec(first)?.[1];
  const encoding = /^Tag-File-Character-Encoding: (\S+)$/.exec(second)?.[1];
  if (version === undefined || encoding === undefined || rest.some((line) => line !== ''))
    return trouble('declaration-form', 'bagit.txt');
  return { version: Number(version), encoding };
}

const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/).filter((line) => line !== '');

const decodePath = (path: string): string =>
  path.replaceAll(/%0D/gi, '\r').replaceAll(/%0A/gi, '\n').replaceAll('%25', '%');

/** Where paths mean something else than a file in the bag: on any system, whichever wrote the list. */
export const leadsOutside = (path: string): boolean =>
  path.split(/[/\\]/).includes('..') || /^([/\\~]|[A-Za-z]:|%[^%/\\]+%)/.test(path) || path.includes('\0');

export interface Manifest {
  rows: Listed[];
  troubles: BagTrouble[];
}

/** Lines of a list; `payload`: what lies in `data/` is listed, otherwise what lies beside it. */
export function readManifest(
  text: string,
  { file, name, payload, version }: { file: string; name: DigestName; payload: boolean; version: number },
): Manifest {
  const rows = new Map<string, Listed>();
  const troubles: BagTrouble[] = [];
  for (const line of linesOf(text)) {
    const parts = /^([0-9a-fA-F]+)[ \t]+\*?(.+)$/.exec(line);
    const [, digest = '', written = ''] = parts ?? [];
    if (digest.length !== digits[name]) {
      troubles.push(trouble('manifest-form', `${file}: ${line.slice(0, 80)}`));
      continue;
    }
    const decoded = version >= 1 ? decodePath(written) : written;
    const path = decoded.replace(/^(\.\/)+/, '');
    if (path !== decoded) troubles.push(trouble('manifest-form', `${file}: ${decoded}`, version < 1));
    if (leadsOutside(path) || payload !== path.startsWith('data/')) {
      troubles.push(trouble('path-outside', path));
      continue;
    }
    const row = { path, digest: digest.toLowerCase() };
    const before = rows.get(path);
    // From 1.0 on a file is listed once; before, twice with the same digest is odd and no more.
    if (before) troubles.push(trouble('listed-twice', path, version < 1 && before.digest === row.digest));
    rows.set(path, row);
  }
  return { rows: [...rows.values()], troubles };
}

/** `Payload-Oxum: <bytes>.<files>` of `bag-info.txt`; null where it does not stand there. */
export function readOxum(text: string): { bytes: number; files: number } | null {
  const found = /^Payload-Oxum\s*:\s*(\d+)\.(\d+)\s*$/im.exec(text);
  return found ? { bytes: Number(found[1]), files: Number(found[2]) } : null;
}
