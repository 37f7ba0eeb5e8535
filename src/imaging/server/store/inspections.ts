/** Inspections, what was looked at in them, and defects. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { DefectKind } from '../../rules/inspection.ts';
import type {} from '../tables.ts';

export interface NewInspection {
  unitId: string;
  step: string;
  round: number;
  personId: string;
}

/** Of this person in this round, as far as he has not sent the images back. */
const atWork = (db: Db | Tx, { unitId, step, round, personId }: NewInspection) =>
  db
    .selectFrom('inspection')
    .select(['id', 'verdict'])
    .where('unit_id', '=', unitId)
    .where('step', '=', step)
    .where('round', '=', round)
    .where('person_id', '=', personId)
    .where(sql<boolean>`verdict is distinct from 'returned'`)
    .executeTakeFirst();

/** The one that he has begun, or a new one; the unit is locked. */
export async function openInspection(tx: Tx, one: NewInspection): Promise<string> {
  const begun = await atWork(tx, one);
  if (begun) return begun.id;
  const id = newId();
  const { unitId, step, round, personId } = one;
  await tx
    .insertInto('inspection')
    .values({
      id,
      unit_id: unitId,
      step,
      round,
      person_id: personId,
      verdict: null,
      decided_at: null,
      returned_to: null,
    })
    .execute();
  return id;
}

export const findInspection = (db: Db | Tx, id: string) =>
  db.selectFrom('inspection').selectAll().where('id', '=', id).executeTakeFirst();

/** The verdict of a person on a unit at a step, in this round. */
export const verdictOf = async (db: Db | Tx, one: NewInspection) => (await atWork(db, one))?.verdict ?? null;

export const decide = (tx: Tx, id: string, verdict: 'passed' | null) =>
  tx
    .updateTable('inspection')
    .set({ verdict, decided_at: verdict === null ? null : new Date() })
    .where('id', '=', id)
    .execute();

/** Sent back, to a step of this kind. */
export const decideReturned = (tx: Tx, id: string, to: 'scan' | 'treat') =>
  tx
    .updateTable('inspection')
    .set({ verdict: 'returned', decided_at: new Date(), returned_to: to })
    .where('id', '=', id)
    .execute();

export interface SeenPage {
  masterId: string;
  pageMs: number;
  gridMs: number;
  passed: boolean;
}

/** Times add up; only images that hold in the unit now are kept. */
export async function addSeen(tx: Tx, inspection: { id: string; unit_id: string }, pages: readonly SeenPage[]) {
  await sql`
    insert into page_seen (inspection_id, master_id, page_ms, grid_ms, passed, last_at)
    select ${inspection.id}, image_slot.master_id, sum(n."pageMs"), sum(n."gridMs"), bool_or(n.passed), now()
      from jsonb_to_recordset(${JSON.stringify(pages)}::jsonb)
        as n("masterId" uuid, "pageMs" integer, "gridMs" integer, passed boolean)
      join image_slot on image_slot.master_id = n."masterId" and image_slot.unit_id = ${inspection.unit_id}
     group by image_slot.master_id
    on conflict (inspection_id, master_id) do update
      set page_ms = page_seen.page_ms + excluded.page_ms, grid_ms = page_seen.grid_ms + excluded.grid_ms,
          passed = excluded.passed or page_seen.passed, last_at = excluded.last_at`.execute(tx);
}

export const seenOf = (db: Db | Tx, inspectionId: string) =>
  db.selectFrom('page_seen').selectAll().where('inspection_id', '=', inspectionId).execute();

/** Images of a unit that somebody passed in an inspection that passed all of it. */
export async function passedMasters(db: Db | Tx, unitId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('page_seen')
    .innerJoin('inspection', 'inspection.id', 'page_seen.inspection_id')
    .select('page_seen.master_id')
    .distinct()
    .where('inspection.unit_id', '=', unitId)
    .where('inspection.verdict', '=', 'passed')
    .where('page_seen.passed', '=', true)
    .execute();
  return new Set(rows.map(({ master_id: id }) => id));
}

/** Milliseconds at reading size in all: nobody can have looked for longer than he has been at it. */
export const lookedFor = async (db: Db | Tx, inspectionId: string): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('page_seen')
        .select((eb) => eb.fn.coalesce(eb.fn.sum<string>('page_ms'), sql<string>`0`).as('sum'))
        .where('inspection_id', '=', inspectionId)
        .executeTakeFirstOrThrow()
    ).sum,
  );

export async function insertDefect(
  tx: Tx,
  row: { inspectionId: string; unitId: string; slotId: string; masterId: string | null; treatmentId: string | null } & {
    by: string;
    kind: DefectKind;
    note: string | null;
  },
): Promise<string> {
  const id = newId();
  const { inspectionId, unitId, slotId, masterId, treatmentId, by, kind, note } = row;
  await tx
    .insertInto('defect')
    .values({
      ...{ id, inspection_id: inspectionId, unit_id: unitId, slot_id: slotId, master_id: masterId, kind, note },
      treatment_id: treatmentId,
      ...{ found_by: by, withdrawn_at: null, answer: null, answered_by: null, answered_at: null },
    })
    .execute();
  return id;
}

export const findDefect = (db: Db | Tx, id: string) =>
  db.selectFrom('defect').selectAll().where('id', '=', id).executeTakeFirst();

export const withdrawDefect = (tx: Tx, id: string) =>
  tx.updateTable('defect').set({ withdrawn_at: new Date() }).where('id', '=', id).execute();

export const answerDefect = (tx: Tx, id: string, answer: string, by: string) =>
  tx.updateTable('defect').set({ answer, answered_by: by, answered_at: new Date() }).where('id', '=', id).execute();

/** Defects of a unit that were not taken back, with what has become of their image since. */
export const defectsOf = (db: Db | Tx, unitId: string) =>
  db
    .selectFrom('defect')
    .innerJoin('image_slot', 'image_slot.id', 'defect.slot_id')
    .innerJoin('inspection', 'inspection.id', 'defect.inspection_id')
    .selectAll('defect')
    .select([
      'image_slot.position',
      'image_slot.master_id as now_master_id',
      'inspection.verdict',
      'inspection.returned_to',
    ])
    .leftJoin('treatment as found_on', 'found_on.id', 'defect.treatment_id')
    // Digests of the derivatives; null where the page is shown as scanned.
    .select('found_on.sha256 as shown_then')
    .select((eb) =>
      eb
        .selectFrom('treatment as holds')
        .select('holds.sha256')
        .whereRef('holds.master_id', '=', 'image_slot.master_id')
        .where('holds.confirmed_at', 'is not', null)
        .orderBy('holds.id', 'desc')
        .limit(1)
        .as('shown_now'),
    )
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('image_slot as later')
            .select('later.id')
            .whereRef('later.unit_id', '=', 'defect.unit_id')
            .whereRef('later.opened_at', '>', 'defect.found_at')
            .where('later.position', 'is not', null),
        )
        .as('new_images'),
    )
    .where('defect.unit_id', '=', unitId)
    .where('defect.withdrawn_at', 'is', null)
    .orderBy('defect.id')
    .execute();
