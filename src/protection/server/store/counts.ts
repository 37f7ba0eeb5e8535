import { sql } from 'kysely';
import type { PersonActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { alarmList } from '../../rules/api/log.ts';
import { roleMay } from '../../rules/permit.ts';

/** Badges of the shell: approvals waiting for this person, and open alarms he may see. */
export async function todoCounts(db: Db | Tx, actor: PersonActor): Promise<{ todo: number; alarms: number }> {
  const { rows } = await sql<{ todo: number; alarms: number }>`
    select
      (select count(*)::int from approval
        where expires_at > now()
          and ((state = 'pending' and requested_by <> ${actor.personId} and approver_roles && ${[...actor.roles]}::text[])
            or (state = 'approved' and requested_by = ${actor.personId}))) as todo,
      (select count(*)::int from alarm where state = 'open') as alarms`.execute(db);
  const row = rows[0] ?? { todo: 0, alarms: 0 };
  return { todo: row.todo, alarms: roleMay(alarmList, actor.roles) ? row.alarms : 0 };
}
