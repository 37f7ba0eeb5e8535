import type { AlarmDecl } from '#/base/rules/alarms.ts';
import { refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { alarmClose, alarmList, alarmRuleList, alarmRuleSet } from '../../rules/api/log.ts';
import { names } from '../store/people.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { personFrom } from '#/base/server/store/names.ts';

export const alarmRoutes = (alarms: readonly AlarmDecl[]): Binding[] => [
  ...openAlarmRoutes(alarms),
  ...ruleRoutes(alarms),
];

/** A kind that no room declares any more is named by its code. */
export const alarmDecl = (alarms: readonly AlarmDecl[], kind: string): AlarmDecl =>
  alarms.find((one) => one.kind === kind) ?? {
    kind,
    label: { zh: kind, en: kind },
    unit: null,
    windowed: false,
    facts: {},
  };

function factsOf(decl: AlarmDecl, facts: Record<string, string | number>) {
  // In the order in which the room names them: jsonb keeps none.
  const order = Object.keys(decl.facts);
  return Object.entries(facts)
    .map(([name, value]) => ({ name, label: decl.facts[name] ?? { zh: name, en: name }, value }))
    .toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}

const openAlarmRoutes = (alarms: readonly AlarmDecl[]): Binding[] => [
  bindView(alarmList, async (tx, { input }) => {
    let query = tx
      .selectFrom('alarm')
      .leftJoin('terminal', 'terminal.id', 'alarm.terminal_id')
      .selectAll('alarm')
      .select('terminal.name as terminal_name')
      .orderBy('alarm.id', 'desc')
      .limit(input.limit + 1);
    if (input.state !== undefined) query = query.where('alarm.state', '=', input.state);
    if (input.cursor !== undefined) query = query.where('alarm.id', '<', input.cursor);
    const rows = await query.execute();
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const known = await names(
      tx,
      page.flatMap((row) => [row.person_id, row.closed_by]),
    );
    const named = personFrom(known);
    const person = (id: string | null) => (id === null ? null : named(id));
    const items = page.map((row) => ({
      id: row.id,
      kind: row.kind,
      label: alarmDecl(alarms, row.kind).label,
      raisedAt: row.raised_at.toISOString(),
      person: person(row.person_id),
      terminal: row.terminal_id === null ? null : { id: row.terminal_id, name: row.terminal_name ?? '' },
      facts: factsOf(alarmDecl(alarms, row.kind), row.facts),
      state: row.state,
      closedBy: person(row.closed_by),
      closedAt: row.closed_at?.toISOString() ?? null,
      note: row.note,
      version: row.version,
    }));
    return { items, next };
  }),

  bindAct(alarmClose, {
    async run(tx, { actor, subject, input, version }) {
      const alarm = await tx
        .selectFrom('alarm')
        .selectAll()
        .where('id', '=', subject ?? '')
        .forUpdate()
        .executeTakeFirst();
      if (!alarm) return refuse('not-found', { what: '预警 / alarm' });
      if (alarm.state === 'closed') return refuse('alarm-closed');
      const stale = refuseStale(version, alarm.version);
      if (stale) return stale;
      // Nobody closes the alarm about himself.
      if (alarm.person_id === actor.personId) return refuse('own-matter');
      await tx
        .updateTable('alarm')
        .set((eb) => ({
          state: 'closed' as const,
          closed_by: actor.personId,
          closed_at: new Date(),
          note: input.note,
          version: eb('version', '+', 1),
        }))
        .where('id', '=', alarm.id)
        .execute();
      return { output: {}, before: { state: 'open' }, after: { state: 'closed' } };
    },
  }),
];

const ruleRoutes = (alarms: readonly AlarmDecl[]): Binding[] => [
  bindView(alarmRuleList, async (tx) => {
    const rows = await tx.selectFrom('alarm_rule').selectAll().orderBy('kind').execute();
    const items = rows.map((row) => {
      const { kind, label, unit, windowed } = alarmDecl(alarms, row.kind);
      const { enabled, threshold, window_minutes: windowMinutes, version } = row;
      return { kind, label, unit, windowed, enabled, threshold, windowMinutes, version };
    });
    return { items, next: null };
  }),

  bindAct(alarmRuleSet, {
    async run(tx, { subject, input, version }) {
      const rule = await tx
        .selectFrom('alarm_rule')
        .selectAll()
        .where('kind', '=', subject ?? '')
        .forUpdate()
        .executeTakeFirst();
      if (!rule) return refuse('not-found', { what: '审计规则 / audit rule' });
      const stale = refuseStale(version, rule.version);
      if (stale) return stale;
      await tx
        .updateTable('alarm_rule')
        .set((eb) => ({
          enabled: input.enabled,
          threshold: input.threshold,
          window_minutes: input.windowMinutes,
          version: eb('version', '+', 1),
        }))
        .where('kind', '=', rule.kind)
        .execute();
      const before = { enabled: rule.enabled, threshold: rule.threshold, windowMinutes: rule.window_minutes };
      return { output: {}, before, after: input };
    },
  }),
];
