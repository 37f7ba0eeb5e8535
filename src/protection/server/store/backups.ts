import { sql } from 'kysely';
import type { OutputOf } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import type { backupList } from '../../rules/api/backup.ts';

type Target = OutputOf<typeof backupList>['targets'][number];

export function listBackups(db: Db | Tx, before: string | null, limit: number) {
  let query = db
    .selectFrom('backup')
    .innerJoin('backup_target', 'backup_target.id', 'backup.target_id')
    .selectAll('backup')
    .select('backup_target.name as target_name')
    .orderBy('backup.id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('backup.id', '<', before);
  return query.execute();
}

interface TargetRow {
  id: string;
  name: string;
  folder: string;
  medium_number: string;
  daily_at_hour: number | null;
  keep: number;
  state: 'active' | 'retired';
  version: number;
  last_good: Date | null;
  overdue: boolean;
}

/** Targets with their last good backup; overdue by the auditor's rule (5.6-7). */
export async function listTargets(db: Db | Tx): Promise<Target[]> {
  const { rows } = await sql<TargetRow>`
    select t.id, t.name, t.folder, t.medium_number, t.daily_at_hour, t.keep, t.state, t.version,
           max(b.finished_at) as last_good,
           t.state = 'active' and t.daily_at_hour is not null
             and coalesce(max(b.finished_at), t.registered_at) < now() - make_interval(hours => r.threshold) as overdue
      from backup_target t
      join alarm_rule r on r.kind = 'backup-overdue'
      left join backup b on b.target_id = t.id and b.state = 'done'
     group by t.id, r.threshold order by t.name`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    folder: row.folder,
    mediumNumber: row.medium_number,
    dailyAtHour: row.daily_at_hour,
    keep: row.keep,
    state: row.state,
    lastGoodAt: row.last_good?.toISOString() ?? null,
    overdue: row.overdue,
    version: row.version,
  }));
}
