import { Form } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { strings } from './strings.ts';

/** Who corrects a point that is not in order, and by which day (2.8-2, 4.9-3). */
export function FailureFields({ index }: { index: number }) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <Form.Item name={[index, 'failure', 'owner']} label={s.owner} rules={required}>
        <PersonSelect />
      </Form.Item>
      <Form.Item name={[index, 'failure', 'dueOn']} label={s.dueOn} rules={required}>
        <DayPicker />
      </Form.Item>
    </>
  );
}
