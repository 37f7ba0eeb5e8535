/** Cameras that are recorded here: where they are fetched from, and what came of it. */
import { type ExpressionBuilder, sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import type { Tables } from '#/base/server/tables.ts';
import type { RecordingFailure } from '../../rules/recording.ts';

export const lockSource = (tx: Tx, cameraId: string) =>
  tx.selectFrom('camera_source').selectAll().where('camera_id', '=', cameraId).forUpdate().executeTakeFirst();

type SourceRow = { setBy: string } & ({ sealed: Buffer; reason: null } | { sealed: null; reason: string });

export async function saveSource(tx: Tx, cameraId: string, { setBy, sealed, reason }: SourceRow): Promise<void> {
  const state = sealed === null ? ('off' as const) : ('on' as const);
  const row = { sealed, state, reason, set_by: setBy, failing_since: null, failure: null };
  await tx
    .insertInto('camera_source')
    .values({ camera_id: cameraId, ...row })
    .onConflict((conflict) =>
      conflict.column('camera_id').doUpdateSet((eb) => ({
        ...row,
        set_at: sql<Date>`now()`,
        version: eb('camera_source.version', '+', 1),
      })),
    )
    .execute();
}

/** What is to be recorded now: cameras that hang there and are switched on. */
export const sourcesOn = (db: Db | Tx) =>
  db
    .selectFrom('camera_source')
    .innerJoin('camera', 'camera.id', 'camera_source.camera_id')
    .select(['camera.id as cameraId', 'camera.code', 'sealed', 'camera_source.version', 'set_at as setAt'])
    .where('camera_source.state', '=', 'on')
    .where('camera.state', '=', 'active')
    .orderBy('camera.code')
    .execute();

export interface Failing {
  since: Date;
  failure: RecordingFailure;
}

/** True when that is news. Never of a source that was set anew since. */
export async function noteFailing(
  tx: Tx,
  cameraId: string,
  version: number,
  failing: Failing | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('camera_source')
    .set({ failing_since: failing?.since ?? null, failure: failing?.failure ?? null })
    .where('camera_id', '=', cameraId)
    .where('version', '=', version)
    .where('state', '=', 'on')
    .where('failure', 'is distinct from', failing?.failure ?? null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The piece that a segment became. */
export const findRecorded = (db: Db, cameraId: string, fileName: string) =>
  db
    .selectFrom('footage')
    .select(['from_at', 'to_at'])
    .where('camera_id', '=', cameraId)
    .where('file_name', '=', fileName)
    .where('origin', '=', 'recorded')
    .executeTakeFirst();

const lastRecorded = (eb: ExpressionBuilder<Tables, 'camera'>) =>
  eb
    .selectFrom('footage')
    .select((max) => max.fn.max('to_at').as('to_at'))
    .whereRef('camera_id', '=', 'camera.id')
    .where('origin', '=', 'recorded')
    .as('last_at');

/** What is to be recorded, with the end of its newest piece. */
export const camerasToRecord = (db: Db | Tx) =>
  db
    .selectFrom('camera')
    .innerJoin('camera_source', 'camera_source.camera_id', 'camera.id')
    .select(['camera.id', 'camera.code', 'camera_source.set_at'])
    .select(lastRecorded)
    .where('camera.state', '=', 'active')
    .where('camera_source.state', '=', 'on')
    .execute();

/** Every camera in use, with its source and what was recorded of it since `dayFrom`. */
export const recordingRows = (db: Db | Tx, dayFrom: Date) =>
  db
    .selectFrom('camera')
    .leftJoin('camera_source as source', 'source.camera_id', 'camera.id')
    .select(['camera.id', 'camera.code', 'source.state', 'source.reason', 'source.set_by', 'source.set_at'])
    .select(['source.failing_since', 'source.failure', 'source.version'])
    .select(lastRecorded)
    .select((eb) => [
      eb
        .selectFrom('footage')
        .select((count) => count.fn.countAll<string>().as('pieces'))
        .whereRef('camera_id', '=', 'camera.id')
        .where('origin', '=', 'recorded')
        .where('to_at', '>', dayFrom)
        .as('today'),
    ])
    .where('camera.state', '=', 'active')
    .orderBy('camera.code')
    .execute();
