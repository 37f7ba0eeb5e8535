import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

export const root = join(import.meta.dirname, '..', '..');

export interface Source {
  /** Path from the checkout, with forward slashes. */
  path: string;
  text: string;
}

const folders = ['src', 'test', 'bench', 'drill'];

/** Every TypeScript file of the house. */
export function readSources(): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') })),
  );
}

/** What a file imports, types included: module specifiers as written. */
export function importsOf({ path, text }: Source): string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be parsed'}`);
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1));
  return [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports
      .flatMap((one) => one.entries.map((entry) => entry.moduleRequest?.value))
      .filter((value) => value !== undefined),
    ...dynamic,
  ];
}
