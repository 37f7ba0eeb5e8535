import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Button, Form, Input, Select, type FormInstance } from '../antd.ts';
import { DayPicker } from '../DateTimePicker.tsx';
import { useStrings } from '../locale.tsx';
import { searchMark } from '../search-mark.ts';
import { strings } from '../strings.ts';
import type { FilterField, FilterValues } from './filters.ts';

type Span = [string | null, string | null];

/** From and to in one field. */
function DaySpan({ id, value, onChange }: { id?: string; value?: Span; onChange?: (value: Span) => void }) {
  const s = useStrings(strings);
  const [from, to] = value ?? [null, null];
  return (
    <span className="sc-span">
      <DayPicker
        {...(id !== undefined && { id })}
        value={from}
        placeholder={s.table.from}
        onChange={(day) => onChange?.([day, to])}
      />
      <span aria-hidden="true">–</span>
      <DayPicker
        value={to}
        placeholder={s.table.to}
        aria-label={s.table.to}
        onChange={(day) => onChange?.([from, day])}
      />
    </span>
  );
}

function Control({ field, ...bound }: { field: FilterField; id?: string }) {
  const s = useStrings(strings);
  switch (field.kind) {
    case 'text':
      return <Input {...bound} allowClear autoComplete="off" placeholder={field.placeholder} />;
    case 'choice':
      return (
        <Select
          {...bound}
          allowClear
          placeholder={s.table.any}
          {...(field.multiple === true && { mode: 'multiple' as const })}
          options={[...field.options]}
        />
      );
    case 'day':
      return <DayPicker {...bound} />;
    case 'days':
      return <DaySpan {...bound} />;
    case 'control':
      return null;
  }
}

/** Fields shown while the form is folded: one line on a 1366 px screen. */
const foldedFields = 3;

export interface QueryFormProps {
  form: FormInstance;
  /** Prefix of the fields' ids: a drawer's form may have fields of the same name. */
  name: string;
  fields: readonly FilterField[];
  initial: FilterValues | undefined;
  onQuery: (values: FilterValues) => void;
}

/** The query form on top of a table; Enter queries. */
export function QueryForm({ form, name, fields, initial, onQuery }: QueryFormProps) {
  const s = useStrings(strings);
  const [open, setOpen] = useState(false);
  const foldable = fields.length > foldedFields;
  const shown = open ? fields : fields.slice(0, foldedFields);
  return (
    <Form
      form={form}
      name={name}
      role="search"
      className="sc-query"
      colon={false}
      initialValues={initial ?? {}}
      {...{ [searchMark]: '' }}
      onFinish={(values: FilterValues) => onQuery(values)}
    >
      {fields.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={field.label}
          hidden={!shown.includes(field)}
          className={`sc-query-${field.kind}`}
        >
          {field.kind === 'control' ? field.control : <Control field={field} />}
        </Form.Item>
      ))}
      <div className="sc-query-buttons">
        <Button type="primary" htmlType="submit">
          {s.table.query}
        </Button>
        <Button
          onClick={() => {
            form.resetFields();
            onQuery(initial ?? {});
          }}
        >
          {s.table.reset}
        </Button>
        {foldable && (
          <Button
            type="link"
            icon={open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
            iconPlacement="end"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? s.table.collapse : s.table.expand}
          </Button>
        )}
      </div>
    </Form>
  );
}
