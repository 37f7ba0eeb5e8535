/** Where originals are. Every change goes through `move`, which asks rules/custody.ts. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { firstIdAt, newId } from '#/base/server/ids.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import {
  after,
  type Custody,
  type CustodyEvent,
  type Holding,
  isUndoable,
  type Part,
  shelved,
  type Undoable,
} from '../../rules/custody.ts';
import type {} from '../tables.ts';

type Row = Awaited<ReturnType<typeof lockRow>>;

const lockRow = (tx: Tx, originalId: string) =>
  tx.selectFrom('whereabouts').selectAll().where('original_id', '=', originalId).forNoKeyUpdate().executeTakeFirst();

const partsOf = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('part_out')
    .selectAll()
    .where('original_id', '=', originalId)
    .where('returned_at', 'is', null)
    .orderBy('number')
    .execute();

const custodyOf = (row: NonNullable<Row>, parts: Awaited<ReturnType<typeof partsOf>>): Custody => ({
  ...{ place: row.place, holder: row.holder_id, cabinet: row.cabinet_id, stage: row.stage, batch: row.batch_id },
  ...{ halted: row.halted, unbound: row.unbound },
  parts: parts.map(({ id, place, holder_id, cabinet_id }) => ({
    ...{ id, place, holder: holder_id, cabinet: cabinet_id },
  })),
});

/** Custody of an original, held until the transaction ends; undefined for what is no unit. */
export async function lockCustody(tx: Tx, originalId: string): Promise<Custody | undefined> {
  const row = await lockRow(tx, originalId);
  return row && custodyOf(row, await partsOf(tx, originalId));
}

/** Whose act it is, and when it happened. */
export interface Mover {
  by: string;
  at: Date;
}

/** On the shelf of a keeper, when it is registered. */
export async function placeOnShelf(
  tx: Tx,
  originalIds: readonly string[],
  keeper: string,
  { by, at }: Mover,
): Promise<void> {
  const custody = shelved(keeper);
  await tx
    .insertInto('whereabouts')
    .values(originalIds.map((id) => ({ original_id: id, ...columnsOf(custody), since: at })))
    .execute();
  await tx
    .insertInto('movement')
    .values(originalIds.map((id) => movementOf(id, 'register', custody, null, { by, at })))
    .execute();
}

const columnsOf = ({ place, holder, cabinet, stage, batch, halted, unbound }: Custody) => ({
  ...{ place, holder_id: holder, cabinet_id: cabinet, stage, batch_id: batch, halted, unbound },
});

function movementOf(
  originalId: string,
  event: CustodyEvent['type'] | 'register',
  custody: Custody,
  part: Part | null,
  { by, at }: Mover,
) {
  const holding = part ?? custody;
  return {
    ...{ id: newId(), original_id: originalId, part_id: part?.id ?? null, event },
    ...{ place: holding.place, holder_id: holding.holder, cabinet_id: holding.cabinet },
    ...{ batch_id: custody.batch, stage: custody.stage, halted: custody.halted, moved_by: by, occurred_at: at },
  };
}

const noOriginal = (): Refusal => refuse('not-found', { what: { zh: '档案', en: 'original' } });

export interface Moved {
  /** Of its history: an undo names it. */
  movementId: string;
  before: Custody;
  after: Custody;
}

/** One event of one original: its row, the part it concerns, and an entry of its history. */
export async function move(tx: Tx, originalId: string, event: CustodyEvent, mover: Mover): Promise<Moved | Refusal> {
  const before = await lockCustody(tx, originalId);
  if (!before) return noOriginal();
  const custody = after(before, event);
  if (isRefusal(custody)) return custody;
  const partId = 'part' in event ? (event.part ?? null) : null;
  await save(tx, originalId, before, custody, mover.at);
  if (partId !== null) await savePart(tx, partId, custody, mover.at);
  // What came back is no part of it any more: told as it was.
  const part = [...custody.parts, ...before.parts].find(({ id }) => id === partId) ?? null;
  const movement = movementOf(originalId, event.type, custody, part, mover);
  await tx.insertInto('movement').values(movement).execute();
  return { movementId: movement.id, before, after: custody };
}

export interface LastScan {
  id: string;
  event: Undoable;
  part: { id: string; number: number } | null;
  movedBy: string;
  at: Date;
  enteredAt: Date;
  /** Of the original, or of its part, before that scan. */
  former: Holding;
}

/** What happened last to an original, if it was a scan that can be taken back. */
export async function lastScan(tx: Tx, originalId: string): Promise<LastScan | null> {
  const history = () =>
    tx
      .selectFrom('movement')
      .leftJoin('part_out', 'part_out.id', 'movement.part_id')
      .select(['movement.id', 'movement.event', 'movement.part_id', 'part_out.number'])
      .select(['movement.place', 'movement.holder_id', 'movement.cabinet_id', 'movement.moved_by'])
      .select(['movement.occurred_at', 'movement.recorded_at'])
      .where('movement.original_id', '=', originalId)
      .orderBy('movement.id', 'desc')
      .limit(1);
  const last = await history().executeTakeFirst();
  if (!last || !isUndoable(last.event)) return null;
  // What came back is told in its history as it was before.
  const former =
    last.event === 'partBack'
      ? last
      : await history()
          .where('movement.part_id', last.part_id === null ? 'is' : '=', last.part_id)
          .where('movement.id', '<', last.id)
          .executeTakeFirst();
  if (!former) return null;
  const { place, holder_id: holder, cabinet_id: cabinet } = former;
  return {
    ...{ id: last.id, event: last.event, movedBy: last.moved_by, at: last.occurred_at, enteredAt: last.recorded_at },
    part: last.part_id === null || last.number === null ? null : { id: last.part_id, number: last.number },
    former: { place, holder, cabinet },
  };
}

async function save(tx: Tx, originalId: string, before: Custody, custody: Custody, at: Date): Promise<void> {
  const moved =
    before.place !== custody.place || before.holder !== custody.holder || before.cabinet !== custody.cabinet;
  await tx
    .updateTable('whereabouts')
    .set((eb) => ({ ...columnsOf(custody), ...(moved && { since: at }), version: eb('version', '+', 1) }))
    .where('original_id', '=', originalId)
    .execute();
}

async function savePart(tx: Tx, partId: string, custody: Custody, at: Date): Promise<void> {
  const part = custody.parts.find(({ id }) => id === partId);
  await tx
    .updateTable('part_out')
    .set(
      part
        ? { place: part.place, holder_id: part.holder, cabinet_id: part.cabinet, since: at, returned_at: null }
        : { returned_at: at },
    )
    .where('id', '=', partId)
    .execute();
}

/** A part goes out under the next number of its original, whose row is locked (6.4). */
export async function takePartOut(
  tx: Tx,
  originalId: string,
  { description, by, to }: { description: string; by: string; to: string },
  mover: Mover,
): Promise<(Moved & { partId: string; number: number }) | Refusal> {
  const partId = newId();
  const before = await lockCustody(tx, originalId);
  if (!before) return noOriginal();
  const custody = after(before, { type: 'partOut', part: partId, by, to });
  if (isRefusal(custody)) return custody;
  const number = await nextPart(tx, originalId);
  const { at } = mover;
  await tx
    .insertInto('part_out')
    .values({
      ...{ id: partId, original_id: originalId, number, description, place: 'hand', holder_id: to, cabinet_id: null },
      ...{ since: at, taken_at: at, returned_at: null },
    })
    .execute();
  const part = custody.parts.find(({ id }) => id === partId) ?? null;
  const movement = movementOf(originalId, 'partOut', custody, part, mover);
  await tx.insertInto('movement').values(movement).execute();
  return { movementId: movement.id, before, after: custody, partId, number };
}

async function nextPart(tx: Tx, originalId: string): Promise<number> {
  const { most } = await tx
    .selectFrom('part_out')
    .select((eb) => eb.fn.max('number').as('most'))
    .where('original_id', '=', originalId)
    .executeTakeFirstOrThrow();
  return (most ?? 0) + 1;
}

/** Holders of originals, or of parts, that are out: of a project, or one person of all projects. */
export function heldOriginals(db: Db | Tx, of: { projectId: string } | { personId: string }) {
  const whole = db
    .selectFrom('whereabouts')
    .innerJoin('original', 'original.id', 'whereabouts.original_id')
    .select(['whereabouts.holder_id', 'original.project_id'])
    .where('whereabouts.place', 'in', ['hand', 'cabinet', 'repair', 'lost'])
    .where('whereabouts.batch_id', 'is not', null)
    // A loss that was judged is settled (6.3-2): nobody is held up by it any more.
    .where((eb) =>
      eb.not(
        eb.and([
          eb('whereabouts.place', '=', 'lost'),
          eb.exists(
            eb
              .selectFrom('damage_incident')
              .select('damage_incident.id')
              .whereRef('damage_incident.original_id', '=', 'whereabouts.original_id')
              .where('damage_incident.kind', '=', 'missing')
              .where('damage_incident.found_at', 'is', null)
              .where('damage_incident.judged_at', 'is not', null),
          ),
        ]),
      ),
    );
  const parts = db
    .selectFrom('part_out')
    .innerJoin('original', 'original.id', 'part_out.original_id')
    .select(['part_out.holder_id', 'original.project_id'])
    .where('part_out.returned_at', 'is', null);
  return db
    .selectFrom(whole.unionAll(parts).as('held'))
    .select((eb) => ['holder_id', eb.fn.countAll<string>().as('count')])
    .where('projectId' in of ? 'project_id' : 'holder_id', '=', 'projectId' in of ? of.projectId : of.personId)
    .groupBy('holder_id')
    .execute();
}

/** How many originals lie in each cabinet. */
export const countsOfCabinets = (db: Db | Tx) =>
  db
    .selectFrom('whereabouts')
    .select((eb) => ['cabinet_id', eb.fn.countAll<string>().as('count')])
    .where('place', '=', 'cabinet')
    .groupBy('cabinet_id')
    .execute();

/** What was seen in another cabinet than it was registered in, since a time (6.4-3). */
export const seenElsewhere = (db: Db | Tx, from: Date) =>
  db
    .selectFrom('movement')
    .innerJoin('original', 'original.id', 'movement.original_id')
    .select(['original.id', 'original.code', 'movement.moved_by', 'movement.recorded_at'])
    .where('movement.event', '=', 'see')
    .where('movement.id', '>=', firstIdAt(from.getTime()))
    .where('movement.recorded_at', '>=', from)
    .execute();

/** Which original a movement is of. */
export const originalOfMovement = (db: Db | Tx, movementId: string) =>
  db
    .selectFrom('movement')
    .innerJoin('original', 'original.id', 'movement.original_id')
    .innerJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .select(['original.id', 'original.code', 'original.title', 'original.project_id', 'whereabouts.batch_id'])
    .where('movement.id', '=', movementId)
    .executeTakeFirst();

/** Whether anything was written down about an original since: a step, a count of sheets, damage. */
export async function writtenSince(tx: Tx, originalId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from slip_step t join slip s on s.id = t.slip_id
     where s.original_id = ${originalId} and t.recorded_at >= ${at}
    union all select 1 from preparation p join slip s on s.id = p.slip_id
     where s.original_id = ${originalId} and p.recorded_at >= ${at}
    union all select 1 from condition_report where original_id = ${originalId} and recorded_at >= ${at}
    union all select 1 from damage_incident where original_id = ${originalId} and recorded_at >= ${at}
    limit 1`.execute(tx);
  return rows.length > 0;
}
