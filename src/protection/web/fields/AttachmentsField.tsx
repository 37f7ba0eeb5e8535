import { useRef } from 'react';
import { Form } from '#/base/web/antd.ts';
import { type AttachmentPurpose, AttachmentUpload } from '#/base/web/AttachmentUpload.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { strings } from './strings.ts';

interface Props {
  /** Field of the act's input: errors of the server find it. */
  name: string;
  label: string;
  purpose: AttachmentPurpose;
  max?: number;
  required?: boolean;
}

/** Scans of a form. The form cannot go while one is still on its way: it would arrive without it. */
export function AttachmentsField({ name, label, purpose, max = 20, required = false }: Props) {
  const s = useStrings(strings);
  const busy = useRef(false);
  const check = (_rule: unknown, value: readonly string[] | undefined): Promise<void> => {
    if (busy.current) return Promise.reject(new Error(s.uploading));
    return required && (value ?? []).length === 0 ? Promise.reject(new Error(s.needsFile)) : Promise.resolve();
  };
  return (
    <Form.Item name={name} label={label} required={required} validateTrigger="onSubmit" rules={[{ validator: check }]}>
      <AttachmentUpload
        purpose={purpose}
        max={max}
        accept="image/*,application/pdf"
        onBusy={(now) => {
          busy.current = now;
        }}
      />
    </Form.Item>
  );
}
