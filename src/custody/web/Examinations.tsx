import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { Alert, Button, Space, Table } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import {
  conditionList,
  conditionReport,
  examinationEnter,
  examinationList,
  examinationShow,
  gapList,
} from '../rules/api/examinations.ts';
import { extentNames, handlingNames } from '../rules/examination.ts';
import { conditionNames } from '../rules/handover.ts';
import { ConditionForm, ExaminationForm } from './ExaminationForms.tsx';
import { examinationStrings } from './examination-strings.ts';
import { strings } from './strings.ts';

type Examined = RowOf<typeof examinationList>;
type Condition = RowOf<typeof conditionList>;
type Found = Pick<Examined, 'missing' | 'disorder' | 'difference'>;

/** 核对与破损 (6.1): what was found before a batch, and what the catalogue leaps over. */
export function Examinations({ projectId }: { projectId: string }) {
  const t = useStrings(examinationStrings);
  const permitted = usePermitted();
  const [form, setForm] = useState<'examine' | 'report' | null>(null);
  const [turn, setTurn] = useState(0);
  const again = (): void => setTurn(turn + 1);
  const close = (): void => setForm(null);
  return (
    <>
      <p className="sc-faint">{t.note}</p>
      <Space wrap className="sc-custody-bar">
        {permitted(examinationEnter.name) && (
          <Button type="primary" onClick={() => setForm('examine')}>
            {t.examine}
          </Button>
        )}
        {permitted(conditionReport.name) && <Button onClick={() => setForm('report')}>{t.report}</Button>}
      </Space>
      <ExaminationTable key={`e${turn}`} projectId={projectId} />
      <section className="sc-custody-part">
        <h3>{t.conditions}</h3>
        <ConditionTable key={`c${turn}`} projectId={projectId} />
      </section>
      <Gaps projectId={projectId} />
      <ExaminationForm projectId={projectId} open={form === 'examine'} onClose={close} onDone={again} />
      <ConditionForm projectId={projectId} open={form === 'report'} onClose={close} onDone={again} />
    </>
  );
}

function FoundText({ found }: { found: Found }) {
  const t = useStrings(examinationStrings);
  const lines = [
    found.missing === null ? null : `${t.missing}：${found.missing}`,
    found.disorder === null ? null : `${t.disorder}：${found.disorder}`,
    found.difference === null ? null : `${t.difference}：${found.difference}`,
  ].filter((one) => one !== null);
  return lines.length === 0 ? (
    <>{t.findingsPlain}</>
  ) : (
    <>
      {lines.map((line) => (
        <div key={line} className="sc-long">
          {line}
        </div>
      ))}
    </>
  );
}

function ExaminationTable({ projectId }: { projectId: string }) {
  const t = useStrings(examinationStrings);
  const s = useStrings(strings);
  const columns: DataColumn<Examined>[] = [
    { key: 'code', title: s.code, always: true, render: (row) => <span className="sc-num">{row.code}</span> },
    { key: 'found', title: t.examinations, always: true, render: (row) => <FoundText found={row} /> },
    { key: 'catalogued', title: t.catalogued, render: (row) => row.catalogued ?? s.none },
    { key: 'pages', title: t.pagesCounted, render: (row) => row.pages ?? s.none },
    { key: 'leaves', title: t.leaves, render: (row) => row.leaves ?? s.none },
    {
      key: 'state',
      title: t.state,
      render: (row) =>
        row.difference === null ? (
          s.none
        ) : (
          <StatusTag tone={row.corrected ? 'done' : 'attention'}>
            {row.corrected ? t.corrected : t.notCorrected}
          </StatusTag>
        ),
    },
    { key: 'by', title: s.by, render: (row) => row.examinedBy.name },
    { key: 'at', title: s.at, render: (row) => <TimeText at={row.at} /> },
  ];
  return (
    <DataTable
      tableKey="custody.examinations"
      view={examinationList}
      subject={projectId}
      rowKey={(row) => row.id}
      filters={[
        { kind: 'text', name: 'code', label: s.code },
        {
          kind: 'choice',
          name: 'found',
          label: t.examinations,
          options: [
            { value: true, label: t.onlyFound },
            { value: false, label: t.onlyPlain },
          ],
        },
      ]}
      columns={columns}
      empty={t.examinationsEmpty}
    />
  );
}

function ConditionTable({ projectId }: { projectId: string }) {
  const t = useStrings(examinationStrings);
  const s = useStrings(strings);
  const words = useWords();
  const columns: DataColumn<Condition>[] = [
    { key: 'number', title: t.number, render: (row) => <span className="sc-num">{row.number}</span> },
    { key: 'code', title: s.code, always: true, render: (row) => <span className="sc-num">{row.code}</span> },
    { key: 'place', title: t.place, render: (row) => row.place },
    { key: 'kind', title: t.kind, render: (row) => words(conditionNames[row.kind]) },
    { key: 'extent', title: t.extent, render: (row) => words(extentNames[row.extent]) },
    { key: 'description', title: t.description, render: (row) => <span className="sc-long">{row.description}</span> },
    { key: 'handling', title: t.handling, render: (row) => words(handlingNames[row.handling]) },
    { key: 'photos', title: t.photos, render: (row) => <Photos ids={row.photos} /> },
    { key: 'by', title: s.by, render: (row) => row.reportedBy.name },
    { key: 'at', title: s.at, render: (row) => <TimeText at={row.at} /> },
  ];
  return (
    <DataTable
      tableKey="custody.conditions"
      view={conditionList}
      subject={projectId}
      rowKey={(row) => row.id}
      columns={columns}
      empty={t.conditionsEmpty}
    />
  );
}

/** Photographs of a report, one opened over the page. */
export function Photos({ ids }: { ids: readonly string[] }) {
  const t = useStrings(examinationStrings);
  const [open, setOpen] = useState<string | null>(null);
  if (ids.length === 0) return '—';
  return (
    <>
      {ids.map((id, index) => (
        <Button key={id} type="link" size="small" onClick={() => setOpen(id)}>
          {t.photo(index + 1)}
        </Button>
      ))}
      <AttachmentDrawer id={open} onClose={() => setOpen(null)} />
    </>
  );
}

function Gaps({ projectId }: { projectId: string }) {
  const t = useStrings(examinationStrings);
  const { data, problem, refetch } = useView(gapList, { subject: projectId, input: {} });
  return (
    <section className="sc-custody-part">
      <h3>
        {t.gaps} <span className="sc-count">{data?.gaps.length ?? 0}</span>
      </h3>
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {data?.gaps.length === 0 && <p className="sc-faint">{t.gapsEmpty}</p>}
      {data?.more === true && <Alert type="info" showIcon title={t.moreGaps} />}
      <ul className="sc-custody-gaps">
        {(data?.gaps ?? []).map((gap) => (
          <li key={`${gap.scheme}/${gap.after}`} className="sc-num">
            {t.gap(gap.after, gap.before, gap.missing)}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Shown = OutputOf<typeof examinationShow>;

/** What was found of one original, on its card. */
export function ExaminationsOf({ id }: { id: string }) {
  const t = useStrings(examinationStrings);
  const s = useStrings(strings);
  const words = useWords();
  const { data, problem, refetch } = useView(examinationShow, { subject: id });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  return (
    <>
      <section className="sc-custody-part">
        <h3>{t.examinations}</h3>
        {data.examinations.length === 0 ? (
          <p className="sc-faint">{t.notExamined}</p>
        ) : (
          <Table<Shown['examinations'][number]>
            size="small"
            rowKey={(row) => row.id}
            dataSource={data.examinations}
            pagination={false}
            columns={[
              { title: t.examinations, render: (_, row) => <FoundText found={row} /> },
              { title: t.pagesCounted, render: (_, row) => row.pages ?? s.none },
              { title: s.by, render: (_, row) => row.examinedBy.name },
              { title: s.at, render: (_, row) => <TimeText at={row.at} /> },
            ]}
          />
        )}
      </section>
      {data.conditions.length > 0 && (
        <section className="sc-custody-part">
          <h3>{t.conditions}</h3>
          <Table<Shown['conditions'][number]>
            size="small"
            rowKey={(row) => row.id}
            dataSource={data.conditions}
            pagination={false}
            columns={[
              {
                title: t.kind,
                render: (_, row) => `${words(conditionNames[row.kind])} · ${words(extentNames[row.extent])}`,
              },
              { title: t.place, render: (_, row) => row.place },
              { title: t.description, render: (_, row) => <span className="sc-long">{row.description}</span> },
              { title: t.photos, render: (_, row) => <Photos ids={row.photos} /> },
              { title: s.by, render: (_, row) => row.reportedBy.name },
              { title: s.at, render: (_, row) => <TimeText at={row.at} /> },
            ]}
          />
        </section>
      )}
      {data.errata.length > 0 && (
        <section className="sc-custody-part">
          <h3>{t.errata}</h3>
          <Table<Shown['errata'][number]>
            size="small"
            rowKey={(row) => row.id}
            dataSource={data.errata}
            pagination={false}
            columns={[
              { title: t.field, render: (_, row) => t.fields[row.field] },
              { title: t.before, render: (_, row) => <span className="sc-long">{row.before ?? s.none}</span> },
              { title: t.after, render: (_, row) => <span className="sc-long">{row.after ?? s.none}</span> },
              { title: s.reason, render: (_, row) => <span className="sc-long">{row.reason}</span> },
              { title: s.by, render: (_, row) => row.correctedBy.name },
              { title: s.at, render: (_, row) => <TimeText at={row.at} /> },
            ]}
          />
        </section>
      )}
    </>
  );
}
