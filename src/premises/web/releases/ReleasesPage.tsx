import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Space } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { HappenedAt } from '#/base/web/LateBadge.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { releaseIssue, releaseList, releasePass, releasePrint } from '../../rules/api/releases.ts';
import { releaseStates } from '../../rules/release.ts';
import { strings } from './strings.ts';

type Release = RowOf<typeof releaseList>;

/** 物品出场放行 (4.6-4). */
export function ReleasesPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const [issuing, setIssuing] = useState(false);
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title={words(releaseList.label)}
        note={s.note}
        actions={
          permitted(releaseIssue.name) && (
            <Button type="primary" onClick={() => setIssuing(true)}>
              {s.issue}
            </Button>
          )
        }
      />
      <DataTable
        tableKey="premises.releases"
        view={releaseList}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: releaseStates.map((value) => ({ value, label: s.states[value] })),
          },
        ]}
        columns={[
          {
            key: 'number',
            title: s.number,
            always: true,
            render: (row) => <span className="sc-num">{row.number}</span>,
          },
          { key: 'items', title: s.items, always: true, render: (row) => <span className="sc-long">{row.items}</span> },
          { key: 'bearer', title: s.bearer, render: (row) => row.bearer.name },
          { key: 'day', title: s.leavesOn, render: (row) => <span className="sc-num">{row.leavesOn}</span> },
          {
            key: 'state',
            title: s.state,
            render: (row) => (
              <StatusTag tone={row.state === 'passed' ? 'done' : 'active'}>{s.states[row.state]}</StatusTag>
            ),
          },
          { key: 'reason', title: s.reason, render: (row) => <span className="sc-long">{row.reason}</span> },
          { key: 'asked', title: s.requestedBy, render: (row) => row.requestedBy.name, hidden: true },
          { key: 'agreed', title: s.approvedBy, render: (row) => row.approvedBy.name },
          { key: 'passedBy', title: s.passedBy, render: (row) => row.passedBy?.name ?? '—' },
          {
            key: 'passedAt',
            title: s.passedAt,
            render: (row) => <HappenedAt at={row.passedAt} late={row.late} />,
          },
          { key: 'remark', title: s.remark, render: (row) => row.remark ?? '—', hidden: true },
        ]}
        rowActions={(row) => <Actions release={row} onPrint={() => setPrinting(row.id)} />}
        empty={s.empty}
      />
      <IssueForm open={issuing} onClose={() => setIssuing(false)} />
      <PrintViewDrawer view={releasePrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}

function Actions({ release, onPrint }: { release: Release; onPrint: () => void }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const { person } = useSession();
  return (
    <Space size={4}>
      {permitted(releasePrint.name) && (
        <Button type="link" size="small" onClick={onPrint}>
          {s.print}
        </Button>
      )}
      {permitted(releasePass.name) && release.state === 'issued' && release.bearer.id !== person.id && (
        <ConfirmAct
          decl={releasePass}
          subject={release.id}
          version={release.version}
          toInput={({ remark }: { remark?: string }) => ({ remark: remark ?? '' })}
          question={
            <>
              <p className="sc-long">{release.items}</p>
              <p className="sc-faint">{s.passQuestion}</p>
            </>
          }
          fields={
            <Form.Item name="remark" label={s.remark}>
              <Input.TextArea rows={2} maxLength={300} />
            </Form.Item>
          }
          button={{ type: 'link', size: 'small' }}
        >
          {s.pass}
        </ConfirmAct>
      )}
    </Space>
  );
}

interface Values {
  bearer: string;
  items: string;
  reason: string;
  leavesOn: string;
}

function IssueForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer decl={releaseIssue} open={open} onClose={onClose} toInput={(values: Values) => values}>
      <Form.Item name="bearer" label={s.bearer} rules={required}>
        <PersonSelect />
      </Form.Item>
      <Form.Item name="items" label={s.items} extra={s.itemsNote} rules={required}>
        <Input.TextArea rows={4} maxLength={1000} />
      </Form.Item>
      <Form.Item name="reason" label={s.reason} rules={required}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <Form.Item name="leavesOn" label={s.leavesOn} rules={required}>
        <DayPicker />
      </Form.Item>
    </FormDrawer>
  );
}
