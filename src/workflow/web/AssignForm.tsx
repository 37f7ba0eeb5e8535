import { FormDrawer } from '#/base/web/ActForm.tsx';
import { App, Form, InputNumber, Select } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { projectLine } from '../rules/api/definitions.ts';
import { taskAssign } from '../rules/api/tasks.ts';
import { workerList } from '../rules/api/tracking.ts';
import { strings } from './strings.ts';

/** 派工: a pile of one step for somebody who is in the room. */
export function AssignForm({ projectId, open, onClose }: { projectId: string; open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const { message } = App.useApp();
  return (
    <FormDrawer
      decl={taskAssign}
      subject={projectId}
      open={open}
      onClose={onClose}
      initial={{ count: 20 }}
      toInput={({ step, count, to }: { step: string; count: number; to: string }) => ({ step, count, to })}
      onDone={({ count }) => void message.success(s.claimedCount(count))}
    >
      <AssignFields projectId={projectId} open={open} />
    </FormDrawer>
  );
}

function AssignFields({ projectId, open }: { projectId: string; open: boolean }) {
  const s = useStrings(strings);
  const step = Form.useWatch('step') as string | undefined;
  const { data: line } = useView(projectLine, { subject: projectId, input: {} }, { enabled: open });
  const { data } = useView(
    workerList,
    { subject: projectId, input: { step: step ?? '' } },
    { enabled: open && step !== undefined },
  );
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <Form.Item name="step" label={s.step} rules={required}>
        <Select options={(line?.bound?.steps ?? []).map(({ key, name }) => ({ value: key, label: name }))} />
      </Form.Item>
      <Form.Item name="to" label={s.assignTo} rules={required}>
        <Select
          disabled={step === undefined}
          options={(data?.items ?? []).map(({ id, name, inside }) => ({
            value: id,
            label: `${name} · ${inside ? s.inRoom : s.notInRoom}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="count" label={s.count} rules={required}>
        <InputNumber min={1} max={200} precision={0} className="sc-grow" />
      </Form.Item>
    </>
  );
}
