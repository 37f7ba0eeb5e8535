/** What products of a unit are made of, and what keeps it from being made into any (5.6-5). */
import { createHash } from 'node:crypto';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { type ListedEntry, linksOf, listedEntries } from '#/description/server/door.ts';
import { specificationOf } from '#/engagement/server/door.ts';
import type { Specification } from '#/engagement/rules/specification.ts';
import { type DeliveredPage, deliveryOf } from '#/imaging/server/door.ts';
import { numbers } from '#/imaging/rules/obstacles.ts';
import { unitsOfPackage } from './store/packages.ts';

export interface UnitOf {
  id: string;
  original_id: string;
  project_id: string;
  scheme_id: string;
  code: string;
}

type Link = ReturnType<Awaited<ReturnType<typeof linksOf>>['get']>;

export interface UnitInput {
  specification: Specification;
  pages: DeliveredPage[];
  entries: ListedEntry[];
  /** Places without an image, and images that no inspection passed as they are. */
  empty: number[];
  unpassed: number[];
  /** What is known of its numbers of pages; undefined where it is no unit of a line that links. */
  link: Link;
  /** SHA-256 of all of it: the same when nothing was changed. */
  digest: string;
  /** Why nothing can be made of it. */
  obstacle: Refusal | null;
}

export async function inputOf(db: Db | Tx, unit: UnitOf): Promise<UnitInput> {
  const { id, original_id: originalId, project_id: projectId, scheme_id: schemeId, code } = unit;
  const specification = await specificationOf(db, { projectId, schemeId, code });
  if (!specification) throw new Error(`no specification for ${code}`);
  const { pages, empty, unpassed } = await deliveryOf(db, id, specification.data.delivered);
  const entries = await listedEntries(db, [originalId]);
  const link = (await linksOf(db, [{ unitId: id, originalId }])).get(id);
  const undecided = entries.reduce((sum, { open }) => sum + open, 0);
  const unlinked = link !== undefined && link.figures.differing.length > 0 && link.accepted === null;
  const obstacle =
    pages.length === 0
      ? refuse('unit-without-images', { code })
      : empty.length > 0
        ? refuse('unit-pages-missing', { code, numbers: numbers(empty) })
        : unpassed.length > 0
          ? refuse('unit-pages-unpassed', { code, numbers: numbers(unpassed) })
          : undecided > 0
            ? refuse('unit-undecided', { code, count: undecided })
            : unlinked
              ? refuse('unit-unlinked', { code })
              : null;
  const digest = digestOf({ specification: specification.id, pages, entries });
  return { specification: specification.data, pages, entries, empty, unpassed, link, digest, obstacle };
}

/** 6.5-1: of what is halted nothing is made; the halt waits for the transaction, or it for the halt. */
export const stoppedUnits = (tx: Tx, originalIds: readonly string[]): Promise<Map<string, Refusal>> =>
  refuseAtWork(tx, originalIds, { paper: false });

/** The first unit of a package that is halted or was surrendered; null where none is. */
export async function stoppedIn(tx: Tx, packageId: string): Promise<{ code: string } | null> {
  const units = await unitsOfPackage(tx, packageId);
  const stopped = await stoppedUnits(
    tx,
    units.map(({ original_id: id }) => id),
  );
  return units.find(({ original_id: id }) => stopped.has(id)) ?? null;
}

function digestOf({
  specification,
  pages,
  entries,
}: {
  specification: string;
  pages: readonly DeliveredPage[];
  entries: readonly ListedEntry[];
}): string {
  const frozen = {
    specification,
    pages: pages.map(({ position, face, masterId, derivativeId, sha256, page, readAt }) => ({
      ...{ position, face, masterId, derivativeId, sha256, page, readAt: readAt?.toISOString() ?? null },
    })),
    entries: entries.map(({ level, code, values }) => ({
      ...{ level, code, values: values.map(({ field, text }) => ({ field, text })) },
    })),
  };
  return createHash('sha256').update(JSON.stringify(frozen)).digest('hex');
}
