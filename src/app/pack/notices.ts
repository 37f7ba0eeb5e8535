import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Installed } from './packages.ts';

const licenceFile = /^(licen[cs]e|copying|notice|copyright|ofl)([.-].*)?$/i;

interface Manifest {
  license?: string | { type?: string };
  licenses?: { type?: string }[];
  author?: string | { name?: string };
  homepage?: string;
  repository?: string | { url?: string };
}

/** THIRD-PARTY-NOTICES: every shipped package with its licence and the text it came with. */
export function thirdPartyNotices(checkout: string, packages: readonly Installed[]): string {
  const parts = packages.map((one) => notice(join(checkout, one.path), one));
  const head =
    'THIRD-PARTY NOTICES 第三方软件声明\n\n' +
    `Shoucang is handed over together with the ${packages.length} packages below, each under its own licence.\n` +
    `守藏随附以下 ${packages.length} 个第三方软件包,各依其许可证。\n`;
  return [head, ...parts].join(`\n${'='.repeat(78)}\n\n`);
}

function notice(folder: string, { name, version, runs }: Installed): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const where = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  const licence = licenceOf(manifest);
  // A package that states no licence must not be handed to anybody.
  if (licence === null) throw new Error(`${name} ${version} states no licence`);
  const texts = licenceFiles(folder).map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(...licenceChapter(folder));
  const lines = [
    `${name} ${version}`,
    `Licence: ${licence}`,
    `Used by: ${runs ? 'server' : 'page'}`,
    ...(where ? [`Source: ${where}`] : []),
    '',
    ...(texts.length > 0 ? texts : [`(the package carries no licence file; author: ${authorOf(manifest)})`]),
  ];
  return `${lines.join('\n')}\n`;
}

const authorOf = ({ author }: Manifest): string => (typeof author === 'string' ? author : author?.name) ?? 'not stated';

/** SPDX expression that the package states, or null. */
function licenceOf({ license, licenses }: Manifest): string | null {
  const stated =
    typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' OR '));
  return stated || null;
}

const licenceFiles = (folder: string): string[] =>
  readdirSync(folder).filter((name) => licenceFile.test(name) && statSync(join(folder, name)).isFile());

/** Some packages print their licence only at the end of the README. */
function licenceChapter(folder: string): string[] {
  const readme = readdirSync(folder).find((name) => /^readme(\.md)?$/i.test(name));
  const text = readme ? readFileSync(join(folder, readme), 'utf8') : '';
  const chapter = /^#+\s*licen[cs]e\b[^]*$/im.exec(text)?.[0].trim();
  return chapter ? [chapter] : [];
}
