/** Examinations, corrections of the catalogue, condition reports (6.1). */
import { type ExpressionBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { Tables } from '#/base/server/tables.ts';
import type { PhotoSource } from '#/premises/server/door.ts';
import type { conditionReport } from '../../rules/api/examinations.ts';
import type { ErratumField, Examined } from '../../rules/examination.ts';
import type {} from '../tables.ts';

export const insertExaminations = (
  tx: Tx,
  originalIds: readonly string[],
  { pages, leaves, missing, disorder, difference }: Examined,
  by: string,
  late: LateColumns,
) =>
  tx
    .insertInto('examination')
    .values(
      originalIds.map((original_id) => ({
        ...{ id: newId(), original_id, pages, leaves, missing, disorder, difference, examined_by: by, ...late },
      })),
    )
    .execute();

export const examinationsOf = (db: Db | Tx, originalId: string) =>
  db.selectFrom('examination').selectAll().where('original_id', '=', originalId).orderBy('id', 'desc').execute();

/** Of a project, newest first. */
export function listExaminations(
  db: Db | Tx,
  projectId: string,
  filter: { found?: boolean | undefined; code?: string | undefined; cursor?: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('examination')
    .innerJoin('original', 'original.id', 'examination.original_id')
    .selectAll('examination')
    .select(['original.code', 'original.title', 'original.pages as catalogued'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('erratum')
            .select('erratum.id')
            .whereRef('erratum.original_id', '=', 'examination.original_id')
            .whereRef('erratum.corrected_at', '>=', 'examination.recorded_at'),
        )
        .as('corrected'),
    )
    .where('original.project_id', '=', projectId)
    .orderBy('examination.id', 'desc')
    .limit(filter.limit + 1);
  const { found } = filter;
  if (found !== undefined)
    query = query.where((eb) => {
      const any = eb.or([
        eb('examination.missing', 'is not', null),
        eb('examination.disorder', 'is not', null),
        eb('examination.difference', 'is not', null),
      ]);
      return found ? any : eb.not(any);
    });
  if (filter.code !== undefined) query = query.where('original.code', '=', filter.code);
  if (filter.cursor !== undefined) query = query.where('examination.id', '<', filter.cursor);
  return query.execute();
}

export const lockEntry = (tx: Tx, originalId: string) =>
  tx.selectFrom('original').selectAll().where('id', '=', originalId).forUpdate().executeTakeFirst();

export type Entry = NonNullable<Awaited<ReturnType<typeof lockEntry>>>;

export async function correctEntry(
  tx: Tx,
  originalId: string,
  errata: readonly { field: ErratumField; before: string | null; after: string | null }[],
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  const columns = {
    ...{ title: 'title', author: 'author', documentNumber: 'document_number', dated: 'dated' },
    ...{ retention: 'retention', pages: 'pages', remark: 'remark' },
  } as const;
  await tx
    .insertInto('erratum')
    .values(
      errata.map(({ field, before, after }) => ({
        ...{ id: newId(), original_id: originalId, field, before_text: before, after_text: after },
        ...{ reason, corrected_by: by },
      })),
    )
    .execute();
  const set = Object.fromEntries(
    errata.map(({ field, after }) => [columns[field], field === 'pages' && after !== null ? Number(after) : after]),
  );
  await tx
    .updateTable('original')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('id', '=', originalId)
    .execute();
}

export const errataOf = (db: Db | Tx, originalId: string) =>
  db.selectFrom('erratum').selectAll().where('original_id', '=', originalId).orderBy('id', 'desc').execute();

export async function insertCondition(
  tx: Tx,
  row: { number: string; originalId: string; source: PhotoSource; by: string },
  { place, kind, extent, description, handling, photos }: InputOf<typeof conditionReport>,
  late: LateColumns,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('condition_report')
    .values({
      ...{ id, number: row.number, original_id: row.originalId, place, kind, extent, description, handling },
      ...{ ...row.source, reported_by: row.by, ...late },
    })
    .execute();
  await tx
    .insertInto('condition_photo')
    .values([...new Set(photos)].map((attachment_id) => ({ report_id: id, attachment_id })))
    .execute();
  return id;
}

const photosOf = (eb: ExpressionBuilder<Tables, 'condition_report'>) =>
  jsonArrayFrom(
    eb
      .selectFrom('condition_photo')
      .select('attachment_id as id')
      .whereRef('report_id', '=', 'condition_report.id')
      .orderBy('attachment_id'),
  ).as('photos');

export const conditionsOf = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('condition_report')
    .selectAll()
    .select(photosOf)
    .where('original_id', '=', originalId)
    .orderBy('id', 'desc')
    .execute();

export function listConditions(
  db: Db | Tx,
  projectId: string,
  filter: { code?: string | undefined; cursor?: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('condition_report')
    .innerJoin('original', 'original.id', 'condition_report.original_id')
    .selectAll('condition_report')
    .select(photosOf)
    .select(['original.code', 'original.title'])
    .where('original.project_id', '=', projectId)
    .orderBy('condition_report.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.code !== undefined) query = query.where('original.code', '=', filter.code);
  if (filter.cursor !== undefined) query = query.where('condition_report.id', '<', filter.cursor);
  return query.execute();
}

/** Where the last number of a code leaps, within the same leading segments; `most` leaps at most. */
export const gapsOf = (db: Db | Tx, projectId: string, most: number) =>
  db
    .selectFrom(
      db
        .selectFrom(
          db
            .selectFrom('original')
            .select(['code', 'scheme_id', 'sort_key'])
            .select(sql<string>`substring(code from '^(.*?)[0-9]+$')`.as('lead'))
            .select(sql<string>`substring(code from '([0-9]{1,9})$')::bigint`.as('number'))
            .where('project_id', '=', projectId)
            .where(sql<boolean>`code ~ '[^0-9][0-9]{1,9}$'`)
            .as('numbered'),
        )
        .selectAll()
        .select((eb) => [
          eb.fn
            .agg<string | null>('lag', ['number'])
            .over((over) => over.partitionBy(['scheme_id', 'lead']).orderBy('number'))
            .as('former'),
          eb.fn
            .agg<string | null>('lag', ['code'])
            .over((over) => over.partitionBy(['scheme_id', 'lead']).orderBy('number'))
            .as('former_code'),
        ])
        .as('leaps'),
    )
    .innerJoin('code_scheme', 'code_scheme.id', 'leaps.scheme_id')
    .select(['leaps.code', 'leaps.former_code', 'code_scheme.name as scheme'])
    .select(sql<string>`leaps.number - leaps.former - 1`.as('missing'))
    .where(sql<boolean>`leaps.number > leaps.former + 1`)
    .orderBy('leaps.sort_key')
    .limit(most)
    .execute();

/** Of each original that is in a batch: its newest examination, and its reports of condition. */
export const precheckOf = (db: Db | Tx, batchId: string) =>
  db
    .selectFrom('batch_original')
    .innerJoin('original', 'original.id', 'batch_original.original_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('examination')
          .selectAll()
          .whereRef('examination.original_id', '=', 'original.id')
          .orderBy('examination.id', 'desc')
          .limit(1)
          .as('examined'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('secrecy_check')
          .select(['decided_by', 'occurred_at as decided_at'])
          .whereRef('secrecy_check.original_id', '=', 'original.id')
          .orderBy('secrecy_check.recorded_at', 'desc')
          .limit(1)
          .as('secret'),
      (join) => join.onTrue(),
    )
    .select(['original.code', 'original.title', 'original.pages as catalogued', 'original.secrecy'])
    .select(['examined.pages', 'examined.leaves', 'examined.missing', 'examined.disorder', 'examined.difference'])
    .select(['examined.examined_by', 'examined.occurred_at as examined_at', 'secret.decided_by', 'secret.decided_at'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('condition_report')
          .select([
            ...(['condition_report.number', 'condition_report.place', 'condition_report.kind'] as const),
            ...(['condition_report.extent', 'condition_report.handling', 'condition_report.reported_by'] as const),
            'condition_report.occurred_at',
          ])
          .whereRef('condition_report.original_id', '=', 'original.id')
          .orderBy('condition_report.id'),
      ).as('conditions'),
    )
    .where('batch_original.batch_id', '=', batchId)
    .where('batch_original.dropped_by', 'is', null)
    .orderBy('original.sort_key')
    .execute();
