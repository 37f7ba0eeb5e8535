import { Form, Input } from '../antd.ts';
import { useStrings } from '../locale.tsx';
import { strings } from './strings.ts';

/** Why: asked by each act that takes something away. */
export function ReasonField() {
  const s = useStrings(strings);
  return (
    <Form.Item name="reason" label={s.reason} rules={[{ required: true, message: s.required }]}>
      <Input maxLength={200} autoComplete="off" />
    </Form.Item>
  );
}

export const reasonOf = (values: { reason: string }) => ({ reason: values.reason });
