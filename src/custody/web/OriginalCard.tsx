import { useState } from 'react';
import { Button, Descriptions, Skeleton, Table } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { originalCorrect } from '../rules/api/examinations.ts';
import { originalShow } from '../rules/api/originals.ts';
import { slipShow } from '../rules/api/work.ts';
import { placeNames } from '../rules/custody.ts';
import { originalKindNames, secrecyNames } from '../rules/original.ts';
import { slipStepNames } from '../rules/work.ts';
import { CorrectForm } from './ExaminationForms.tsx';
import { ExaminationsOf } from './Examinations.tsx';
import { examinationStrings } from './examination-strings.ts';
import { PreparationsOf } from './Preparations.tsx';
import { strings } from './strings.ts';
import { secrecyTones, Whereabouts } from './Whereabouts.tsx';

type Original = OutputOf<typeof originalShow>;

/** One original: what it is, where it is, what happened to it (6.4-3). */
export function OriginalCard({ id }: { id: string }) {
  const { data, problem, refetch } = useView(originalShow, { subject: id });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      <Facts original={data} />
      <Correct original={data} onDone={() => void refetch()} />
      <Checks original={data} />
      <ExaminationsOf key={data.version} id={id} />
      <PreparationsOf id={id} />
      <Slips id={id} />
      <History original={data} />
    </>
  );
}

function Facts({ original }: { original: Original }) {
  const s = useStrings(strings);
  const words = useWords();
  const { whereabouts } = original;
  return (
    <Descriptions
      column={2}
      items={[
        { key: 'place', label: s.place, children: <Whereabouts original={original} /> },
        { key: 'holder', label: s.holder, children: whereabouts?.holder.name ?? s.none },
        { key: 'since', label: s.since, children: whereabouts ? <TimeText at={whereabouts.since} /> : s.none },
        { key: 'batch', label: s.batch, children: whereabouts?.batch?.number ?? s.none },
        { key: 'title', label: s.title, children: original.title ?? s.none, span: 2 },
        { key: 'kind', label: s.kind, children: words(originalKindNames[original.kind]) },
        { key: 'pages', label: s.pages, children: original.pages ?? s.none },
        { key: 'author', label: s.author, children: original.author ?? s.none },
        { key: 'dated', label: s.dated, children: original.dated ?? s.none },
        { key: 'number', label: s.documentNumber, children: original.documentNumber ?? s.none },
        { key: 'retention', label: s.retention, children: original.retention ?? s.none },
        {
          key: 'secrecy',
          label: s.secrecy,
          children: (
            <StatusTag tone={secrecyTones[original.secrecy]}>{words(secrecyNames[original.secrecy])}</StatusTag>
          ),
        },
        { key: 'project', label: s.project, children: `${original.project.number} ${original.project.name}` },
        ...(original.items > 0 ? [{ key: 'items', label: s.kind, children: s.items(original.items) }] : []),
        { key: 'remark', label: s.remark, children: original.remark ?? s.none, span: 2 },
      ]}
    />
  );
}

function Correct({ original, onDone }: { original: Original; onDone: () => void }) {
  const t = useStrings(examinationStrings);
  const permitted = usePermitted();
  const [open, setOpen] = useState(false);
  if (!permitted(originalCorrect.name) || original.secrecy === 'classified') return null;
  return (
    <>
      <Button className="sc-custody-part" onClick={() => setOpen(true)}>
        {t.correct}
      </Button>
      <CorrectForm original={original} open={open} onClose={() => setOpen(false)} onDone={onDone} />
    </>
  );
}

function Checks({ original: { checks } }: { original: Original }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <section className="sc-custody-part">
      <h3>{s.checks}</h3>
      {checks.length === 0 ? (
        <p className="sc-faint">{s.noChecks}</p>
      ) : (
        <Table<Original['checks'][number]>
          size="small"
          rowKey={({ at }) => at}
          dataSource={checks}
          pagination={false}
          columns={[
            { title: s.verdict, render: (_, row) => words(secrecyNames[row.verdict]) },
            { title: s.markPage, render: (_, row) => row.page ?? s.none },
            { title: s.basis, render: (_, row) => [row.basis, row.declassifiedOn].filter(Boolean).join(' ') || s.none },
            { title: s.by, render: (_, row) => row.decidedBy.name },
            { title: s.at, render: (_, row) => <TimeText at={row.at} /> },
          ]}
        />
      )}
    </section>
  );
}

type Slip = OutputOf<typeof slipShow>['slips'][number];

function Slips({ id }: { id: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const { data, problem, refetch } = useView(slipShow, { subject: id });
  return (
    <section className="sc-custody-part">
      <h3>{s.slips}</h3>
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {data?.slips.length === 0 && <p className="sc-faint">{s.noSlips}</p>}
      {(data?.slips ?? []).map((slip) => (
        <Table<Slip['steps'][number]>
          key={slip.number}
          size="small"
          rowKey={(row) => row.id}
          dataSource={slip.steps}
          pagination={false}
          title={() => <span className="sc-num">{slip.number}</span>}
          locale={{ emptyText: s.none }}
          columns={[
            {
              title: s.step,
              render: (_, row) => `${words(slipStepNames[row.step])}${row.part === null ? '' : ` ${s.part(row.part)}`}`,
            },
            { title: s.device, render: (_, row) => row.device ?? s.none },
            { title: s.amount, render: (_, row) => s.amountOf(row.items, row.pages) },
            { title: s.by, render: (_, row) => row.by.name },
            { title: s.at, render: (_, row) => <TimeText at={row.finishedAt} /> },
          ]}
        />
      ))}
    </section>
  );
}

function History({ original: { movements } }: { original: Original }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <section className="sc-custody-part">
      <h3>{s.history}</h3>
      <Table<Original['movements'][number]>
        size="small"
        rowKey={(row) => row.id}
        dataSource={movements}
        pagination={false}
        columns={[
          { title: s.at, render: (_, row) => <TimeText at={row.at} /> },
          {
            title: s.event,
            render: (_, row) => `${s.events[row.event] ?? row.event}${row.part === null ? '' : ` ${s.part(row.part)}`}`,
          },
          { title: s.place, render: (_, row) => row.cabinet ?? words(placeNames[row.place]) },
          { title: s.holder, render: (_, row) => row.holder.name },
          { title: s.by, render: (_, row) => row.by.name },
        ]}
      />
    </section>
  );
}
