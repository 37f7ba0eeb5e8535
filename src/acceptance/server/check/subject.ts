/** What every part of a run looks at. */
import type { Db } from '#/base/server/db.ts';
import type { ListedEntry } from '#/description/server/door.ts';
import type { PackageRow, PackedFile, PackedUnit } from '#/products/server/door.ts';
import type { Tally } from './tally.ts';

export interface Subject {
  db: Db;
  tally: Tally;
  row: PackageRow;
  units: readonly PackedUnit[];
  files: readonly PackedFile[];
  /** Entries as they are now, in the order of the units. */
  entries: readonly ListedEntry[];
  /** The package as it lies there. */
  folder: string;
  /** Paths whose bytes the store does not have. */
  missing: readonly string[];
  signal: AbortSignal;
}

/** Images and books of each unit. */
export const filesOf = (files: readonly PackedFile[]): Map<string | null, PackedFile[]> =>
  Map.groupBy(files, ({ unit_id: unitId }) => unitId);
