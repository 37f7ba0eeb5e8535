import { useRef } from 'react';
import { Form } from '../antd.ts';
import { type AttachmentPurpose, AttachmentUpload } from '../AttachmentUpload.tsx';
import { useStrings } from '../locale.tsx';
import { strings } from './strings.ts';

interface Props {
  /** Field of the act's input: errors of the server find it. */
  name: string | (string | number)[];
  label: string;
  purpose: AttachmentPurpose;
  max?: number;
  required?: boolean;
  /** Says what is missing; a scan otherwise. */
  missing?: string;
  /** Under the field. */
  note?: string | undefined;
  accept?: string;
  prepare?: (file: File) => Promise<File>;
}

/** Scans of a form. The form cannot go while one is still on its way: it would arrive without it. */
export function AttachmentsField(props: Props) {
  const { name, label, purpose, max = 20, required = false, missing, note, prepare } = props;
  const { accept = 'image/*,application/pdf' } = props;
  const s = useStrings(strings);
  const busy = useRef(false);
  const arrived = (): Promise<void> => (busy.current ? Promise.reject(new Error(s.uploading)) : Promise.resolve());
  const present = (_rule: unknown, value: readonly string[] | undefined): Promise<void> =>
    required && !busy.current && (value ?? []).length === 0
      ? Promise.reject(new Error(missing ?? s.needsFile))
      : Promise.resolve();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={note}
      required={required}
      validateTrigger={['onChange', 'onSubmit']}
      // What is on its way is asked about only when the form is to go; what arrives takes its mark away at once.
      rules={[{ validator: arrived, validateTrigger: 'onSubmit' }, { validator: present }]}
    >
      <AttachmentUpload
        purpose={purpose}
        max={max}
        accept={accept}
        {...(prepare && { prepare })}
        onBusy={(now) => {
          busy.current = now;
        }}
      />
    </Form.Item>
  );
}
