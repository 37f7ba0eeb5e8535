import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Checkbox, Form, Input, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { useSession } from '#/base/web/session.ts';
import { SelectView } from '#/base/web/SelectView.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { placeShow } from '../../rules/api/plan.ts';
import { visitEnter, visitorAdmit, visitorEnter, visitorList } from '../../rules/api/visits.ts';
import { type Belonging, belongingNames, belongings } from '../../rules/visits.ts';
import { strings } from './strings.ts';

interface Props {
  open: boolean;
  onClose: () => void;
}

interface EntryValues {
  deposited?: Belonging[];
  lockerId?: string | null;
  remark?: string;
}

const toInput = ({ deposited, lockerId, remark }: EntryValues) => ({
  deposited: deposited ?? [],
  lockerId: lockerId ?? null,
  remark: remark ?? '',
});

/** What everybody is asked at the door. */
function EntryFields({ open }: { open: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const plan = useView(placeShow, {}, { enabled: open });
  const lockers = (plan.data?.fixtures ?? []).filter(({ kind }) => kind === 'locker');
  return (
    <>
      <ProblemAlert problem={plan.problem} onRetry={() => void plan.refetch()} />
      <Form.Item name="deposited" label={s.deposited} extra={s.depositedNote}>
        <Checkbox.Group options={belongings.map((value) => ({ value, label: words(belongingNames[value]) }))} />
      </Form.Item>
      <Form.Item name="lockerId" label={s.locker}>
        <Select<string>
          allowClear
          loading={plan.isFetching}
          options={lockers.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}`.trim() }))}
        />
      </Form.Item>
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </>
  );
}

export function EnterForm({ open, onClose }: Props) {
  const s = useStrings(strings);
  const [person, setPerson] = useState<string | null>(null);
  return (
    <FormDrawer decl={visitEnter} subject={person} open={open} onClose={onClose} toInput={toInput}>
      <Form.Item name="person" label={s.person} extra={s.personNote} rules={[{ required: true, message: s.required }]}>
        <PersonSelect onChange={(value) => setPerson(typeof value === 'string' ? value : null)} />
      </Form.Item>
      <EntryFields open={open} />
    </FormDrawer>
  );
}

export function VisitorEnterForm({ open, onClose }: Props) {
  const s = useStrings(strings);
  const time = useSiteTime();
  const { serverTime } = useSession();
  const [pass, setPass] = useState<string | null>(null);
  return (
    <FormDrawer decl={visitorEnter} subject={pass} open={open} onClose={onClose} toInput={toInput}>
      <Form.Item name="pass" label={s.pass} rules={[{ required: true, message: s.required }]}>
        <SelectView
          view={visitorList}
          input={{ on: time(serverTime, 'day') }}
          option={(row) => ({
            value: row.id,
            label: `${row.name}（${row.documentTail}）`,
            note: `${row.organisation} · ${s.escort} ${row.escort.name}`,
            disabled: row.inside,
          })}
          onChange={(value) => setPass(typeof value === 'string' ? value : null)}
        />
      </Form.Item>
      <EntryFields open={open} />
    </FormDrawer>
  );
}

interface AdmitValues {
  name: string;
  organisation: string;
  documentTail: string;
  reason: string;
  visitOn: string;
  escort: string;
}

export function AdmitForm({ open, onClose }: Props) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer decl={visitorAdmit} open={open} onClose={onClose} toInput={(values: AdmitValues) => values}>
      <Form.Item name="name" label={s.name} rules={required}>
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <Form.Item name="organisation" label={s.organisation} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="documentTail" label={s.documentTail} rules={[...required, { len: 4, message: s.four }]}>
        <Input maxLength={4} autoComplete="off" />
      </Form.Item>
      <Form.Item name="reason" label={s.reason} rules={required}>
        <Input.TextArea rows={3} maxLength={300} />
      </Form.Item>
      <Form.Item name="visitOn" label={s.visitOn} rules={required}>
        <DayPicker />
      </Form.Item>
      <Form.Item name="escort" label={s.escort} extra={s.escortNote} rules={required}>
        <PersonSelect />
      </Form.Item>
    </FormDrawer>
  );
}
