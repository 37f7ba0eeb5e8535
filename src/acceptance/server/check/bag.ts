/** The bag: digests, presence, surplus, structure and seal, by the judge that judges carriers (DA/T 70-2018 1-1, 1-12 to 1-14, 2-7, 4-3). */
import { dirname, join } from 'node:path';
import { digestsOf } from '#/base/server/objects/digests.ts';
import type { BagFault } from '#/products/rules/bagit.ts';
import { type PackedFile, verifyBag } from '#/products/server/door.ts';
import { levels } from '#/description/rules/field.ts';
import { listNames } from '#/products/rules/lists.ts';
import type { CheckCode } from '../../rules/checks.ts';
import type { Subject } from './subject.ts';

/** Which item each fault speaks against; everything else is structure. */
const itemOf: Partial<Record<BagFault, CheckCode>> = {
  changed: 'digests',
  missing: 'files',
  unreadable: 'files',
  unlisted: 'surplus',
  'size-differs': 'counts',
};

export async function lookAtBag({ tally, row, files, folder, missing, entries, signal }: Subject): Promise<void> {
  const verdict = await verifyBag(folder, signal);
  const faults = Map.groupBy(
    verdict.troubles.filter(({ warning }) => !warning),
    ({ fault }) => itemOf[fault] ?? ('bag' as const),
  );
  const failedIn = (code: CheckCode) => new Map((faults.get(code) ?? []).map((one) => [one.file, one.fault]));
  const [changed, gone, surplus] = [failedIn('digests'), failedIn('files'), failedIn('surplus')];
  // Lists of lists stand in no list.
  for (const path of missing) gone.set(path, 'missing');
  for (const file of files)
    if (isTop(file.path) && !gone.has(file.path) && !(await isItself(folder, file))) changed.set(file.path, 'changed');
  const present = new Set(files.map(({ path }) => path));
  for (const { path } of files) {
    const absent = gone.get(path);
    // Of a file that is not there no digest can be told: that it is not is told by `files`.
    if (absent === undefined) tally.look('digests', path, ...(changed.has(path) ? ([['changed']] as const) : []));
    tally.look(
      'files',
      path,
      ...(absent === undefined ? [] : ([[absent === 'missing' ? 'missing' : 'unreadable']] as const)),
    );
    tally.look('surplus', path, ...(surplus.has(path) ? ([['unlisted']] as const) : []));
  }
  // Named by a list, and unknown to the register of files.
  for (const [path] of gone) if (!present.has(path)) tally.look('files', path, ['missing']);
  for (const file of (faults.get('counts') ?? []).map((one) => one.file))
    tally.look('counts', file, ['structure', { fault: 'Payload-Oxum' }]);
  for (const { fault, file } of faults.get('bag') ?? []) tally.look('bag', file, ['structure', { fault }]);
  for (const name of ['sha256', 'sm3'] as const)
    tally.look('bag', `manifest-${name}.txt`, ...(verdict.digests.includes(name) ? [] : ([['list-missing']] as const)));
  for (const path of namedLists({ entries, files }))
    tally.look('bag', path, ...(present.has(path) ? [] : ([['list-missing']] as const)));
  const same = verdict.seal !== null && verdict.seal === row.seal;
  tally.look('sealed', 'tagmanifest-sha256.txt', ...(same ? [] : ([['seal-differs']] as const)));
  tally.inapplicable('signature');
}

const isTop = (path: string): boolean => path.startsWith('tagmanifest-');

/** Against the register of files. */
async function isItself(folder: string, { path, sha256, sm3 }: PackedFile): Promise<boolean> {
  const measured = await digestsOf(join(folder, path), ['sha256', 'sm3']).catch(() => null);
  return measured?.get('sha256') === sha256 && measured.get('sm3') === sm3;
}

/** DA/T 93-2022: what stands in every package beside its products; of a level that has no entries any more, what is there. */
export function namedLists({ entries, files }: Pick<Subject, 'entries' | 'files'>): string[] {
  const has = new Set<string>(entries.map(({ level }) => level));
  const present = new Set(files.map(({ path }) => path));
  const tables = levels.flatMap((level) => {
    const { table } = listNames[level];
    const names = [`${table}.xlsx`, `${table}.csv`, `${table}（电子表格用）.csv`, `${table}.XML`];
    return names.map((name) => `data/目录/${name}`).filter((path) => has.has(level) || present.has(path));
  });
  return [...tables, 'data/目录/图像清单.csv', 'data/说明文件.TXT'];
}

/** Numbers of the register against what is there (2-1, 2-2). */
export function lookAtCounts({ tally, row, units, files }: Subject, delivered: ReadonlyMap<string, number>): void {
  const compare = (at: string, expected: number, found: number): void =>
    tally.look('counts', at, ...(expected === found ? [] : ([['count-differs', { expected, found }]] as const)));
  const images = files.filter(({ kind }) => kind === 'image');
  compare(row.number, row.units, units.length);
  compare(row.number, row.images, images.length);
  const byUnit = Map.groupBy(images, ({ unit_id: unitId }) => unitId);
  for (const { id, code } of units) compare(code, delivered.get(id) ?? 0, byUnit.get(id)?.length ?? 0);
  const folders = new Set(images.map(({ path }) => dirname(path)));
  compare(row.number, units.length, folders.size);
}
