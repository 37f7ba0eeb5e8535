import { useEffect, useState } from 'react';
import { Checkbox, Form, Input, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { lockerList } from '../../rules/api/badges.ts';
import { type Violation, violationCodes, violations } from '../../rules/violations.ts';
import { type Belonging, belongingNames, belongings, type Locker, lockerToOffer } from '../../rules/visits.ts';
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

interface EntryProps {
  /** Whoever is to be signed in, once he is known; a visitor never is. */
  person: string | null;
  ready: boolean;
  /** Locker that came with the scan. */
  offered?: Offered | null;
}

type Offered = Pick<Locker, 'id' | 'code' | 'name'>;

/** Free lockers, and the one to fill in: what came with the scan, or the list's. */
function useLockers({ person, ready, offered = null }: EntryProps) {
  // What came with the scan is enough, unless another one is wanted: each list is a recorded view.
  const [wanted, setWanted] = useState(false);
  const list = useView(lockerList, { subject: person }, { enabled: ready && (offered === null || wanted) });
  const known = list.data?.lockers;
  const free: readonly Offered[] = known?.filter((locker) => locker.free) ?? (offered === null ? [] : [offered]);
  const best = (offered ?? lockerToOffer(known ?? []))?.id ?? null;
  return { list, free, best, want: () => setWanted(true) };
}

/** What everybody is asked at the door. As soon as something is handed in, a locker is filled in. */
export function EntryFields(props: EntryProps) {
  const s = useStrings(strings);
  const words = useWords();
  const form = Form.useFormInstance();
  const { list, free, best, want } = useLockers(props);
  const handsIn = ((Form.useWatch('deposited', form) as readonly Belonging[] | undefined) ?? []).length > 0;
  // With the tick itself: whoever submits by the next key must not be told to choose one.
  const fillIn = (deposited: readonly unknown[]): void => {
    if (deposited.length === 0) form.setFieldValue('lockerId', null);
    else if (!form.getFieldValue('lockerId')) form.setFieldValue('lockerId', best);
  };
  useEffect(() => {
    // The list came after the tick.
    if (handsIn && !form.getFieldValue('lockerId')) form.setFieldValue('lockerId', best);
  }, [handsIn, best, form]);
  return (
    <>
      <Form.Item name="deposited" label={s.deposited} extra={s.depositedNote}>
        <Checkbox.Group
          className="sc-ticks"
          onChange={fillIn}
          options={belongings.map((value) => ({ value, label: words(belongingNames[value]) }))}
        />
      </Form.Item>
      <ProblemAlert problem={list.problem} onRetry={() => void list.refetch()} />
      <Form.Item
        name="lockerId"
        label={s.locker}
        extra={handsIn && list.data !== undefined && free.length === 0 ? s.noLocker : null}
      >
        <Select<string>
          allowClear
          loading={list.isFetching}
          onOpenChange={(open) => {
            if (open) want();
          }}
          options={free.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}`.trim() }))}
        />
      </Form.Item>
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <ViolationFields />
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
