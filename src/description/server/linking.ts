/** Three counts side by side: catalogue, paper, images (DA/T 31-2017 §11.2). */
import { fill, listed } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { type CountedFaces, countedFaces } from '#/custody/server/door.ts';
import { type ImageCounts, imageCounts } from '#/imaging/server/door.ts';
import type { Unfinished } from '#/workflow/server/door.ts';
import { type LinkFigures, linkTermNames, sameFigures } from '../rules/link.ts';
import { countsFrom, linkingOf } from '../rules/linking.ts';
import { descriptionMessages } from '../rules/messages.ts';
import { acceptancesOf } from './store/links.ts';

export interface UnitLink {
  figures: LinkFigures;
  /** Why the archive took it although figures differ; null where it has not taken these figures. */
  accepted: { reason: string; by: string } | null;
}

/** Of each unit, by its id. */
export async function linksOf(
  db: Db | Tx,
  units: readonly { unitId: string; originalId: string }[],
): Promise<Map<string, UnitLink>> {
  const ids = units.map(({ unitId }) => unitId);
  const paper = await countedFaces(
    db,
    units.map(({ originalId }) => originalId),
  );
  const images = await imageCounts(db, ids);
  const accepted = new Map((await acceptancesOf(db, ids)).map((row) => [row.unit_id, row]));
  return new Map(
    units.flatMap(({ unitId, originalId }) => {
      const [counted, found, taken] = [paper.get(originalId), images.get(unitId), accepted.get(unitId)];
      if (!counted || !found) return [];
      const figures = figuresFrom(counted, found);
      const holds = taken !== undefined && sameFigures(taken.figures, figures);
      return [[unitId, { figures, accepted: holds ? { reason: taken.reason, by: taken.by_id } : null }] as const];
    }),
  );
}

function figuresFrom(paper: CountedFaces, { total, byFace, notScanned }: ImageCounts): LinkFigures {
  const { blank: blanks, page: pages, cover, contents, noteSheet } = byFace;
  const found = { pages, cover, contents, noteSheet, blanks };
  const { page: pagesLeft, ...facesLeft } = notScanned;
  const { pages: counted, catalogued, leaves } = paper;
  const terms = { ...paper, pages: counted ?? catalogued };
  const counts = countsFrom(terms, found, { pages: pagesLeft, ...facesLeft });
  const { expected, differing } = linkingOf(counts, { total, byFace: found });
  const apart = catalogued !== null && counted !== null && catalogued !== counted;
  return {
    ...{ catalogued, counted, leaves, expected, images: total },
    notScanned: Object.values(notScanned).reduce((sum, one) => sum + one, 0),
    differing: apart ? ['catalogue', ...differing] : differing,
  };
}

/** What differs and was not taken by the archive is not linked. */
export const unfinishedLink: Unfinished = async (tx, unit) => {
  const link = (await linksOf(tx, [{ unitId: unit.id, originalId: unit.originalId }])).get(unit.id);
  if (!link || link.figures.differing.length === 0 || link.accepted !== null) return null;
  const { zh, en } = descriptionMessages['link-differs'];
  const { expected, images, differing } = link.figures;
  const params = {
    ...{ expected, images },
    terms: listed(differing.map((term) => linkTermNames[term])),
  };
  return { zh: fill(zh.what, params, 'zh'), en: fill(en.what, params, 'en') };
};
