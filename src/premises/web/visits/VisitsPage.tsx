import { useState } from 'react';
import { Button, Space, Tabs } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { usePrint } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import { visitEnter, visitorAdmit, visitorEnter, visitorList, visitPrint } from '../../rules/api/visits.ts';
import { strings } from './strings.ts';
import { LeaveForm } from './LeaveForm.tsx';
import { type DoorForm, useBadgeScan } from './use-badge-scan.ts';
import { AdmitForm, EnterForm, VisitorEnterForm } from './VisitForms.tsx';
import { VisitTable } from './VisitTable.tsx';

/** 出入登记 (4.6-3, 4.7): one person at the door works here all day, mostly by scanning badges. */
export function VisitsPage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  // What a form is about stays while it slides out.
  const [asked, setAsked] = useState<DoorForm | null>(null);
  const [open, setOpen] = useState(false);
  const ask = (form: DoorForm): void => {
    setAsked(form);
    setOpen(true);
  };
  const close = (): void => setOpen(false);
  const refused = useBadgeScan(open ? asked : null, ask);
  const scan = asked?.form === 'enter' ? asked.scan : null;
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={
          <Space size={8} wrap>
            {permitted(visitPrint.name) && <PrintToday />}
            {permitted(visitorAdmit.name) && <Button onClick={() => ask({ form: 'admit' })}>{s.admit}</Button>}
            {permitted(visitorEnter.name) && <Button onClick={() => ask({ form: 'visitor' })}>{s.enterVisitor}</Button>}
            {permitted(visitEnter.name) && (
              <Button type="primary" onClick={() => ask({ form: 'enter', scan: null })}>
                {s.enter}
              </Button>
            )}
          </Space>
        }
      />
      <ProblemAlert problem={refused} />
      <Tabs
        items={[
          {
            key: 'register',
            label: s.register,
            children: <VisitTable onLeave={(visit) => ask({ form: 'leave', leaving: { ...visit, scan: null } })} />,
          },
          { key: 'visitors', label: s.visitors, children: <VisitorTable /> },
        ]}
      />
      <EnterForm
        // A badge scanned over the form by hand takes its place.
        key={scan?.scanId ?? 'hand'}
        open={open && asked?.form === 'enter'}
        scan={scan}
        onClose={close}
      />
      <LeaveForm
        leaving={asked?.form === 'leave' ? asked.leaving : null}
        open={open && asked?.form === 'leave'}
        onClose={close}
      />
      <VisitorEnterForm open={open && asked?.form === 'visitor'} onClose={close} />
      <AdmitForm open={open && asked?.form === 'admit'} onClose={close} />
    </>
  );
}

/** The register of today on paper; earlier days are reprinted from the records of prints. */
function PrintToday() {
  const s = useStrings(strings);
  const time = useSiteTime();
  const { serverTime } = useSession();
  const { print, busy, problem, preview } = usePrint(visitPrint);
  return (
    <>
      <ProblemAlert problem={problem} />
      <Button loading={busy} onClick={() => void print({ input: { on: time(serverTime, 'day') } })}>
        {s.print}
      </Button>
      {preview}
    </>
  );
}

function VisitorTable() {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <DataTable
      tableKey="premises.visitors"
      view={visitorList}
      rowKey={(row) => row.id}
      filters={[{ kind: 'day', name: 'on', label: s.visitOn }]}
      columns={[
        { key: 'number', title: s.number, always: true, render: (row) => <span className="sc-num">{row.number}</span> },
        { key: 'name', title: s.name, always: true, render: (row) => row.name },
        { key: 'organisation', title: s.organisation, render: (row) => row.organisation },
        { key: 'document', title: s.documentTail, render: (row) => <span className="sc-num">{row.documentTail}</span> },
        { key: 'reason', title: s.reason, render: (row) => <span className="sc-long">{row.reason}</span> },
        { key: 'day', title: s.visitOn, render: (row) => <span className="sc-num">{row.visitOn}</span> },
        { key: 'escort', title: s.escort, render: (row) => row.escort.name },
        { key: 'asked', title: s.requestedBy, render: (row) => row.requestedBy.name },
        { key: 'agreed', title: s.approvedBy, render: (row) => row.approvedBy.name },
        {
          key: 'inside',
          title: words(visitorList.label),
          render: (row) => (row.inside ? <StatusTag tone="active">{s.inside}</StatusTag> : '—'),
        },
      ]}
      empty={s.emptyVisitors}
    />
  );
}
