import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Radio, Select } from '#/base/web/antd.ts';
import { DateTimePicker } from '#/base/web/DateTimePicker.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { patrolEnter } from '../../rules/api/patrols.ts';
import { type PatrolCode, patrolPoints } from '../../rules/patrol.ts';
import { FailureFields } from '../points/FailureFields.tsx';
import { PhotoSourceField } from '../points/PhotoSourceField.tsx';
import { type PointEntry, toPoint, useIssuesOpened } from '../points/entry.ts';
import type { PatrolPlan } from './plan.ts';
import { strings } from './strings.ts';

type Row = PointEntry<PatrolCode>;

interface Values {
  at?: string | null;
  photoSource?: string;
  items: Row[];
}

interface Props {
  /** Null while closed; empty when the shift is still to be chosen. */
  shiftId: string | null;
  shifts: PatrolPlan['shifts'];
  onClose: () => void;
}

/** 登记巡查: every point of the round; what is in order takes one key, what is not says who corrects it by when. */
export function PatrolForm({ shiftId, shifts, onClose }: Props) {
  const s = useStrings(strings);
  const tellIssues = useIssuesOpened();
  // The shift is the act's subject, not part of its input.
  const [chosen, setChosen] = useState<string | null>(null);
  const subject = chosen ?? shiftId;
  const close = (): void => {
    setChosen(null);
    onClose();
  };
  return (
    <FormDrawer
      decl={patrolEnter}
      subject={subject === '' ? null : subject}
      open={shiftId !== null}
      onClose={close}
      size={760}
      initial={{
        ...(shiftId !== '' && { shift: shiftId }),
        items: patrolPoints.map(({ code }) => ({ item: code })),
      }}
      toInput={({ at, photoSource, items }: Values) => ({
        at: at ?? null,
        photoSource: photoSource ?? null,
        // What was typed before a point turned out to be in order does not belong to it.
        items: items.map((row) => toPoint(row.passed === true ? { item: row.item, passed: true } : row)),
      })}
      onDone={tellIssues}
    >
      <div className="sc-form-pair">
        <Form.Item name="shift" label={s.shift} rules={[{ required: true, message: s.required }]}>
          <Select<string>
            placeholder={s.chooseShift}
            onChange={setChosen}
            options={shifts.map(({ id, name, startsAt, endsAt }) => ({
              value: id,
              label: `${name} ${startsAt}–${endsAt}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="at" label={s.at} extra={s.atNote}>
          <DateTimePicker notAfterToday />
        </Form.Item>
      </div>
      <Points />
      <PhotoSourceField />
    </FormDrawer>
  );
}

function Points() {
  const s = useStrings(strings);
  const form = Form.useFormInstance<Values>();
  const restInOrder = (): void => {
    const rows = form.getFieldValue('items') as Row[];
    form.setFieldsValue({ items: rows.map((row) => ({ ...row, passed: row.passed ?? true })) });
  };
  return (
    <>
      <div className="sc-round-head">
        <span className="sc-faint">{s.point}</span>
        <Button size="small" onClick={restInOrder}>
          {s.restInOrder}
        </Button>
      </div>
      <Form.List name="items">
        {(fields) => fields.map(({ key, name }) => <PointRow key={key} index={name} />)}
      </Form.List>
    </>
  );
}

function PointRow({ index }: { index: number }) {
  const s = useStrings(strings);
  const words = useWords();
  const point = patrolPoints[index];
  const failed = (Form.useWatch(['items', index, 'passed']) as boolean | undefined) === false;
  const required = [{ required: true, message: s.required }];
  if (point === undefined) return null;
  return (
    <div className={`sc-round-point${failed ? ' sc-point-failed' : ''}`}>
      <Form.Item name={[index, 'item']} hidden>
        <Input />
      </Form.Item>
      <div className="sc-round-line">
        <div>
          <strong>{words(point.label)}</strong> <span className="sc-faint sc-small">{point.clause}</span>
          <p className="sc-faint">{words(point.look)}</p>
        </div>
        <Form.Item name={[index, 'passed']} rules={required}>
          <Radio.Group
            aria-label={words(point.label)}
            options={[
              { value: true, label: s.inOrder },
              { value: false, label: s.failed },
            ]}
          />
        </Form.Item>
      </div>
      {failed && (
        <>
          <Form.Item
            name={[index, 'remark']}
            label={s.remark}
            rules={[{ required: true, whitespace: true, message: s.required }]}
          >
            <Input maxLength={300} autoComplete="off" />
          </Form.Item>
          <div className="sc-form-pair">
            <FailureFields index={index} />
          </div>
          <AttachmentsField name={[index, 'photos']} label={s.photos} purpose="patrol" max={10} />
        </>
      )}
    </div>
  );
}
