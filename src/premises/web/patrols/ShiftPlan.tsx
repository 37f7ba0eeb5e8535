import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Checkbox, Empty, Form, Input, Table } from '#/base/web/antd.ts';
import { useStrings, useWords, useListing } from '#/base/web/locale.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { shiftEnd, shiftPlan } from '../../rules/api/patrols.ts';
import { type Side, sides } from '../../rules/patrol.ts';
import type { PatrolPlan } from './plan.ts';
import { strings } from './strings.ts';

type Shift = PatrolPlan['shifts'][number];

const week = [1, 2, 3, 4, 5, 6, 7];

/** 巡查计划 (4.9-2): a round by each side in each of these shifts. */
export function ShiftPlan({ plan }: { plan: PatrolPlan }) {
  const s = useStrings(strings);
  const list = useListing();
  const words = useWords();
  const permitted = usePermitted();
  const [planning, setPlanning] = useState(false);
  const days = (shift: Shift): string =>
    shift.weekdays.length === week.length ? s.everyDay : shift.weekdays.map(s.weekday).join(' ');
  return (
    <>
      {permitted(shiftPlan.name) && (
        <div className="sc-above-table">
          <Button onClick={() => setPlanning(true)}>{words(shiftPlan.label)}</Button>
        </div>
      )}
      <Table<Shift>
        size="small"
        rowKey={({ id }) => id}
        pagination={false}
        dataSource={plan.shifts}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.emptyPlan} /> }}
        columns={[
          { title: s.name, render: (_, { name }) => name },
          {
            title: s.time,
            render: (_, { startsAt, endsAt }) => <span className="sc-num">{`${startsAt}–${endsAt}`}</span>,
          },
          { title: s.weekdays, render: (_, shift) => days(shift) },
          { title: s.side, render: (_, shift) => list(shift.sides.map((side) => s.sides[side])) },
          ...(permitted(shiftEnd.name)
            ? [
                {
                  title: '',
                  key: 'end',
                  align: 'right' as const,
                  render: (_: unknown, { id, name, version }: Shift) => (
                    <ConfirmAct
                      decl={shiftEnd}
                      subject={id}
                      version={version}
                      toInput={() => ({})}
                      question={s.endQuestion(name)}
                      button={{ type: 'link', size: 'small', danger: true }}
                    >
                      {s.end}
                    </ConfirmAct>
                  ),
                },
              ]
            : []),
        ]}
      />
      <PlanForm open={planning} onClose={() => setPlanning(false)} />
    </>
  );
}

interface Values {
  name: string;
  weekdays: number[];
  startsAt: string;
  endsAt: string;
  sides: Side[];
}

function PlanForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  const clock = [...required, { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: s.clockInvalid }];
  return (
    <FormDrawer
      decl={shiftPlan}
      open={open}
      onClose={onClose}
      initial={{ weekdays: [1, 2, 3, 4, 5], sides: [...sides] }}
      toInput={(values: Values) => values}
    >
      <Form.Item name="name" label={s.name} rules={required}>
        <Input maxLength={30} autoComplete="off" placeholder={s.namePlaceholder} />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="startsAt" label={s.startsAt} rules={clock}>
          <Input maxLength={5} autoComplete="off" placeholder={s.clock} />
        </Form.Item>
        <Form.Item name="endsAt" label={s.endsAt} rules={clock}>
          <Input maxLength={5} autoComplete="off" placeholder={s.clock} />
        </Form.Item>
      </div>
      <Form.Item name="weekdays" label={s.weekdays} rules={required}>
        <Checkbox.Group options={week.map((value) => ({ value, label: s.weekday(value) }))} />
      </Form.Item>
      <Form.Item name="sides" label={s.side} rules={required}>
        <Checkbox.Group options={sides.map((value) => ({ value, label: s.sides[value] }))} />
      </Form.Item>
    </FormDrawer>
  );
}
