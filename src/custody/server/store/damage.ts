/** Damage incidents (6.3). */
import { type ExpressionBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { Tables } from '#/base/server/tables.ts';
import type { PhotoSource } from '#/premises/server/door.ts';
import type { damageAccept, damageJudge, damageRepair, damageReport } from '../../rules/api/damage.ts';
import type { IncidentState } from '../../rules/damage.ts';
import type {} from '../tables.ts';

const addPhotos = async (tx: Tx, incidentId: string, photos: readonly string[], after: boolean): Promise<void> => {
  if (photos.length === 0) return;
  await tx
    .insertInto('damage_photo')
    .values(
      [...new Set(photos)].map((attachment_id) => ({ incident_id: incidentId, attachment_id, after_repair: after })),
    )
    .execute();
};

export async function insertIncident(
  tx: Tx,
  row: { number: string; originalId: string; batchId: string | null; source: PhotoSource; by: string },
  { kind, place, description, cause, photos }: InputOf<typeof damageReport>,
  late: LateColumns,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('damage_incident')
    .values({
      ...{ id, number: row.number, original_id: row.originalId, batch_id: row.batchId, kind, place },
      ...{ description, cause, ...row.source, reported_by: row.by, ...late },
      ...{ liable: null, liability_basis: null, penalty: null, remedy: null },
      ...{ judged_by: null, agreed_by: null, judged_at: null },
      ...{ repairer: null, repair_method: null, sent_by: null, sent_at: null },
      ...{ repair_result: null, accepted_by: null, accepted_with: null, accepted_at: null },
      ...{ found_note: null, found_by: null, found_at: null },
    })
    .execute();
  await addPhotos(tx, id, photos, false);
  return id;
}

export const lockIncident = (tx: Tx, id: string) =>
  tx
    .selectFrom('damage_incident')
    .innerJoin('original', 'original.id', 'damage_incident.original_id')
    .selectAll('damage_incident')
    .select(['original.project_id', 'original.code'])
    .where('damage_incident.id', '=', id)
    .forUpdate('damage_incident')
    .executeTakeFirst();

/** What is missing and was not found, of one original. */
export const openMissing = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('damage_incident')
    .select(['id', 'number'])
    .where('original_id', '=', originalId)
    .where('kind', '=', 'missing')
    .where('found_at', 'is', null)
    .executeTakeFirst();

export const openRepair = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('damage_incident')
    .select('number')
    .where('original_id', '=', originalId)
    .where('sent_at', 'is not', null)
    .where('accepted_at', 'is', null)
    .executeTakeFirst();

/** Whether one of these shows the incident already. */
export const hasPhoto = async (db: Db | Tx, incidentId: string, photos: readonly string[]): Promise<boolean> =>
  (await db
    .selectFrom('damage_photo')
    .select('attachment_id')
    .where('incident_id', '=', incidentId)
    .where('attachment_id', 'in', [...photos])
    .executeTakeFirst()) !== undefined;

const update = (tx: Tx, id: string) =>
  tx
    .updateTable('damage_incident')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id);

export const judgeIncident = (
  tx: Tx,
  id: string,
  { liable, basis, penalty, remedy }: InputOf<typeof damageJudge>,
  { by, agreedBy }: { by: string; agreedBy: string },
) =>
  update(tx, id)
    .set({
      ...{ liable, liability_basis: basis, penalty, remedy, judged_by: by, agreed_by: agreedBy },
      judged_at: sql<Date>`now()`,
    })
    .execute();

export const sendForRepair = (tx: Tx, id: string, { repairer, method }: InputOf<typeof damageRepair>, by: string) =>
  update(tx, id)
    .set({ repairer, repair_method: method, sent_by: by, sent_at: sql<Date>`now()` })
    .execute();

export async function acceptRepair(
  tx: Tx,
  id: string,
  { result, photos }: InputOf<typeof damageAccept>,
  { by, other }: { by: string; other: string },
): Promise<void> {
  await update(tx, id)
    .set({ repair_result: result, accepted_by: by, accepted_with: other, accepted_at: sql<Date>`now()` })
    .execute();
  await addPhotos(tx, id, photos, true);
}

export const findMissing = (tx: Tx, id: string, note: string, by: string) =>
  update(tx, id)
    .set({ found_note: note, found_by: by, found_at: sql<Date>`now()` })
    .execute();

const photosOf = (eb: ExpressionBuilder<Tables, 'damage_incident'>) =>
  jsonArrayFrom(
    eb
      .selectFrom('damage_photo')
      .select(['attachment_id as id', 'after_repair as after'])
      .whereRef('incident_id', '=', 'damage_incident.id')
      .orderBy('after_repair')
      .orderBy('attachment_id'),
  ).as('photos');

/** As `incidentState` of rules/damage.ts has them. */
const inState: Record<IncidentState, ReturnType<typeof sql<boolean>>> = {
  repairing: sql<boolean>`damage_incident.sent_at is not null and damage_incident.accepted_at is null`,
  reported: sql<boolean>`damage_incident.judged_at is null
    and not (damage_incident.sent_at is not null and damage_incident.accepted_at is null)`,
  settled: sql<boolean>`damage_incident.judged_at is not null
    and not (damage_incident.sent_at is not null and damage_incident.accepted_at is null)
    and (damage_incident.kind = 'missing' or damage_incident.remedy = 'none'
      or damage_incident.accepted_at is not null)`,
  judged: sql<boolean>`damage_incident.judged_at is not null and damage_incident.sent_at is null
    and damage_incident.kind = 'damaged' and damage_incident.remedy = 'repair'`,
};

const incidents = (db: Db | Tx) =>
  db
    .selectFrom('damage_incident')
    .innerJoin('original', 'original.id', 'damage_incident.original_id')
    .leftJoin('batch', 'batch.id', 'damage_incident.batch_id')
    .selectAll('damage_incident')
    .select(photosOf)
    .select(['original.code', 'original.title', 'original.project_id', 'batch.number as batch_number']);

export type IncidentRow = Awaited<ReturnType<typeof listIncidents>>[number];

/** Newest first. */
export function listIncidents(
  db: Db | Tx,
  filter: {
    state?: IncidentState | undefined;
    code?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
  projectIds: readonly string[] | null,
) {
  let query = incidents(db)
    .orderBy('damage_incident.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state !== undefined) query = query.where(inState[filter.state]);
  if (filter.code !== undefined) query = query.where('original.code', '=', filter.code);
  if (filter.cursor !== undefined) query = query.where('damage_incident.id', '<', filter.cursor);
  if (projectIds !== null) query = query.where(sql<boolean>`original.project_id = any(${[...projectIds]}::uuid[])`);
  return query.execute();
}

export const findIncident = (db: Db | Tx, id: string) =>
  incidents(db).where('damage_incident.id', '=', id).executeTakeFirst();
