import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, InputNumber, Switch } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { alarmRuleList, alarmRuleSet } from '../../rules/api/log.ts';
import { strings } from './strings.ts';

type Rule = RowOf<typeof alarmRuleList>;

/** 审计规则 (5.5-5): read by those who watch, set by the auditor. */
export function RulesTable() {
  const s = useStrings(strings).alarms;
  const words = useWords();
  const permitted = usePermitted();
  const [rule, setRule] = useState<Rule | null>(null);
  const [open, setOpen] = useState(false);
  const edit = (row: Rule): void => {
    setRule(row);
    setOpen(true);
  };
  return (
    <>
      <DataTable
        tableKey="protection.alarmRules"
        view={alarmRuleList}
        rowKey={(row) => row.kind}
        title={<span className="sc-faint">{s.rulesNote}</span>}
        columns={[
          { key: 'kind', title: s.kind, always: true, render: (row) => words(row.label) },
          {
            key: 'enabled',
            title: s.state,
            render: (row) => <StatusTag tone={row.enabled ? 'done' : 'off'}>{row.enabled ? s.on : s.off}</StatusTag>,
          },
          {
            key: 'threshold',
            title: s.threshold,
            render: (row) => (row.unit === null ? '—' : `${row.threshold} ${words(row.unit)}`),
          },
          {
            key: 'window',
            title: s.window,
            render: (row) => (row.windowed ? `${row.windowMinutes} ${s.minutes}` : '—'),
          },
        ]}
        {...(permitted(alarmRuleSet.name) && {
          rowActions: (row: Rule) => (
            <Button type="link" size="small" onClick={() => edit(row)}>
              {s.edit}
            </Button>
          ),
        })}
        empty={s.emptyRules}
      />
      {rule !== null && <RuleForm key={rule.kind} rule={rule} open={open} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Values {
  enabled: boolean;
  threshold?: number;
  windowMinutes?: number;
}

function RuleForm({ rule, open, onClose }: { rule: Rule; open: boolean; onClose: () => void }) {
  const s = useStrings(strings).alarms;
  const required = [{ required: true, message: s.required }];
  const words = useWords();
  const { enabled, threshold, windowMinutes } = rule;
  return (
    <FormDrawer
      decl={alarmRuleSet}
      subject={rule.kind}
      version={rule.version}
      title={`${s.rules} · ${words(rule.label)}`}
      open={open}
      onClose={onClose}
      initial={{ enabled, threshold, windowMinutes }}
      toInput={(values: Values) => ({ threshold, windowMinutes, ...values })}
    >
      <Form.Item name="enabled" label={s.enabled} valuePropName="checked">
        <Switch checkedChildren={s.on} unCheckedChildren={s.off} />
      </Form.Item>
      {rule.unit !== null && (
        <Form.Item name="threshold" label={s.threshold} rules={required}>
          <InputNumber min={1} max={100_000} precision={0} suffix={words(rule.unit)} className="sc-grow" />
        </Form.Item>
      )}
      {rule.windowed && (
        <Form.Item name="windowMinutes" label={s.window} rules={required}>
          <InputNumber min={1} max={10_080} precision={0} suffix={s.minutes} className="sc-grow" />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
