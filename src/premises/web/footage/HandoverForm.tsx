import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { useSiteZone } from '#/base/web/TimeText.tsx';
import { footageHandOver } from '../../rules/api/footage-keeping.ts';
import type { Month } from './FootagePage.tsx';
import { readHandedFiles } from './handed-files.ts';
import { strings } from './strings.ts';

interface Values {
  mediumNumber: string;
  cameraId: string;
  files: string;
  remark?: string;
}

/** 登记录像移交: the medium, its camera and the list of its files; the vendor's person agrees to it (4.3-5). */
export function HandoverForm({
  open,
  cameras,
  onClose,
}: {
  open: boolean;
  cameras: Month['cameras'];
  onClose: () => void;
}) {
  const s = useStrings(strings);
  const zone = useSiteZone();
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={footageHandOver}
      open={open}
      onClose={onClose}
      size={760}
      toInput={({ cameraId, files, remark, mediumNumber }: Values) => {
        const read = readHandedFiles(files, zone);
        return {
          mediumNumber,
          remark: remark ?? '',
          files: 'wrong' in read ? [] : read.map((file) => ({ cameraId, ...file })),
        };
      }}
    >
      <div className="sc-form-pair">
        <Form.Item name="mediumNumber" label={s.medium} rules={required}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="cameraId" label={s.camera} rules={required}>
          <Select options={cameras.map(({ id, code }) => ({ value: id, label: code }))} />
        </Form.Item>
      </div>
      <Form.Item
        name="files"
        label={s.files}
        extra={s.filesNote}
        rules={[
          ...required,
          {
            validator: (_, text: string | undefined) => {
              const read = readHandedFiles(text ?? '', zone);
              return 'wrong' in read ? Promise.reject(new Error(s.fileLine(read.wrong))) : Promise.resolve();
            },
          },
        ]}
      >
        <Input.TextArea rows={10} className="sc-mono" spellCheck={false} />
      </Form.Item>
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}
