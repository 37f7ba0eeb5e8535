import { useState } from 'react';
import { Button, Form, Skeleton, Table } from '#/base/web/antd.ts';
import { addDays } from '#/base/rules/business-day.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { pieceWorkShow } from '../rules/api/tracking.ts';
import { strings } from './strings.ts';

type Sheet = OutputOf<typeof pieceWorkShow>;
type Row = Sheet['rows'][number];
type Part = 'submitted' | 'rework' | 'net';

/** 计件 (5.6-3). */
export function PieceWorkPage() {
  const s = useStrings(strings);
  const time = useSiteTime();
  const today = time(new Date().toISOString(), 'day');
  const pick = useProjectPick();
  const [span, setSpan] = useState({ from: addDays(today, -6), to: today });
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.pieceTitle} note={s.pieceNote} />
      <ProjectPick pick={pick} />
      <Form<{ from: string; to: string }>
        layout="inline"
        initialValues={span}
        className="sc-flow-span"
        onFinish={({ from, to }) => setSpan({ from, to })}
      >
        <Form.Item name="from" label={s.from} rules={[{ required: true, message: s.required }]}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="to" label={s.to} rules={[{ required: true, message: s.required }]}>
          <DayPicker />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {s.query}
        </Button>
      </Form>
      {project !== null && <Counted key={project.id} projectId={project.id} span={span} />}
    </>
  );
}

function Counted({ projectId, span }: { projectId: string; span: { from: string; to: string } }) {
  const s = useStrings(strings);
  const columns = useColumns();
  const { data, problem, refetch } = useView(pieceWorkShow, { subject: projectId, input: span });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <section className="sc-card sc-pad sc-flow-part">
      <div className="sc-flow-head">
        <h3>{s.pieceTitle}</h3>
        <Button onClick={() => void refetch()}>{s.refresh}</Button>
      </div>
      {data.rows.length === 0 ? (
        <p className="sc-faint">{s.pieceEmpty}</p>
      ) : (
        <Table<Row>
          size="small"
          rowKey={(row) => `${row.day}/${row.person.id}/${row.step}`}
          dataSource={data.rows}
          pagination={false}
          columns={columns}
          summary={() => <Total total={data.total} />}
        />
      )}
    </section>
  );
}

const parts = ['submitted', 'rework', 'net'] as const;
const figures = ['pages', 'a4', 'items', 'volumes'] as const;

function useColumns() {
  const s = useStrings(strings);
  const group = (part: Part) => ({
    key: part,
    title: s[part],
    children: figures.map((figure) => ({
      key: `${part}.${figure}`,
      title: s[figure],
      align: 'right' as const,
      render: (_: unknown, row: Row) => <span className="sc-num">{row[part][figure]}</span>,
    })),
  });
  return [
    { key: 'day', title: s.day, render: (_: unknown, row: Row) => <span className="sc-num">{row.day}</span> },
    { key: 'person', title: s.person, render: (_: unknown, row: Row) => row.person.name },
    { key: 'step', title: s.step, render: (_: unknown, row: Row) => row.name },
    ...parts.map(group),
  ];
}

function Total({ total }: { total: Sheet['total'] }) {
  const s = useStrings(strings);
  const cells = parts.flatMap((part) =>
    figures.map((figure) => ({ key: `${part}.${figure}`, value: total[part][figure] })),
  );
  return (
    <Table.Summary.Row>
      <Table.Summary.Cell index={0} colSpan={3}>
        <b>{s.total}</b>
      </Table.Summary.Cell>
      {cells.map(({ key, value }, index) => (
        <Table.Summary.Cell key={key} index={index + 3} align="right">
          <b className="sc-num">{value}</b>
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}
