import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Button, Form, Input, Progress, Skeleton, Table } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { TimeText } from '#/base/web/TimeText.tsx';
import { findingLift, sweepClose, sweepExcuse, sweepReopen, sweepScan, sweepShow } from '../rules/api/sweeps.ts';
import { placeNames } from '../rules/custody.ts';
import { findingNames } from '../rules/work.ts';
import { CabinetPick } from './CabinetPick.tsx';
import { lockupStrings } from './lockup-strings.ts';
import { ProjectPick, useProjectPick } from './ProjectPick.tsx';
import { ScanLog, useScans } from './scans.tsx';
import { strings } from './strings.ts';
import { useCabinets } from './useCabinets.ts';

type Sweep = OutputOf<typeof sweepShow>;
type Outstanding = Sweep['outstanding'][number];

const labelOf = ({ code, part }: Pick<Outstanding, 'code' | 'part'>): string =>
  part === null ? code : `${code}/${part}`;

/** 今日入柜 (6.6): what is out is seen in its cabinet, or named with a reason. */
export function LockupPage() {
  const l = useStrings(lockupStrings);
  const words = useWords();
  const pick = useProjectPick();
  return (
    <>
      <PageHeader title={words(sweepShow.label)} note={l.lockupNote} />
      <ProjectPick pick={pick} />
      {pick.project && <Lockup key={pick.project.id} projectId={pick.project.id} />}
    </>
  );
}

function Lockup({ projectId }: { projectId: string }) {
  const { data, problem, refetch } = useView(sweepShow, { subject: projectId, input: {} });
  const again = (): void => void refetch();
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={again} />;
  return data === undefined ? <Skeleton active /> : <Sweeping projectId={projectId} sweep={data} onDone={again} />;
}

/** 6.6-1: the day is closed, or a former one never was. */
function Gate({ projectId, sweep, onDone }: { projectId: string; sweep: Sweep; onDone: () => void }) {
  const l = useStrings(lockupStrings);
  const permitted = usePermitted();
  const { unswept, closedAt } = sweep;
  return (
    <>
      {unswept !== null && (
        <Alert
          type="error"
          showIcon
          className="sc-warnings"
          title={l.unswept(unswept)}
          action={
            permitted(sweepExcuse.name) && (
              <ConfirmAct
                decl={sweepExcuse}
                subject={projectId}
                toInput={(values: { reason: string }) => ({ day: unswept, ...reasonOf(values) })}
                question={l.excuseQuestion}
                fields={<ReasonField />}
                button={{ size: 'small', danger: true }}
                onDone={onDone}
              >
                {l.excuse}
              </ConfirmAct>
            )
          }
        />
      )}
      {closedAt !== null && (
        <Alert
          type="success"
          showIcon
          className="sc-warnings"
          title={
            <>
              {l.sweptAt} <TimeText at={closedAt} />
            </>
          }
          description={l.nothingTaken}
          action={
            permitted(sweepReopen.name) && (
              <ConfirmAct
                decl={sweepReopen}
                subject={projectId}
                toInput={reasonOf}
                question={l.reopenQuestion}
                fields={<ReasonField />}
                button={{ size: 'small' }}
                onDone={onDone}
              >
                {l.reopen}
              </ConfirmAct>
            )
          }
        />
      )}
    </>
  );
}

function Sweeping({ projectId, sweep, onDone }: { projectId: string; sweep: Sweep; onDone: () => void }) {
  const s = useStrings(strings);
  const l = useStrings(lockupStrings);
  const client = useClient();
  const permitted = usePermitted();
  const [cabinet, setCabinet] = useState<string | null>(null);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [closing, setClosing] = useState(false);
  const { cabinets, isCabinet } = useCabinets();
  const words = useWords();
  const unseen = sweep.outstanding.filter((row) => !row.seen && !seen.has(labelOf(row)));
  const scanning = sweep.closedAt === null && sweep.unswept === null && permitted(sweepScan.name);

  const scans = useScans(scanning && !closing, async (text) => {
    if (await isCabinet(text)) {
      setCabinet(text);
      return { code: text, note: s.theCabinet };
    }
    const answer = await client.call(sweepScan, { input: { code: text, cabinet: cabinet ?? '' } });
    if (answer.state === 'pending') throw new Error('a scan never waits for approval');
    const { code, title, registered, left } = answer.output;
    const part = /\/(\d+)$/.exec(text)?.[1];
    setSeen((before) => new Set(before).add(part === undefined ? code : `${code}/${part}`));
    const moved = registered === null ? null : `${words(placeNames[registered])} → ${cabinet ?? ''}`;
    return { code, note: [title, moved, s.leftOnSide(left)].filter(Boolean).join(' · ') };
  });

  return (
    <>
      <Gate projectId={projectId} sweep={sweep} onDone={onDone} />
      <section className="sc-card sc-pad">
        <h3>{l.lockupProgress}</h3>
        {sweep.expected === 0 ? (
          <p className="sc-faint">{l.nothingOut}</p>
        ) : (
          <Progress
            percent={Math.floor(((sweep.expected - unseen.length) / sweep.expected) * 100)}
            format={() => s.counted(sweep.expected - unseen.length, sweep.expected)}
            aria-label={l.lockupProgress}
          />
        )}
        {scanning && (
          <>
            <p className="sc-faint">{l.lockupHow}</p>
            <CabinetPick cabinets={cabinets} value={cabinet} onChange={setCabinet} />
            <ScanLog scans={scans} />
          </>
        )}
      </section>
      <OutstandingTable rows={unseen} />
      {scanning && permitted(sweepClose.name) && (
        <Button type="primary" className="sc-custody-part" onClick={() => setClosing(true)}>
          {l.closeSweep}
        </Button>
      )}
      <Findings sweep={sweep} onDone={onDone} />
      <CloseForm
        projectId={projectId}
        unseen={unseen}
        open={closing}
        onClose={() => setClosing(false)}
        onDone={onDone}
      />
    </>
  );
}

function OutstandingTable({ rows }: { rows: readonly Outstanding[] }) {
  const s = useStrings(strings);
  const l = useStrings(lockupStrings);
  const words = useWords();
  return (
    <section className="sc-custody-part">
      <h3>
        {l.outstanding} <span className="sc-count">{rows.length}</span>
      </h3>
      <Table<Outstanding>
        size="small"
        rowKey={labelOf}
        dataSource={rows}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: l.noOutstanding }}
        columns={[
          { title: s.code, render: (_, row) => <span className="sc-num">{labelOf(row)}</span> },
          { title: s.title, render: (_, row) => <span className="sc-long">{row.title ?? s.none}</span> },
          { title: s.place, render: (_, row) => row.cabinet ?? words(placeNames[row.place]) },
          { title: s.holder, render: (_, row) => row.holder.name },
          { title: s.batch, render: (_, row) => row.batch },
          { title: s.since, render: (_, row) => <TimeText at={row.since} /> },
        ]}
      />
    </section>
  );
}

function Findings({ sweep: { findings }, onDone }: { sweep: Sweep; onDone: () => void }) {
  const s = useStrings(strings);
  const l = useStrings(lockupStrings);
  const words = useWords();
  const permitted = usePermitted();
  if (findings.length === 0) return null;
  return (
    <section className="sc-custody-part">
      <h3>{l.findings}</h3>
      <Table<Sweep['findings'][number]>
        size="small"
        rowKey={({ id }) => id}
        dataSource={findings}
        pagination={false}
        columns={[
          { title: l.day, render: (_, row) => <span className="sc-num">{row.day}</span> },
          { title: s.code, render: (_, row) => <span className="sc-num">{labelOf(row)}</span> },
          { title: l.finding, render: (_, row) => words(findingNames[row.finding]) },
          { title: s.holder, render: (_, row) => row.holder.name },
          { title: s.batch, render: (_, row) => row.batch },
          { title: s.reason, render: (_, row) => <span className="sc-long">{row.reason}</span> },
          {
            title: '',
            render: (_, row) =>
              permitted(findingLift.name) && (
                <ConfirmAct
                  decl={findingLift}
                  subject={row.id}
                  toInput={reasonOf}
                  question={l.liftQuestion}
                  fields={<ReasonField />}
                  button={{ type: 'link', size: 'small' }}
                  onDone={onDone}
                >
                  {l.lift}
                </ConfirmAct>
              ),
          },
        ]}
      />
    </section>
  );
}

interface Closed {
  reasons?: { reason: string }[];
  remark?: string;
}

/** 关班: each that was not seen, with a reason; the vendor's leader agrees. */
function CloseForm({
  projectId,
  unseen,
  open,
  onClose,
  onDone,
}: {
  projectId: string;
  unseen: readonly Outstanding[];
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const s = useStrings(strings);
  const l = useStrings(lockupStrings);
  const toInput = ({ reasons = [], remark = '' }: Closed) => ({
    reasons: unseen.map((row, index) => ({ code: labelOf(row), reason: reasons[index]?.reason ?? '' })),
    remark,
  });
  return (
    <FormDrawer
      decl={sweepClose}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={600}
      toInput={toInput}
      onDone={onDone}
    >
      {unseen.map((row, index) => (
        <Form.Item
          key={labelOf(row)}
          name={['reasons', index, 'reason']}
          label={`${labelOf(row)} · ${row.holder.name} · ${l.reasonFor}`}
          rules={[{ required: true, whitespace: true, message: s.required }]}
        >
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      ))}
      <Form.Item name="remark" label={s.remark}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}
