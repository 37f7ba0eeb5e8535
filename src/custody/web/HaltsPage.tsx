import { useState } from 'react';
import { Button, Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { haltList, haltPrint, haltRelease, haltReport, haltSurrender } from '../rules/api/sweeps.ts';
import { outcomeNames } from '../rules/work.ts';
import { HaltForm, Release, Surrender } from './HaltForms.tsx';
import { strings } from './strings.ts';

/** 涉密标识登记 (6.5). */
export function HaltsPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const [reporting, setReporting] = useState(false);
  const [printing, setPrinting] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const again = (): void => setTurn(turn + 1);
  return (
    <>
      <PageHeader
        title={words(haltList.label)}
        note={s.haltsNote}
        actions={
          permitted(haltReport.name) && (
            <Button type="primary" danger onClick={() => setReporting(true)}>
              {s.halt}
            </Button>
          )
        }
      />
      <DataTable
        key={turn}
        tableKey="custody.halts"
        view={haltList}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: s.number,
            always: true,
            render: (row) => <span className="sc-num">{row.number}</span>,
          },
          { key: 'code', title: s.code, always: true, render: (row) => <span className="sc-num">{row.code}</span> },
          { key: 'page', title: s.haltPage, render: (row) => row.page },
          { key: 'mark', title: s.mark, render: (row) => row.mark },
          { key: 'by', title: s.foundBy, render: (row) => row.foundBy.name },
          { key: 'at', title: s.at, render: (row) => <TimeText at={row.at} /> },
          {
            key: 'outcome',
            title: s.outcome,
            always: true,
            render: (row) =>
              row.outcome === null ? (
                <Space size={6}>
                  <StatusTag tone="alarm">{s.openFind}</StatusTag>
                  {row.overdue && <StatusTag tone="alarm">{s.overdue}</StatusTag>}
                </Space>
              ) : (
                <StatusTag tone="done">{words(outcomeNames[row.outcome])}</StatusTag>
              ),
          },
          { key: 'basis', title: s.basisOf, render: (row) => <span className="sc-long">{row.basis ?? s.none}</span> },
        ]}
        rowActions={(row, refresh) => (
          <Space size={4}>
            {row.outcome === null && permitted(haltRelease.name) && <Release find={row} onDone={refresh} />}
            {row.outcome === null && permitted(haltSurrender.name) && <Surrender find={row} onDone={refresh} />}
            {permitted(haltPrint.name) && (
              <Button type="link" size="small" onClick={() => setPrinting(row.id)}>
                {s.print}
              </Button>
            )}
          </Space>
        )}
        empty={s.haltsEmpty}
      />
      <PrintViewDrawer view={haltPrint} subject={printing} onClose={() => setPrinting(null)} />
      <HaltForm open={reporting} onClose={() => setReporting(false)} onDone={again} />
    </>
  );
}
