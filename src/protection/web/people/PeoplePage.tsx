import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Select, Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { type PrintedForm, PrintDrawer } from '#/base/web/PrintPreview.tsx';
import { SelectView } from '#/base/web/SelectView.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { roleNames, roles } from '#/base/rules/roles.ts';
import { accountPrintCodes, partyCreate, partyList, personCreate, personList } from '../../rules/api/people.ts';
import { AccountState, type Person } from './AccountState.tsx';
import { PersonDetail } from './PersonDetail.tsx';
import { strings } from './strings.ts';

/** 人员与账号 (5.5-1). */
export function PeoplePage() {
  const s = useStrings(strings).people;
  const words = useWords();
  const permitted = usePermitted();
  const [form, setForm] = useState<'person' | 'party' | null>(null);
  const [printed, setPrinted] = useState<PrintedForm | null>(null);
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={
          permitted(personCreate.name) && (
            <Space>
              <Button onClick={() => setForm('party')}>{s.addParty}</Button>
              <Button type="primary" onClick={() => setForm('person')}>
                {s.addPerson}
              </Button>
            </Space>
          )
        }
      />
      <DataTable
        tableKey="protection.people"
        view={personList}
        rowKey={(row) => row.id}
        filters={[
          { kind: 'text', name: 'text', label: s.text },
          {
            kind: 'choice',
            name: 'role',
            label: s.role,
            options: roles.map((value) => ({ value, label: words(roleNames[value]) })),
          },
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: (['none', 'pending', 'active', 'suspended'] as const).map((value) => ({
              value,
              label: s.states[value],
            })),
          },
        ]}
        columns={[
          { key: 'name', title: s.name, always: true, render: (row) => row.name },
          { key: 'party', title: s.party, render: (row) => row.party.name },
          {
            key: 'roles',
            title: s.roles,
            render: (row) => row.roles.map((one) => words(roleNames[one.role])).join('、') || '—',
          },
          { key: 'username', title: s.account, render: (row) => row.account?.username ?? '—' },
          { key: 'state', title: s.state, render: (row) => <AccountState person={row} /> },
          {
            key: 'factors',
            title: s.factors,
            render: (row) =>
              row.factors
                .map((one) => `${s.factorKinds[one.kind]}${one.left === null ? '' : ` ${s.left(one.left)}`}`)
                .join('、') || '—',
          },
          { key: 'last', title: s.lastSignIn, render: (row) => <TimeText at={row.account?.lastSignInAt ?? null} /> },
        ]}
        {...(permitted(accountPrintCodes.name) && {
          batch: (rows: readonly Person[]) => <PrintCodes people={rows} onPrinted={setPrinted} />,
        })}
        detail={{ title: (row) => row.name, body: (row) => <PersonDetail id={row.id} first={row} />, size: 760 }}
        empty={s.empty}
      />
      <PersonForm open={form === 'person'} onClose={() => setForm(null)} />
      <PartyForm open={form === 'party'} onClose={() => setForm(null)} />
      <PrintDrawer printed={printed} onClose={() => setPrinted(null)} />
    </>
  );
}

const isNew = ({ account }: Person): boolean => account?.state === 'pending' && account.lastSignInAt === null;

/** 启用码单 of those who were chosen, on one paper; the codes are on no other. */
function PrintCodes({ people, onPrinted }: { people: readonly Person[]; onPrinted: (printed: PrintedForm) => void }) {
  const s = useStrings(strings).people;
  const ids = people.flatMap((one) => (one.account !== null && isNew(one) ? [one.account.id] : []));
  return (
    <ConfirmAct
      decl={accountPrintCodes}
      toInput={() => ({ accounts: ids })}
      question={s.codesQuestion(ids.length)}
      button={{ type: 'primary', size: 'small', disabled: ids.length === 0 || ids.length < people.length }}
      onDone={(output) => onPrinted(output.printed)}
    >
      {s.codes}
    </ConfirmAct>
  );
}

interface FormProps {
  open: boolean;
  onClose: () => void;
}

const required = [{ required: true, message: '' }];

function PersonForm({ open, onClose }: FormProps) {
  const s = useStrings(strings).people;
  return (
    <FormDrawer
      decl={personCreate}
      open={open}
      onClose={onClose}
      toInput={(values: { name: string; idNumber: string; partyId: string }) => values}
    >
      <Form.Item name="name" label={s.name} rules={required}>
        <Input maxLength={50} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="idNumber" label={s.idNumber} extra={s.idNote} rules={required}>
        <Input maxLength={40} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="partyId" label={s.party} rules={required}>
        <SelectView
          view={partyList}
          input={{}}
          option={(row) => ({ value: row.id, label: row.name, note: s.kinds[row.kind] })}
        />
      </Form.Item>
    </FormDrawer>
  );
}

function PartyForm({ open, onClose }: FormProps) {
  const s = useStrings(strings).people;
  return (
    <FormDrawer
      decl={partyCreate}
      open={open}
      onClose={onClose}
      initial={{ kind: 'vendor' as const }}
      toInput={(values: { name: string; kind: 'vendor' | 'authority' }) => values}
    >
      <Form.Item name="name" label={s.party} rules={required}>
        <Input maxLength={100} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={s.partyKind} rules={required}>
        <Select options={(['vendor', 'authority'] as const).map((value) => ({ value, label: s.kinds[value] }))} />
      </Form.Item>
    </FormDrawer>
  );
}
