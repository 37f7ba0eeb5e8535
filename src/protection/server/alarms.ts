import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { systemActor } from '#/base/rules/actor.ts';
import { businessDay, hourOf } from '#/base/rules/business-day.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { newId } from '#/base/server/ids.ts';
import { ledgerHealth } from '#/base/server/ledger/health.ts';
import { findSite } from '#/base/server/site.ts';
import type { AlarmKind } from './tables.ts';

interface Finding {
  kind: AlarmKind;
  /** The same matter raises one alarm. */
  dedupe: string;
  personId: string | null;
  terminalId: string | null;
  facts: Record<string, string | number>;
}

interface Rule {
  kind: AlarmKind;
  threshold: number;
  window_minutes: number;
}

interface Look {
  db: Db;
  config: Config;
  rule: Rule;
  timeZone: string;
  now: number;
}

/** First and last hour of ordinary work, site zone; what happens outside is worth a look (5.5-5). */
export const officeHours = { from: 7, until: 20 } as const;

/** 5.5-5: one look at the ledger and the machine by the rules that the auditor has set. */
export async function lookForAlarms(db: Db, config: Config, jobId: string | null): Promise<number> {
  const site = await findSite(db);
  if (!site) return 0;
  const rules = await db.selectFrom('alarm_rule').selectAll().where('enabled', '=', true).execute();
  let raised = 0;
  for (const rule of rules) {
    const findings = await looks[rule.kind]({ db, config, rule, timeZone: site.timeZone, now: Date.now() });
    for (const finding of findings) {
      if (await raise(db, finding, jobId)) raised += 1;
    }
  }
  return raised;
}

async function raise(db: Db, finding: Finding, jobId: string | null): Promise<boolean> {
  const known = await db.selectFrom('alarm').select('id').where('dedupe', '=', finding.dedupe).executeTakeFirst();
  if (known) return false;
  const id = newId();
  await systemAct(db, systemActor('alarms', jobId, null), {
    act: 'protection.alarm.raise',
    subject: { type: 'alarm', id },
    async body(tx) {
      await insertAlarm(tx, id, finding);
      return { after: { kind: finding.kind, personId: finding.personId, facts: finding.facts } };
    },
  });
  return true;
}

const insertAlarm = (tx: Tx, id: string, finding: Finding) =>
  tx
    .insertInto('alarm')
    .values({
      id,
      kind: finding.kind,
      dedupe: finding.dedupe,
      person_id: finding.personId,
      terminal_id: finding.terminalId,
      facts: finding.facts,
    })
    .onConflict((conflict) => conflict.column('dedupe').doNothing())
    .execute();

/** Start of the window that `now` falls into: a person who goes on raises one alarm a window. */
const windowStart = ({ rule, now }: Look): number => {
  const length = rule.window_minutes * 60_000;
  return Math.floor(now / length) * length;
};

async function countByPerson(
  look: Look,
  what: 'views' | 'refusals' | 'all',
): Promise<{ person_id: string; terminal_id: string | null; n: number }[]> {
  const since = new Date(windowStart(look));
  const condition = { views: sql`kind = 'view'`, refusals: sql`kind = 'refusal'`, all: sql`true` }[what];
  const counted = what === 'views' ? sql`count(distinct subject_id)` : sql`count(*)`;
  const { rows } = await sql<{ person_id: string; terminal_id: string | null; n: number }>`
    select person_id, min(terminal_id::text) as terminal_id, ${counted}::int as n from ledger_entry
     where recorded_at >= ${since} and person_id is not null and ${condition}
     group by person_id having ${counted} >= ${look.rule.threshold}`.execute(look.db);
  return rows;
}

const perPerson = async (look: Look, what: 'views' | 'refusals' | 'all'): Promise<Finding[]> =>
  (await countByPerson(look, what)).map((row) => ({
    kind: look.rule.kind,
    dedupe: `${look.rule.kind}/${row.person_id}/${windowStart(look)}`,
    personId: row.person_id,
    terminalId: row.terminal_id,
    facts: { count: row.n, windowMinutes: look.rule.window_minutes },
  }));

const site = (look: Look, facts: Finding['facts'], period: string): Finding => ({
  kind: look.rule.kind,
  dedupe: `${look.rule.kind}/${period}`,
  personId: null,
  terminalId: null,
  facts,
});

const today = (look: Look): string => businessDay(look.now, look.timeZone);

const looks: Record<AlarmKind, (look: Look) => Promise<Finding[]>> = {
  /** 2.8-6: more distinct objects opened than work explains. */
  'mass-viewing': (look) => perPerson(look, 'views'),

  'refused-attempts': (look) => perPerson(look, 'refusals'),

  /** Work outside office hours: from `threshold` o'clock in the evening until seven. */
  async 'after-hours'(look) {
    const hour = hourOf(look.now, look.timeZone);
    if (hour < look.rule.threshold && hour >= officeHours.from) return [];
    return perPerson({ ...look, rule: { ...look.rule, threshold: 1 } }, 'all');
  },

  async lockout(look) {
    const { rows } = await sql<{ person_id: string; account_id: string; station: string; locked_until: Date }>`
      select a.person_id, l.account_id, l.station, l.locked_until from lockout l
        join account a on a.id = l.account_id where l.locked_until > now()`.execute(look.db);
    return rows.map((row) => ({
      kind: 'lockout' as const,
      dedupe: `lockout/${row.account_id}/${row.locked_until.getTime()}`,
      personId: row.person_id,
      terminalId: null,
      facts: { lockedUntil: row.locked_until.toISOString() },
    }));
  },

  async 'ledger-lag'(look) {
    const health = await ledgerHealth(look.db);
    const waiting = Math.max(health.unsealedMs, health.unsunkMs);
    if (health.trouble === null && waiting < look.rule.threshold * 1000) return [];
    return [
      site(look, { trouble: health.trouble ?? 'slow', waitingMs: Math.round(waiting) }, String(windowStart(look))),
    ];
  },

  async 'witness-silent'(look) {
    const { witnesses } = await ledgerHealth(look.db);
    return witnesses
      .filter(
        (one) => one.failure !== null || look.now - (one.answeredAt?.getTime() ?? 0) > look.rule.threshold * 60_000,
      )
      .map((one) => site(look, { witness: one.name, failure: one.failure ?? 'silent' }, `${one.name}/${today(look)}`));
  },

  async 'backup-overdue'(look) {
    const { rows } = await sql<{ id: string; name: string; hours: number }>`
      select t.id, t.name,
             extract(epoch from now() - coalesce(max(b.finished_at) filter (where b.state = 'done'), t.registered_at))::int / 3600 as hours
        from backup_target t left join backup b on b.target_id = t.id
       where t.state = 'active' and t.daily_at_hour is not null group by t.id`.execute(look.db);
    return rows
      .filter((row) => row.hours >= look.rule.threshold)
      .map((row) => site(look, { target: row.name, hours: row.hours }, `${row.id}/${today(look)}`));
  },

  async 'drill-overdue'(look) {
    const { rows } = await sql<{ days: number }>`
      select extract(epoch from now() - coalesce((select max(recorded_at) from restore_drill where passed),
                                                 (select min(finished_at) from backup where state = 'done')))::int / 86400 as days`.execute(
      look.db,
    );
    const days = rows[0]?.days ?? null;
    return days !== null && days >= look.rule.threshold ? [site(look, { days }, today(look))] : [];
  },

  async 'storage-low'(look) {
    const findings: Finding[] = [];
    for (const path of [look.config.dataDir, look.config.sinkDir]) {
      const disk = await statfs(path);
      const free = Math.floor((disk.bavail * 100) / Math.max(1, disk.blocks));
      if (free < look.rule.threshold)
        findings.push(site(look, { freePercent: free, folder: path }, `${path}/${today(look)}`));
    }
    return findings;
  },
};
