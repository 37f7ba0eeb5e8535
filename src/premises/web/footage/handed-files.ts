import { readTimes } from '../../rules/footage.ts';

export interface HandedFile {
  name: string;
  from: string;
  to: string;
  bytes: string;
  sha256: string;
}

/**
 * A list as `sha256sum` and `stat` write it, one file a line: digest, bytes, name; `*` before a name is
 * sha256sum's mark of a binary file. Times come from the name. Answers the number of the first wrong line.
 */
export function readHandedFiles(text: string, timeZone: string): HandedFile[] | { wrong: number } {
  const files: HandedFile[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, sha256, bytes, name = ''] = /^\s*([0-9a-fA-F]{64})\s+(\d+)\s+\*?(.+?)\s*$/.exec(line) ?? [];
    const times = readTimes(name, timeZone);
    if (sha256 === undefined || bytes === undefined || times === null || times.to === null) return { wrong: index + 1 };
    const [from, to] = [new Date(times.from).toISOString(), new Date(times.to).toISOString()];
    files.push({ name, from, to, bytes: String(BigInt(bytes)), sha256: sha256.toLowerCase() });
  }
  return files;
}
