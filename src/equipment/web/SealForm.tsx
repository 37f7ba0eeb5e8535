import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PhotoSourceItem } from '#/premises/web/door.ts';
import { PersonSelect } from '#/protection/web/door.ts';
import { wirelessSeal } from '../rules/api/devices.ts';
import { type WirelessWay, wirelessWayNames, wirelessWays } from '../rules/device.ts';
import { strings } from './strings.ts';

interface Values {
  way: WirelessWay;
  sealNumber?: string;
  doneOn: string;
  doneBy: string;
  photos?: string[];
  photoSource?: string;
  remark?: string;
}

const toInput = ({ way, sealNumber, doneOn, doneBy, photos = [], photoSource, remark = '' }: Values) => ({
  way,
  sealNumber: way === 'sealed' ? (sealNumber ?? null) : null,
  ...{ doneOn, doneBy, photos, photoSource: photoSource ?? null, remark },
});

/** 登记无线封断 (4.5-1). */
export function SealForm({
  device,
  onClose,
}: {
  device: { id: string; code: string; version: number } | null;
  onClose: () => void;
}) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={wirelessSeal}
      subject={device?.id ?? null}
      {...(device !== null && { version: device.version })}
      title={device === null ? s.seal : `${s.seal} ${device.code}`}
      open={device !== null}
      onClose={onClose}
      toInput={toInput}
    >
      <Fields />
    </FormDrawer>
  );
}

function Fields() {
  const s = useStrings(strings);
  const words = useWords();
  const way = Form.useWatch('way') as WirelessWay | undefined;
  const photos = (Form.useWatch('photos') as readonly string[] | undefined) ?? [];
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <Form.Item name="way" label={s.way} rules={required}>
        <Select options={wirelessWays.map((value) => ({ value, label: words(wirelessWayNames[value]) }))} />
      </Form.Item>
      {way === 'sealed' && (
        <Form.Item name="sealNumber" label={s.sealNumber} rules={required}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="doneOn" label={s.doneOn} rules={required}>
        <DayPicker />
      </Form.Item>
      <Form.Item name="doneBy" label={s.doneBy} rules={required}>
        <PersonSelect />
      </Form.Item>
      <AttachmentsField
        name="photos"
        label={s.photos}
        purpose="device"
        max={10}
        required={way !== undefined && way !== 'none'}
        missing={s.photosMissing}
      />
      <PhotoSourceItem needed={photos.length > 0} />
      <Form.Item name="remark" label={s.sealRemark}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </>
  );
}
