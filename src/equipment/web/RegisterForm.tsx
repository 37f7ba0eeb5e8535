import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { deviceRegister } from '../rules/api/devices.ts';
import {
  type DeviceKind,
  deviceKindNames,
  deviceKinds,
  type DeviceOwner,
  deviceOwnerNames,
  deviceOwners,
} from '../rules/device.ts';
import { strings } from './strings.ts';

interface Values {
  code: string;
  kind: DeviceKind;
  model: string;
  serial: string;
  owner: DeviceOwner;
  domestic: boolean;
  holdsData: boolean;
  remark?: string;
}

const toInput = ({ code, kind, model, serial, owner, domestic, holdsData, remark = '' }: Values) => ({
  ...{ code, kind, model, serial, owner, domestic, holdsData, remark },
});

/** 登记设备 (5.1-1, 5.3-1). */
export function RegisterForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const required = [{ required: true, message: s.required }];
  const yesNo = [
    { value: true, label: s.yes },
    { value: false, label: s.no },
  ];
  return (
    <FormDrawer decl={deviceRegister} open={open} onClose={onClose} toInput={toInput}>
      <Form.Item name="code" label={s.code} extra={s.codeNote} rules={required}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={s.kind} rules={required}>
        <Select options={deviceKinds.map((value) => ({ value, label: words(deviceKindNames[value]) }))} />
      </Form.Item>
      <Form.Item name="model" label={s.model} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="serial" label={s.serial} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <RadioField
        name="owner"
        label={s.owner}
        rules={required}
        options={deviceOwners.map((value) => ({ value, label: words(deviceOwnerNames[value]) }))}
      />
      <RadioField name="domestic" label={s.domestic} rules={required} options={yesNo} />
      <RadioField name="holdsData" label={s.holdsData} extra={s.holdsDataNote} rules={required} options={yesNo} />
      <Form.Item name="remark" label={s.remark}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}
