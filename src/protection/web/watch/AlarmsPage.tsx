import { type LedgerTrouble, troubleWords } from '#/base/rules/ledger/trouble.ts';
import { Tabs } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Form, Input } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { alarmClose, alarmList, alarmRuleList } from '../../rules/api/log.ts';
import { RulesTable } from './RulesTable.tsx';
import { strings } from './strings.ts';

type Alarm = RowOf<typeof alarmList>;

/** 预警 (5.5-5, 2.8-6), and the audit rules that raise them. */
export function AlarmsPage() {
  const s = useStrings(strings).alarms;
  const permitted = usePermitted();
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      {permitted(alarmRuleList.name) ? (
        <Tabs
          items={[
            { key: 'alarms', label: s.alarms, children: <AlarmTable /> },
            { key: 'rules', label: s.rules, children: <RulesTable /> },
          ]}
        />
      ) : (
        <AlarmTable />
      )}
    </>
  );
}

function AlarmTable() {
  const s = useStrings(strings).alarms;
  const words = useWords();
  const permitted = usePermitted();
  return (
    <DataTable
      tableKey="protection.alarms"
      view={alarmList}
      rowKey={(row) => row.id}
      initialFilters={{ state: 'open' }}
      filters={[
        {
          kind: 'choice',
          name: 'state',
          label: s.state,
          options: (['open', 'closed'] as const).map((value) => ({ value, label: s.states[value] })),
        },
      ]}
      columns={[
        { key: 'kind', title: s.kind, always: true, render: (row) => words(row.label) },
        {
          key: 'state',
          title: s.state,
          render: (row) => <StatusTag tone={row.state === 'open' ? 'alarm' : 'done'}>{s.states[row.state]}</StatusTag>,
        },
        { key: 'at', title: s.raisedAt, render: (row) => <TimeText at={row.raisedAt} /> },
        { key: 'person', title: s.about, render: (row) => row.person?.name ?? s.system },
        { key: 'terminal', title: s.terminal, render: (row) => row.terminal?.name ?? '—' },
        { key: 'facts', title: s.facts, render: (row) => <Facts alarm={row} /> },
        { key: 'by', title: s.closedBy, render: (row) => row.closedBy?.name ?? '—' },
        { key: 'closed', title: s.closedAt, render: (row) => <TimeText at={row.closedAt} />, hidden: true },
        {
          key: 'note',
          title: s.noteText,
          render: (row) => (row.note === null ? '—' : <span className="sc-long">{row.note}</span>),
        },
      ]}
      {...(permitted(alarmClose.name) && { rowActions: (row: Alarm) => <Close alarm={row} /> })}
      empty={s.empty}
    />
  );
}

function Facts({ alarm }: { alarm: Alarm }) {
  const s = useStrings(strings).alarms;
  const words = useWords();
  return (
    <span className="sc-fact-list">
      {alarm.facts.map(({ name, label, value }) => (
        <span key={name}>
          <span className="sc-faint">
            {words(label)}
            {s.colon}
          </span>
          <Fact name={name} value={value} />
        </span>
      ))}
    </span>
  );
}

/** A code is said in words, milliseconds in seconds. */
function Fact({ name, value }: { name: string; value: string | number }) {
  const s = useStrings(strings).alarms;
  const words = useWords();
  if (name === 'waitingMs') return (Number(value) / 1000).toFixed(1);
  if (name === 'trouble') return value === 'slow' ? s.slow : words(troubleWords[value as LedgerTrouble]);
  if (name === 'failure') return s.failures[value as keyof typeof s.failures] ?? value;
  if (name === 'act') return s.consoleActs[value as keyof typeof s.consoleActs] ?? value;
  return value;
}

function Close({ alarm }: { alarm: Alarm }) {
  const s = useStrings(strings).alarms;
  const words = useWords();
  const { person } = useSession();
  if (alarm.state === 'closed') return null;
  if (alarm.person?.id === person.id) return <span className="sc-faint sc-small">{s.ofMine}</span>;
  return (
    <ConfirmAct
      decl={alarmClose}
      subject={alarm.id}
      version={alarm.version}
      toInput={(values: { note: string }) => values}
      question={
        <>
          <p>
            {words(alarm.label)} · {alarm.person?.name ?? s.system} · <TimeText at={alarm.raisedAt} />
          </p>
          <p>
            <Facts alarm={alarm} />
          </p>
          <p className="sc-faint">{s.closeQuestion}</p>
        </>
      }
      fields={
        <Form.Item name="note" label={s.noteText} rules={[{ required: true, message: s.required }]}>
          <Input.TextArea rows={3} maxLength={500} placeholder={s.notePlaceholder} />
        </Form.Item>
      }
      button={{ type: 'link', size: 'small' }}
    >
      {s.close}
    </ConfirmAct>
  );
}
