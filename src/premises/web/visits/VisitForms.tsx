import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useSession } from '#/base/web/session.ts';
import { SelectView } from '#/base/web/SelectView.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { visitEnter, visitorAdmit, visitorEnter, visitorList } from '../../rules/api/visits.ts';
import { noBadgeNames, noBadgeReasons } from '../../rules/badges.ts';
import { type DoorValues, EntryFields, toEntry, useIssueOpened } from './DoorFields.tsx';
import { type Scan, ScannedPerson } from './ScannedPerson.tsx';
import { strings } from './strings.ts';

interface Props {
  open: boolean;
  onClose: () => void;
}

type EnterValues = DoorValues & { noBadge?: (typeof noBadgeReasons)[number] | null };

/** By badge: whose it is, and the tick list at once. By hand: who it is, and why without badge. */
export function EnterForm({ open, onClose, scan }: Props & { scan: Scan | null }) {
  const s = useStrings(strings);
  const words = useWords();
  const tellIssue = useIssueOpened();
  const [chosen, setChosen] = useState<string | null>(null);
  const person = scan?.person.id ?? chosen;
  return (
    <FormDrawer
      decl={visitEnter}
      subject={person}
      open={open}
      onClose={onClose}
      onDone={tellIssue}
      toInput={(values: EnterValues) => ({
        ...toEntry(values),
        scanId: scan?.scanId ?? null,
        noBadge: scan === null ? (values.noBadge ?? null) : null,
      })}
    >
      {scan === null ? (
        <>
          <Form.Item
            name="person"
            label={s.person}
            extra={s.personNote}
            rules={[{ required: true, message: s.required }]}
          >
            <PersonSelect onChange={(value) => setChosen(typeof value === 'string' ? value : null)} />
          </Form.Item>
          <Form.Item name="noBadge" label={s.noBadge} extra={s.noBadgeNote}>
            <Select
              allowClear
              options={noBadgeReasons.map((value) => ({ value, label: words(noBadgeNames[value]) }))}
            />
          </Form.Item>
        </>
      ) : (
        <ScannedPerson scan={scan} />
      )}
      <EntryFields person={person} ready={open && person !== null} offered={scan?.locker ?? null} />
    </FormDrawer>
  );
}

export function VisitorEnterForm({ open, onClose }: Props) {
  const s = useStrings(strings);
  const time = useSiteTime();
  const { serverTime } = useSession();
  const tellIssue = useIssueOpened();
  const [pass, setPass] = useState<string | null>(null);
  return (
    <FormDrawer
      decl={visitorEnter}
      subject={pass}
      open={open}
      onClose={onClose}
      onDone={tellIssue}
      toInput={(values: DoorValues & { visitorCard?: string }) => ({
        ...toEntry(values),
        visitorCard: values.visitorCard?.trim() || null,
      })}
    >
      <Form.Item name="pass" label={s.pass} rules={[{ required: true, message: s.required }]}>
        <SelectView
          view={visitorList}
          input={{ on: time(serverTime, 'day') }}
          option={(row) => ({
            value: row.id,
            label: `${row.name} · ${row.documentTail}`,
            note: `${row.organisation} · ${s.escort} ${row.escort.name}`,
            disabled: row.inside,
          })}
          onChange={(value) => setPass(typeof value === 'string' ? value : null)}
        />
      </Form.Item>
      <Form.Item name="visitorCard" label={s.visitorCard} extra={s.visitorCardNote}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
      <EntryFields person={null} ready={open} />
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
