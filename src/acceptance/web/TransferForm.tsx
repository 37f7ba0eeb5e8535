import { Checkbox, Form, Input } from '#/base/web/antd.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { transferRegister } from '../rules/api/transfer.ts';
import type { Carrier } from './TransferPage.tsx';
import { transferStrings } from './transfer-strings.ts';

interface Entered {
  carriers: { label: string; kind: string }[];
  selfChecked?: boolean;
}

interface Props {
  projectId: string;
  /** In the order of the annex. */
  carriers: readonly Carrier[];
  open: boolean;
  onClose: () => void;
}

/** 登记数据移交 (7.2-5): what stands on each carrier, and that whoever gives has checked it. */
export function TransferForm({ projectId, carriers, open, onClose }: Props) {
  const s = useStrings(transferStrings);
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <FormDrawer<typeof transferRegister, Entered>
      decl={transferRegister}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={680}
      toInput={({ carriers: entered }) => ({
        carriers: carriers.map(({ id }, at) => ({ carrierId: id, ...entered[at]! })),
        selfChecked: true as const,
      })}
    >
      <p className="sc-faint">{s.registerNote}</p>
      {carriers.map((carrier, at) => (
        <section key={carrier.id} className="sc-transfer-carrier" aria-label={carrier.target}>
          <p>
            <b>{carrier.target}</b> <span className="sc-faint sc-num">{carrier.package}</span>
          </p>
          <div className="sc-form-pair">
            <Form.Item name={['carriers', at, 'label']} label={s.label} rules={required}>
              <Input maxLength={60} autoComplete="off" />
            </Form.Item>
            <Form.Item name={['carriers', at, 'kind']} label={s.kind} rules={required}>
              <Input maxLength={60} placeholder={s.kindHint} />
            </Form.Item>
          </div>
        </section>
      ))}
      <Form.Item
        name="selfChecked"
        valuePropName="checked"
        rules={[
          {
            validator: (_, value: unknown) =>
              value === true ? Promise.resolve() : Promise.reject(new Error(s.mustCheck)),
          },
        ]}
      >
        <Checkbox>{s.selfChecked}</Checkbox>
      </Form.Item>
    </FormDrawer>
  );
}
