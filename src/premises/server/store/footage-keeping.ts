/** Footage that came and went: imports, handovers, deletions, the examination of what is kept. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { type FootageProblem, type IntakeOutcome, type Spoilt, spoilt } from '../../rules/footage.ts';
import type { Period } from '../../rules/retention.ts';

export async function insertIntake(
  tx: Tx,
  row: { cameraId: string; requestedBy: string; files: readonly { name: string; from: number; to: number | null }[] },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('footage_intake')
    .values({ id, camera_id: row.cameraId, requested_by: row.requestedBy })
    .execute();
  const files = row.files.map(({ name, from, to }) => ({
    intake_id: id,
    name,
    from_at: new Date(from),
    to_at: to === null ? null : new Date(to),
    outcome: null,
    footage_id: null,
  }));
  await tx.insertInto('footage_intake_file').values(files).execute();
  return id;
}

/** Names that wait to be taken in. */
export const namesWaiting = async (db: Db | Tx): Promise<Set<string>> => {
  const rows = await db.selectFrom('footage_intake_file').select('name').where('state', '=', 'waiting').execute();
  return new Set(rows.map(({ name }) => name));
};

/** Imports of which files still wait. */
export const intakesWaiting = async (db: Db | Tx): Promise<string[]> => {
  const rows = await db
    .selectFrom('footage_intake_file')
    .select('intake_id')
    .distinct()
    .where('state', '=', 'waiting')
    .execute();
  return rows.map(({ intake_id: id }) => id);
};

export const findIntake = (db: Db | Tx, id: string) =>
  db.selectFrom('footage_intake').selectAll().where('id', '=', id).executeTakeFirst();

export const filesWaiting = (db: Db | Tx, intakeId: string) =>
  db
    .selectFrom('footage_intake_file')
    .selectAll()
    .where('intake_id', '=', intakeId)
    .where('state', '=', 'waiting')
    .orderBy('from_at')
    .execute();

/** For whoever settles it: a job that was given up and its successor wait for each other. */
export const lockFile = (tx: Tx, intakeId: string, name: string) =>
  tx
    .selectFrom('footage_intake_file')
    .leftJoin('footage', 'footage.id', 'footage_intake_file.footage_id')
    .select(['footage_intake_file.state', 'footage.sha256'])
    .where('intake_id', '=', intakeId)
    .where('name', '=', name)
    .forUpdate('footage_intake_file')
    .executeTakeFirst();

export const settleFile = (
  tx: Tx,
  { intakeId, name }: { intakeId: string; name: string },
  end: { state: 'taken'; footageId: string } | { state: 'failed'; outcome: IntakeOutcome },
) =>
  tx
    .updateTable('footage_intake_file')
    .set(
      end.state === 'taken'
        ? { state: end.state, footage_id: end.footageId }
        : { state: end.state, outcome: end.outcome },
    )
    .where('intake_id', '=', intakeId)
    .where('name', '=', name)
    .execute();

/** The newest imports with their files. */
export const lastIntakes = async (db: Db | Tx, limit: number) => {
  const intakes = await db
    .selectFrom('footage_intake')
    .innerJoin('camera', 'camera.id', 'footage_intake.camera_id')
    .selectAll('footage_intake')
    .select('camera.code as camera_code')
    .orderBy('footage_intake.id', 'desc')
    .limit(limit)
    .execute();
  if (intakes.length === 0) return [];
  const files = await db
    .selectFrom('footage_intake_file')
    .leftJoin('footage', 'footage.id', 'footage_intake_file.footage_id')
    .selectAll('footage_intake_file')
    .select('footage.problem')
    .where(
      'intake_id',
      'in',
      intakes.map(({ id }) => id),
    )
    .orderBy('footage_intake_file.from_at')
    .execute();
  return intakes.map((intake) => ({ ...intake, files: files.filter((file) => file.intake_id === intake.id) }));
};

export async function insertHandover(
  tx: Tx,
  row: { id: string; number: string; mediumNumber: string; handedBy: string; receivedBy: string; remark: string },
): Promise<void> {
  await tx
    .insertInto('footage_handover')
    .values({
      id: row.id,
      number: row.number,
      medium_number: row.mediumNumber,
      handed_by: row.handedBy,
      received_by: row.receivedBy,
      remark: row.remark,
    })
    .execute();
}

const handoverQuery = (db: Db | Tx) =>
  db
    .selectFrom('footage_handover')
    .selectAll()
    .select([
      sql<number>`(select count(*)::int from footage f where f.handover_id = footage_handover.id)`.as('files'),
      sql<string>`(select coalesce(sum(bytes), 0)::text from footage f where f.handover_id = footage_handover.id)`.as(
        'bytes',
      ),
    ]);

export function listHandovers(db: Db | Tx, before: string | null, limit: number) {
  let query = handoverQuery(db).orderBy('id', 'desc').limit(limit);
  if (before !== null) query = query.where('id', '<', before);
  return query.execute();
}

export const findHandover = (db: Db | Tx, id: string) => handoverQuery(db).where('id', '=', id).executeTakeFirst();

export const piecesOfHandover = (db: Db | Tx, handoverId: string) =>
  db
    .selectFrom('footage')
    .innerJoin('camera', 'camera.id', 'footage.camera_id')
    .selectAll('footage')
    .select('camera.code as camera_code')
    .where('handover_id', '=', handoverId)
    .orderBy('camera.code')
    .orderBy('from_at')
    .execute();

export interface NewDeletion extends Period {
  id: string;
  number: string;
  cameraId: string;
  reason: string;
  bytes: bigint;
  digest: string;
  requestedBy: string;
  approvedBy: string;
}

/** False when another deletion took one of the pieces meanwhile: nothing may be kept then. */
export async function insertDeletion(tx: Tx, row: NewDeletion, pieceIds: readonly string[]): Promise<boolean> {
  await tx
    .insertInto('footage_deletion')
    .values({
      id: row.id,
      number: row.number,
      camera_id: row.cameraId,
      from_at: new Date(row.from),
      to_at: new Date(row.to),
      reason: row.reason,
      pieces: pieceIds.length,
      bytes: String(row.bytes),
      digest: row.digest,
      requested_by: row.requestedBy,
      approved_by: row.approvedBy,
    })
    .execute();
  // By period and not by a list: a month of one camera is a quarter of a million pieces.
  const { numUpdatedRows } = await tx
    .updateTable('footage')
    .set({ state: 'deleted', deletion_id: row.id })
    .where('camera_id', '=', row.cameraId)
    .where('state', '=', 'kept')
    .where('from_at', '>=', new Date(row.from))
    .where('to_at', '<=', new Date(row.to))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === BigInt(pieceIds.length);
}

/** Pieces of a deletion whose bytes may still lie on the disk. */
export const piecesToErase = (db: Db | Tx, deletionId: string) =>
  db
    .selectFrom('footage')
    .select(['id', 'sha256', 'kept_on'])
    .where('deletion_id', '=', deletionId)
    .where('erased_at', 'is', null)
    .execute();

/** Deletions whose bytes may still lie on the disk. */
export const deletionsToErase = async (db: Db | Tx): Promise<string[]> => {
  const rows = await db
    .selectFrom('footage')
    .select('deletion_id')
    .distinct()
    .where('deletion_id', 'is not', null)
    .where('erased_at', 'is', null)
    .execute();
  return rows.flatMap(({ deletion_id: id }) => id ?? []);
};

export const markErased = (tx: Tx, deletionId: string) =>
  tx
    .updateTable('footage')
    .set({ erased_at: new Date() })
    .where('deletion_id', '=', deletionId)
    .where('erased_at', 'is', null)
    .execute();

export function listDeletions(db: Db | Tx, before: string | null, limit: number) {
  let query = db
    .selectFrom('footage_deletion')
    .innerJoin('camera', 'camera.id', 'footage_deletion.camera_id')
    .selectAll('footage_deletion')
    .select([
      'camera.code as camera_code',
      sql<boolean>`not exists (select from footage f where f.deletion_id = footage_deletion.id and f.erased_at is null)`.as(
        'erased',
      ),
    ])
    .orderBy('footage_deletion.id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('footage_deletion.id', '<', before);
  return query.execute();
}

/** Pieces here whose bytes were longest not compared, none since `before`. */
export const piecesToExamine = (db: Db, before: Date, limit: number) =>
  db
    .selectFrom('footage')
    .select(['id', 'sha256', 'bytes', 'problem'])
    .where('state', '=', 'kept')
    .where('kept_on', '=', 'store')
    .where((eb) => eb.or([eb('examined_at', 'is', null), eb('examined_at', '<', before)]))
    .orderBy('examined_at', (order) => order.asc().nullsFirst())
    .limit(limit)
    .execute();

export const markExamined = (tx: Tx, ids: readonly string[]) =>
  tx
    .updateTable('footage')
    .set({ examined_at: new Date() })
    .where('id', 'in', [...ids])
    .execute();

/** It is marked; what is wrong with its own bytes is kept aside. */
export const markProblem = (tx: Tx, id: string, problem: Spoilt) =>
  tx
    .updateTable('footage')
    .set((eb) => ({
      problem,
      problem_within: eb
        .case()
        .when('problem', 'in', spoilt)
        .then(eb.ref('problem_within'))
        .else(eb.ref('problem'))
        .end(),
      examined_at: new Date(),
      spoilt_at: new Date(),
    }))
    .where('id', '=', id)
    .where('state', '=', 'kept')
    .execute();

/** Takes the mark back: its bytes are right. Answers what is wrong with them in themselves. */
export async function markSound(tx: Tx, id: string): Promise<FootageProblem | null> {
  const row = await tx
    .updateTable('footage')
    .set((eb) => ({
      problem: eb.ref('problem_within'),
      problem_within: null,
      examined_at: new Date(),
      spoilt_at: null,
    }))
    .where('id', '=', id)
    .where('state', '=', 'kept')
    .where('problem', 'in', spoilt)
    .returning('problem')
    .executeTakeFirstOrThrow();
  return row.problem;
}

/** Pieces of a camera in the period that were found changed or gone. */
export const spoiltIn = (db: Db | Tx, cameraId: string, { from, to }: Period) =>
  db
    .selectFrom('footage')
    .select(['id', 'sha256', 'problem'])
    .where('state', '=', 'kept')
    .where('problem', 'in', spoilt)
    .where('camera_id', '=', cameraId)
    .where('from_at', '<', new Date(to))
    .where('to_at', '>', new Date(from))
    .orderBy('from_at')
    .execute();

/** Pieces that were found changed or gone. */
export const piecesSpoilt = (db: Db | Tx) =>
  db
    .selectFrom('footage')
    .innerJoin('camera', 'camera.id', 'footage.camera_id')
    .select(['footage.id', 'footage.from_at', 'footage.problem', 'footage.spoilt_at', 'camera.code as camera_code'])
    .where('footage.state', '=', 'kept')
    .where('footage.problem', 'in', spoilt)
    .execute();

/** Footage without an age grows old from now (4.3-6). */
export const ageFrom = (tx: Tx, at: Date) =>
  tx.updateTable('footage').set({ counts_from: at }).where('counts_from', 'is', null).execute();
