import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Button, Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { batchList, batchRequest, planSet } from '../rules/api/batches.ts';
import { type BatchState, batchStateNames, batchStates } from '../rules/handover.ts';
import { PlanForm, RequestForm } from './BatchForms.tsx';
import { ProjectPick, useProjectPick } from './ProjectPick.tsx';
import { strings } from './strings.ts';

export const batchTones: Record<BatchState, Tone> = {
  requested: 'attention',
  approved: 'attention',
  out: 'active',
  closed: 'done',
  cancelled: 'off',
};

/** 调档批次 (6.2). */
export function BatchesPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const navigate = useNavigate();
  const pick = useProjectPick();
  // From the home page: those to be counted, or those that are out.
  const [params] = useSearchParams();
  const state = batchStates.find((one) => one === params.get('state'));
  const columns = useColumns();
  const [form, setForm] = useState<'plan' | 'request' | null>(null);
  const open = (id: string): void => void navigate(`/batches/${id}`);
  const { project } = pick;
  const close = (): void => setForm(null);
  return (
    <>
      <PageHeader
        title={words(batchList.label)}
        note={s.batchesNote}
        actions={
          project !== null && (
            <Space>
              {permitted(planSet.name) && <Button onClick={() => setForm('plan')}>{s.plan}</Button>}
              {permitted(batchRequest.name) && (
                <Button type="primary" onClick={() => setForm('request')}>
                  {s.request}
                </Button>
              )}
            </Space>
          )
        }
      />
      <ProjectPick pick={pick} />
      {project !== null && (
        <>
          <DataTable
            key={`${project.id}/${state ?? ''}`}
            initialFilters={state === undefined ? {} : { state }}
            tableKey="custody.batches"
            view={batchList}
            fixed={{ projectId: project.id }}
            rowKey={(row) => row.id}
            filters={[
              {
                kind: 'choice',
                name: 'state',
                label: s.state,
                options: batchStates.map((value) => ({ value, label: words(batchStateNames[value]) })),
              },
            ]}
            columns={columns}
            onOpen={(row) => open(row.id)}
            rowActions={(row) => (
              <Button type="link" size="small" onClick={() => open(row.id)}>
                {s.open}
              </Button>
            )}
            empty={s.batchesEmpty}
          />
          <PlanForm projectId={project.id} open={form === 'plan'} onClose={close} />
          <RequestForm projectId={project.id} open={form === 'request'} onClose={close} onDone={open} />
        </>
      )}
    </>
  );
}

function useColumns(): DataColumn<RowOf<typeof batchList>>[] {
  const s = useStrings(strings);
  const words = useWords();
  return [
    {
      key: 'number',
      title: s.number,
      always: true,
      render: (row) => <span className="sc-num">{row.number}</span>,
    },
    { key: 'name', title: s.batchName, always: true, render: (row) => row.name },
    {
      key: 'state',
      title: s.state,
      always: true,
      render: (row) => <StatusTag tone={batchTones[row.state]}>{words(batchStateNames[row.state])}</StatusTag>,
    },
    {
      key: 'standing',
      title: s.standing,
      render: ({ counts, state }) => (
        <span className="sc-num">
          {state === 'out' || state === 'closed' ? `${counts.total} · ${counts.out} · ${counts.in}` : counts.total}
        </span>
      ),
    },
    { key: 'by', title: s.requestedBy, render: (row) => row.requestedBy.name },
    { key: 'at', title: s.at, render: (row) => <TimeText at={row.requestedAt} /> },
  ];
}
