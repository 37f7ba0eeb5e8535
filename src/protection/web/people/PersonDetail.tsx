import { useState } from 'react';
import { roleNames } from '#/base/rules/roles.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Descriptions, Form, Input, Space } from '#/base/web/antd.ts';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { type PrintedForm, PrintDrawer } from '#/base/web/PrintPreview.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import {
  accountCreate,
  accountReset,
  accountResume,
  accountSuspend,
  accountUnlock,
  factorIssueCard,
  factorRegisterCertificate,
  factorRegisterFob,
  factorRevoke,
  personList,
  roleGrant,
  roleRevoke,
} from '../../rules/api/people.ts';
import { AccountState, type Person } from './AccountState.tsx';
import { AccountForm, CertificateForm, FobForm, RoleForm } from './PersonForms.tsx';
import { strings } from './strings.ts';

type Open = 'account' | 'role' | 'fob' | 'certificate' | null;

/** One person with everything that officers do about him. */
export function PersonDetail({ id, first }: { id: string; first: Person }) {
  const s = useStrings(strings).people;
  // The row is read again after each act, by name: the list view has no single-person twin.
  const list = useView(personList, { input: { text: first.name, limit: 200 } });
  const person = list.data?.items.find((one) => one.id === id) ?? first;
  const { person: me } = useSession();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          { key: 'party', label: s.party, children: `${person.party.name} · ${s.kinds[person.party.kind]}` },
          { key: 'account', label: s.account, children: person.account?.username ?? s.none },
          { key: 'state', label: s.state, children: <AccountState person={person} /> },
        ]}
      />
      {person.id !== me.id && <AccountActions person={person} onCreate={() => setOpen('account')} />}
      <Roles person={person} mine={person.id === me.id} onGrant={() => setOpen('role')} />
      <Factors
        person={person}
        mine={person.id === me.id}
        onFob={() => setOpen('fob')}
        onCertificate={() => setOpen('certificate')}
      />
      <AccountForm person={person} open={open === 'account'} onClose={close} />
      <RoleForm person={person} open={open === 'role'} onClose={close} />
      <FobForm person={person} open={open === 'fob'} onClose={close} />
      <CertificateForm person={person} open={open === 'certificate'} onClose={close} />
    </>
  );
}

function ReasonField() {
  const s = useStrings(strings).people;
  return (
    <Form.Item name="reason" label={s.reason} rules={[{ required: true, message: '' }]}>
      <Input maxLength={200} />
    </Form.Item>
  );
}

const reasonOf = (values: { reason: string }) => ({ reason: values.reason });

function AccountActions({ person, onCreate }: { person: Person; onCreate: () => void }) {
  const s = useStrings(strings).people;
  const permitted = usePermitted();
  const { account } = person;
  if (account === null) {
    return permitted(accountCreate.name) ? (
      <Button type="primary" className="sc-act" onClick={onCreate}>
        {s.createAccount}
      </Button>
    ) : null;
  }
  const common = { subject: account.id, version: account.version, toInput: reasonOf, fields: <ReasonField /> };
  return (
    <Space className="sc-act" wrap>
      {account.state !== 'suspended' && permitted(accountSuspend.name) && (
        <ConfirmAct {...common} decl={accountSuspend} question={s.suspendQuestion} button={{ danger: true }}>
          {s.suspend}
        </ConfirmAct>
      )}
      {account.state === 'suspended' && permitted(accountResume.name) && (
        <ConfirmAct {...common} decl={accountResume} question="">
          {s.resume}
        </ConfirmAct>
      )}
      {account.lockedUntil !== null && permitted(accountUnlock.name) && (
        <ConfirmAct decl={accountUnlock} subject={account.id} toInput={reasonOf} fields={<ReasonField />} question="">
          {s.unlock}
        </ConfirmAct>
      )}
      {permitted(accountReset.name) && (
        <ConfirmAct {...common} decl={accountReset} question="">
          {s.reset}
        </ConfirmAct>
      )}
    </Space>
  );
}

function Roles({ person, mine, onGrant }: { person: Person; mine: boolean; onGrant: () => void }) {
  const s = useStrings(strings).people;
  const words = useWords();
  const permitted = usePermitted();
  return (
    <section>
      <h2 className="sc-group-title">{s.roles}</h2>
      <ul className="sc-plain-list sc-rows">
        {person.roles.length === 0 && <li className="sc-faint">{s.none}</li>}
        {person.roles.map((one) => (
          <li key={one.assignmentId}>
            <span>{words(roleNames[one.role])}</span>
            <span className="sc-faint">{s.span(one.from, one.until)}</span>
            <StatusTag tone={one.inForce ? 'done' : 'off'}>{one.inForce ? s.inForce : s.notYet}</StatusTag>
            {!one.office && !mine && permitted(roleRevoke.name) && (
              <ConfirmAct
                decl={roleRevoke}
                subject={one.assignmentId}
                toInput={reasonOf}
                fields={<ReasonField />}
                question=""
                button={{ type: 'link', size: 'small', danger: true }}
              >
                {s.revoke}
              </ConfirmAct>
            )}
          </li>
        ))}
      </ul>
      {!mine && permitted(roleGrant.name) && !person.roles.some((one) => one.office) && (
        <Button onClick={onGrant}>{s.grant}</Button>
      )}
    </section>
  );
}

interface FactorsProps {
  person: Person;
  mine: boolean;
  onFob: () => void;
  onCertificate: () => void;
}

function Factors({ person, mine, onFob, onCertificate }: FactorsProps) {
  const s = useStrings(strings).people;
  const permitted = usePermitted();
  const { roles } = useSession();
  const [printed, setPrinted] = useState<PrintedForm | null>(null);
  // The administrator issues to the security officer only; the security officer to all others.
  const mayIssue =
    !mine && (roles.includes('securityOfficer') || person.roles.some((one) => one.role === 'securityOfficer'));
  return (
    <section>
      <h2 className="sc-group-title">{s.factors}</h2>
      <ul className="sc-plain-list sc-rows">
        {person.factors.length === 0 && <li className="sc-faint">{s.none}</li>}
        {person.factors.map((one) => (
          <li key={one.id}>
            <span>{s.factorKinds[one.kind]}</span>
            <DigestText digest={one.label} head={16} />
            {one.left !== null && <span className="sc-faint">{s.left(one.left)}</span>}
            <TimeText at={one.issuedAt} />
            {mayIssue && permitted(factorRevoke.name) && (
              <ConfirmAct
                decl={factorRevoke}
                subject={one.id}
                toInput={reasonOf}
                fields={<ReasonField />}
                question=""
                button={{ type: 'link', size: 'small', danger: true }}
              >
                {s.revokeFactor}
              </ConfirmAct>
            )}
          </li>
        ))}
      </ul>
      {mayIssue && permitted(factorIssueCard.name) && (
        <Space wrap>
          <ConfirmAct
            decl={factorIssueCard}
            subject={person.id}
            toInput={() => ({})}
            question={s.issueCardQuestion}
            onDone={(output) => setPrinted(output.printed)}
          >
            {s.card}
          </ConfirmAct>
          {permitted(factorRegisterFob.name) && <Button onClick={onFob}>{s.fob}</Button>}
          {permitted(factorRegisterCertificate.name) && <Button onClick={onCertificate}>{s.certificate}</Button>}
        </Space>
      )}
      <PrintDrawer printed={printed} onClose={() => setPrinted(null)} />
    </section>
  );
}
