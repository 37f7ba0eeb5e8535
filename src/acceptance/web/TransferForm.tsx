import { Checkbox, Form, Input, Select } from '#/base/web/antd.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { transferRegister } from '../rules/api/transfer.ts';
import { type CarrierKind, carrierKindNames, carrierKinds, carrierLabel, carrierSize } from '../rules/transfer.ts';
import type { Carrier } from './TransferPage.tsx';
import { transferStrings } from './transfer-strings.ts';

interface Entered {
  carriers: { label: string; kind: CarrierKind; size?: string }[];
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
  return (
    <FormDrawer<typeof transferRegister, Entered>
      decl={transferRegister}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={680}
      toInput={({ carriers: entered }) => ({
        carriers: carriers.map(({ id }, at) => {
          const { label, kind, size = '' } = entered[at]!;
          return { carrierId: id, label: label.trim(), kind, size: kind === 'online' ? null : carrierSize(size) };
        }),
        selfChecked: true as const,
      })}
    >
      <p className="sc-faint">{s.registerNote}</p>
      {carriers.map((carrier, at) => (
        <section key={carrier.id} className="sc-transfer-carrier" aria-label={carrier.target}>
          <p>
            <b>{carrier.target}</b> <span className="sc-faint sc-num">{carrier.package}</span>
          </p>
          <CarrierFields at={at} />
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

function CarrierFields({ at }: { at: number }) {
  const s = useStrings(transferStrings);
  const words = useWords();
  const kind = Form.useWatch<CarrierKind | undefined>(['carriers', at, 'kind']);
  const required = { required: true, message: s.required };
  const sized = (_: unknown, value: unknown): Promise<void> =>
    typeof value !== 'string' || value === '' || carrierSize(value) !== null
      ? Promise.resolve()
      : Promise.reject(new Error(s.sizeHint));
  return (
    <div className="sc-transfer-fields">
      <Form.Item
        name={['carriers', at, 'label']}
        label={s.label}
        rules={[required, { pattern: carrierLabel, message: s.labelHint }]}
      >
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name={['carriers', at, 'kind']} label={s.kind} rules={[required]} initialValue="disk">
        <Select options={carrierKinds.map((value) => ({ value, label: words(carrierKindNames[value]) }))} />
      </Form.Item>
      {kind !== 'online' && (
        <Form.Item name={['carriers', at, 'size']} label={s.sizeOf} rules={[required, { validator: sized }]}>
          <Input maxLength={12} placeholder="2 TB" autoComplete="off" />
        </Form.Item>
      )}
    </div>
  );
}
