import { App, Button, Form, Input, Skeleton, Table } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct, useClient, useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { ProjectPick, ScanLog, useProjectPick, useScans } from '#/custody/web/door.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { linkAccept, linkList } from '../rules/api/links.ts';
import { linkTermNames } from '../rules/link.ts';
import { usePermitted } from '#/base/web/session.ts';
import { linkStrings } from './link-strings.ts';

type Item = OutputOf<typeof linkList>['items'][number];

const isOpen = ({ differing, accepted }: Item): boolean => differing.length > 0 && accepted === null;

/** 挂接: three counts of each unit; what agrees is submitted at once, what differs is named. */
export function LinkPage() {
  const s = useStrings(linkStrings);
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <ProjectPick pick={pick} />
      {project !== null && <Links key={project.id} projectId={project.id} />}
    </>
  );
}

function Links({ projectId }: { projectId: string }) {
  const s = useStrings(linkStrings);
  const client = useClient();
  const { message } = App.useApp();
  const submit = useAct(taskSubmit);
  const { data, problem, refetch } = useView(linkList, { subject: projectId, input: {} });
  const scans = useScans(true, async (text) => {
    const answer = await client.call(taskPick, { input: { code: text } });
    if (answer.state === 'pending') throw new Error('a claim never waits for approval');
    await refetch();
    return { code: answer.output.code, note: answer.output.name };
  });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const ready = data.items.filter((item) => item.own && !item.halted && !isOpen(item));
  const submitAll = async (): Promise<void> => {
    // Each line has keys of its own: what stands at one step goes together.
    for (const [step, items] of Map.groupBy(ready, (item) => item.step)) {
      const input = { step, codes: items.map(({ code }) => code), device: null };
      const done = await submit.run({ subject: projectId, input });
      if (done?.state !== 'done') return;
      void message.success(s.submitted(done.output.count));
    }
    await refetch();
  };
  return (
    <section className="sc-card sc-pad sc-describe-part">
      <div className="sc-describe-head">
        <span role="status">{s.figures(data.items.filter(isOpen).length, data.items.length)}</span>
        <span className="sc-describe-side">
          <Button type="primary" disabled={ready.length === 0} loading={submit.busy} onClick={() => void submitAll()}>
            {s.submitReady(ready.length)}
          </Button>
          <Button onClick={() => void refetch()}>{s.refresh}</Button>
          <ScanLog scans={scans} />
        </span>
      </div>
      <ProblemAlert problem={submit.problem} />
      {data.items.length === 0 ? <p className="sc-empty">{s.empty}</p> : <LinkTable items={data.items} />}
    </section>
  );
}

function LinkTable({ items }: { items: readonly Item[] }) {
  const s = useStrings(linkStrings);
  const words = useWords();
  const figure = (value: number | null): React.ReactNode => value ?? <span className="sc-faint">{s.unknown}</span>;
  return (
    <Table<Item>
      size="small"
      rowKey={(row) => row.unitId}
      dataSource={[...items]}
      pagination={false}
      columns={[
        { title: s.code, render: (_, row) => <b className="sc-num">{row.code}</b> },
        { title: s.catalogued, align: 'right', render: (_, row) => figure(row.catalogued) },
        { title: s.counted, align: 'right', render: (_, row) => figure(row.counted) },
        { title: s.leaves, align: 'right', render: (_, row) => figure(row.leaves) },
        { title: s.notScanned, align: 'right', dataIndex: 'notScanned' },
        { title: s.expected, align: 'right', dataIndex: 'expected' },
        { title: s.images, align: 'right', dataIndex: 'images' },
        {
          title: s.state,
          render: (_, row) =>
            row.halted ? (
              <StatusTag tone="alarm">{s.halted}</StatusTag>
            ) : isOpen(row) ? (
              <StatusTag tone="attention">
                {row.differing.map((term) => words(linkTermNames[term])).join(' · ')}
              </StatusTag>
            ) : row.accepted === null ? (
              <StatusTag tone="done">{s.agrees}</StatusTag>
            ) : (
              <StatusTag tone="done">{s.taken(row.accepted.by.name, row.accepted.reason)}</StatusTag>
            ),
        },
        { title: '', render: (_, row) => (isOpen(row) && !row.halted ? <Accept item={row} /> : null) },
      ]}
    />
  );
}

/** Of the archive alone. */
function Accept({ item }: { item: Item }) {
  const s = useStrings(linkStrings);
  const may = usePermitted();
  if (!may(linkAccept.name)) return null;
  return (
    <ConfirmAct<typeof linkAccept, { reason: string }>
      decl={linkAccept}
      subject={item.unitId}
      question={s.acceptAsk(item.code, item.expected, item.images)}
      fields={
        <Form.Item name="reason" label={s.reason} rules={[{ required: true }]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      }
      toInput={({ reason }) => ({ reason })}
      button={{ size: 'small' }}
    >
      {s.accept}
    </ConfirmAct>
  );
}
