/** Treatments of pages and their derivatives. Whoever orders holds the row of the unit. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { StoredObject } from '#/base/server/objects/store.ts';
import { keepObjects } from '#/base/server/store/objects.ts';
import type { Outcome } from '../../rules/checks.ts';
import type { PageHeader } from '../../rules/headers/header.ts';
import { treatmentTool, type TreatmentDone, type TreatmentOrder, usualOrder } from '../../rules/treatment.ts';
import type {} from '../tables.ts';

/**
 * What the machine proposes, for every page of a unit that has no treatment yet: one whose text stands on its head is
 * turned. Answers how many.
 */
export async function orderMissing(tx: Tx, unitId: string, by: string): Promise<number> {
  const masters = await tx
    .selectFrom('image_slot')
    .leftJoin('treatment', 'treatment.master_id', 'image_slot.master_id')
    .leftJoin('page_text', 'page_text.master_id', 'image_slot.master_id')
    .select('page_text.upside_down')
    .select((eb) => eb.ref('image_slot.master_id').$notNull().as('master_id'))
    .where('image_slot.unit_id', '=', unitId)
    .where('image_slot.master_id', 'is not', null)
    .where('treatment.id', 'is', null)
    .orderBy('image_slot.position')
    .execute();
  const rows = masters.map(({ master_id: masterId, upside_down: turned }) =>
    rowOf({ masterId, unitId, by }, turned === true ? { ...usualOrder, turn: 180 } : usualOrder, true),
  );
  if (rows.length > 0) await tx.insertInto('treatment').values(rows).execute();
  return rows.length;
}

export interface Ordered {
  masterId: string;
  unitId: string;
  by: string;
}

const rowOf = ({ masterId, unitId, by }: Ordered, order: TreatmentOrder, byMachine: boolean) => ({
  ...{ id: newId(), master_id: masterId, unit_id: unitId, asked: JSON.stringify(order), ordered_by: by },
  ...{ by_machine: byMachine, state: 'ordered' as const, done: null, tool: null, sha256: null, header: null },
  ...{ outcomes: null, ink: null, skew: null, held_until: null, made_at: null },
  ...{ confirmed_by: null, confirmed_at: null, purged_at: null },
});

/** In the place of what held so far. */
export async function orderTreatment(tx: Tx, one: Ordered, order: TreatmentOrder): Promise<string> {
  const row = rowOf(one, order, false);
  await tx.insertInto('treatment').values(row).execute();
  return row.id;
}

/** The page stays as it was scanned: with what its look has measured, and confirmed by whoever says so. */
export async function keepAsScanned(
  tx: Tx,
  one: Ordered,
  look: { outcomes: Outcome[]; ink: number; skew: number | null },
) {
  const row = rowOf(one, usualOrder, false);
  const now = new Date();
  await tx
    .insertInto('treatment')
    .values({
      ...row,
      ...{ asked: null, state: 'kept', tool: treatmentTool, made_at: now, confirmed_by: one.by, confirmed_at: now },
      ...{ outcomes: JSON.stringify(look.outcomes), ink: look.ink, skew: look.skew },
    })
    .execute();
  return row.id;
}

/** Of each page the treatment that holds: its newest one. */
export const treatmentsOf = (db: Db | Tx, unitId: string) =>
  db
    .selectFrom('treatment')
    .innerJoin('image_slot', 'image_slot.master_id', 'treatment.master_id')
    .distinctOn('treatment.master_id')
    .selectAll('treatment')
    .where('image_slot.unit_id', '=', unitId)
    .where('treatment.purged_at', 'is', null)
    .orderBy('treatment.master_id')
    .orderBy('treatment.id', 'desc')
    .execute();

/** Confirms what was made, or what stays as it is; of what waits or failed nothing. Answers how many. */
export async function confirmTreatments(tx: Tx, ids: readonly string[], by: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('treatment')
    .set({ confirmed_by: by, confirmed_at: new Date() })
    .where('id', 'in', ids)
    .where('state', 'in', ['made', 'kept'])
    .where('confirmed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Waits for the machine, and nobody has it in hand; nothing that is halted, and nothing in whose place another holds (6.5-1). */
const waiting = sql`
  from treatment one
    join work_unit on work_unit.id = one.unit_id
    join whereabouts on whereabouts.original_id = work_unit.original_id
    join image_slot on image_slot.master_id = one.master_id
  where one.state = 'ordered' and one.purged_at is null
    and (one.held_until is null or one.held_until < clock_timestamp())
    and not whereabouts.halted
    and not exists (select 1 from treatment later where later.master_id = one.master_id and later.id > one.id)`;

/**
 * Takes in hand what waits: what a person ordered first, then the oldest. What was tried before is taken alone: a
 * worker that ends charges only what it had begun.
 */
export async function takeTreatments(tx: Tx, limit: number, seconds: number) {
  const { rows } = await sql<{
    id: string;
    master_id: string;
    unit_id: string;
    asked: TreatmentOrder;
    ordered_by: string;
    tries: number;
    sha256: string;
    page: number;
    specification_id: string;
  }>`
    with next as materialized (
      select one.id, one.tries, one.by_machine, one.ordered_at
      ${waiting}
      order by one.by_machine, one.ordered_at, one.id limit ${limit}
      for update of one skip locked),
    first as (select id, tries from next order by by_machine, ordered_at, id limit 1)
    update treatment set tries = treatment.tries + 1,
      held_until = clock_timestamp() + make_interval(secs => ${seconds})
    from first, master join upload on upload.id = master.upload_id join capture on capture.id = upload.capture_id
    where master.id = treatment.master_id
      and (treatment.id = first.id or (first.tries = 0 and treatment.id in (select id from next where tries = 0)))
    returning treatment.id, treatment.master_id, treatment.unit_id, treatment.asked, treatment.ordered_by,
      treatment.tries, master.sha256, master.page, capture.specification_id`.execute(tx);
  return rows;
}

export const holdTreatments = (tx: Tx, ids: readonly string[], seconds: number) =>
  sql`update treatment set held_until = clock_timestamp() + make_interval(secs => ${seconds})
      where id = any(${[...ids]}::uuid[]) and state = 'ordered'`.execute(tx);

/** Lets go at once, so that nobody need wait; the try counts unless it was for no fault of the page. */
export const letGoTreatment = (tx: Tx, id: string, counts: boolean) =>
  sql`update treatment set held_until = null, tries = greatest(tries - ${counts ? 0 : 1}, 0)
      where id = ${id} and state = 'ordered'`.execute(tx);

export const findTreatment = (db: Db | Tx, id: string) =>
  db.selectFrom('treatment').selectAll().where('id', '=', id).executeTakeFirst();

export interface NewDerivative {
  done: TreatmentDone;
  outcomes: Outcome[];
  ink: number;
  skew: number | null;
  /** Null when the page is good as it was scanned. */
  file: (StoredObject & { header: PageHeader; pictures: readonly TreatedPicture[] }) | null;
}

export interface TreatedPicture extends StoredObject {
  kind: 'thumb' | 'screen';
  width: number;
  height: number;
}

/** False when it was made, or ordered over, meanwhile. */
export async function storeTreatment(tx: Tx, id: string, made: NewDerivative): Promise<boolean> {
  const { done, outcomes, ink, skew, file } = made;
  await keepObjects(tx, file ? [file, ...file.pictures] : []);
  const { numUpdatedRows } = await tx
    .updateTable('treatment')
    .set({
      ...{ state: file ? 'made' : 'kept', done: JSON.stringify(done), outcomes: JSON.stringify(outcomes), ink, skew },
      ...{ sha256: file?.sha256 ?? null, header: file ? JSON.stringify(file.header) : null, tool: treatmentTool },
      ...{ made_at: new Date(), held_until: null },
    })
    .where('id', '=', id)
    .where('state', '=', 'ordered')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return false;
  const pictures = file?.pictures ?? [];
  if (pictures.length > 0)
    await tx
      .insertInto('treatment_picture')
      .values(pictures.map(({ kind, sha256, width, height }) => ({ treatment_id: id, kind, sha256, width, height })))
      .execute();
  return true;
}

/** The machine cannot treat it. */
export const failTreatment = (tx: Tx, id: string) =>
  tx
    .updateTable('treatment')
    .set({ state: 'failed', tool: treatmentTool, made_at: new Date(), held_until: null })
    .where('id', '=', id)
    .where('state', '=', 'ordered')
    .execute();

export const treatmentWaits = async (db: Db | Tx): Promise<boolean> =>
  (await sql`select one.id ${waiting} limit 1`.execute(db)).rows.length > 0;
