import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { systemActor } from '#/base/rules/actor.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { newId } from '#/base/server/ids.ts';
import { ledgerHealth } from '#/base/server/ledger/health.ts';
import { findSite } from '#/base/server/site.ts';
import { isUniqueViolation } from '#/base/server/store/violation.ts';
import { consoleActs } from './console.ts';
import {
  countAfterHours,
  countLocks,
  countRefusals,
  countViews,
  lastAlarmAbout,
  untoldEntries,
} from './store/alarms.ts';
import type { ProtectionAlarm } from '../rules/alarms.ts';

/** What a look has found: an alarm, unless it has been raised already. */
export interface Finding {
  kind: string;
  /** The same matter raises one alarm. */
  dedupe: string;
  personId: string | null;
  terminalId: string | null;
  facts: Record<string, string | number>;
}

interface Rule {
  kind: string;
  threshold: number;
  window_minutes: number;
}

/** What a look may use: its rule as the auditor has set it, and the time. */
export interface Look {
  db: Db;
  config: Config;
  rule: Rule;
  timeZone: string;
  now: number;
}

/** One look for each kind of alarm; every room brings its own. */
export type Looks<K extends string = string> = Readonly<Record<K, (look: Look) => Promise<Finding[]>>>;

/** Hour at which ordinary work begins, site zone; the rule says at which it ends (5.5-5). */
const morning = 7;

/** 5.5-5: one look at the ledger and the machine by the rules that the auditor has set. `now` in ms since 1970. */
export async function lookForAlarms(
  db: Db,
  config: Config,
  looks: Looks,
  jobId: string | null,
  now = Date.now(),
): Promise<number> {
  const site = await findSite(db);
  if (!site) return 0;
  const rules = await db.selectFrom('alarm_rule').selectAll().where('enabled', '=', true).execute();
  let raised = 0;
  const failures: Error[] = [];
  for (const rule of rules) {
    try {
      const findings = await looks[rule.kind]?.({ db, config, rule, timeZone: site.timeZone, now });
      for (const finding of findings ?? []) {
        if (await raise(db, finding, jobId)) raised += 1;
      }
    } catch (error) {
      // One look that fails must not blind the others.
      failures.push(new Error(`${rule.kind}: ${String(error)}`, { cause: error }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  return raised;
}

async function raise(db: Db, finding: Finding, jobId: string | null): Promise<boolean> {
  const known = await db.selectFrom('alarm').select('id').where('dedupe', '=', finding.dedupe).executeTakeFirst();
  if (known) return false;
  const id = newId();
  try {
    await systemAct(db, systemActor('alarms', jobId, null), {
      act: 'protection.alarm.raise',
      subject: { type: 'alarm', id },
      async body(tx) {
        await insertAlarm(tx, id, finding);
        return { after: { kind: finding.kind, personId: finding.personId, facts: finding.facts } };
      },
    });
  } catch (error) {
    // Another look was faster: the alarm stands, and this entry with it is taken back.
    if (isUniqueViolation(error, 'alarm_dedupe_key')) return false;
    throw error;
  }
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
    .execute();

/** Start of the window that `now` falls into: trouble that lasts raises one alarm a window. */
const windowStart = ({ rule, now }: Look): number => {
  const length = rule.window_minutes * 60_000;
  return Math.floor(now / length) * length;
};

/** Begin of what is looked at: the whole window back from now, so that no second falls between two looks. */
const lookBack = ({ rule, now }: Look): Date => new Date(now - rule.window_minutes * 60_000);

/**
 * A person who goes on raises one alarm a window: none while the last one is younger than that, and
 * what that one counted has then left the window. Two looks at once name the same predecessor.
 */
async function aboutPersons(
  look: Look,
  rows: readonly { person_id: string; terminal_id?: string | null; n: number }[],
): Promise<Finding[]> {
  const { kind, window_minutes } = look.rule;
  const findings: Finding[] = [];
  for (const row of rows) {
    const last = await lastAlarmAbout(look.db, kind, row.person_id);
    if (last && last.raised_at > lookBack(look)) continue;
    findings.push({
      kind,
      dedupe: `${kind}/${row.person_id}/${last?.id ?? 'first'}`,
      personId: row.person_id,
      terminalId: row.terminal_id ?? null,
      facts: { count: row.n, windowMinutes: window_minutes },
    });
  }
  return findings;
}

/** About the site: `matter` tells one from the next. */
export const aboutSite = (look: Look, facts: Finding['facts'], matter: string): Finding => ({
  kind: look.rule.kind,
  dedupe: `${look.rule.kind}/${matter}`,
  personId: null,
  terminalId: null,
  facts,
});

const today = (look: Look): string => businessDay(look.now, look.timeZone);

/** What protection itself looks for. */
export const protectionLooks: Looks<ProtectionAlarm> = {
  /** 2.8-6: more distinct objects opened than work explains. */
  'mass-viewing': async (look) => aboutPersons(look, await countViews(look.db, lookBack(look), look.rule.threshold)),

  'refused-attempts': async (look) =>
    aboutPersons(look, await countRefusals(look.db, lookBack(look), look.rule.threshold)),

  /** Acts and views of persons outside office hours: from `threshold` o'clock in the evening until seven. */
  'after-hours': async (look) => {
    const hours = { evening: look.rule.threshold, morning, timeZone: look.timeZone };
    return aboutPersons(look, await countAfterHours(look.db, lookBack(look), hours));
  },

  /** `threshold` lockings of a person's accounts, at whatever station. */
  lockout: async (look) => aboutPersons(look, await countLocks(look.db, lookBack(look), look.rule.threshold)),

  async 'ledger-lag'(look) {
    const health = await ledgerHealth(look.db);
    const waiting = Math.max(health.unsealedMs, health.unsunkMs);
    if (health.trouble === null && waiting < look.rule.threshold * 1000) return [];
    return [
      aboutSite(look, { trouble: health.trouble ?? 'slow', waitingMs: Math.round(waiting) }, String(windowStart(look))),
    ];
  },

  async 'witness-silent'(look) {
    const { witnesses } = await ledgerHealth(look.db);
    return witnesses
      .filter(
        (one) => one.failure !== null || look.now - (one.answeredAt?.getTime() ?? 0) > look.rule.threshold * 60_000,
      )
      .map((one) =>
        aboutSite(look, { witness: one.name, failure: one.failure ?? 'silent' }, `${one.name}/${today(look)}`),
      );
  },

  async 'backup-overdue'(look) {
    const { rows } = await sql<{ id: string; name: string; hours: number }>`
      select t.id, t.name,
             extract(epoch from now() - coalesce(max(b.finished_at) filter (where b.state = 'done'), t.registered_at))::int / 3600 as hours
        from backup_target t left join backup b on b.target_id = t.id
       where t.state = 'active' and t.daily_at_hour is not null group by t.id`.execute(look.db);
    return rows
      .filter((row) => row.hours >= look.rule.threshold)
      .map((row) => aboutSite(look, { target: row.name, hours: row.hours }, `${row.id}/${today(look)}`));
  },

  async 'drill-overdue'(look) {
    const { rows } = await sql<{ days: number }>`
      select extract(epoch from now() - coalesce((select max(recorded_at) from restore_drill where passed),
                                                 (select min(finished_at) from backup where state = 'done')))::int / 86400 as days`.execute(
      look.db,
    );
    const days = rows[0]?.days ?? null;
    return days !== null && days >= look.rule.threshold ? [aboutSite(look, { days }, today(look))] : [];
  },

  async 'storage-low'(look) {
    const findings: Finding[] = [];
    for (const path of [look.config.dataDir, look.config.sinkDir]) {
      const disk = await statfs(path);
      const free = Math.floor((disk.bavail * 100) / Math.max(1, disk.blocks));
      if (free < look.rule.threshold)
        findings.push(aboutSite(look, { freePercent: free, folder: path }, `${path}/${today(look)}`));
    }
    return findings;
  },

  /** Each entry of the console once, however long the site stood still afterwards. */
  'console-used': async (look) =>
    (await untoldEntries(look.db, look.rule.kind, consoleActs)).map(({ id, act }) => aboutSite(look, { act }, id)),
};
