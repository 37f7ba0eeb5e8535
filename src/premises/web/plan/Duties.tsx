import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { PersonSelect } from '#/protection/web/door.ts';
import { duties, type Duty } from '../../rules/acceptance.ts';
import { dutyAssign, dutyEnd } from '../../rules/api/plan.ts';
import { strings } from './strings.ts';
import type { Plan } from './things.ts';

/** 监控责任人 (4.3-3) and 巡查人员 of both sides (4.9-1). */
export function Duties({ plan }: { plan: Plan }) {
  const s = useStrings(strings);
  return (
    <section className="sc-panel" aria-labelledby="sc-duties">
      <header className="sc-panel-head">
        <h2 id="sc-duties">{s.duties}</h2>
      </header>
      {duties.map((duty) => (
        <DutyHolders key={duty} duty={duty} plan={plan} />
      ))}
    </section>
  );
}

function DutyHolders({ duty, plan }: { duty: Duty; plan: Plan }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [open, setOpen] = useState(false);
  const held = plan.duties.filter((one) => one.duty === duty);
  return (
    <div className="sc-duty">
      <div className="sc-duty-head">
        <h3>{s.dutyKinds[duty]}</h3>
        <span className="sc-faint sc-small">{s.dutyNotes[duty]}</span>
        {permitted(dutyAssign.name) && (
          <Button size="small" aria-label={s.assignTitle(s.dutyKinds[duty])} onClick={() => setOpen(true)}>
            {s.assign}
          </Button>
        )}
      </div>
      {held.length === 0 && <p className="sc-faint">{s.nobody}</p>}
      <ul className="sc-plain-list">
        {held.map(({ id, person, party, since }) => (
          <li key={id}>
            <span>{person.name}</span>
            <span className="sc-faint sc-small">
              {s.parties[party]} · {s.since(since)}
            </span>
            {permitted(dutyEnd.name) && (
              <ConfirmAct
                decl={dutyEnd}
                subject={id}
                toInput={() => ({})}
                question={s.endQuestion(person.name, s.dutyKinds[duty])}
                button={{ type: 'link', size: 'small', danger: true }}
              >
                {s.end}
              </ConfirmAct>
            )}
          </li>
        ))}
      </ul>
      <AssignForm duty={duty} open={open} onClose={() => setOpen(false)} />
    </div>
  );
}

function AssignForm({ duty, open, onClose }: { duty: Duty; open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  // The person is the act's subject, not part of its input.
  const [person, setPerson] = useState<string | null>(null);
  return (
    <FormDrawer
      decl={dutyAssign}
      subject={person}
      title={s.assignTitle(s.dutyKinds[duty])}
      open={open}
      onClose={onClose}
      toInput={() => ({ duty })}
    >
      <Form.Item
        name="person"
        label={s.person}
        extra={s.dutyNotes[duty]}
        rules={[{ required: true, message: s.required }]}
      >
        <PersonSelect onChange={(next) => setPerson(typeof next === 'string' ? next : null)} />
      </Form.Item>
    </FormDrawer>
  );
}
