import { isWorkingRole, roleNames, type WorkingRole } from '#/base/rules/roles.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Checkbox, Form, Input, InputNumber, Table } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useSession } from '#/base/web/session.ts';
import { trainingRegister } from '../../rules/api/training.ts';
import {
  fewestTradeDays,
  trainers,
  type TrainingKind,
  trainingKindNames,
  trainingKinds,
} from '../../rules/training.ts';
import type { Project } from '../ProjectPage.tsx';
import { strings } from './strings.ts';

interface Pupil {
  personId: string;
  name: string;
  role: WorkingRole;
}

/** By person and post; whoever is not in it was not there. */
type Marks = Record<string, { score: number | null; passed: boolean }>;

interface Values {
  kind: TrainingKind;
  heldOn: string;
  days: number;
  hours: number;
  topic: string;
  trainer: string;
  attachment?: string[];
  people?: Marks;
}

const keyOf = ({ personId, role }: Pupil): string => `${personId}/${role}`;

/** Those who work in the project; for secrecy each person once, whatever his posts. */
const pupilsOf = ({ members }: Project, kind: TrainingKind): Pupil[] => {
  const all = members.flatMap(({ person, role }) =>
    isWorkingRole(role) ? [{ personId: person.id, name: person.name, role }] : [],
  );
  return kind === 'trade'
    ? all
    : all.filter(({ personId }, at) => all.findIndex((one) => one.personId === personId) === at);
};

/** 登记培训: each kind by the side whose duty it is. */
export function TrainingDrawer({ project, open, onClose }: { project: Project; open: boolean; onClose: () => void }) {
  const { roles } = useSession();
  const kinds = trainingKinds.filter((kind) => roles.some((role) => trainers[kind].includes(role)));
  const toInput = ({ attachment, people = {}, ...facts }: Values) => ({
    ...facts,
    attachmentId: attachment?.[0] ?? null,
    people: pupilsOf(project, facts.kind).flatMap((pupil) => {
      const mark = people[keyOf(pupil)];
      const role = facts.kind === 'trade' ? pupil.role : null;
      return mark === undefined ? [] : [{ personId: pupil.personId, role, ...mark }];
    }),
  });
  return (
    <FormDrawer
      decl={trainingRegister}
      subject={project.id}
      open={open}
      onClose={onClose}
      size={760}
      initial={{ kind: kinds[0] ?? 'secrecy', days: kinds[0] === 'trade' ? fewestTradeDays : 1 }}
      toInput={toInput}
    >
      <Fields project={project} kinds={kinds} />
    </FormDrawer>
  );
}

function Fields({ project, kinds }: { project: Project; kinds: readonly TrainingKind[] }) {
  const s = useStrings(strings);
  const words = useWords();
  const kind = (Form.useWatch('kind') as TrainingKind | undefined) ?? kinds[0] ?? 'secrecy';
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <RadioField
        name="kind"
        label={s.kind}
        options={kinds.map((value) => ({ value, label: words(trainingKindNames[value]) }))}
      />
      <p className="sc-faint sc-form-note">{kind === 'trade' ? s.tradeNote(fewestTradeDays) : s.secrecyNote}</p>
      <Form.Item name="topic" label={s.topic} rules={required}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="heldOn" label={s.heldOn} rules={required}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="trainer" label={s.trainer} rules={required}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
      </div>
      <div className="sc-form-pair">
        <Form.Item name="days" label={s.days} rules={required}>
          <InputNumber min={1} max={60} precision={0} className="sc-grow" />
        </Form.Item>
        <Form.Item name="hours" label={s.hours} rules={required}>
          <InputNumber min={0.5} max={500} step={0.5} className="sc-grow" />
        </Form.Item>
      </div>
      <Form.Item name="people" label={s.attended} rules={[{ required: true, message: s.nobodyAttended }]}>
        <People pupils={pupilsOf(project, kind)} posts={kind === 'trade'} />
      </Form.Item>
      <AttachmentsField name="attachment" label={s.sheet} purpose="training" max={1} note={s.sheetNote} />
    </>
  );
}

interface PeopleProps {
  pupils: readonly Pupil[];
  posts: boolean;
  value?: Marks;
  onChange?: (marks: Marks) => void;
}

/** Whoever was there is ticked, with his mark. */
function People({ pupils, posts, value = {}, onChange }: PeopleProps) {
  const s = useStrings(strings);
  const words = useWords();
  const set = (pupil: Pupil, mark: Marks[string] | null): void => {
    const { [keyOf(pupil)]: _, ...others } = value;
    onChange?.(mark === null ? others : { ...others, [keyOf(pupil)]: mark });
  };
  return (
    <Table<Pupil>
      size="small"
      rowKey={keyOf}
      dataSource={[...pupils]}
      pagination={false}
      locale={{ emptyText: s.nobodyToTrain }}
      columns={[
        {
          title: s.person,
          render: (_, pupil) => (
            <Checkbox
              checked={value[keyOf(pupil)] !== undefined}
              onChange={({ target }) => set(pupil, target.checked ? { score: null, passed: true } : null)}
            >
              {pupil.name}
            </Checkbox>
          ),
        },
        ...(posts ? [{ title: s.role, render: (_: unknown, { role }: Pupil) => words(roleNames[role]) }] : []),
        {
          title: s.score,
          render: (_, pupil) => {
            const mark = value[keyOf(pupil)];
            return (
              <InputNumber
                aria-label={`${pupil.name} ${s.score}`}
                min={0}
                max={100}
                precision={0}
                disabled={mark === undefined}
                value={mark?.score ?? null}
                onChange={(score) => mark && set(pupil, { ...mark, score })}
              />
            );
          },
        },
        {
          title: s.passed,
          render: (_, pupil) => {
            const mark = value[keyOf(pupil)];
            return (
              <Checkbox
                aria-label={`${pupil.name} ${s.passed}`}
                disabled={mark === undefined}
                checked={mark?.passed ?? false}
                onChange={({ target }) => mark && set(pupil, { ...mark, passed: target.checked })}
              />
            );
          },
        },
      ]}
    />
  );
}
