import { useState } from 'react';
import { instantOfWall, wallClock } from '#/base/rules/site-time.ts';
import { Form, Input } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { useSiteZone } from '#/base/web/TimeText.tsx';
import { strings } from './strings.ts';

const shape = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$/;

/** `2026-3-1 9:05` with or without seconds; null when it is no moment. */
export function readMoment(text: string, zone: string): string | null {
  const [, year, month, day, hour, minute, second = '00'] = shape.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined)
    return null;
  const two = (part: string): string => part.padStart(2, '0');
  try {
    return instantOfWall(`${year}-${two(month)}-${two(day)} ${two(hour)}:${minute}:${second}`, zone);
  } catch {
    return null;
  }
}

interface ControlProps {
  id?: string;
  value?: string | null;
  onChange?: (value: string | null) => void;
}

/** A moment to the second as one line of text: what a timeline shows can be copied and typed over. */
function MomentInput({ id, value, onChange }: ControlProps) {
  const zone = useSiteZone();
  const s = useStrings(strings);
  const shown = typeof value === 'string' && value !== '' ? wallClock(value, zone) : '';
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      {...(id !== undefined && { id })}
      className="sc-num"
      value={typed ?? shown}
      placeholder={s.momentFormat}
      autoComplete="off"
      maxLength={19}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange?.(event.target.value.trim() === '' ? null : (readMoment(event.target.value, zone) ?? ''));
      }}
      onBlur={() => {
        if (typed === '' || (typed !== null && readMoment(typed, zone) !== null)) setTyped(null);
      }}
    />
  );
}

interface Props {
  name: string | (string | number)[];
  label: string;
  required?: boolean;
}

export function MomentField({ name, label, required = true }: Props) {
  const s = useStrings(strings);
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[
        { required, message: s.required },
        {
          validator: (_, value: unknown) =>
            value === '' ? Promise.reject(new Error(s.wrongMoment)) : Promise.resolve(),
        },
      ]}
    >
      <MomentInput />
    </Form.Item>
  );
}
