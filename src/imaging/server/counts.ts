/** How many images units have, and of what: for whoever compares them with paper and catalogue (DA/T 31-2017 §11.2). */
import type { Db, Tx } from '#/base/server/db.ts';
import { type Face, faces } from '../rules/capture.ts';
import { countImages } from './store/slots.ts';

export interface ImageCounts {
  total: number;
  byFace: Record<Face, number>;
  /** Registered as not scanned, each with its reason. */
  notScanned: Record<Exclude<Face, 'blank'>, number>;
}

export async function imageCounts(db: Db | Tx, unitIds: readonly string[]): Promise<Map<string, ImageCounts>> {
  if (unitIds.length === 0) return new Map();
  const { images, unscanned } = await countImages(db, unitIds);
  return new Map(
    unitIds.map((unitId) => {
      const of = (rows: readonly { unit_id: string; face: Face; count: string }[], face: Face): number =>
        Number(rows.find((row) => row.unit_id === unitId && row.face === face)?.count ?? 0);
      const byFace = Object.fromEntries(faces.map((face) => [face, of(images, face)])) as ImageCounts['byFace'];
      const { blank: _, ...notScanned } = Object.fromEntries(
        faces.map((face) => [face, of(unscanned, face)]),
      ) as ImageCounts['byFace'];
      return [unitId, { total: Object.values(byFace).reduce((sum, one) => sum + one, 0), byFace, notScanned }];
    }),
  );
}
