import { Alert, Checkbox, Form, Input } from './antd.ts';
import { AttachmentUpload } from './AttachmentUpload.tsx';
import { DateTimePicker } from './DateTimePicker.tsx';
import { useStrings } from './locale.tsx';
import { strings } from './strings.ts';
import type { Late } from '#/base/rules/actor.ts';

/** What the form holds under `late`. */
export interface LateValues {
  on?: boolean;
  occurredAt?: string | null;
  reason?: string;
  formNumber?: string;
  scan?: string[];
}

/** The wire's `late`, or nothing when the box is not ticked. */
export function lateOf(values: LateValues | undefined): Late | undefined {
  if (values?.on !== true) return undefined;
  return {
    occurredAt: values.occurredAt ?? '',
    reason: values.reason ?? '',
    formNumber: values.formNumber ?? '',
    scanId: values.scan?.[0] ?? '',
  };
}

/** Occurred at, reason, paper form number and its scan. Stands inside a form. */
export function LateEntryFields({ onBusy }: { onBusy?: (busy: boolean) => void }) {
  const s = useStrings(strings);
  const on = Form.useWatch<boolean | undefined>(['late', 'on']) === true;
  const required = [{ required: true, message: s.act.required }];
  return (
    <fieldset className={`sc-late${on ? ' sc-late-on' : ''}`}>
      <Form.Item name={['late', 'on']} valuePropName="checked" noStyle>
        <Checkbox>{s.late.toggle}</Checkbox>
      </Form.Item>
      {on && (
        <>
          <Alert type="warning" showIcon title={s.late.explain} />
          <Form.Item name={['late', 'occurredAt']} label={s.late.occurredAt} rules={required}>
            <DateTimePicker notAfterToday />
          </Form.Item>
          <Form.Item name={['late', 'formNumber']} label={s.late.formNumber} rules={required}>
            <Input maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item name={['late', 'reason']} label={s.late.reason} rules={required}>
            <Input.TextArea rows={2} maxLength={300} />
          </Form.Item>
          <Form.Item name={['late', 'scan']} label={s.late.scan} rules={required}>
            <AttachmentUpload
              purpose="late-entry"
              accept="image/*,application/pdf"
              {...(onBusy !== undefined && { onBusy })}
            />
          </Form.Item>
        </>
      )}
    </fieldset>
  );
}
