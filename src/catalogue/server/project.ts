/** Makes what can be looked up of a unit from what other rooms know of it; may be done any number of times. */
import type { Db } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { daySpan } from '#/description/rules/date.ts';
import { type ListedEntry, listedEntries } from '#/description/server/door.ts';
import { pageLinesOf } from '#/imaging/server/door.ts';
import { lockPackage, type PackedUnit, unitsOfPackage } from '#/products/server/door.ts';
import { noDay } from '../rules/era.ts';
import { fold } from '../rules/fold.ts';
import { pageText } from '../rules/highlight.ts';
import {
  type NewEntry,
  type NewPage,
  type NewUnit,
  putUnit,
  removePackage,
  searchState,
  unitsPutOf,
} from './store/projection.ts';

const valueOf = (entry: ListedEntry, field: string): string =>
  entry.values.find((value) => value.field === field)?.text ?? '';

function entryOf(entry: ListedEntry): NewEntry {
  const { level, code, fondsCode: fonds, fondsName, values } = entry;
  const { from, to } = daySpan(valueOf(entry, 'date')) ?? { from: noDay, to: noDay };
  const folded = [code, ...values.map(({ text }) => text)].map((text) => fold(text).text).join('\n');
  return { level, code, fonds, fondsName, from, to, retention: valueOf(entry, 'retentionPeriod'), values, folded };
}

async function unitOf(db: Db, packageId: string, unit: PackedUnit): Promise<NewUnit> {
  const entries = (await listedEntries(db, [unit.original_id])).map(entryOf);
  const lines = Map.groupBy(await pageLinesOf(db, unit.id), ({ page }) => page);
  const pages = [...lines].map(([page, own]): NewPage => {
    const content = pageText(own);
    return { page, content, folded: fold(content).text };
  });
  const dated = entries.filter(({ from }) => from !== noDay);
  // The first of them is the unit itself, what lies in it follows.
  const days = dated[0] ?? { from: noDay, to: noDay };
  const [first] = entries;
  return {
    ...{ unitId: unit.id, packageId, originalId: unit.original_id, code: unit.code, fonds: unit.fonds_code },
    ...{ title: first?.values.find(({ field }) => field === 'title')?.text ?? '', from: days.from, to: days.to },
    ...{ entries, pages: pages.filter(({ folded }) => folded !== '') },
  };
}

/**
 * Everything of a package, or nothing where it holds no longer. Whoever withdraws it meanwhile waits for the unit that
 * is being written, and what he announces takes it away again. Answers how many were written.
 */
export async function projectPackage(
  db: Db,
  packageId: string,
  { again = false, signal }: { again?: boolean; signal?: AbortSignal } = {},
): Promise<number> {
  let written = 0;
  const { generation } = await searchState(db);
  const put = new Map((await unitsPutOf(db, packageId)).map((row) => [row.unit_id, row.generation]));
  for (const unit of await unitsOfPackage(db, packageId)) {
    signal?.throwIfAborted();
    const there = put.get(unit.id);
    if (there !== undefined && (!again || there >= generation)) continue;
    const made = await unitOf(db, packageId, unit);
    const holds = await upkeep(db, 'search.project', async (tx) => {
      if ((await lockPackage(tx, packageId))?.state !== 'made') return false;
      await putUnit(tx, made, generation);
      return true;
    });
    if (!holds) break;
    written += 1;
  }
  await upkeep(db, 'search.project', async (tx) => {
    if ((await lockPackage(tx, packageId))?.state !== 'made') await removePackage(tx, packageId);
  });
  return written;
}
