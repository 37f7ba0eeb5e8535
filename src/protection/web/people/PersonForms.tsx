import type { SentOf } from '#/base/rules/declare.ts';
import { isOffice, partiesOfRole, roleNames, roles } from '#/base/rules/roles.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { accountCreate, factorRegisterCertificate, factorRegisterFob, roleGrant } from '../../rules/api/people.ts';
import type { Person } from './AccountState.tsx';
import { strings } from './strings.ts';

interface Props {
  person: Person;
  open: boolean;
  onClose: () => void;
}

const required = [{ required: true, message: '' }];

export function AccountForm({ person, open, onClose }: Props) {
  const s = useStrings(strings).people;
  return (
    <FormDrawer
      decl={accountCreate}
      subject={person.id}
      open={open}
      onClose={onClose}
      toInput={(values: { username: string }) => values}
    >
      <Form.Item name="username" label={s.username} extra={s.usernameNote} rules={required}>
        <Input maxLength={32} autoFocus autoComplete="off" spellCheck={false} />
      </Form.Item>
    </FormDrawer>
  );
}

export function RoleForm({ person, open, onClose }: Props) {
  const s = useStrings(strings).people;
  const words = useWords();
  const choices = roles.filter((role) => !isOffice(role) && partiesOfRole(role).includes(person.party.kind));
  return (
    <FormDrawer
      decl={roleGrant}
      subject={person.id}
      open={open}
      onClose={onClose}
      toInput={(values: { role: SentOf<typeof roleGrant>['role']; from: string; until?: string }) => ({
        role: values.role,
        from: values.from,
        until: values.until ?? null,
      })}
    >
      <Form.Item name="role" label={s.role} rules={required}>
        <Select autoFocus options={choices.map((value) => ({ value, label: words(roleNames[value]) }))} />
      </Form.Item>
      <Form.Item name="from" label={s.from} rules={required}>
        <DayPicker />
      </Form.Item>
      <Form.Item name="until" label={s.until} extra={s.untilNote}>
        <DayPicker />
      </Form.Item>
    </FormDrawer>
  );
}

type Fob = SentOf<typeof factorRegisterFob>;

export function FobForm({ person, open, onClose }: Props) {
  const s = useStrings(strings).people;
  return (
    <FormDrawer
      decl={factorRegisterFob}
      subject={person.id}
      open={open}
      onClose={onClose}
      initial={{ digits: 6 as const, periodSeconds: 30 as const }}
      toInput={(values: Fob) => values}
    >
      <Form.Item name="serial" label={s.serial} rules={required}>
        <Input maxLength={40} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="seed" label={s.seed} rules={required}>
        <Input.Password maxLength={256} autoComplete="off" />
      </Form.Item>
      <Form.Item name="digits" label={s.digits}>
        <Select options={[6, 8].map((value) => ({ value, label: String(value) }))} />
      </Form.Item>
      <Form.Item name="periodSeconds" label={s.period}>
        <Select options={[30, 60].map((value) => ({ value, label: String(value) }))} />
      </Form.Item>
      <Form.Item name="firstCode" label={s.first} rules={required}>
        <Input maxLength={10} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <Form.Item name="secondCode" label={s.second} rules={required}>
        <Input maxLength={10} inputMode="numeric" autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}

export function CertificateForm({ person, open, onClose }: Props) {
  const s = useStrings(strings).people;
  return (
    <FormDrawer
      decl={factorRegisterCertificate}
      subject={person.id}
      open={open}
      onClose={onClose}
      toInput={(values: { pem: string }) => values}
    >
      <Form.Item name="pem" label={s.pem} rules={required}>
        <Input.TextArea rows={10} spellCheck={false} autoFocus />
      </Form.Item>
    </FormDrawer>
  );
}
