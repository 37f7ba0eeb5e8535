import type { ReactNode } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Select } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { usePages } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { checklistShow, siteCheckEnter } from '../../rules/api/checks.ts';
import { checklist, type ChecklistCode } from '../../rules/checklist.ts';
import { FailureFields } from '../points/FailureFields.tsx';
import { PhotoSourceField } from '../points/PhotoSourceField.tsx';
import { type PointEntry, toPoint, useIssuesOpened } from '../points/entry.ts';
import { strings } from './strings.ts';

type Point = RowOf<typeof checklistShow>;

type Row = PointEntry<ChecklistCode>;

interface Values {
  photoSource?: string;
  items: Row[];
}

/** As the table of points was read with, so that nothing is read twice. */
const noInput = {};

/** What wants looking at: never looked at, not in order, or due by now. */
const wanting = ({ passed, overdue }: Point): boolean => passed !== true || overdue;

/** 场所安全检查 of some points; those that want looking at stand in it to begin with. */
export function CheckForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const tellIssues = useIssuesOpened();
  const points = usePages(checklistShow, { input: noInput }, { enabled: open });
  const initial: Partial<Values> = { items: points.rows.filter(wanting).map(({ code }) => ({ item: code })) };
  return (
    <FormDrawer
      decl={siteCheckEnter}
      // Its rows are there from the beginning: the page shows the same points already.
      open={open && points.rows.length > 0}
      onClose={onClose}
      size={720}
      initial={initial}
      toInput={({ photoSource, items }: Values) => ({ photoSource: photoSource ?? null, items: items.map(toPoint) })}
      onDone={tellIssues}
    >
      <PointRows />
      <PhotoSourceField />
    </FormDrawer>
  );
}

function PointRows() {
  const s = useStrings(strings);
  const words = useWords();
  const atLeastOne = (_rule: unknown, rows: readonly Row[] | undefined): Promise<void> =>
    (rows ?? []).length > 0 ? Promise.resolve() : Promise.reject(new Error(s.atLeastOne));
  return (
    <Form.List name="items" rules={[{ validator: atLeastOne }]}>
      {(fields, { add, remove }, { errors }) => (
        <>
          <p className="sc-faint sc-form-note">{s.chosen(fields.length)}</p>
          {fields.map(({ key, name }) => (
            <PointRow key={key} index={name} onRemove={() => remove(name)} />
          ))}
          <Form.ErrorList errors={errors} />
          <Rest
            add={(item) => add({ item })}
            label={(code) => words(checklist.find((one) => one.code === code)?.label ?? { zh: code, en: code })}
          />
        </>
      )}
    </Form.List>
  );
}

/** Points that are not in this check yet. */
function Rest({ add, label }: { add: (item: ChecklistCode) => void; label: (code: ChecklistCode) => string }) {
  const s = useStrings(strings);
  const rows = (Form.useWatch('items') as readonly (Row | undefined)[] | undefined) ?? [];
  const rest = checklist.filter(({ code }) => !rows.some((row) => row?.item === code));
  if (rest.length === 0) return null;
  return (
    <Select<ChecklistCode>
      className="sc-grow"
      aria-label={s.addPoint}
      placeholder={s.addPoint}
      // Always empty: what is chosen becomes a row.
      value={null}
      onSelect={add}
      options={rest.map(({ code }) => ({ value: code, label: label(code) }))}
    />
  );
}

function PointRow({ index, onRemove }: { index: number; onRemove: () => void }): ReactNode {
  const s = useStrings(strings);
  const words = useWords();
  const code = Form.useWatch(['items', index, 'item']) as ChecklistCode | undefined;
  const passed = Form.useWatch(['items', index, 'passed']) as boolean | undefined;
  const item = checklist.find((one) => one.code === code);
  const failed = passed === false;
  const required = [{ required: true, message: s.required }];
  const name = item === undefined ? '' : words(item.label);
  return (
    <fieldset className={`sc-point${failed ? ' sc-point-failed' : ''}`}>
      <legend>
        {name} <span className="sc-faint">{item?.clause}</span>
      </legend>
      <Form.Item name={[index, 'item']} hidden>
        <Input />
      </Form.Item>
      <div className="sc-point-line">
        <p className="sc-faint">{item !== undefined && words(item.look)}</p>
        <Button type="text" size="small" aria-label={s.removePoint(name)} onClick={onRemove}>
          {s.remove}
        </Button>
      </div>
      <div className="sc-point-fields">
        <RadioField
          name={[index, 'passed']}
          label={s.result}
          rules={required}
          options={[
            { value: true, label: s.passed },
            { value: false, label: s.failed },
          ]}
        />
        <Form.Item
          name={[index, 'remark']}
          label={s.remark}
          rules={[{ required: failed, whitespace: failed, message: s.required }]}
        >
          <Input maxLength={300} autoComplete="off" placeholder={s.remarkNote} />
        </Form.Item>
        {failed && <FailureFields index={index} />}
      </div>
      {item !== undefined && (
        <AttachmentsField
          name={[index, 'photos']}
          label={s.photos}
          purpose="site-check"
          max={10}
          required={item.photo}
          missing={s.photosMissing}
        />
      )}
    </fieldset>
  );
}
