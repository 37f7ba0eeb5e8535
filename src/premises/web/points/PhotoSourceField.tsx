import { Form, Select } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { photoDeviceList } from '../../rules/api/photo-devices.ts';
import { photoDeviceNames, stillName } from '../../rules/photo-device.ts';
import type { PointEntry } from './entry.ts';
import { strings } from './strings.ts';

/** Of a round: asked for once a point has a photograph. */
export function PhotoSourceField() {
  const rows = (Form.useWatch('items') as readonly (PointEntry<string> | undefined)[] | undefined) ?? [];
  return <PhotoSourceItem needed={rows.some((row) => (row?.photos ?? []).length > 0)} />;
}

/** What photographs were taken with, a registered device or a camera (4.6-3); `needed` once there is one. */
export function PhotoSourceItem({ needed }: { needed: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const { data } = useView(photoDeviceList, {}, { enabled: needed });
  if (!needed) return null;
  const registered = (data?.devices ?? []).map(({ id, code, kind }) => ({
    value: id,
    label: `${words(photoDeviceNames[kind])} ${code}`,
  }));
  const stills = (data?.cameras ?? []).map(({ id, code }) => ({ value: id, label: `${words(stillName)} ${code}` }));
  return (
    <Form.Item
      name="photoSource"
      label={s.photoSource}
      extra={s.photoSourceNote}
      rules={[{ required: true, message: s.required }]}
    >
      <Select<string> options={[...registered, ...stills]} />
    </Form.Item>
  );
}
