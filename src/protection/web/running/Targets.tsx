import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, InputNumber, Select, Skeleton, Space } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { backupList, backupRun, backupTargetRegister, backupTargetRetire } from '../../rules/api/backup.ts';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { strings } from './strings.ts';

type Target = OutputOf<typeof backupList>['targets'][number];

/** Registered places for backups, the ones in use first. */
export function Targets() {
  const s = useStrings(strings).backups;
  const permitted = usePermitted();
  // The answer carries all targets with each page of backups; one row is enough here.
  const list = useView(backupList, { input: { limit: 1 } });
  const [adding, setAdding] = useState(false);
  const targets = list.data?.targets.toSorted((a, b) => a.state.localeCompare(b.state));
  return (
    <section className="sc-panel" aria-labelledby="backup-targets">
      <header className="sc-panel-head">
        <h2 id="backup-targets" className="sc-table-title">
          {s.targets}
        </h2>
        {permitted(backupTargetRegister.name) && (
          <Button className="sc-panel-more" onClick={() => setAdding(true)}>
            {s.addTarget}
          </Button>
        )}
      </header>
      <ProblemAlert problem={list.problem} />
      {targets === undefined && list.problem === null && <Skeleton active title={false} className="sc-panel-wait" />}
      {targets?.length === 0 && <p className="sc-empty">{s.noTargets}</p>}
      {targets !== undefined && targets.length > 0 && (
        <ul className="sc-plain-list">
          {targets.map((target) => (
            <TargetRow key={target.id} target={target} />
          ))}
        </ul>
      )}
      <TargetForm open={adding} onClose={() => setAdding(false)} />
    </section>
  );
}

function TargetRow({ target }: { target: Target }) {
  const s = useStrings(strings).backups;
  const active = target.state === 'active';
  const tone = !active ? 'off' : target.overdue ? 'alarm' : 'done';
  return (
    <li className="sc-target">
      <div>
        <b>{target.name}</b>{' '}
        <StatusTag tone={tone}>{active && target.overdue ? s.overdue : s.targetStates[target.state]}</StatusTag>
        <div className="sc-faint">
          <code>{target.folder}</code> · {s.medium} {target.mediumNumber}
        </div>
      </div>
      <dl>
        <dt>{s.daily}</dt>
        <dd>{target.dailyAtHour === null ? s.byHand : s.dailyAt(target.dailyAtHour)}</dd>
        <dt>{s.keep}</dt>
        <dd>{target.keep}</dd>
        <dt>{s.lastGood}</dt>
        <dd>
          <TimeText at={target.lastGoodAt} />
        </dd>
      </dl>
      {active && <TargetActions target={target} />}
    </li>
  );
}

function TargetActions({ target }: { target: Target }) {
  const s = useStrings(strings).backups;
  const permitted = usePermitted();
  return (
    <Space>
      {permitted(backupRun.name) && (
        <ConfirmAct
          decl={backupRun}
          subject={target.id}
          toInput={(values: { purpose: string }) => values}
          question={target.name}
          fields={
            <Form.Item name="purpose" label={s.purpose} rules={[{ required: true, message: s.required }]}>
              <Input maxLength={300} autoComplete="off" />
            </Form.Item>
          }
        >
          {s.run}
        </ConfirmAct>
      )}
      {permitted(backupTargetRetire.name) && (
        <ConfirmAct
          decl={backupTargetRetire}
          subject={target.id}
          version={target.version}
          toInput={reasonOf}
          fields={<ReasonField />}
          question={s.retireQuestion}
          button={{ danger: true }}
        >
          {s.retire}
        </ConfirmAct>
      )}
    </Space>
  );
}

interface TargetValues {
  name: string;
  folder: string;
  mediumNumber: string;
  dailyAtHour?: number | null;
  keep: number;
}

function TargetForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings).backups;
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={backupTargetRegister}
      open={open}
      onClose={onClose}
      initial={{ dailyAtHour: 2, keep: 14 }}
      toInput={({ dailyAtHour, ...values }: TargetValues) => ({ ...values, dailyAtHour: dailyAtHour ?? null })}
    >
      <Form.Item name="name" label={s.name} rules={required}>
        <Input maxLength={60} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="folder" label={s.folder} extra={s.folderNote} rules={required}>
        <Input maxLength={400} placeholder="/mnt/backup-1" spellCheck={false} autoComplete="off" />
      </Form.Item>
      <Form.Item name="mediumNumber" label={s.medium} rules={required}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="dailyAtHour" label={s.daily} extra={s.dailyNote}>
        <Select
          allowClear
          options={Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: s.dailyAt(hour) }))}
        />
      </Form.Item>
      <Form.Item name="keep" label={s.keep} rules={required}>
        <InputNumber min={2} max={400} precision={0} className="sc-grow" />
      </Form.Item>
    </FormDrawer>
  );
}
