/** Fields into which codes are typed, pasted or scanned. */
import { Form, Input } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { useScans } from './scans.tsx';
import { strings } from './strings.ts';

export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,，;；]/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** A list of codes into which scans go, one a line. */
export function CodesField({ open, note, rows = 8 }: { open: boolean; note?: string; rows?: number }) {
  const s = useStrings(strings);
  const form = Form.useFormInstance<{ codes?: string }>();
  useScans(open, async (code) => {
    const before = linesOf(form.getFieldValue('codes') ?? '');
    form.setFieldValue('codes', [...new Set([...before, code])].join('\n'));
    // The burst that was typed into a field with the focus has left its mark there.
    await form.validateFields(['codes']);
    return { code, note: '' };
  });
  return (
    <Form.Item
      name="codes"
      label={s.codes}
      extra={note ?? s.codesNote}
      rules={[{ required: true, whitespace: true, message: s.required }]}
    >
      <Input.TextArea rows={rows} className="sc-num" />
    </Form.Item>
  );
}

/** One code, typed or scanned. */
export function CodeField({ open }: { open: boolean }) {
  const s = useStrings(strings);
  const form = Form.useFormInstance<{ code?: string }>();
  useScans(open, async (code) => {
    form.setFieldValue('code', code);
    await form.validateFields(['code']);
    return { code, note: '' };
  });
  return (
    <Form.Item name="code" label={s.code} rules={[{ required: true, whitespace: true, message: s.required }]}>
      <Input className="sc-num" maxLength={120} autoComplete="off" />
    </Form.Item>
  );
}
