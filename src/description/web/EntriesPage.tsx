import { useMemo, useState } from 'react';
import { Button, Form, Input, Skeleton, Table } from '#/base/web/antd.ts';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { usePages } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { entryList } from '../rules/api/entries.ts';
import { levelNames } from '../rules/field.ts';
import { strings } from './strings.ts';

type Row = RowOf<typeof entryList>;

/** 著录结果: the values that hold, for the archive. */
export function EntriesPage() {
  const s = useStrings(strings);
  const pick = useProjectPick();
  const [code, setCode] = useState('');
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.entriesTitle} note={s.entriesNote} />
      <ProjectPick pick={pick} />
      <Form<{ code?: string }> layout="inline" onFinish={({ code: typed = '' }) => setCode(typed.trim())}>
        <Form.Item name="code" label={s.prefix}>
          <Input className="sc-num" maxLength={100} autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {s.query}
        </Button>
      </Form>
      {project !== null && <Entries key={project.id} projectId={project.id} code={code} />}
    </>
  );
}

function Entries({ projectId, code }: { projectId: string; code: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const input = useMemo(() => (code === '' ? {} : { code }), [code]);
  const { rows, problem, loading, loadingMore, more, refresh } = usePages(entryList, { subject: projectId, input });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={refresh} />;
  if (loading && rows.length === 0) return <Skeleton active />;
  if (rows.length === 0) return <p className="sc-empty">{s.entriesEmpty}</p>;
  return (
    <section className="sc-card sc-pad sc-describe-part">
      <Table<Row>
        size="small"
        rowKey="entryId"
        dataSource={[...rows]}
        pagination={false}
        columns={[
          { key: 'code', title: s.code, render: (_, row) => <span className="sc-num">{row.code}</span> },
          {
            key: 'level',
            title: s.level,
            render: (_, row) => <span className="sc-describe-level">{words(levelNames[row.level])}</span>,
          },
          { key: 'values', title: s.values, render: (_, row) => <Values row={row} /> },
          {
            key: 'open',
            title: s.openCount,
            align: 'right',
            render: (_, row) => (row.open === 0 ? '' : <StatusTag tone="attention">{row.open}</StatusTag>),
          },
        ]}
      />
      {more !== null && (
        <Button className="sc-describe-more" loading={loadingMore} onClick={more}>
          {s.more}
        </Button>
      )}
    </section>
  );
}

function Values({ row }: { row: Row }) {
  const s = useStrings(strings);
  const { language } = useLanguage();
  if (row.values === null) return <span className="sc-faint">{s.closed}</span>;
  return (
    <dl className="sc-describe-values">
      {row.values.map((value) => (
        <div key={value.field}>
          <dt>{value[language]}</dt>
          <dd>{value.text}</dd>
        </div>
      ))}
    </dl>
  );
}
