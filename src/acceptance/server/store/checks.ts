/** Runs of the check of a package, their results and papers. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Failure } from '../../rules/check-faults.ts';
import type { CheckAnswer, CheckCode, CheckResult } from '../../rules/checks.ts';
import type {} from '../tables.ts';

/** Called with the row of the package locked: two at once are refused by its index. */
export async function insertRun(
  tx: Tx,
  row: { packageId: string; projectId: string; seal: string; by: string },
): Promise<{ id: string; round: number }> {
  const { last } = await tx
    .selectFrom('check_run')
    .select((eb) => eb.fn.coalesce(eb.fn.max('round'), eb.lit(0)).as('last'))
    .where('package_id', '=', row.packageId)
    .executeTakeFirstOrThrow();
  const [id, round] = [newId(), last + 1];
  await tx
    .insertInto('check_run')
    .values({
      ...{ id, package_id: row.packageId, project_id: row.projectId, round, seal: row.seal, started_by: row.by },
      ...{ files: null, units: null, ended_at: null },
    })
    .execute();
  return { id, round };
}

const withPackage = (db: Db | Tx) =>
  db
    .selectFrom('check_run')
    .innerJoin('package', 'package.id', 'check_run.package_id')
    .selectAll('check_run')
    .select(['package.number', 'package.state as package_state']);

export type RunRow = NonNullable<Awaited<ReturnType<typeof findRun>>>;

export const findRun = (db: Db | Tx, id: string) => withPackage(db).where('check_run.id', '=', id).executeTakeFirst();

export const lockRun = (tx: Tx, id: string) =>
  withPackage(tx).where('check_run.id', '=', id).forUpdate('check_run').executeTakeFirst();

/** Of a package, the newest first. */
export const runsOfPackage = (db: Db | Tx, packageId: string) =>
  withPackage(db).where('check_run.package_id', '=', packageId).orderBy('check_run.round', 'desc').execute();

/** The newest of each package of a project. */
export const newestRuns = (db: Db | Tx, projectId: string) =>
  withPackage(db)
    .distinctOn('check_run.package_id')
    .where('check_run.project_id', '=', projectId)
    .orderBy('check_run.package_id')
    .orderBy('check_run.round', 'desc')
    .execute();

export interface NewResult {
  code: CheckCode;
  result: CheckResult;
  examined: number;
  failed: number;
  failures: readonly Failure[];
}

/** Null: its package was withdrawn. */
export async function endRun(
  tx: Tx,
  id: string,
  examined: { files: number; units: number; results: readonly NewResult[] } | null,
): Promise<void> {
  if (examined)
    await tx
      .insertInto('check_result')
      .values(
        examined.results.map(({ code, result, examined: count, failed, failures }) => ({
          ...{ run_id: id, code, result, examined: count, failed, failures: JSON.stringify(failures) },
          ...{ answer: null, note: null, answered_by: null, answered_at: null },
        })),
      )
      .execute();
  await tx
    .updateTable('check_run')
    .set({
      ...{ state: examined ? 'examined' : 'stopped', ended_at: new Date() },
      ...{ files: examined?.files ?? null, units: examined?.units ?? null },
    })
    .where('id', '=', id)
    .execute();
}

export const resultsOf = (db: Db | Tx, runIds: readonly string[]) =>
  runIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('check_result')
        .selectAll()
        .where('run_id', 'in', [...runIds])
        .execute();

export type ResultRow = Awaited<ReturnType<typeof resultsOf>>[number];

export const papersOfRun = (db: Db | Tx, runId: string) =>
  db.selectFrom('check_paper').selectAll().where('run_id', '=', runId).orderBy('attachment_id').execute();

export async function answerResult(
  tx: Tx,
  one: {
    runId: string;
    code: CheckCode;
    answer: CheckAnswer;
    note: string;
    attachments: readonly string[];
    by: string;
  },
): Promise<void> {
  await tx
    .updateTable('check_result')
    .set({ answer: one.answer, note: one.note, answered_by: one.by, answered_at: new Date() })
    .where('run_id', '=', one.runId)
    .where('code', '=', one.code)
    .execute();
  if (one.attachments.length > 0)
    await tx
      .insertInto('check_paper')
      .values(
        [...new Set(one.attachments)].map((attachment) => ({
          ...{ run_id: one.runId, code: one.code, attachment_id: attachment },
        })),
      )
      .execute();
}

/** Notes about packages that hold these originals, with the original each time. */
export async function notesAbout(tx: Tx, originalIds: readonly string[]) {
  const { rows } = await sql<{ run_id: string; code: CheckCode; note: string; original_id: string }>`
    select check_result.run_id, check_result.code, check_result.note, work_unit.original_id
      from check_result join check_run on check_run.id = check_result.run_id
      join package_unit on package_unit.package_id = check_run.package_id
      join work_unit on work_unit.id = package_unit.unit_id
     where check_result.note is not null and work_unit.original_id = any (${[...originalIds]}::uuid[])`.execute(tx);
  return rows;
}

export const clearNote = (tx: Tx, { runId, code }: { runId: string; code: CheckCode }, text: string) =>
  tx.updateTable('check_result').set({ note: text }).where('run_id', '=', runId).where('code', '=', code).execute();
