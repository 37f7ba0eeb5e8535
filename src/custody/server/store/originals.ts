/** The register of originals and their secrecy checks. */
import { sql } from 'kysely';
import type { InputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { fondsAdd, originalList } from '../../rules/api/originals.ts';
import type { OriginalKind, Secrecy, SecrecyVerdict } from '../../rules/original.ts';
import type { Agreed, LaterRoom } from '../ports.ts';
import { clearFindings } from './forget.ts';
import type {} from '../tables.ts';

export async function insertFonds(
  tx: Tx,
  { code, name, creator }: InputOf<typeof fondsAdd>,
  by: string,
): Promise<string> {
  const id = newId();
  await tx.insertInto('fonds').values({ id, code, name, creator, added_by: by }).execute();
  return id;
}

export const listFonds = (db: Db | Tx) =>
  db.selectFrom('fonds').select(['id', 'code', 'name', 'creator']).orderBy('code').execute();

export const fondsOfCode = (db: Db | Tx, code: string) =>
  db.selectFrom('fonds').select('id').where('code', '=', code).executeTakeFirst();

export interface NewOriginal {
  /** UUIDv7 made by the caller: an item may come with its volume. */
  id: string;
  projectId: string;
  schemeId: string;
  fondsId: string;
  kind: OriginalKind;
  parentId: string | null;
  code: string;
  writtenCode: string;
  sortKey: string;
  title: string | null;
  author: string | null;
  documentNumber: string | null;
  dated: string | null;
  retention: string | null;
  pages: number | null;
  marking: string | null;
  remark: string | null;
  secrecy: Secrecy;
  importId: string | null;
  importRow: number | null;
}

export async function insertOriginals(tx: Tx, originals: readonly NewOriginal[], by: string): Promise<void> {
  const rows = originals.map((one) => ({
    ...{ id: one.id, project_id: one.projectId, scheme_id: one.schemeId, fonds_id: one.fondsId, kind: one.kind },
    ...{ parent_id: one.parentId, code: one.code, written_code: one.writtenCode, sort_key: one.sortKey },
    ...{ title: one.title, author: one.author, document_number: one.documentNumber, dated: one.dated },
    ...{ retention: one.retention, pages: one.pages, marking: one.marking, remark: one.remark },
    ...{ secrecy: one.secrecy, import_id: one.importId, import_row: one.importRow, registered_by: by },
  }));
  await tx.insertInto('original').values(rows).execute();
}

/** Nothing of its content is kept (6.1-5). */
export const contentless = { title: null, author: null, documentNumber: null, dated: null, remark: null } as const;

export const originalOfCode = (db: Db | Tx, schemeId: string, code: string) =>
  db
    .selectFrom('original')
    .select(['id', 'kind', 'parent_id'])
    .where('scheme_id', '=', schemeId)
    .where('code', '=', code)
    .executeTakeFirst();

/** Those of a project that bear these codes. */
export const originalsOfCodes = (db: Db | Tx, projectId: string, codes: readonly string[]) =>
  db
    .selectFrom('original')
    .leftJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .select([
      ...(['original.id', 'original.code', 'original.kind', 'original.unit', 'original.secrecy'] as const),
      ...(['original.title', 'original.pages', 'whereabouts.place', 'whereabouts.halted'] as const),
    ])
    .where('original.project_id', '=', projectId)
    .where('original.code', 'in', codes)
    .execute();

/** Held against a classification until the transaction ends: what is written of its content is cleared with the rest. */
export async function shareSecrecy(tx: Tx, originalId: string): Promise<Secrecy | undefined> {
  const row = await tx
    .selectFrom('original')
    .select('secrecy')
    .where('id', '=', originalId)
    .forShare()
    .executeTakeFirst();
  return row?.secrecy;
}

/** Answers the ledger entries whose clear values the act has to erase: those that say what is classified now. */
export async function decideSecrecy(
  tx: Tx,
  originalIds: readonly string[],
  verdict: SecrecyVerdict,
  by: string,
  late: LateColumns,
  { later, agreed }: { later: readonly LaterRoom[]; agreed: Agreed | null },
): Promise<string[]> {
  await tx
    .insertInto('secrecy_check')
    .values(
      originalIds.map((id) => ({
        ...{ id: newId(), original_id: id, verdict: verdict.verdict, basis: verdict.basis, page: verdict.page },
        ...{ declassified_on: verdict.declassifiedOn, decided_by: by, ...late },
      })),
    )
    .execute();
  // A volume that is classified leaves nothing of the content of what lies in it either.
  const inside =
    verdict.verdict === 'classified'
      ? await tx.selectFrom('original').select('id').where('parent_id', 'in', originalIds).execute()
      : [];
  const all = [...originalIds, ...inside.map(({ id }) => id)];
  // Whoever writes of their content has done so, or waits until it is decided.
  await tx.selectFrom('original').select('id').where('id', 'in', all).orderBy('id').forUpdate().execute();
  const entries = verdict.verdict === 'classified' ? await clearFindings(tx, all, later, agreed) : [];
  await tx
    .updateTable('original')
    .set((eb) => ({
      secrecy: verdict.verdict,
      ...(verdict.verdict === 'classified' && {
        ...{ title: null, author: null, document_number: null, dated: null, remark: null },
      }),
      version: eb('version', '+', 1),
    }))
    .where('id', 'in', all)
    .execute();
  return entries;
}

const withWhereabouts = (db: Db | Tx) =>
  db
    .selectFrom('original')
    .leftJoin('whereabouts', 'whereabouts.original_id', 'original.id')
    .leftJoin('fixture as cabinet', 'cabinet.id', 'whereabouts.cabinet_id')
    .leftJoin('batch', 'batch.id', 'whereabouts.batch_id')
    .selectAll('original')
    .select([
      ...(['whereabouts.place', 'whereabouts.holder_id', 'whereabouts.since', 'whereabouts.stage'] as const),
      ...(['whereabouts.halted', 'whereabouts.unbound', 'whereabouts.batch_id'] as const),
      ...(['cabinet.code as cabinet_code', 'batch.number as batch_number'] as const),
    ])
    .select((eb) =>
      eb
        .selectFrom('part_out')
        .select((inner) => inner.fn.countAll<string>().as('parts'))
        .whereRef('part_out.original_id', '=', 'original.id')
        .where('part_out.returned_at', 'is', null)
        .as('parts'),
    );

export const findOriginal = (db: Db | Tx, id: string) =>
  withWhereabouts(db)
    .innerJoin('project', 'project.id', 'original.project_id')
    .select(['project.number as project_number', 'project.name as project_name'])
    .where('original.id', '=', id)
    .executeTakeFirst();

export type OriginalRow = NonNullable<Awaited<ReturnType<typeof listOriginals>>>[number];

/** In the order of their codes. `cursor` is `sort key` and id of the last row. */
export function listOriginals(
  db: Db | Tx,
  projectId: string,
  filter: InputOf<typeof originalList>,
  after: { key: string; id: string } | null,
) {
  let query = withWhereabouts(db)
    .where('original.project_id', '=', projectId)
    .orderBy('original.sort_key')
    .orderBy('original.id')
    .limit(filter.limit + 1);
  if (filter.code !== undefined) query = query.where('original.code', 'like', `${likeText(filter.code)}%`);
  if (filter.place !== undefined) query = query.where('whereabouts.place', '=', filter.place);
  if (filter.secrecy !== undefined) query = query.where('original.secrecy', '=', filter.secrecy);
  if (filter.batchId !== undefined) query = query.where('whereabouts.batch_id', '=', filter.batchId);
  if (after !== null)
    query = query.where(sql<boolean>`(original.sort_key, original.id) > (${after.key} collate "C", ${after.id}::uuid)`);
  return query.execute();
}

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

export const countItems = (db: Db | Tx, volumeId: string) =>
  db
    .selectFrom('original')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('parent_id', '=', volumeId)
    .executeTakeFirstOrThrow();

export const checksOf = (db: Db | Tx, originalId: string) =>
  db
    .selectFrom('secrecy_check')
    .selectAll()
    .where('original_id', '=', originalId)
    .orderBy('recorded_at', 'desc')
    .execute();

/** Newest first; the last `most` of them. */
export const movementsOf = (db: Db | Tx, originalId: string, most: number) =>
  db
    .selectFrom('movement')
    .leftJoin('fixture as cabinet', 'cabinet.id', 'movement.cabinet_id')
    .leftJoin('part_out', 'part_out.id', 'movement.part_id')
    .selectAll('movement')
    .select(['cabinet.code as cabinet_code', 'part_out.number as part_number'])
    .where('movement.original_id', '=', originalId)
    .orderBy('movement.id', 'desc')
    .limit(most)
    .execute();

export const countInRange = (
  db: Db | Tx,
  { projectId, schemeId, lower, upper }: { projectId: string; schemeId: string; lower: string; upper: string },
) =>
  db
    .selectFrom('original')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('project_id', '=', projectId)
    .where('scheme_id', '=', schemeId)
    .where('sort_key', '>=', lower)
    .where('sort_key', '<=', upper)
    .executeTakeFirstOrThrow();
