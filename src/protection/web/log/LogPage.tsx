import { Descriptions, Skeleton } from '#/base/web/antd.ts';
import { CopyButton, DigestText } from '#/base/web/DigestText.tsx';
import { LateBadge } from '#/base/web/LateBadge.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { logEntry, logMine, logSearch } from '../../rules/api/log.ts';
import { ActSelect } from '../fields/ActSelect.tsx';
import { layOut, LongText } from '../fields/LongText.tsx';
import { PersonSelect } from '../fields/PersonSelect.tsx';
import { strings } from './strings.ts';

type Row = RowOf<typeof logSearch>;

function useColumns(): readonly DataColumn<Row>[] {
  const s = useStrings(strings).log;
  const words = useWords();
  return [
    {
      key: 'at',
      title: s.at,
      always: true,
      render: (row) => (
        <>
          <TimeText at={row.recordedAt} precision="second" /> {row.late && <LateBadge occurredAt={row.occurredAt} />}
        </>
      ),
    },
    { key: 'act', title: s.act, always: true, render: (row) => words(row.label) },
    { key: 'kind', title: s.kind, render: (row) => s.kinds[row.kind as keyof typeof s.kinds] },
    { key: 'person', title: s.person, render: (row) => row.person?.name ?? row.process ?? s.nobody },
    {
      key: 'terminal',
      title: s.terminal,
      render: (row) => (row.terminal && (row.via === null ? row.terminal.name : s.byWatcher(row.terminal.name))) ?? '—',
    },
    {
      key: 'result',
      title: s.result,
      render: (row) =>
        row.result === 'ok' ? (
          <StatusTag tone="done">{s.ok}</StatusTag>
        ) : (
          <StatusTag tone="attention" title={row.result}>
            {s.refused} {row.result}
          </StatusTag>
        ),
    },
    { key: 'subject', title: s.subject, render: (row) => row.subjectId && <DigestText digest={row.subjectId} /> },
    { key: 'seq', title: s.seq, align: 'right', render: (row) => row.seq ?? s.unsealed },
  ];
}

function useFilters() {
  const s = useStrings(strings).log;
  return [
    { kind: 'days' as const, name: 'days', label: s.days, from: 'from', to: 'to', as: 'instant' as const },
    {
      kind: 'choice' as const,
      name: 'result',
      label: s.result,
      options: (['ok', 'refused'] as const).map((value) => ({ value, label: s.results[value] })),
    },
    { kind: 'control' as const, name: 'personId', label: s.person, control: <PersonSelect /> },
    { kind: 'control' as const, name: 'act', label: s.act, control: <ActSelect /> },
    { kind: 'text' as const, name: 'subjectId', label: s.subjectId },
  ];
}

/** 审计日志 (5.5-5): who, what, when, at which terminal. */
export function LogPage() {
  const s = useStrings(strings).log;
  const words = useWords();
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <DataTable
        tableKey="protection.log"
        view={logSearch}
        rowKey={(row) => row.entryId}
        filters={useFilters()}
        columns={useColumns()}
        detail={{ title: (row) => words(row.label), body: (row) => <EntryDetail id={row.entryId} />, size: 760 }}
        empty={s.empty}
      />
    </>
  );
}

/** Everybody sees his own. */
export function MyLogPage() {
  const s = useStrings(strings).log;
  return (
    <>
      <PageHeader title={s.mineTitle} note={s.mineNote} />
      <DataTable
        tableKey="protection.log.mine"
        view={logMine}
        rowKey={(row) => row.entryId}
        filters={useFilters().slice(0, 1)}
        columns={useColumns()}
        empty={s.empty}
      />
    </>
  );
}

/** The entry as it is sealed, with the proof that it stands in the tree. */
function EntryDetail({ id }: { id: string }) {
  const s = useStrings(strings).log;
  const entry = useView(logEntry, { subject: id });
  if (entry.problem !== null) return <ProblemAlert problem={entry.problem} />;
  if (entry.data === undefined) return <Skeleton active />;
  const { row, body, leaf, proof } = entry.data;
  return (
    <>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          { key: 'seq', label: s.seq, children: row.seq ?? s.unsealed },
          { key: 'at', label: s.at, children: <TimeText at={row.recordedAt} precision="second" /> },
          { key: 'person', label: s.person, children: row.person?.name ?? row.process ?? s.nobody },
          { key: 'leaf', label: s.leaf, children: <DigestText digest={leaf} head={24} /> },
          {
            key: 'proof',
            label: s.proof,
            children: proof === null ? s.unsealed : s.proofText(proof.size, proof.hashes.length),
          },
        ]}
      />
      <h2 className="sc-group-title">
        {s.body} <CopyButton text={body} label={s.body} />
      </h2>
      <LongText label={s.body} text={layOut(body)} />
    </>
  );
}
