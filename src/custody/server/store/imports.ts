/** Imports of catalogues. */
import { sql } from 'kysely';
import type { Params } from '#/base/rules/refusal.ts';
import { legible } from '#/base/rules/tables-in/xml-trouble.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { Mapping, RowProblem } from '../../rules/catalogue-import.ts';
import type { StoredRefusal } from '../tables-catalogue.ts';
import type {} from '../tables.ts';

export async function insertImport(
  tx: Tx,
  row: {
    projectId: string;
    schemeId: string;
    attachmentId: string;
    keeper: string;
    fonds: string | null;
    sheet: string | null;
    headerRow: number | null;
    encoding: string | null;
    headings: readonly string[];
    mapping: Mapping;
    dry: boolean;
    by: string;
  },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('catalogue_import')
    .values({
      ...{ id, project_id: row.projectId, scheme_id: row.schemeId, attachment_id: row.attachmentId },
      ...{ keeper_id: row.keeper, fonds: row.fonds, sheet: row.sheet, header_row: row.headerRow },
      ...{ encoding: row.encoding, headings: [...row.headings], mapping: JSON.stringify(row.mapping) },
      ...{ dry: row.dry, problem: null, started_by: row.by, finished_at: null },
    })
    .execute();
  return id;
}

export const findImport = (db: Db | Tx, id: string) =>
  db
    .selectFrom('catalogue_import')
    .innerJoin('attachment', 'attachment.id', 'catalogue_import.attachment_id')
    .selectAll('catalogue_import')
    .select(['attachment.file_name', 'attachment.sha256'])
    .where('catalogue_import.id', '=', id)
    .executeTakeFirst();

export type ImportRow = NonNullable<Awaited<ReturnType<typeof findImport>>>;

/** The mapping that a file of the same headings had the last time in this project. */
export const rememberedMapping = (db: Db | Tx, projectId: string, headings: readonly string[]) =>
  db
    .selectFrom('catalogue_import')
    .select('mapping')
    .where('project_id', '=', projectId)
    .where('headings', '=', sql<string[]>`${[...headings]}::text[]`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

export interface Tally {
  doneRow: number;
  good: number;
  known: number;
  bad: number;
  marked: number;
}

/** One run of an import at a time: another waits, and then finds what is done. */
export const lockImport = (tx: Tx, id: string) =>
  tx.selectFrom('catalogue_import').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();

export const advanceImport = (tx: Tx, id: string, { doneRow, good, known, bad, marked }: Tally) =>
  tx
    .updateTable('catalogue_import')
    .set((eb) => ({
      // Never back: another run of the job may be further on.
      done_row: eb.fn<number>('greatest', ['done_row', eb.val(doneRow)]),
      good: eb('good', '+', good),
      known: eb('known', '+', known),
      bad: eb('bad', '+', bad),
      marked: eb('marked', '+', marked),
    }))
    .where('id', '=', id)
    .execute();

export const finishImport = (tx: Tx, id: string, problem: StoredRefusal | null) =>
  tx
    .updateTable('catalogue_import')
    .set({
      state: problem === null ? 'done' : 'failed',
      problem: problem === null ? null : JSON.stringify(problem),
      finished_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();

/** Words of a refusal quote the row, which may hold what neither text nor jsonb can: NUL, half of a pair. */
const storable = (params: Params): string =>
  JSON.stringify(params, (_, value: unknown) => (typeof value === 'string' ? legible(value) : value));

export async function insertProblems(
  tx: Tx,
  importId: string,
  rows: readonly { row: number; text: string; problems: readonly RowProblem[] }[],
): Promise<void> {
  const values = rows.flatMap(({ row, text, problems }) =>
    problems.map(({ field, refusal }, number) => ({
      ...{ import_id: importId, row, number, field, code: refusal.code, text: legible(text) },
      params: storable(refusal.params),
    })),
  );
  for (let at = 0; at < values.length; at += 1000)
    await tx
      .insertInto('import_problem')
      .values(values.slice(at, at + 1000))
      .execute();
}

/** Of the originals that came by the same file, those that were found classified on the paper since. */
const foundClassified = sql<number>`(
  select count(*)::int from original o join catalogue_import other on other.id = o.import_id
   where other.attachment_id = catalogue_import.attachment_id and o.secrecy = 'classified')`;

/** Imports of which the file is still here, and holds what is classified; of some projects, or of all (null). */
export const sourcesToPurge = (db: Db | Tx, projects: readonly string[] | null, limit: number) =>
  db
    .selectFrom('catalogue_import')
    .innerJoin('attachment', 'attachment.id', 'catalogue_import.attachment_id')
    .select(['catalogue_import.attachment_id', 'attachment.file_name', 'catalogue_import.project_id'])
    .select(sql<number>`max(greatest(catalogue_import.marked, ${foundClassified}))`.as('classified'))
    .where('attachment.state', '=', 'stored')
    .where(sql<boolean>`(catalogue_import.marked > 0 or ${foundClassified} > 0)`)
    .where(
      projects === null
        ? sql<boolean>`true`
        : sql<boolean>`catalogue_import.project_id = any(${[...projects]}::uuid[])`,
    )
    .groupBy(['catalogue_import.attachment_id', 'attachment.file_name', 'catalogue_import.project_id'])
    .orderBy('catalogue_import.attachment_id')
    .limit(limit)
    .execute();

export const listImports = (db: Db | Tx, projectId: string, cursor: string | undefined, limit: number) => {
  let query = db
    .selectFrom('catalogue_import')
    .innerJoin('attachment', 'attachment.id', 'catalogue_import.attachment_id')
    .selectAll('catalogue_import')
    .select(['attachment.file_name', 'attachment.state as file_state'])
    .select(sql<number>`greatest(catalogue_import.marked, ${foundClassified})`.as('classified'))
    .where('project_id', '=', projectId)
    .orderBy('catalogue_import.id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('catalogue_import.id', '<', cursor);
  return query.execute();
};

export const listProblems = (
  db: Db | Tx,
  importId: string,
  after: { row: number; number: number } | null,
  limit: number,
) => {
  let query = db
    .selectFrom('import_problem')
    .selectAll()
    .where('import_id', '=', importId)
    .orderBy('row')
    .orderBy('number')
    .limit(limit + 1);
  if (after !== null) query = query.where(sql<boolean>`(row, number) > (${after.row}, ${after.number})`);
  return query.execute();
};

/** Originals of a scheme that bear these codes. */
export const knownCodes = (db: Db | Tx, schemeId: string, codes: readonly string[]) =>
  db
    .selectFrom('original')
    .select(['id', 'code', 'kind'])
    .where('scheme_id', '=', schemeId)
    .where((eb) => eb('code', '=', eb.fn.any(eb.val([...codes]))))
    .execute();

/** Every problem of an import, in the order of its rows. */
export const allProblems = (db: Db | Tx, importId: string) =>
  db
    .selectFrom('import_problem')
    .select(['row', 'field', 'code', 'params'])
    .where('import_id', '=', importId)
    .orderBy('row')
    .orderBy('number')
    .execute();
