import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Tabs } from '#/base/web/antd.ts';
import { formatBytes } from '#/base/web/BytesText.tsx';
import { DateTimePicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords, useListing } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { footageImport, footageInbox, footageMonth } from '../../rules/api/footage.ts';
import { clockConfirm, clockUnfreeze } from '../../rules/api/footage-keeping.ts';
import { isDiskFull } from '../../rules/footage.ts';
import { Deletions, Handovers, Holds } from './Keeping.tsx';
import { ImportDrawer } from './ImportDrawer.tsx';
import { MonthGrid, MonthPicker } from './MonthGrid.tsx';
import { PlaybackChecks } from './PlaybackChecks.tsx';
import { PlaybackPlan } from './PlaybackPlan.tsx';
import { Recorders } from './Recorders.tsx';
import { strings } from './strings.ts';

export type Month = OutputOf<typeof footageMonth>;

/** 录像台账: what each camera's days hold, and everything that is kept about it (4.3-5 to 4.3-8). */
export function FootagePage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const time = useSiteTime();
  const [month, setMonth] = useState(() => time(new Date().toISOString(), 'day').slice(0, 7));
  const [importing, setImporting] = useState(false);
  const { data, problem, refetch } = useView(footageMonth, { input: { month } });
  const cameras = data?.cameras ?? [];
  return (
    <>
      <PageHeader
        title={words(footageMonth.label)}
        note={s.note}
        actions={
          permitted(footageInbox.name, footageImport.name) && (
            <Button type="primary" disabled={cameras.length === 0} onClick={() => setImporting(true)}>
              {s.import}
            </Button>
          )
        }
      />
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {data && <Standing month={data} />}
      <Tabs
        destroyOnHidden
        items={[
          {
            key: 'month',
            label: s.tabs.month,
            children: (
              <>
                <MonthPicker month={month} onChange={setMonth} />
                {data && <MonthGrid cameras={cameras} />}
              </>
            ),
          },
          { key: 'checks', label: s.tabs.checks, children: <PlaybackChecks /> },
          { key: 'plan', label: s.tabs.plan, children: <PlaybackPlan /> },
          { key: 'recorders', label: s.tabs.recorders, children: <Recorders cameras={cameras} /> },
          { key: 'handovers', label: s.tabs.handovers, children: <Handovers cameras={cameras} /> },
          { key: 'holds', label: s.tabs.holds, children: <Holds cameras={cameras} /> },
          { key: 'deletions', label: s.tabs.deletions, children: <Deletions /> },
        ]}
      />
      <ImportDrawer open={importing} cameras={cameras} onClose={() => setImporting(false)} />
    </>
  );
}

/** Whether footage can be kept and may be deleted now: disk, recorder, clock, who is responsible. */
function Standing({ month: { disk, canRecord, clock, keepers } }: { month: Month }) {
  const s = useStrings(strings);
  const list = useListing();
  const time = useSiteTime();
  const full = disk !== null && isDiskFull(disk.usedPercent);
  return (
    <dl className="sc-panel sc-standing">
      <div>
        <dt>{s.disk}</dt>
        <dd>
          {disk === null ? (
            '—'
          ) : (
            <StatusTag tone={full ? 'alarm' : disk.usedPercent >= 85 ? 'attention' : 'done'}>
              {full && `${s.diskFull}　`}
              {s.diskUsed(disk.usedPercent, formatBytes(disk.freeBytes))}
            </StatusTag>
          )}
        </dd>
      </div>
      <div>
        <dt>{s.recording}</dt>
        <dd>
          <StatusTag tone={canRecord ? 'done' : 'alarm'}>{canRecord ? s.canRecord : s.noRecorder}</StatusTag>
        </dd>
      </div>
      <div>
        <dt>{s.clock}</dt>
        <dd>
          <StatusTag tone={clock.frozen ? 'alarm' : clock.confirmedAt === null ? 'attention' : 'done'}>
            {clock.frozen
              ? s.clockFrozen
              : clock.confirmedAt === null
                ? s.clockNever
                : s.clockConfirmed(time(clock.confirmedAt, 'day'))}
          </StatusTag>
          <ConfirmClock frozen={clock.frozen} />
        </dd>
      </div>
      <div>
        <dt>{s.keepers}</dt>
        <dd>
          {keepers.length === 0 ? (
            <StatusTag tone="alarm">{s.nobody}</StatusTag>
          ) : (
            list(keepers.map(({ name }) => name))
          )}
        </dd>
      </div>
    </dl>
  );
}

function ConfirmClock({ frozen }: { frozen: boolean }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const required = [{ required: true, message: s.required }];
  const decl = frozen ? clockUnfreeze : clockConfirm;
  if (!permitted(decl.name)) return null;
  return (
    <ConfirmAct
      decl={decl}
      toInput={(values: { shown: string; reference: string }) => values}
      question={frozen ? s.clockSecond : null}
      fields={
        <>
          <Form.Item name="shown" label={s.clockShown} rules={required}>
            <DateTimePicker />
          </Form.Item>
          <Form.Item name="reference" label={s.clockReference} extra={s.clockReferenceNote} rules={required}>
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
        </>
      }
      button={{ type: 'link', size: 'small' }}
    >
      {s.confirmClock}
    </ConfirmAct>
  );
}
