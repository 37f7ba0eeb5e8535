import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Button, Space, Tabs } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { stageNames } from '#/premises/rules/plan.ts';
import { importStart } from '../rules/api/imports.ts';
import { fondsAdd, originalAdd, originalList, secrecyDecide } from '../rules/api/originals.ts';
import { placeNames, places } from '../rules/custody.ts';
import { originalKindNames, secrecies, secrecyNames } from '../rules/original.ts';
import { OriginalCard } from './OriginalCard.tsx';
import { Examinations } from './Examinations.tsx';
import { examinationStrings } from './examination-strings.ts';
import { ImportDrawer } from './ImportDrawer.tsx';
import { Imports } from './Imports.tsx';
import { FondsForm, OriginalForm, SecrecyForm } from './OriginalForms.tsx';
import { ProjectPick, useProjectPick } from './ProjectPick.tsx';
import { importStrings } from './import-strings.ts';
import { strings } from './strings.ts';
import { secrecyTones, Whereabouts } from './Whereabouts.tsx';

type Original = RowOf<typeof originalList>;

/** 档案实体台账: where each is, who holds it, since when (6.4-3, 6.7). */
export function OriginalsPage() {
  const s = useStrings(strings);
  const t = useStrings(importStrings);
  const e = useStrings(examinationStrings);
  const words = useWords();
  const permitted = usePermitted();
  const pick = useProjectPick();
  // From what waits on the home page: the tab it concerns.
  const [params] = useSearchParams();
  const [form, setForm] = useState<'original' | 'fonds' | 'secrecy' | 'import' | null>(null);
  const [turn, setTurn] = useState(0);
  const close = (): void => setForm(null);
  const again = (): void => setTurn(turn + 1);
  const { project } = pick;
  return (
    <>
      <PageHeader
        title={words(originalList.label)}
        note={s.originalsNote}
        actions={
          <Space>
            {permitted(fondsAdd.name) && <Button onClick={() => setForm('fonds')}>{s.addFonds}</Button>}
            {project !== null && permitted(importStart.name) && (
              <Button onClick={() => setForm('import')}>{t.importCatalogue}</Button>
            )}
            {project !== null && permitted(secrecyDecide.name) && (
              <Button onClick={() => setForm('secrecy')}>{s.checkSecrecy}</Button>
            )}
            {project !== null && permitted(originalAdd.name) && (
              <Button type="primary" onClick={() => setForm('original')}>
                {s.addOriginal}
              </Button>
            )}
          </Space>
        }
      />
      <ProjectPick pick={pick} />
      {project !== null && (
        <>
          <Tabs
            destroyOnHidden
            key={params.get('tab')}
            defaultActiveKey={params.get('tab') ?? 'originals'}
            items={[
              {
                key: 'originals',
                label: t.originalsTab,
                children: <Register key={`${project.id}/${turn}`} projectId={project.id} />,
              },
              {
                key: 'examinations',
                label: e.tab,
                children: <Examinations key={project.id} projectId={project.id} />,
              },
              {
                key: 'imports',
                label: t.importsTab,
                children: <Imports key={`${project.id}/${turn}`} projectId={project.id} />,
              },
            ]}
          />
          <ImportDrawer projectId={project.id} open={form === 'import'} onClose={close} onDone={again} />
          <OriginalForm projectId={project.id} open={form === 'original'} onClose={close} onDone={again} />
          <SecrecyForm projectId={project.id} open={form === 'secrecy'} onClose={close} onDone={again} />
        </>
      )}
      <FondsForm open={form === 'fonds'} onClose={close} />
    </>
  );
}

function Register({ projectId }: { projectId: string }) {
  // From a scan: that one.
  const [params] = useSearchParams();
  const code = params.get('code');
  const s = useStrings(strings);
  const words = useWords();
  const columns = useColumns();
  return (
    <DataTable
      key={code}
      initialFilters={code === null ? {} : { code }}
      tableKey="custody.originals"
      view={originalList}
      subject={projectId}
      rowKey={(row) => row.id}
      filters={[
        { kind: 'text', name: 'code', label: s.code },
        {
          kind: 'choice',
          name: 'place',
          label: s.place,
          options: places.map((value) => ({ value, label: words(placeNames[value]) })),
        },
        {
          kind: 'choice',
          name: 'secrecy',
          label: s.secrecy,
          options: secrecies.map((value) => ({ value, label: words(secrecyNames[value]) })),
        },
      ]}
      columns={columns}
      detail={{ title: (row) => row.code, body: (row) => <OriginalCard id={row.id} />, size: 760 }}
      empty={s.originalsEmpty}
    />
  );
}

function useColumns(): DataColumn<Original>[] {
  const s = useStrings(strings);
  const words = useWords();
  return [
    { key: 'code', title: s.code, always: true, render: (row) => <span className="sc-num">{row.code}</span> },
    { key: 'kind', title: s.kind, render: (row) => words(originalKindNames[row.kind]), hidden: true },
    { key: 'title', title: s.title, render: (row) => <span className="sc-long">{row.title ?? s.none}</span> },
    { key: 'pages', title: s.pages, render: (row) => row.pages ?? s.none },
    {
      key: 'secrecy',
      title: s.secrecy,
      render: (row) => <StatusTag tone={secrecyTones[row.secrecy]}>{words(secrecyNames[row.secrecy])}</StatusTag>,
    },
    { key: 'place', title: s.place, always: true, render: (row) => <Whereabouts original={row} /> },
    { key: 'holder', title: s.holder, render: (row) => row.whereabouts?.holder.name ?? s.none },
    {
      key: 'since',
      title: s.since,
      render: (row) => (row.whereabouts === null ? s.none : <TimeText at={row.whereabouts.since} />),
    },
    { key: 'batch', title: s.batch, render: (row) => row.whereabouts?.batch?.number ?? s.none },
    {
      key: 'stage',
      title: s.stage,
      render: (row) => (row.whereabouts?.stage ? words(stageNames[row.whereabouts.stage]) : s.none),
      hidden: true,
    },
  ];
}
