/** Security acceptances with their items and papers; the overall acceptance. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import {
  type Finding,
  type ItemVerdict,
  securityCodes,
  type SecurityCode,
  securityItems,
} from '../../rules/security.ts';
import type {} from '../tables.ts';

export interface Member {
  name: string;
  organization: string;
  qualification: string;
}

/** All of its items are there from the beginning, unjudged. */
export async function insertSecurity(
  tx: Tx,
  { projectId, by, members }: { projectId: string; by: string; members: readonly Member[] },
): Promise<{ id: string; round: number }> {
  const { last } = await tx
    .selectFrom('security_acceptance')
    .select((eb) => eb.fn.coalesce(eb.fn.max('round'), eb.lit(0)).as('last'))
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  const [id, round] = [newId(), last + 1];
  await tx
    .insertInto('security_acceptance')
    .values({
      ...{ id, project_id: projectId, round, opened_by: by, verdict: null, opinion: null },
      ...{ decided_by: null, agreed_by: null, decided_at: null },
    })
    .execute();
  await tx
    .insertInto('security_member')
    .values(members.map((member, at) => ({ acceptance_id: id, position: at + 1, ...member })))
    .execute();
  await tx
    .insertInto('security_item')
    .values(
      securityCodes.map((code) => ({
        ...{ acceptance_id: id, code, by_hand: securityItems[code].source === 'hand', verdict: null, facts: null },
        ...{ note: null, judged_by: null, judged_at: null },
      })),
    )
    .execute();
  return { id, round };
}

/** Of a project, from the first on. */
export const securitiesOf = (db: Db | Tx, projectId: string) =>
  db.selectFrom('security_acceptance').selectAll().where('project_id', '=', projectId).orderBy('round').execute();

export const findSecurity = (db: Db | Tx, id: string) =>
  db.selectFrom('security_acceptance').selectAll().where('id', '=', id).executeTakeFirst();

export const lockSecurity = (tx: Tx, id: string) =>
  tx.selectFrom('security_acceptance').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** Rounds are opened and the overall acceptance is done by one at a time. */
export const lockProjectRow = (tx: Tx, projectId: string) =>
  tx.selectFrom('project').select('id').where('id', '=', projectId).forNoKeyUpdate().executeTakeFirst();

export const membersOf = (db: Db | Tx, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('security_member')
        .selectAll()
        .where('acceptance_id', 'in', [...ids])
        .orderBy('position')
        .execute();

export const itemsOf = (db: Db | Tx, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('security_item')
        .selectAll()
        .where('acceptance_id', 'in', [...ids])
        .execute();

export const papersOf = (db: Db | Tx, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('security_paper')
        .selectAll()
        .where('acceptance_id', 'in', [...ids])
        .orderBy('attachment_id')
        .execute();

export interface Judgement {
  acceptanceId: string;
  code: SecurityCode;
  verdict: ItemVerdict;
  note: string;
  facts: Finding['facts'] | null;
  attachments: readonly string[];
  by: string;
}

/** In the place of what was said of it before. */
export async function judgeItem(tx: Tx, one: Judgement): Promise<void> {
  const { acceptanceId, code, attachments } = one;
  await tx
    .updateTable('security_item')
    .set({
      ...{ verdict: one.verdict, note: one.note, facts: one.facts && JSON.stringify(one.facts) },
      ...{ judged_by: one.by, judged_at: new Date() },
    })
    .where('acceptance_id', '=', acceptanceId)
    .where('code', '=', code)
    .execute();
  await tx.deleteFrom('security_paper').where('acceptance_id', '=', acceptanceId).where('code', '=', code).execute();
  if (attachments.length > 0)
    await tx
      .insertInto('security_paper')
      .values(attachments.map((attachment) => ({ acceptance_id: acceptanceId, code, attachment_id: attachment })))
      .execute();
}

export const decideSecurity = (
  tx: Tx,
  id: string,
  row: { verdict: 'passed' | 'failed'; opinion: string; by: string; agreedBy: string },
) =>
  tx
    .updateTable('security_acceptance')
    .set({
      ...{ verdict: row.verdict, opinion: row.opinion, decided_by: row.by, agreed_by: row.agreedBy },
      decided_at: new Date(),
    })
    .where('id', '=', id)
    .execute();

export const overallOf = (db: Db | Tx, projectId: string) =>
  db.selectFrom('overall_acceptance').selectAll().where('project_id', '=', projectId).executeTakeFirst();

export async function insertOverall(
  tx: Tx,
  row: { projectId: string; securityId: string; opinion: string; by: string; agreedBy: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('overall_acceptance')
    .values({
      ...{ id, project_id: row.projectId, security_id: row.securityId, opinion: row.opinion },
      ...{ accepted_by: row.by, agreed_by: row.agreedBy },
    })
    .execute();
  return id;
}

/** Originals of a project: how many went out and came back, and what is not where it belongs (7.1-4). */
export async function custodyFigures(db: Db | Tx, projectId: string) {
  const { rows } = await sql<{ out: string; back: string; halted: string; lost: string; open: string }>`
    select count(distinct gone.original_id) as out,
      count(distinct gone.original_id) filter (where whereabouts.place in ('shelf', 'surrendered')) as back,
      count(distinct gone.original_id) filter (where whereabouts.halted and whereabouts.place <> 'surrendered') as halted,
      count(distinct gone.original_id) filter (where whereabouts.place = 'lost') as lost,
      count(distinct batch.id) filter (where batch.state <> 'closed') as open
    from batch left join batch_original gone on gone.batch_id = batch.id and gone.dropped_by is null
        and batch.state in ('out', 'closed')
      left join whereabouts on whereabouts.original_id = gone.original_id
    where batch.project_id = ${projectId} and batch.state <> 'cancelled'`.execute(db);
  const [row] = rows;
  return {
    out: Number(row?.out ?? 0),
    back: Number(row?.back ?? 0),
    halted: Number(row?.halted ?? 0),
    lost: Number(row?.lost ?? 0),
    open: Number(row?.open ?? 0),
  };
}

/** The newest copy of the log that left the system (7.5-1). */
export const newestLogCopy = (db: Db | Tx) =>
  db
    .selectFrom('copy_record')
    .select(['target', 'copied_at', 'sha256'])
    .where('act', '=', 'protection.ledger.export')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Units of a project that are at work, or finished and in no package. */
export async function unitsOutside(db: Db | Tx, projectId: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from work_unit join whereabouts on whereabouts.original_id = work_unit.original_id
     where work_unit.project_id = ${projectId} and whereabouts.place <> 'surrendered'
       and not exists (select 1 from work_unit later where later.original_id = work_unit.original_id and later.id > work_unit.id)
       and not exists (select 1 from package_unit where package_unit.unit_id = work_unit.id and package_unit.live)`.execute(
    db,
  );
  return Number(rows[0]?.count ?? 0);
}

/** Packages of a project that hold, with what their sampling said; none that was withdrawn. */
export const packagesStanding = (db: Db | Tx, projectId: string) =>
  db
    .selectFrom('package')
    .leftJoin('sampling', 'sampling.package_id', 'package.id')
    .select(['package.id', 'package.number', 'package.state', 'sampling.verdict'])
    .where('package.project_id', '=', projectId)
    .where('package.state', '<>', 'withdrawn')
    .orderBy('package.sequence')
    .execute();
