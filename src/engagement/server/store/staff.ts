/** Lists of staff, and who left. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type {} from '../tables.ts';

export async function insertStaffList(
  tx: Tx,
  list: {
    projectId: string;
    number: string;
    attachmentId: string;
    from: string;
    until: string;
    by: string;
    approvedBy: string;
  },
  rows: readonly { row: number; personId: string; assignmentId: string }[],
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('staff_list')
    .values({
      ...{ id, number: list.number, project_id: list.projectId, attachment_id: list.attachmentId },
      ...{ valid_from: list.from, valid_until: list.until, registered_by: list.by, approved_by: list.approvedBy },
    })
    .execute();
  await tx
    .insertInto('staff_row')
    .values(
      rows.map(({ row, personId, assignmentId }) => ({
        ...{ list_id: id, row, person_id: personId, assignment_id: assignmentId },
      })),
    )
    .execute();
  return id;
}

export const insertDepartures = (
  tx: Tx,
  assignments: readonly string[],
  { projectId, reason, by }: { projectId: string; reason: string; by: string },
) =>
  tx
    .insertInto('staff_departure')
    .values(assignments.map((id) => ({ assignment_id: id, project_id: projectId, reason, left_by: by })))
    .execute();

/** By which list each of these roles was given, and how it was left. */
export async function staffFacts(db: Db | Tx, assignments: readonly string[]) {
  if (assignments.length === 0) return { lists: new Map<string, string>(), departures: new Map<string, never>() };
  const lists = await db
    .selectFrom('staff_row')
    .innerJoin('staff_list', 'staff_list.id', 'staff_row.list_id')
    .select(['assignment_id', 'staff_list.number'])
    .where('assignment_id', 'in', [...assignments])
    .execute();
  const departures = await db
    .selectFrom('staff_departure')
    .selectAll()
    .where('assignment_id', 'in', [...assignments])
    .execute();
  return {
    lists: new Map(lists.map((one) => [one.assignment_id, one.number])),
    departures: new Map(departures.map((one) => [one.assignment_id, one])),
  };
}

/** Whose last role for any project has passed or was taken away, with the number of that project. */
export async function staffOver(db: Db | Tx, today: string): Promise<{ person_id: string; number: string }[]> {
  const { rows } = await sql<{ person_id: string; number: string }>`
    select distinct on (r.person_id) r.person_id, p.number
      from role_assignment r join project p on p.id = r.scope
     where (r.ended_at is not null or r.valid_until < ${today}::date)
       and not exists (
         select 1 from role_assignment o
          where o.person_id = r.person_id and o.ended_at is null
            and (o.valid_until is null or o.valid_until >= ${today}::date))
     order by r.person_id, r.id desc`.execute(db);
  return rows;
}
