/** Images and all that was written of them, when their original turns out to be classified (6.1-5, 6.5-3). */
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { clearedText } from '#/base/rules/clear-texts.ts';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import type { Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { releaseObjects } from '#/base/server/store/objects.ts';
import { revokeGrants } from '#/base/server/store/told.ts';
import type { Agreed } from '#/custody/server/door.ts';
import type {} from '../tables.ts';

/** Texts that persons wrote of images of these originals. */
export async function textsOf(tx: Tx, originalIds: readonly string[]) {
  const { rows } = await sql<{ id: string; original_id: string; texts: string[] }>`
    with unit as (select id, original_id from work_unit where original_id = any(${[...originalIds]}::uuid[]))
    select defect.id, unit.original_id, array[defect.note, defect.answer] as texts
      from defect join unit on unit.id = defect.unit_id
    union all select face.id, unit.original_id, array[face.place, face.reason]
      from unscanned_face face join unit on unit.id = face.unit_id
    union all select slot.id, unit.original_id, array[slot.removed_reason]
      from image_slot slot join unit on unit.id = slot.unit_id where slot.removed_reason is not null
    union all select unit.id, unit.original_id, array[upload.name]
      from upload join unit on unit.id = upload.unit_id`.execute(tx);
  return rows.map(({ id, original_id: originalId, texts }) => ({ id, originalId, texts }));
}

/** Texts go, and what was opened is not read on. Answers the units. */
export async function clearTextsOf(tx: Tx, originalIds: readonly string[]): Promise<string[]> {
  const rows = await tx.selectFrom('work_unit').select('id').where('original_id', 'in', originalIds).execute();
  const units = rows.map(({ id }) => id);
  if (units.length === 0) return [];
  const cleared = clearedText;
  const unlessNull = (column: string) =>
    sql<string>`case when ${sql.ref(column)} is null then null else ${cleared} end`;
  await tx
    .updateTable('defect')
    .set({ note: unlessNull('note'), answer: unlessNull('answer') })
    .where('unit_id', 'in', units)
    .execute();
  await tx
    .updateTable('unscanned_face')
    .set({ place: cleared, reason: cleared })
    .where('unit_id', 'in', units)
    .execute();
  await tx
    .updateTable('image_slot')
    .set({ removed_reason: unlessNull('removed_reason') })
    .where('unit_id', 'in', units)
    .execute();
  const uploads = await tx
    .updateTable('upload')
    .set({
      name: cleared,
      refusal: sql`case when refusal is null then null else '{"code":"file-damaged","params":{}}'::jsonb end`,
    })
    .where('unit_id', 'in', units)
    .returning('id')
    .execute();
  // What a machine read is text of the original like any other.
  await tx
    .deleteFrom('page_text')
    .where('master_id', 'in', tx.selectFrom('master').select('id').where('unit_id', 'in', units))
    .execute();
  await revokeGrants(tx, [...units, ...uploads.map(({ id }) => id)]);
  return units;
}

interface Removed {
  kind: string;
  where: string;
  digest: string | null;
  bytes: string | null;
}

/** Every image of these units with all that was made of it; what is left to remove from the store is answered. */
export async function purgeImages(tx: Tx, units: readonly string[], agreed: Agreed) {
  const own = [...units];
  const uploads = await tx
    .selectFrom('upload')
    .select(['id', 'unit_id', 'sha256', 'bytes', 'state'])
    .where('unit_id', 'in', own)
    .where('purged_at', 'is', null)
    .orderBy('id')
    .execute();
  const masters = await tx
    .selectFrom('master')
    .select(['id', 'unit_id', 'sha256'])
    .where('unit_id', 'in', own)
    .where('purged_at', 'is', null)
    .orderBy('id')
    .execute();
  const ids = masters.map(({ id }) => id);
  const renditions = await tx
    .selectFrom('rendition')
    .innerJoin('master', 'master.id', 'rendition.master_id')
    .select(['rendition.master_id', 'rendition.kind', 'rendition.sha256'])
    .where('master.unit_id', 'in', own)
    .execute();
  await tx
    .deleteFrom('rendition')
    .where('master_id', 'in', tx.selectFrom('master').select('id').where('unit_id', 'in', own))
    .execute();
  const derivatives = await forgetTreatments(tx, own);
  await tx
    .deleteFrom('page_look')
    .where('master_id', 'in', tx.selectFrom('master').select('id').where('unit_id', 'in', own))
    .execute();
  const now = new Date();
  await tx
    .updateTable('master')
    .set({ sha256: null, purged_at: now })
    .where('unit_id', 'in', own)
    .where('purged_at', 'is', null)
    .execute();
  await tx
    .updateTable('upload')
    .set({ sha256: null, purged_at: now })
    .where('unit_id', 'in', own)
    .where('purged_at', 'is', null)
    .execute();
  await tx
    .updateTable('capture')
    .set({ closed_at: sql<Date>`greatest(opened_at, now())` })
    .where('unit_id', 'in', own)
    .where('closed_at', 'is', null)
    .execute();
  const removed = [...scannedFiles(uploads, masters, renditions), ...derivatives];
  for (const [unit, items] of Map.groupBy(removed, (item) => item.unit))
    await entomb(
      tx,
      unit,
      items.map(({ kind, where, digest, bytes }) => ({ kind, where, digest, bytes })),
      agreed,
    );
  const digests = [
    ...new Set(
      [...uploads, ...renditions]
        .flatMap(({ sha256 }) => sha256 ?? [])
        .concat(derivatives.flatMap(({ digest }) => digest ?? [])),
    ),
  ];
  const begun = uploads.filter(({ state }) => state === 'begun').map(({ id }) => id);
  return { digests: await releaseObjects(tx, digests), parts: begun, pages: ids.length };
}

interface Row {
  unit_id: string;
  sha256: string | null;
}

const scannedFiles = (
  uploads: readonly (Row & { id: string; bytes: string })[],
  masters: readonly (Row & { id: string })[],
  renditions: readonly { master_id: string; kind: string; sha256: string }[],
): (Removed & { unit: string })[] => [
  ...uploads.map((row) => ({
    ...{ unit: row.unit_id, kind: 'upload', where: row.id, digest: row.sha256, bytes: row.bytes },
  })),
  ...masters.map((row) => ({ unit: row.unit_id, kind: 'master', where: row.id, digest: row.sha256, bytes: null })),
  ...renditions.map((row) => ({
    ...{ unit: masters.find(({ id }) => id === row.master_id)?.unit_id ?? '', kind: row.kind },
    ...{ where: row.master_id, digest: row.sha256, bytes: null },
  })),
];

/** Derivatives and their pictures. */
async function forgetTreatments(tx: Tx, units: readonly string[]): Promise<(Removed & { unit: string })[]> {
  const pictures = await tx
    .selectFrom('treatment_picture')
    .innerJoin('treatment', 'treatment.id', 'treatment_picture.treatment_id')
    .select([
      'treatment_picture.treatment_id',
      'treatment_picture.kind',
      'treatment_picture.sha256',
      'treatment.unit_id',
    ])
    .where('treatment.unit_id', 'in', units)
    .execute();
  const ids = [...new Set(pictures.map((row) => row.treatment_id))];
  if (ids.length > 0) await tx.deleteFrom('treatment_picture').where('treatment_id', 'in', ids).execute();
  const files = await tx
    .selectFrom('treatment')
    .select(['id', 'unit_id', 'sha256'])
    .where('unit_id', 'in', units)
    .where('purged_at', 'is', null)
    .orderBy('id')
    .execute();
  await tx
    .updateTable('treatment')
    .set({ sha256: null, purged_at: new Date() })
    .where('unit_id', 'in', units)
    .where('purged_at', 'is', null)
    .execute();
  return [
    ...files.flatMap((row) =>
      row.sha256 === null
        ? []
        : [{ unit: row.unit_id, kind: 'derivative', where: row.id, digest: row.sha256, bytes: null }],
    ),
    ...pictures.map((row) => ({
      ...{ unit: row.unit_id, kind: row.kind, where: row.treatment_id, digest: row.sha256, bytes: null },
    })),
  ];
}

async function entomb(tx: Tx, unitId: string, items: readonly Removed[], { requestedBy, approvedBy }: Agreed) {
  await tx
    .insertInto('tombstone')
    .values({
      ...{ id: newId(), subject_type: 'unit', subject_id: unitId, removed: JSON.stringify(items) },
      digest: createHash('sha256').update(canonicalize(items)).digest('hex'),
      ...{ reason: '涉密标识移交 6.5-3', requested_by: requestedBy, approved_by: approvedBy },
    })
    .execute();
}
