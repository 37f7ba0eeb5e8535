import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, InputNumber, Select } from '#/base/web/antd.ts';
import { DateTimePicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { handlerList, partOut, slipSign, workPass, workRebind, workUnbind } from '../rules/api/work.ts';
import { needsDevice, type SlipStep, slipStepNames, slipSteps } from '../rules/work.ts';
import { CodeField, CodesField, linesOf } from './CodeFields.tsx';
import { PreparationForm } from './Preparations.tsx';
import { strings } from './strings.ts';

export type WorkFormKind = 'prepare' | 'pass' | 'unbind' | 'rebind' | 'partOut' | 'sign';

interface FormProps {
  open: boolean;
  onClose: () => void;
}

/** The forms of the page at the desk: what a scan alone cannot say. */
export function WorkForm({ kind, onClose }: { kind: WorkFormKind | null; onClose: () => void }) {
  return (
    <>
      <PreparationForm open={kind === 'prepare'} onClose={onClose} />
      <PassForm open={kind === 'pass'} onClose={onClose} />
      <UnbindForm open={kind === 'unbind'} onClose={onClose} />
      <RebindForm open={kind === 'rebind'} onClose={onClose} />
      <PartForm open={kind === 'partOut'} onClose={onClose} />
      <SignForm open={kind === 'sign'} onClose={onClose} />
    </>
  );
}

function HandlerField({ open, label }: { open: boolean; label: string }) {
  const s = useStrings(strings);
  const { data } = useView(handlerList, { input: {} }, { enabled: open });
  return (
    <Form.Item name="to" label={label} rules={[{ required: true, message: s.required }]}>
      <Select
        showSearch
        optionFilterProp="label"
        options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}

function PassForm({ open, onClose }: FormProps) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={workPass}
      open={open}
      onClose={onClose}
      toInput={({ codes, to }: { codes: string; to: string }) => ({ codes: linesOf(codes), to })}
    >
      <HandlerField open={open} label={s.passTo} />
      <CodesField open={open} />
    </FormDrawer>
  );
}

function UnbindForm({ open, onClose }: FormProps) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={workUnbind}
      open={open}
      onClose={onClose}
      toInput={({ code, binding }: { code: string; binding: string }) => ({ code, binding })}
    >
      <CodeField open={open} />
      <Form.Item name="binding" label={s.binding} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}

function RebindForm({ open, onClose }: FormProps) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={workRebind}
      open={open}
      onClose={onClose}
      toInput={({ code, remark = '' }: { code: string; remark?: string }) => ({ code, remark })}
    >
      <CodeField open={open} />
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}

function PartForm({ open, onClose }: FormProps) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={partOut}
      open={open}
      onClose={onClose}
      toInput={({ code, description, to }: { code: string; description: string; to: string }) => ({
        ...{ code, description, to },
      })}
    >
      <CodeField open={open} />
      <Form.Item
        name="description"
        label={s.partDescription}
        rules={[{ required: true, whitespace: true, message: s.required }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <HandlerField open={open} label={s.partTo} />
    </FormDrawer>
  );
}

interface Signed {
  code: string;
  step: SlipStep;
  device?: string;
  items: number;
  pages: number;
  startedAt: string;
  note?: string;
}

const toStep = ({ code, step, device = '', items, pages, startedAt, note = '' }: Signed) => ({
  ...{ code, step, items, pages, startedAt, note },
  device: device.trim() === '' ? null : device,
});

function SignForm({ open, onClose }: FormProps) {
  return (
    <FormDrawer decl={slipSign} open={open} onClose={onClose} initial={{ items: 1 }} toInput={toStep}>
      <SignFields open={open} />
    </FormDrawer>
  );
}

function SignFields({ open }: { open: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const step = Form.useWatch('step') as SlipStep | undefined;
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <CodeField open={open} />
      <Form.Item name="step" label={s.step} rules={required}>
        <Select options={slipSteps.map((value) => ({ value, label: words(slipStepNames[value]) }))} />
      </Form.Item>
      <Form.Item
        name="device"
        label={s.stepDevice}
        rules={[{ required: step !== undefined && needsDevice(step), message: s.required }]}
      >
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="items" label={s.stepItems} rules={required}>
          <InputNumber min={0} precision={0} className="sc-grow" />
        </Form.Item>
        <Form.Item name="pages" label={s.stepPages} rules={required}>
          <InputNumber min={0} precision={0} className="sc-grow" />
        </Form.Item>
      </div>
      <Form.Item name="startedAt" label={s.startedAt} rules={required}>
        <DateTimePicker />
      </Form.Item>
      <Form.Item name="note" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </>
  );
}
