import { useState } from 'react';
import { Button, Space, Tabs } from '#/base/web/antd.ts';
import { HappenedAt } from '#/base/web/LateBadge.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { checklistShow, siteCheckEnter, siteCheckList, siteCheckPrint } from '../../rules/api/checks.ts';
import { photoDeviceList } from '../../rules/api/photo-devices.ts';
import { CheckForm } from './CheckForm.tsx';
import { PhotoDevices } from './PhotoDevices.tsx';
import { strings } from './strings.ts';

type Point = RowOf<typeof checklistShow>;
type Check = RowOf<typeof siteCheckList>;

/** 场所安全检查: where each point stands, and the checks so far (4.2). */
export function ChecksPage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [entering, setEntering] = useState(false);
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={
          permitted(siteCheckEnter.name) && (
            <Button type="primary" onClick={() => setEntering(true)}>
              {s.enter}
            </Button>
          )
        }
      />
      <Tabs
        items={[
          { key: 'points', label: s.points, children: <PointTable /> },
          { key: 'records', label: s.records, children: <CheckTable /> },
          ...(permitted(photoDeviceList.name)
            ? [{ key: 'devices', label: s.devices, children: <PhotoDevices /> }]
            : []),
        ]}
      />
      <CheckForm open={entering} onClose={() => setEntering(false)} />
    </>
  );
}

function PointTable() {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <DataTable
      tableKey="premises.checklist"
      view={checklistShow}
      rowKey={(row) => row.code}
      columns={[
        { key: 'clause', title: s.clause, render: (row) => <span className="sc-num">{row.clause}</span> },
        { key: 'point', title: s.point, always: true, render: (row) => words(row.label) },
        { key: 'look', title: s.look, render: (row) => <span className="sc-long">{words(row.look)}</span> },
        { key: 'every', title: s.every, render: (row) => s.everyDays(row.everyDays) },
        { key: 'photo', title: s.photo, render: (row) => (row.photo ? s.needsPhoto : '—'), hidden: true },
        {
          key: 'last',
          title: s.last,
          render: (row) => (row.lastOn === null ? s.never : <span className="sc-num">{row.lastOn}</span>),
        },
        { key: 'result', title: s.result, render: (row) => <Result point={row} /> },
        { key: 'due', title: s.due, always: true, render: (row) => <Due point={row} /> },
      ]}
      empty={s.emptyPoints}
    />
  );
}

function Result({ point }: { point: Point }) {
  const s = useStrings(strings);
  if (point.passed === null) return '—';
  return <StatusTag tone={point.passed ? 'done' : 'alarm'}>{point.passed ? s.passed : s.failed}</StatusTag>;
}

function Due({ point }: { point: Point }) {
  const s = useStrings(strings);
  return (
    <Space size={8}>
      <span className="sc-num">{point.dueOn ?? s.dueNow}</span>
      {point.overdue && <StatusTag tone="alarm">{s.overdue}</StatusTag>}
    </Space>
  );
}

function CheckTable() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <DataTable
        tableKey="premises.siteChecks"
        view={siteCheckList}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'on',
            title: s.number,
            always: true,
            render: (row) => <span className="sc-num">{row.checkedOn}</span>,
          },
          { key: 'by', title: s.by, render: (row) => row.checkedBy.name },
          {
            key: 'points',
            title: s.count,
            align: 'right',
            render: (row) => <span className="sc-num">{row.points}</span>,
          },
          {
            key: 'failed',
            title: s.result,
            render: (row) =>
              row.failed === 0 ? (
                <StatusTag tone="done">{s.passed}</StatusTag>
              ) : (
                <StatusTag tone="alarm">{`${s.failedCount} ${row.failed}`}</StatusTag>
              ),
          },
          {
            key: 'at',
            title: s.at,
            render: (row) => <HappenedAt at={row.occurredAt} late={row.late} />,
          },
        ]}
        {...(permitted(siteCheckPrint.name) && {
          rowActions: (row: Check) => (
            <Button type="link" size="small" onClick={() => setPrinting(row.id)}>
              {s.print}
            </Button>
          ),
        })}
        empty={s.empty}
      />
      <PrintViewDrawer view={siteCheckPrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}
