import { Form, Input } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { strings } from './strings.ts';

type Path = string | (string | number)[];

const repeatOf = (name: Path): Path =>
  Array.isArray(name) ? [...name.slice(0, -1), `${String(name.at(-1))}Again`] : `${name}Again`;

/** A new password, typed twice; the server applies the policy, the hint says it beforehand. */
export function NewPassword({ name, label, hint = true }: { name: Path; label?: string; hint?: boolean }) {
  const s = useStrings(strings).change;
  return (
    <>
      <Form.Item
        name={name}
        label={label ?? s.next}
        extra={hint ? s.rule : undefined}
        rules={[{ required: true, message: '' }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name={repeatOf(name)}
        label={s.repeat}
        dependencies={[name]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) =>
              value === getFieldValue(name) ? Promise.resolve() : Promise.reject(new Error(s.differ)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
    </>
  );
}
