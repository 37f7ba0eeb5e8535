import { useEffect } from 'react';
import { Checkbox, Form, Input, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { lockerList } from '../../rules/api/badges.ts';
import { type Violation, violationCodes, violations } from '../../rules/violations.ts';
import { type Belonging, belongingNames, belongings } from '../../rules/visits.ts';
import { useIssuesOpened } from '../points/entry.ts';
import { strings } from './strings.ts';

/** What the forms at the door have in common. */
export interface DoorValues {
  deposited?: Belonging[];
  lockerId?: string | null;
  remark?: string;
  found?: boolean;
  violation?: { kind: Violation; remark: string; owner: string; dueOn: string };
}

export const violationOf = ({ found, violation }: DoorValues) =>
  found === true && violation !== undefined ? violation : null;

export const toEntry = (values: DoorValues) => ({
  deposited: values.deposited ?? [],
  lockerId: values.lockerId ?? null,
  remark: values.remark ?? '',
  violation: violationOf(values),
});

/** Tells the number of the issue that a violation opened. */
export function useIssueOpened(): (done: { issue: string | null }) => void {
  const tell = useIssuesOpened();
  return ({ issue }) => tell({ issues: issue === null ? [] : [issue] });
}

/** What everybody is asked at the door; `person` is known once he is chosen, a visitor has none. */
export function EntryFields({ person, ready }: { person: string | null; ready: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <>
      <Form.Item name="deposited" label={s.deposited} extra={s.depositedNote}>
        <Checkbox.Group
          className="sc-ticks"
          options={belongings.map((value) => ({ value, label: words(belongingNames[value]) }))}
        />
      </Form.Item>
      <LockerField person={person} ready={ready} />
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <ViolationFields />
    </>
  );
}

/** Free lockers. As soon as something is handed in, the one he had the last time is filled in, or the first. */
function LockerField({ person, ready }: { person: string | null; ready: boolean }) {
  const s = useStrings(strings);
  const form = Form.useFormInstance();
  const lockers = useView(lockerList, { subject: person }, { enabled: ready });
  const free = (lockers.data?.lockers ?? []).filter((locker) => locker.free);
  const offered = (free.find(({ usual }) => usual) ?? free[0])?.id ?? null;
  const handsIn = ((Form.useWatch('deposited', form) as readonly Belonging[] | undefined) ?? []).length > 0;
  useEffect(() => {
    if (!handsIn) form.setFieldValue('lockerId', null);
    else if (!form.getFieldValue('lockerId')) form.setFieldValue('lockerId', offered);
  }, [handsIn, offered, form]);
  return (
    <>
      <ProblemAlert problem={lockers.problem} onRetry={() => void lockers.refetch()} />
      <Form.Item
        name="lockerId"
        label={s.locker}
        extra={handsIn && lockers.data && offered === null ? s.noLocker : null}
      >
        <Select<string>
          allowClear
          loading={lockers.isFetching}
          options={free.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}`.trim() }))}
        />
      </Form.Item>
    </>
  );
}

/** 4.8-1: what was found becomes an issue that somebody corrects by a day. */
export function ViolationFields() {
  const s = useStrings(strings);
  const words = useWords();
  const found = Form.useWatch('found') as boolean | undefined;
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <Form.Item name="found" valuePropName="checked">
        <Checkbox>{s.found}</Checkbox>
      </Form.Item>
      {found === true && (
        <div role="group" aria-label={s.found} className="sc-point sc-point-failed sc-violation">
          <Form.Item name={['violation', 'kind']} label={s.violation} rules={required}>
            <Select<Violation> options={violationCodes.map((value) => ({ value, label: words(violations[value]) }))} />
          </Form.Item>
          <Form.Item
            name={['violation', 'remark']}
            label={s.violationFacts}
            rules={[{ required: true, whitespace: true, message: s.required }]}
          >
            <Input maxLength={300} autoComplete="off" />
          </Form.Item>
          <div className="sc-point-fields">
            <Form.Item name={['violation', 'owner']} label={s.owner} rules={required}>
              <PersonSelect />
            </Form.Item>
            <Form.Item name={['violation', 'dueOn']} label={s.dueOn} rules={required}>
              <DayPicker />
            </Form.Item>
          </div>
        </div>
      )}
    </>
  );
}
