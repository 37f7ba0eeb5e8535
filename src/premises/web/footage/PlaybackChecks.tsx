import { useState } from 'react';
import { Button } from '#/base/web/antd.ts';
import { HappenedAt } from '#/base/web/LateBadge.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { playbackCheckList, playbackCheckPrint } from '../../rules/api/playback.ts';
import { strings } from './strings.ts';

/** 回放检查记录 (4.3-7). */
export function PlaybackChecks() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <DataTable
        tableKey="premises.playback-checks"
        view={playbackCheckList}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: s.number,
            always: true,
            render: (row) => <span className="sc-num">{row.number}</span>,
          },
          { key: 'camera', title: s.camera, always: true, render: (row) => row.camera.code },
          { key: 'from', title: s.from, render: (row) => <TimeText at={row.from} /> },
          { key: 'to', title: s.to, render: (row) => <TimeText at={row.to} /> },
          {
            key: 'seen',
            title: s.seenMinutes,
            align: 'right',
            render: (row) => <span className="sc-num">{row.seenMinutes.toFixed(1)}</span>,
          },
          {
            key: 'result',
            title: s.result,
            render: (row) => (
              <StatusTag tone={row.passed ? 'done' : 'alarm'}>{row.passed ? s.inOrder : s.failed}</StatusTag>
            ),
          },
          { key: 'issue', title: s.issue, render: (row) => <span className="sc-num">{row.issue ?? '—'}</span> },
          { key: 'findings', title: s.findings, render: (row) => <span className="sc-long">{row.findings}</span> },
          { key: 'by', title: s.checkedBy, render: (row) => row.checkedBy.name },
          { key: 'at', title: s.at, render: (row) => <HappenedAt at={row.occurredAt} late={row.late} /> },
        ]}
        {...(permitted(playbackCheckPrint.name) && {
          rowActions: (row: { id: string }) => (
            <Button type="link" size="small" onClick={() => setPrinting(row.id)}>
              {s.print}
            </Button>
          ),
        })}
        empty={s.noChecks}
      />
      <PrintViewDrawer view={playbackCheckPrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}
