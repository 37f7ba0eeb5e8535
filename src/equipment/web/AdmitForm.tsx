import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Radio, Select } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { deviceAdmit, terminalChoices } from '../rules/api/devices.ts';
import { type AdmissionCode, admissionPoints, type DeviceKind, pointsOfKind } from '../rules/device.ts';
import { strings } from './strings.ts';

interface Row {
  item: AdmissionCode;
  passed: boolean;
  remark?: string;
}

interface Values {
  terminalId?: string;
  items: Row[];
}

const toInput = ({ terminalId, items }: Values) => ({
  terminalId: terminalId ?? null,
  items: items.map(({ item, passed, remark = '' }) => ({ item, passed, remark })),
});

/** 设备准入 (5.1-2): each point of its kind is looked at. */
export function AdmitForm({
  device,
  onClose,
}: {
  device: { id: string; code: string; kind: DeviceKind; version: number } | null;
  onClose: () => void;
}) {
  const s = useStrings(strings);
  const initial =
    device === null ? {} : { items: pointsOfKind(device.kind).map(({ code }) => ({ item: code }) as Row) };
  return (
    <FormDrawer
      decl={deviceAdmit}
      subject={device?.id ?? null}
      {...(device !== null && { version: device.version })}
      title={device === null ? s.admit : `${s.admit} ${device.code}`}
      open={device !== null}
      onClose={onClose}
      size={640}
      initial={initial}
      toInput={toInput}
    >
      <TerminalField open={device !== null} />
      <h3 className="sc-group-title">{s.points}</h3>
      <p className="sc-faint">{s.failedNote}</p>
      <Form.List name="items">{(fields) => fields.map(({ key, name }) => <Point key={key} index={name} />)}</Form.List>
    </FormDrawer>
  );
}

function TerminalField({ open }: { open: boolean }) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(terminalChoices, {}, { enabled: open });
  return (
    <>
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      <Form.Item name="terminalId" label={s.terminal} extra={s.terminalNote}>
        <Select<string>
          allowClear
          options={(data?.items ?? []).map(({ id, name, device }) => ({
            value: id,
            label: device === null ? name : `${name} ${s.taken(device)}`,
            disabled: device !== null,
          }))}
        />
      </Form.Item>
    </>
  );
}

function Point({ index }: { index: number }) {
  const s = useStrings(strings);
  const words = useWords();
  const code = Form.useWatch(['items', index, 'item']) as AdmissionCode | undefined;
  const failed = Form.useWatch(['items', index, 'passed']) === false;
  const point = admissionPoints.find((one) => one.code === code);
  return (
    <fieldset className={`sc-point${failed ? ' sc-point-failed' : ''}`}>
      <legend>
        {point !== undefined && words(point.label)} <span className="sc-faint">{point?.clause}</span>
      </legend>
      <Form.Item name={[index, 'item']} hidden>
        <Input />
      </Form.Item>
      <div className="sc-admission-point">
        <Form.Item name={[index, 'passed']} rules={[{ required: true, message: s.required }]}>
          <Radio.Group
            aria-label={s.verdict}
            options={[
              { value: true, label: s.passed },
              { value: false, label: s.failed },
            ]}
          />
        </Form.Item>
        <Form.Item name={[index, 'remark']}>
          <Input maxLength={300} autoComplete="off" placeholder={s.seen} aria-label={s.seen} />
        </Form.Item>
      </div>
    </fieldset>
  );
}
