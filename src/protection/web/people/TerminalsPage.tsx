import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Button, Descriptions, Form, Input, Switch } from '#/base/web/antd.ts';
import { CopyText } from '#/base/web/DigestText.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { Modal } from '#/base/web/Modal.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { agentInvite, agentRevoke } from '../../rules/api/agent.ts';
import { terminalList, terminalRegister, terminalRevoke } from '../../rules/api/people.ts';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { strings } from './strings.ts';

type Terminal = RowOf<typeof terminalList>;
/** A code that is shown once, and where it is entered. */
type Code = Pick<OutputOf<typeof terminalRegister>, 'code' | 'expiresAt'> & { for: 'browser' | 'watcher' };

const tones: Record<Terminal['state'], Tone> = { pending: 'attention', enrolled: 'done', revoked: 'off' };

/** 终端 (5.5-2): nobody signs in at a machine that is not registered here. */
export function TerminalsPage() {
  const s = useStrings(strings).terminals;
  const permitted = usePermitted();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Code | null>(null);
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={
          permitted(terminalRegister.name) && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {s.add}
            </Button>
          )
        }
      />
      <DataTable
        tableKey="protection.terminals"
        view={terminalList}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: s.name, always: true, render: (row) => row.name },
          {
            key: 'state',
            title: s.state,
            render: (row) => <StatusTag tone={tones[row.state]}>{s.states[row.state]}</StatusTag>,
          },
          { key: 'port', title: s.port, render: (row) => (row.secondFactorPort ? s.portYes : s.portNo) },
          { key: 'seal', title: s.seal, render: (row) => row.sealNumber ?? '—' },
          {
            key: 'watcher',
            title: s.watcher,
            render: (row) =>
              row.agentEnrolledAt !== null ? (
                <TimeText at={row.agentEnrolledAt} />
              ) : row.agentInvited ? (
                <StatusTag tone="attention">{s.watcherInvited}</StatusTag>
              ) : (
                '—'
              ),
          },
          { key: 'at', title: s.enrolledAt, render: (row) => <TimeText at={row.enrolledAt} /> },
        ]}
        {...(permitted(terminalRevoke.name) && {
          rowActions: (row: Terminal) => (
            <>
              <Watcher terminal={row} onCode={setMade} />
              <Revoke terminal={row} />
            </>
          ),
        })}
        empty={s.empty}
      />
      <RegisterForm
        open={adding}
        onClose={() => setAdding(false)}
        onDone={(code) => setMade({ ...code, for: 'browser' })}
      />
      <CodeOnce made={made} onClose={() => setMade(null)} />
    </>
  );
}

/** Its folder watcher has a credential of its own, which is issued and withdrawn apart. */
function Watcher({ terminal, onCode }: { terminal: Terminal; onCode: (code: Code) => void }) {
  const s = useStrings(strings).terminals;
  if (terminal.state !== 'enrolled') return null;
  const link = { type: 'link', size: 'small' } as const;
  return (
    <>
      <ConfirmAct
        decl={agentInvite}
        subject={terminal.id}
        toInput={() => ({})}
        question={`${terminal.name}: ${s.watcherQuestion}`}
        onDone={(made) => onCode({ ...made, for: 'watcher' })}
        button={link}
      >
        {s.watcherCode}
      </ConfirmAct>
      {(terminal.agentInvited || terminal.agentEnrolledAt !== null) && (
        <ConfirmAct
          decl={agentRevoke}
          subject={terminal.id}
          version={terminal.version}
          toInput={reasonOf}
          fields={<ReasonField />}
          question={`${terminal.name}: ${s.watcherRevokeQuestion}`}
          button={{ ...link, danger: true }}
        >
          {s.watcherRevoke}
        </ConfirmAct>
      )}
    </>
  );
}

function Revoke({ terminal }: { terminal: Terminal }) {
  const s = useStrings(strings).terminals;
  if (terminal.state === 'revoked') return null;
  return (
    <ConfirmAct
      decl={terminalRevoke}
      subject={terminal.id}
      version={terminal.version}
      toInput={reasonOf}
      fields={<ReasonField />}
      question={`${terminal.name}: ${s.revokeQuestion}`}
      button={{ type: 'link', size: 'small', danger: true }}
    >
      {s.revoke}
    </ConfirmAct>
  );
}

interface RegisterFormProps {
  open: boolean;
  onClose: () => void;
  onDone: (made: OutputOf<typeof terminalRegister>) => void;
}

function RegisterForm({ open, onClose, onDone }: RegisterFormProps) {
  const s = useStrings(strings).terminals;
  return (
    <FormDrawer
      decl={terminalRegister}
      open={open}
      onClose={onClose}
      onDone={onDone}
      initial={{ secondFactorPort: false }}
      toInput={(values: { name: string; secondFactorPort: boolean; sealNumber?: string }) => ({
        name: values.name,
        secondFactorPort: values.secondFactorPort,
        sealNumber: values.sealNumber?.trim() ? values.sealNumber : null,
      })}
    >
      <Form.Item name="name" label={s.name} extra={s.nameNote} rules={[{ required: true, message: s.required }]}>
        <Input maxLength={60} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="secondFactorPort" label={s.port} extra={s.portNote} valuePropName="checked">
        <Switch checkedChildren={s.on} unCheckedChildren={s.off} />
      </Form.Item>
      <SealField />
    </FormDrawer>
  );
}

/** 5.2-1: an opened port carries the number of its seal or exception. */
function SealField() {
  const s = useStrings(strings).terminals;
  const needed = Form.useWatch<boolean | undefined>('secondFactorPort') === true;
  return (
    <Form.Item name="sealNumber" label={s.seal} rules={[{ required: needed, message: s.required }]}>
      <Input maxLength={60} autoComplete="off" />
    </Form.Item>
  );
}

const enrolLine = (code: string): string => `npm run agent -- enrol --server ${location.origin} --code ${code}`;

/** The code is kept nowhere in clear: it stays on screen until the officer closes it himself. */
function CodeOnce({ made, onClose }: { made: Code | null; onClose: () => void }) {
  const s = useStrings(strings).terminals;
  return (
    <Modal
      open={made !== null}
      title={s.code}
      mask={{ closable: false }}
      keyboard={false}
      closable={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {s.close}
        </Button>
      }
    >
      {made !== null && (
        <>
          <Alert type="warning" showIcon title={s.codeNote} className="sc-warnings" />
          <Descriptions
            column={1}
            size="small"
            bordered
            items={[
              {
                key: 'code',
                label: s.code,
                children: (
                  <CopyText text={made.code}>
                    <code className="sc-code">{made.code}</code>
                  </CopyText>
                ),
              },
              { key: 'until', label: s.codeUntil, children: <TimeText at={made.expiresAt} /> },
              {
                key: 'where',
                label: made.for === 'browser' ? s.codeWhere : s.watcherWhere,
                children: (
                  <code className="sc-whole">
                    {made.for === 'browser' ? `${location.origin}/enrol` : enrolLine(made.code)}
                  </code>
                ),
              },
            ]}
          />
        </>
      )}
    </Modal>
  );
}
