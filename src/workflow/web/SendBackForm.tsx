import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { projectLine } from '../rules/api/definitions.ts';
import { taskSendBack } from '../rules/api/tasks.ts';
import { earlierOf } from '../rules/step.ts';
import { strings } from './strings.ts';

/** 退回: to which step before this one, and why. */
export function SendBackForm({
  item,
  projectId,
  onClose,
}: {
  item: { code: string; step: string | null } | null;
  projectId: string;
  onClose: () => void;
}) {
  const s = useStrings(strings);
  const { data } = useView(projectLine, { subject: projectId, input: {} }, { enabled: item !== null });
  const steps = data?.bound?.steps ?? [];
  const before = item?.step === null ? null : earlierOf(steps).get(item?.step ?? '');
  const options = steps
    .filter(({ key }) => before === null || before?.has(key) === true)
    .map(({ key, name }) => ({ value: key, label: name }));
  return (
    <FormDrawer
      decl={taskSendBack}
      open={item !== null}
      title={item === null ? '' : `${s.sendBack} ${item.code}`}
      onClose={onClose}
      toInput={({ to, reason }: { to: string; reason: string }) => ({ code: item?.code ?? '', to, reason })}
    >
      <Form.Item name="to" label={s.backTo} rules={[{ required: true, message: s.required }]}>
        <Select options={options} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={s.reason}
        extra={s.reasonNote}
        rules={[{ required: true, whitespace: true, message: s.required }]}
      >
        <Input.TextArea rows={3} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}
