import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Alert, App, Button, Descriptions, Form, Input, Space } from '#/base/web/antd.ts';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { Modal } from '#/base/web/Modal.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useCarryOut } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { useSession } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { approvalDecide, approvalList, approvalWithdraw } from '../../rules/api/approvals.ts';
import { hasRows, RequestView } from './RequestView.tsx';
import { strings } from './strings.ts';

type Row = RowOf<typeof approvalList>;

const tones: Record<Row['state'], Tone> = {
  pending: 'attention',
  approved: 'active',
  refused: 'alarm',
  withdrawn: 'off',
  used: 'done',
  lapsed: 'off',
};

/** 双人审批 (5.5-1): what waits for me, what I asked, and for those who watch, everything. */
export function ApprovalsPage() {
  const s = useStrings(strings);
  const words = useWords();
  const { roles } = useSession();
  const watcher = roles.includes('auditor') || roles.includes('securityOfficer');
  const [once, setOnce] = useState<ShownOnce | null>(null);
  const choices = watcher ? (['todo', 'mine', 'all'] as const) : (['todo', 'mine'] as const);
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <DataTable
        tableKey="protection.approvals"
        view={approvalList}
        rowKey={(row) => row.id}
        initialFilters={{ which: 'todo' }}
        filters={[
          {
            kind: 'choice',
            name: 'which',
            label: s.which,
            options: choices.map((value) => ({ value, label: s.whichOptions[value] })),
          },
        ]}
        columns={[
          { key: 'act', title: s.act, always: true, render: (row) => words(row.label) },
          {
            key: 'state',
            title: s.state,
            render: (row) => (
              <Space size={4}>
                <StatusTag tone={tones[row.state]}>{s.states[row.state]}</StatusTag>
                {row.late && <StatusTag tone="attention">{s.late}</StatusTag>}
              </Space>
            ),
          },
          { key: 'by', title: s.requestedBy, render: (row) => row.requestedBy.name },
          { key: 'at', title: s.requestedAt, render: (row) => <TimeText at={row.requestedAt} /> },
          { key: 'decided', title: s.decidedBy, render: (row) => row.decidedBy?.name ?? '—' },
          { key: 'expires', title: s.expiresAt, render: (row) => <TimeText at={row.expiresAt} /> },
        ]}
        detail={{ title: (row) => words(row.label), body: (row) => <ApprovalDetail row={row} /> }}
        rowActions={(row) => <ApprovalActions row={row} onOnce={setOnce} />}
        empty={s.empty}
      />
      <OnceModal once={once} onClose={() => setOnce(null)} />
    </>
  );
}

function ApprovalDetail({ row }: { row: Row }) {
  const s = useStrings(strings);
  return (
    <>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          { key: 'by', label: s.requestedBy, children: row.requestedBy.name },
          { key: 'at', label: s.requestedAt, children: <TimeText at={row.requestedAt} precision="second" /> },
          { key: 'decided', label: s.decidedBy, children: row.decidedBy?.name ?? '—' },
          { key: 'comment', label: s.comment, children: row.comment ?? '—' },
          { key: 'digest', label: s.digest, children: <DigestText digest={row.digest} /> },
        ]}
      />
      <h2 className="sc-group-title">{s.content}</h2>
      <RequestView request={row.request} />
    </>
  );
}

interface ActionProps {
  row: Row;
  /** The row goes with the next refresh; what is shown only once must outlive it. */
  onOnce: (once: ShownOnce) => void;
}

function ApprovalActions({ row, onOnce }: ActionProps) {
  const s = useStrings(strings);
  const comment = (
    <Form.Item name="comment" label={s.comment}>
      <Input.TextArea rows={2} maxLength={300} />
    </Form.Item>
  );
  const decide = (decision: 'approve' | 'refuse') => (
    <ConfirmAct
      decl={approvalDecide}
      subject={row.id}
      toInput={(values: { comment?: string }) => ({ decision, digest: row.digest, comment: values.comment ?? '' })}
      question={
        <>
          <p>{decision === 'approve' ? s.approveQuestion : s.refuseQuestion}</p>
          <RequestView request={row.request} />
        </>
      }
      width={hasRows(row.request) ? 860 : 520}
      confirm={decision === 'approve' ? s.confirmApprove : s.confirmRefuse}
      fields={comment}
      button={{ type: 'link', size: 'small', danger: decision === 'refuse' }}
    >
      {decision === 'approve' ? s.approve : s.refuse}
    </ConfirmAct>
  );
  return (
    <Space>
      {row.mayDecide && decide('approve')}
      {row.mayDecide && decide('refuse')}
      {row.mine && row.state === 'approved' && <CarryOut row={row} onOnce={onOnce} />}
      {row.mine && (row.state === 'pending' || row.state === 'approved') && (
        <ConfirmAct
          decl={approvalWithdraw}
          subject={row.id}
          toInput={() => ({})}
          question={s.withdrawQuestion}
          button={{ type: 'link', size: 'small' }}
        >
          {s.withdraw}
        </ConfirmAct>
      )}
    </Space>
  );
}

interface ShownOnce {
  activationCode?: string;
  expiresAt?: string;
}

/** Carries out what was agreed; a code that only this answer holds is shown until it is closed. */
function CarryOut({ row, onOnce }: ActionProps) {
  const s = useStrings(strings);
  const words = useWords();
  const runner = useCarryOut();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const run = async (): Promise<void> => {
    const outcome = await runner.run({ approvalId: row.id, act: row.act, request: row.request });
    if (outcome?.state !== 'done') return;
    const output = outcome.output as ShownOnce;
    setOpen(false);
    if (output.activationCode === undefined) void message.success(s.done);
    else onOnce(output);
  };
  return (
    <>
      <Button type="primary" size="small" onClick={() => setOpen(true)}>
        {s.carryOut}
      </Button>
      <Modal
        open={open}
        title={`${s.carryOut} · ${words(row.label)}`}
        okText={s.confirmCarryOut}
        width={hasRows(row.request) ? 860 : 520}
        confirmLoading={runner.busy}
        onOk={() => void run()}
        onCancel={() => setOpen(false)}
      >
        <ProblemAlert problem={runner.problem} />
        <p>{s.carryOutQuestion}</p>
        <RequestView request={row.request} />
      </Modal>
    </>
  );
}

function OnceModal({ once, onClose }: { once: ShownOnce | null; onClose: () => void }) {
  const s = useStrings(strings);
  return (
    <Modal
      open={once !== null}
      title={s.done}
      mask={{ closable: false }}
      closable={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {s.close}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={s.once} className="sc-warnings" />
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          { key: 'code', label: s.activationCode, children: <code className="sc-code">{once?.activationCode}</code> },
          { key: 'until', label: s.expires, children: <TimeText at={once?.expiresAt ?? null} /> },
        ]}
      />
    </Modal>
  );
}
