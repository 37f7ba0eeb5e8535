import { useState } from 'react';
import { addDays } from '#/base/rules/business-day.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Button, Form, Skeleton, Table } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { rateShow } from '../rules/api/differences.ts';
import { strings } from './strings.ts';

type Rates = OutputOf<typeof rateShow>;

/** 录入差错率 (5.6-4). */
export function RatePage() {
  const s = useStrings(strings);
  const time = useSiteTime();
  const today = time(new Date().toISOString(), 'day');
  const pick = useProjectPick();
  const [span, setSpan] = useState({ from: addDays(today, -6), to: today });
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.rateTitle} note={s.rateNote} />
      <ProjectPick pick={pick} />
      <Form<{ from: string; to: string }>
        layout="inline"
        initialValues={span}
        onFinish={({ from, to }) => setSpan({ from, to })}
      >
        <Form.Item name="from" label={s.from} rules={[{ required: true, message: s.required }]}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="to" label={s.until} rules={[{ required: true, message: s.required }]}>
          <DayPicker />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {s.query}
        </Button>
      </Form>
      {project !== null && <Shown key={project.id} projectId={project.id} span={span} />}
    </>
  );
}

function Shown({ projectId, span }: { projectId: string; span: { from: string; to: string } }) {
  const s = useStrings(strings);
  const words = useWords();
  const { data, problem, refetch } = useView(rateShow, { subject: projectId, input: span });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  if (data.fields.length === 0) return <p className="sc-empty">{s.rateEmpty}</p>;
  return (
    <>
      <section className="sc-card sc-pad sc-describe-part">
        <div className="sc-describe-head">
          <h3>{s.byField}</h3>
          <Button onClick={() => void refetch()}>{s.refresh}</Button>
        </div>
        <Table<Rates['fields'][number]>
          size="small"
          rowKey={(row) => `${row.person.id}/${row.key}`}
          dataSource={data.fields}
          pagination={false}
          columns={[
            { key: 'person', title: s.person, render: (_, row) => row.person.name },
            { key: 'field', title: s.field, render: (_, row) => words(row.field) },
            ...figuresOf(s),
          ]}
          summary={() => <Total total={data.total} label={s.total} />}
        />
      </section>
      <section className="sc-card sc-pad sc-describe-part">
        <h3>{s.byDay}</h3>
        <Table<Rates['days'][number]>
          size="small"
          rowKey={(row) => `${row.day}/${row.person.id}`}
          dataSource={data.days}
          pagination={false}
          columns={[
            { key: 'day', title: s.day, render: (_, row) => <span className="sc-num">{row.day}</span> },
            { key: 'person', title: s.person, render: (_, row) => row.person.name },
            ...figuresOf(s),
          ]}
        />
      </section>
    </>
  );
}

const figures = ['characters', 'errors', 'permille'] as const;

const figuresOf = (s: (typeof strings)['zh']) =>
  figures.map((key) => ({
    ...{ key, title: s[key], align: 'right' as const },
    render: (_: unknown, row: Rates['total']) => <span className="sc-num">{row[key] ?? s.none}</span>,
  }));

function Total({ total, label }: { total: Rates['total']; label: string }) {
  return (
    <Table.Summary.Row>
      <Table.Summary.Cell index={0} colSpan={2}>
        <b>{label}</b>
      </Table.Summary.Cell>
      {figures.map((key, index) => (
        <Table.Summary.Cell key={key} index={index + 2} align="right">
          <b className="sc-num">{total[key]}</b>
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}
