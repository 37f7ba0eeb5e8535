/** What the daily duty book tells of a day. */
import type { Db, Tx } from '#/base/server/db.ts';

/** Issues found on the day, and those that were not closed then. */
export const issuesOfDay = (db: Db | Tx, from: Date, to: Date) =>
  db
    .selectFrom('issue')
    .select(['number', 'title', 'owner', 'due_on', 'state', 'occurred_at'])
    .where('occurred_at', '<', to)
    .where((eb) => eb.or([eb('occurred_at', '>=', from), eb('state', '<>', 'closed')]))
    .orderBy('number')
    .execute();

export const alarmsOfDay = (db: Db | Tx, from: Date, to: Date) =>
  db
    .selectFrom('alarm')
    .select(['kind', 'facts', 'state', 'raised_at'])
    .where('raised_at', '>=', from)
    .where('raised_at', '<', to)
    .orderBy('raised_at')
    .execute();

export const backupsOfDay = (db: Db | Tx, from: Date, to: Date) =>
  db
    .selectFrom('backup')
    .innerJoin('backup_target', 'backup_target.id', 'backup.target_id')
    .select(['backup.started_at', 'backup.state', 'backup.sha256', 'backup_target.name as target_name'])
    .where('started_at', '>=', from)
    .where('started_at', '<', to)
    .orderBy('started_at')
    .execute();
