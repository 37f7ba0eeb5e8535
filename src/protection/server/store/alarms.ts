import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { firstIdAt } from '#/base/server/ids.ts';

export interface PersonCount {
  person_id: string;
  terminal_id: string | null;
  n: number;
}

/** Entries by id as well as by time, so that the index of ids bounds what is read. */
const since = (from: Date): RawBuilder<unknown> =>
  sql`e.recorded_at >= ${from} and e.id >= ${firstIdAt(from.getTime())}::uuid`;

/** Persons who opened at least `least` different objects. */
export const countViews = (db: Db | Tx, from: Date, least: number): Promise<PersonCount[]> =>
  perPerson(db, from, sql`e.kind = 'view'`, sql`count(distinct e.subject_id)`, least);

/** Persons who were refused at least `least` times. */
export const countRefusals = (db: Db | Tx, from: Date, least: number): Promise<PersonCount[]> =>
  perPerson(db, from, sql`e.kind = 'refusal'`, sql`count(*)`, least);

/** Persons who did or looked at anything from hour `evening` until hour `morning` of the site's clock. */
export const countAfterHours = (
  db: Db | Tx,
  from: Date,
  hours: { evening: number; morning: number; timeZone: string },
): Promise<PersonCount[]> => {
  const hour = sql`extract(hour from e.recorded_at at time zone ${hours.timeZone})`;
  const outside = sql`(${hour} >= ${hours.evening} or ${hour} < ${hours.morning})`;
  return perPerson(db, from, sql`e.kind in ('act', 'copy', 'view', 'late') and ${outside}`, sql`count(*)`, 1);
};

async function perPerson(
  db: Db | Tx,
  from: Date,
  which: RawBuilder<unknown>,
  counted: RawBuilder<unknown>,
  least: number,
): Promise<PersonCount[]> {
  const { rows } = await sql<PersonCount>`
    select e.person_id, min(e.terminal_id::text) as terminal_id, ${counted}::int as n from ledger_entry e
     where ${since(from)} and e.person_id is not null and ${which}
     group by e.person_id having ${counted} >= ${least}`.execute(db);
  return rows;
}

/** Accounts that were locked at least `least` times: the entry stays when the lock itself is lifted. */
export async function countLocks(db: Db | Tx, from: Date, least: number): Promise<{ person_id: string; n: number }[]> {
  const { rows } = await sql<{ person_id: string; n: number }>`
    select a.person_id, count(*)::int as n from ledger_entry e join account a on a.id::text = e.subject_id
     where ${since(from)} and e.kind = 'refusal' and e.result = 'account-locked'
     group by a.person_id having count(*) >= ${least}`.execute(db);
  return rows;
}

/** The newest alarm of this kind about the person. */
export const lastAlarmAbout = (db: Db | Tx, kind: string, personId: string) =>
  db
    .selectFrom('alarm')
    .select(['id', 'raised_at'])
    .where('kind', '=', kind)
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Entries of these acts, with this result if one is named, about which no alarm of this kind was raised yet, however old. */
export const untoldEntries = (
  db: Db | Tx,
  kind: string,
  acts: readonly string[],
  result?: string,
): Promise<{ id: string; act: string; subject_id: string | null }[]> =>
  db
    .selectFrom('ledger_entry')
    .select(['id', 'act', 'subject_id'])
    .where('act', 'in', acts)
    .$if(result !== undefined, (query) => query.where('result', '=', result ?? ''))
    .where(({ not, exists, selectFrom, ref }) =>
      not(
        exists(
          selectFrom('alarm')
            .select('alarm.id')
            .where('dedupe', '=', sql<string>`${kind} || '/' || ${ref('ledger_entry.id')}::text`),
        ),
      ),
    )
    .execute();

/** What the auditor's rule of a kind has as its limit, in the unit of that kind. */
export async function alarmThreshold(db: Db | Tx, kind: string): Promise<number> {
  const query = db.selectFrom('alarm_rule').select('threshold').where('kind', '=', kind);
  return (await query.executeTakeFirstOrThrow()).threshold;
}

/** Calls refused with this result since a time: about what, and by whom from where. */
export const refusedSince = (db: Db | Tx, result: string, from: Date) =>
  db
    .selectFrom('ledger_entry')
    .select(['subject_id', 'person_id', 'terminal_id', 'recorded_at'])
    .where('result', '=', result)
    .where('result', '<>', 'ok')
    .where('id', '>=', firstIdAt(from.getTime()))
    .where('recorded_at', '>=', from)
    .orderBy('id')
    .execute();

/** When alarms of these kinds were raised from the one moment to before the other. */
export async function alarmTimes(db: Db | Tx, kinds: readonly string[], from: Date, to: Date): Promise<Date[]> {
  const rows = await db
    .selectFrom('alarm')
    .select('raised_at')
    .where('kind', 'in', [...kinds])
    .where('raised_at', '>=', from)
    .where('raised_at', '<', to)
    .orderBy('raised_at')
    .execute();
  return rows.map(({ raised_at: at }) => at);
}
