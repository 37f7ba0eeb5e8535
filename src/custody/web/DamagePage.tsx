import { useState } from 'react';
import { Button, Descriptions, Space, Tabs } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import {
  damageAccept,
  damageFound,
  damageJudge,
  damageList,
  damagePrint,
  damageRepair,
  damageReport,
} from '../rules/api/damage.ts';
import {
  damageKindNames,
  type IncidentState,
  incidentStateNames,
  incidentStates,
  liableNames,
  remedyNames,
} from '../rules/damage.ts';
import { AcceptForm, type DamageRow, Found, JudgeForm, RepairForm, ReportForm } from './DamageForms.tsx';
import { Disinfections } from './Disinfections.tsx';
import { damageStrings } from './damage-strings.ts';
import { Photos } from './Examinations.tsx';
import { strings } from './strings.ts';

const tones = {
  reported: 'alarm',
  judged: 'attention',
  repairing: 'active',
  settled: 'done',
} as const satisfies Record<IncidentState, string>;

/** 损毁与消毒 (6.3, 6.7-4). */
export function DamagePage() {
  const t = useStrings(damageStrings);
  const permitted = usePermitted();
  const [reporting, setReporting] = useState(false);
  const [turn, setTurn] = useState(0);
  return (
    <>
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          permitted(damageReport.name) && (
            <Button type="primary" danger onClick={() => setReporting(true)}>
              {t.report}
            </Button>
          )
        }
      />
      <Tabs
        destroyOnHidden
        items={[
          { key: 'incidents', label: t.incidents, children: <Incidents key={turn} /> },
          { key: 'disinfections', label: t.disinfections, children: <Disinfections /> },
        ]}
      />
      <ReportForm open={reporting} onClose={() => setReporting(false)} onDone={() => setTurn(turn + 1)} />
    </>
  );
}

type Acting = { kind: 'judge' | 'repair' | 'accept'; row: DamageRow; refresh: () => void } | null;

function Incidents() {
  const t = useStrings(damageStrings);
  const words = useWords();
  const [acting, setActing] = useState<Acting>(null);
  const [printing, setPrinting] = useState<string | null>(null);
  const columns = useColumns();
  const rowOf = (kind: NonNullable<Acting>['kind']) => (acting?.kind === kind ? acting.row : null);
  const form = { onClose: () => setActing(null), onDone: () => acting?.refresh() };
  return (
    <>
      <DataTable
        tableKey="custody.damage"
        view={damageList}
        rowKey={(row) => row.id}
        filters={[
          { kind: 'text', name: 'code', label: useStrings(strings).code },
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: incidentStates.map((value) => ({ value, label: words(incidentStateNames[value]) })),
          },
        ]}
        columns={columns}
        detail={{ title: (row) => `${row.number} ${row.code}`, body: (row) => <Card row={row} />, size: 720 }}
        rowActions={(row, refresh) => (
          <RowActions
            row={row}
            onAct={(kind) => setActing({ kind, row, refresh })}
            onPrint={() => setPrinting(row.id)}
            onDone={refresh}
          />
        )}
        empty={t.empty}
      />
      <JudgeForm row={rowOf('judge')} {...form} />
      <RepairForm row={rowOf('repair')} {...form} />
      <AcceptForm row={rowOf('accept')} {...form} />
      <PrintViewDrawer view={damagePrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}

function useColumns(): DataColumn<DamageRow>[] {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const words = useWords();
  return [
    { key: 'number', title: t.number, always: true, render: (row) => <span className="sc-num">{row.number}</span> },
    { key: 'code', title: s.code, always: true, render: (row) => <span className="sc-num">{row.code}</span> },
    { key: 'kind', title: t.kind, render: (row) => words(damageKindNames[row.kind]) },
    { key: 'place', title: t.place, render: (row) => row.place },
    { key: 'description', title: t.description, render: (row) => <span className="sc-long">{row.description}</span> },
    {
      key: 'state',
      title: t.state,
      always: true,
      render: (row) => <StatusTag tone={tones[row.state]}>{words(incidentStateNames[row.state])}</StatusTag>,
    },
    {
      key: 'liable',
      title: t.liability,
      render: (row) => (row.liable === null ? s.none : words(liableNames[row.liable])),
    },
    { key: 'by', title: s.by, render: (row) => row.reportedBy.name },
    { key: 'at', title: s.at, render: (row) => <TimeText at={row.at} /> },
  ];
}

function RowActions({
  row,
  onAct,
  onPrint,
  onDone,
}: {
  row: DamageRow;
  onAct: (kind: 'judge' | 'repair' | 'accept') => void;
  onPrint: () => void;
  onDone: () => void;
}) {
  const t = useStrings(damageStrings);
  const permitted = usePermitted();
  const { kind, judgedAt, remedy, sentAt, foundAt, state } = row;
  const repairable = kind === 'damaged' && sentAt === null && remedy !== 'none';
  const actions: [boolean, 'judge' | 'repair' | 'accept', string, string][] = [
    [judgedAt === null, 'judge', damageJudge.name, t.judge],
    [repairable, 'repair', damageRepair.name, t.repair],
    [state === 'repairing', 'accept', damageAccept.name, t.accept],
  ];
  return (
    <Space size={4}>
      {actions
        .filter(([may, , name]) => may && permitted(name))
        .map(([, act, , label]) => (
          <Button key={act} type="link" size="small" onClick={() => onAct(act)}>
            {label}
          </Button>
        ))}
      {kind === 'missing' && foundAt === null && permitted(damageFound.name) && <Found row={row} onDone={onDone} />}
      {permitted(damagePrint.name) && (
        <Button type="link" size="small" onClick={onPrint}>
          {t.print}
        </Button>
      )}
    </Space>
  );
}

function Card({ row }: { row: DamageRow }) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const words = useWords();
  const names = (...people: readonly ({ name: string } | null)[]): string =>
    people.flatMap((one) => (one === null ? [] : [one.name])).join('、') || s.none;
  const photos = (after: boolean) => row.photos.filter((one) => one.after === after).map(({ id }) => id);
  return (
    <Descriptions
      column={2}
      items={[
        { key: 'place', label: t.place, children: row.place },
        { key: 'batch', label: s.batch, children: row.batch ?? s.none },
        { key: 'description', label: t.description, children: row.description, span: 2 },
        { key: 'cause', label: t.cause, children: row.cause || s.none, span: 2 },
        { key: 'photos', label: t.photos, children: <Photos ids={photos(false)} />, span: 2 },
        { key: 'liable', label: t.liable, children: row.liable === null ? s.none : words(liableNames[row.liable]) },
        { key: 'remedy', label: t.remedy, children: row.remedy === null ? s.none : words(remedyNames[row.remedy]) },
        { key: 'basis', label: t.liabilityBasis, children: row.basis ?? s.none, span: 2 },
        { key: 'penalty', label: t.penalty, children: row.penalty ?? s.none, span: 2 },
        { key: 'judged', label: t.judge, children: names(row.judgedBy, row.agreedBy), span: 2 },
        { key: 'repairer', label: t.repairer, children: row.repairer ?? s.none },
        { key: 'method', label: t.method, children: row.method ?? s.none },
        { key: 'result', label: t.result, children: row.result ?? s.none },
        { key: 'accepted', label: t.accept, children: names(row.acceptedBy, row.acceptedWith) },
        { key: 'after', label: t.photos, children: <Photos ids={photos(true)} />, span: 2 },
        ...(row.kind === 'missing' ? [{ key: 'found', label: t.found, children: row.found ?? s.none, span: 2 }] : []),
      ]}
    />
  );
}
