import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { startOfDay } from '#/base/rules/business-day.ts';
import type { AlarmDecl } from '#/base/rules/alarms.ts';
import type { AnyDecl } from '#/base/rules/declare.ts';
import { offices, roleNames } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { reportMonthly } from '../../rules/api/log.ts';
import { auditReportForm } from '../../forms/audit-report.ts';
import { names } from '../store/people.ts';
import { alarmDecl } from './alarms.ts';
import { labelOf } from './log.ts';

export const reportRoutes = (declared: readonly AnyDecl[], alarms: readonly AlarmDecl[]): Binding[] => [
  bindView(reportMonthly, async (tx, { actor, input }) => {
    const site = await findSite(tx);
    const timeZone = site?.timeZone ?? 'Asia/Shanghai';
    const first = `${input.month}-01`;
    const next = Temporal.PlainDate.from(first).add({ months: 1 }).toString();
    const span = { from: new Date(startOfDay(first, timeZone)), to: new Date(startOfDay(next, timeZone)) };
    const batch = await tx.selectFrom('ledger_batch').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
    const seen = await tx
      .selectFrom('ledger_cosignature')
      .select('size')
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst();
    const data = {
      archiveName: site?.name ?? '',
      month: input.month,
      timeZone,
      madeAt: new Date().toISOString(),
      ledgerSize: batch?.size ?? '0',
      ledgerRoot: batch?.root.toString('hex') ?? '',
      witnessedSize: seen?.size ?? null,
      totals: await totals(tx, span),
      rows: [
        ...(await officerRows(tx, declared, span)),
        ...(await refusalRows(tx, span)),
        ...(await copyRows(tx, declared, span)),
        ...(await alarmRows(tx, alarms, span)),
      ],
    };
    return printForm(tx, auditReportForm, data, actor.personId);
  }),
];

interface Span {
  from: Date;
  to: Date;
}

async function totals(db: Db | Tx, { from, to }: Span) {
  const { rows } = await sql<{
    entries: number;
    refusals: number;
    copies: number;
    late: number;
    alarms: number;
    open: number;
  }>`
    select count(*)::int as entries,
           count(*) filter (where kind in ('refusal', 'bucket', 'outage'))::int as refusals,
           count(*) filter (where kind = 'copy')::int as copies,
           count(*) filter (where kind = 'late')::int as late,
           (select count(*)::int from alarm where raised_at >= ${from} and raised_at < ${to}) as alarms,
           (select count(*)::int from alarm where raised_at >= ${from} and raised_at < ${to} and state = 'open') as open
      from ledger_entry where recorded_at >= ${from} and recorded_at < ${to}`.execute(db);
  const row = rows[0];
  if (!row) throw new Error('an aggregate always answers');
  const { entries, refusals, copies, late, alarms, open } = row;
  return { entries, refusals, copies, late, alarms, openAlarms: open };
}

/** What both other officers, and the auditor himself, did: act by act. */
async function officerRows(db: Db | Tx, declared: readonly AnyDecl[], { from, to }: Span) {
  const { rows } = await sql<{ act: string; person_id: string; office: (typeof offices)[number]; n: number }>`
    select e.act, e.person_id, r.role as office, count(*)::int as n from ledger_entry e
      cross join lateral jsonb_array_elements_text(convert_from(e.body, 'UTF8')::jsonb -> 'actor' -> 'roles') r(role)
     where e.recorded_at >= ${from} and e.recorded_at < ${to} and e.kind in ('act', 'copy', 'late')
       and e.person_id is not null and r.role = any(${[...offices]}::text[])
     group by 1, 2, 3 order by 3, 4 desc, 1`.execute(db);
  const known = await names(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    section: `三员:${roleNames[row.office].zh}`,
    what: labelOf(declared, row.act).zh,
    who: known.get(row.person_id) ?? '',
    count: row.n,
  }));
}

async function refusalRows(db: Db | Tx, { from, to }: Span) {
  const { rows } = await sql<{ result: string; person_id: string | null; n: number }>`
    select result, person_id, count(*)::int as n from ledger_entry
     where recorded_at >= ${from} and recorded_at < ${to} and kind in ('refusal', 'bucket', 'outage')
     group by 1, 2 order by 3 desc, 1 limit 60`.execute(db);
  const known = await names(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    section: '拒绝',
    what: row.result,
    who: row.person_id === null ? '未登录' : (known.get(row.person_id) ?? ''),
    count: row.n,
  }));
}

async function copyRows(db: Db | Tx, declared: readonly AnyDecl[], { from, to }: Span) {
  const rows = await db
    .selectFrom('copy_record')
    .select(['act', 'target', 'requested_by'])
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('copied_at', '>=', from)
    .where('copied_at', '<', to)
    .groupBy(['act', 'target', 'requested_by'])
    .orderBy('act')
    .execute();
  const known = await names(
    db,
    rows.map((row) => row.requested_by),
  );
  return rows.map((row) => ({
    section: '拷贝',
    what: `${labelOf(declared, row.act).zh} → ${row.target}`,
    who: known.get(row.requested_by) ?? '',
    count: Number(row.n),
  }));
}

async function alarmRows(db: Db | Tx, alarms: readonly AlarmDecl[], { from, to }: Span) {
  const rows = await db
    .selectFrom('alarm')
    .select(['kind', 'state', 'person_id'])
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('raised_at', '>=', from)
    .where('raised_at', '<', to)
    .groupBy(['kind', 'state', 'person_id'])
    .orderBy('kind')
    .execute();
  const known = await names(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    section: '预警',
    what: `${alarmDecl(alarms, row.kind).label.zh}（${row.state === 'open' ? '未处置' : '已处置'}）`,
    who: row.person_id === null ? '' : (known.get(row.person_id) ?? ''),
    count: Number(row.n),
  }));
}
