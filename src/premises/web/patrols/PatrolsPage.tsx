import { useState } from 'react';
import { isFormMark, readFormMark } from '#/base/rules/form-mark.ts';
import { Button, Tabs, Tooltip } from '#/base/web/antd.ts';
import { useBarcode } from '#/base/web/barcode.tsx';
import { HappenedAt } from '#/base/web/LateBadge.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { patrolEnter, patrolList, patrolPlan, patrolPrint, patrolSheetFind } from '../../rules/api/patrols.ts';
import { sides } from '../../rules/patrol.ts';
import { PatrolForm } from './PatrolForm.tsx';
import { ShiftPlan } from './ShiftPlan.tsx';
import { strings } from './strings.ts';
import { Tally, TodayRounds } from './TodayRounds.tsx';

/** 巡查: today's rounds, the records, the plan (4.9-2, 4.9-3). */
export function PatrolsPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const { person } = useSession();
  const client = useClient();
  const { data: plan, problem, refetch } = useView(patrolPlan, {});
  /** Shift whose round is being entered; an empty one is still to be chosen. */
  const [entering, setEntering] = useState<string | null>(null);
  const own = plan?.patrollers.find((one) => one.person.id === person.id)?.side ?? null;
  const mine = (plan?.shifts ?? []).filter((shift) => own !== null && shift.sides.includes(own));
  const now = plan?.today.find(({ side, state }) => side === own && state === 'open')?.shift.id ?? '';

  // The sheet that was carried on the round opens the form it is keyed into.
  useBarcode(isFormMark, async (code) => {
    const { shiftId, side } = await client.read(patrolSheetFind, { subject: readFormMark(code)?.id ?? '' });
    const shift = mine.find(({ id }) => id === shiftId);
    if (shift === undefined || side !== own) return { right: false, note: s.sheetNotMine };
    setEntering(shiftId);
    return { right: true, note: s.sheetFound(shift.name) };
  });

  return (
    <>
      <PageHeader
        title={words(patrolPlan.label)}
        note={s.note}
        actions={
          permitted(patrolEnter.name) && (
            <Tooltip title={plan !== undefined && own === null ? s.notPatroller : null}>
              <Button type="primary" disabled={mine.length === 0} onClick={() => setEntering(now)}>
                {s.enter}
              </Button>
            </Tooltip>
          )
        }
      />
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {plan && <Tally plan={plan} />}
      <Tabs
        items={[
          { key: 'today', label: s.today, children: plan && <TodayRounds plan={plan} /> },
          { key: 'records', label: s.records, children: <Records /> },
          { key: 'plan', label: s.plan, children: plan && <ShiftPlan plan={plan} /> },
        ]}
      />
      <PatrolForm shiftId={entering} shifts={mine} onClose={() => setEntering(null)} />
    </>
  );
}

function Records() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <DataTable
        tableKey="premises.patrols"
        view={patrolList}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'side',
            label: s.side,
            options: sides.map((value) => ({ value, label: s.sides[value] })),
          },
          { kind: 'choice', name: 'failed', label: s.result, options: [{ value: true, label: s.onlyFailed }] },
        ]}
        columns={[
          { key: 'on', title: s.on, always: true, render: (row) => <span className="sc-num">{row.on}</span> },
          { key: 'shift', title: s.shift, render: (row) => row.shift },
          { key: 'side', title: s.side, always: true, render: (row) => s.sides[row.side] },
          { key: 'by', title: s.by, render: (row) => row.patrolledBy.name },
          {
            key: 'result',
            title: s.result,
            always: true,
            render: (row) =>
              row.failed === 0 ? (
                <StatusTag tone="done">{s.inOrder}</StatusTag>
              ) : (
                <StatusTag tone="alarm">{s.failedCount(row.failed)}</StatusTag>
              ),
          },
          {
            key: 'issues',
            title: s.issues,
            render: (row) => <span className="sc-num">{row.issues.join(' ') || '—'}</span>,
          },
          {
            key: 'at',
            title: s.at,
            render: (row) => <HappenedAt at={row.occurredAt} late={row.late} />,
          },
        ]}
        {...(permitted(patrolPrint.name) && {
          rowActions: (row: { id: string }) => (
            <Button type="link" size="small" onClick={() => setPrinting(row.id)}>
              {s.print}
            </Button>
          ),
        })}
        empty={s.empty}
      />
      <PrintViewDrawer view={patrolPrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}
