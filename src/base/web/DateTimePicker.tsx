/**
 * Dates and instants in the site's zone, whatever zone the browser believes in. Values are what the
 * wire carries: `YYYY-MM-DD`, or ISO 8601 with offset.
 */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { instantOfWall, wallClock } from '#/base/rules/site-time.ts';
import { Button, Input, Space } from './antd.ts';
import { useStrings } from './locale.tsx';
import { strings } from './strings.ts';
import { useSiteZone } from './TimeText.tsx';

interface ControlProps<V> {
  id?: string;
  value?: V | null | undefined;
  onChange?: (value: V | null) => void;
  disabled?: boolean;
  'aria-label'?: string;
}

const today = (zone: string): string => wallClock(new Date().toISOString(), zone).slice(0, 10);

export interface DayPickerProps extends ControlProps<string> {
  /** Last day that may be chosen is today. */
  notAfterToday?: boolean;
  placeholder?: string;
}

/** A business date. */
export function DayPicker({ value, onChange, notAfterToday = false, placeholder, ...rest }: DayPickerProps) {
  const zone = useSiteZone();
  const s = useStrings(strings);
  return (
    <DatePicker
      {...rest}
      className="sc-grow"
      placeholder={placeholder ?? s.time.date}
      value={typeof value === 'string' && value !== '' ? dayjs(value) : null}
      onChange={(day) => onChange?.(day === null ? null : day.format('YYYY-MM-DD'))}
      // Its own "today" follows the browser's zone; ours follows the site's.
      showNow={false}
      {...(notAfterToday && { maxDate: dayjs(today(zone)) })}
    />
  );
}

const clockShape = /^([01]?\d|2[0-3])[:\uff1a]([0-5]\d)$/;

/** `9:30` → `09:30`; null when it is no time of day. */
function readClock(text: string): string | null {
  const [, hour, minute] = clockShape.exec(text.trim()) ?? [];
  return hour === undefined || minute === undefined ? null : `${hour.padStart(2, '0')}:${minute}`;
}

export interface DateTimePickerProps extends ControlProps<string> {
  notAfterToday?: boolean;
}

/** An instant, to the minute: a date and a time of day typed as text, which is quicker than spinning. */
export function DateTimePicker({
  id,
  value,
  onChange,
  disabled = false,
  notAfterToday = false,
  ...rest
}: DateTimePickerProps) {
  const s = useStrings(strings);
  const zone = useSiteZone();
  const [day, setDay] = useState<string | null>(null);
  const [clock, setClock] = useState('');

  useEffect(() => {
    if (typeof value !== 'string' || value === '') return;
    const wall = wallClock(value, zone);
    setDay(wall.slice(0, 10));
    setClock((typed) => (readClock(typed) === wall.slice(11, 16) ? typed : wall.slice(11, 16)));
  }, [value, zone]);

  const change = (nextDay: string | null, nextClock: string): void => {
    setDay(nextDay);
    setClock(nextClock);
    const time = readClock(nextClock);
    onChange?.(nextDay === null || time === null ? null : instantOfWall(`${nextDay} ${time}`, zone));
  };
  const wrong = clock !== '' && readClock(clock) === null;
  return (
    <Space.Compact block>
      <DayPicker
        {...(id !== undefined && { id })}
        {...rest}
        disabled={disabled}
        notAfterToday={notAfterToday}
        value={day}
        onChange={(next) => change(next, clock)}
      />
      <Input
        className="sc-clock"
        disabled={disabled}
        value={clock}
        placeholder={s.time.clock}
        aria-label={`${s.time.time} ${s.time.clock}`}
        aria-invalid={wrong}
        title={wrong ? s.time.invalid : zone}
        status={wrong ? 'error' : ''}
        maxLength={5}
        onChange={(event) => change(day, event.target.value)}
      />
      <Button
        disabled={disabled}
        onClick={() => {
          const now = wallClock(new Date().toISOString(), zone);
          change(now.slice(0, 10), now.slice(11, 16));
        }}
      >
        {s.time.now}
      </Button>
    </Space.Compact>
  );
}
