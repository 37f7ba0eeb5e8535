import type { OutputOf } from '#/base/rules/declare.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Radio, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { SelectView } from '#/base/web/SelectView.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import type { issueGet } from '../../rules/api/issues.ts';
import { issueCorrect, issueList, issueOpen, issueRecheck } from '../../rules/api/issues.ts';
import { personList } from '../../rules/api/people.ts';
import { AttachmentsField } from '../fields/AttachmentsField.tsx';
import { strings } from './strings.ts';

interface Props {
  open: boolean;
  onClose: () => void;
}

interface StepProps extends Props {
  issue: OutputOf<typeof issueGet>;
}

interface Opened {
  title: string;
  facts: string;
  owner: string;
  dueOn: string;
  attachments?: string[];
}

export function OpenForm({ open, onClose }: Props) {
  const s = useStrings(strings).issues;
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={issueOpen}
      open={open}
      onClose={onClose}
      size={600}
      toInput={({ title, facts, owner, dueOn, attachments }: Opened) => ({
        title,
        facts,
        owner,
        dueOn,
        attachments: attachments ?? [],
      })}
    >
      <Form.Item name="title" label={s.name} rules={required}>
        <Input maxLength={100} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="facts" label={s.facts} extra={s.factsNote} rules={required}>
        <Input.TextArea rows={5} maxLength={2000} />
      </Form.Item>
      <OwnerField />
      <Form.Item name="dueOn" label={s.due} rules={required}>
        <DayPicker />
      </Form.Item>
      <AttachmentsField name="attachments" label={s.attachments} purpose="issue" />
    </FormDrawer>
  );
}

/** Who corrects it. Not every role that opens issues may list people. */
function OwnerField() {
  const s = useStrings(strings).issues;
  const permitted = usePermitted();
  const listed = permitted(personList.name);
  return (
    <Form.Item
      name="owner"
      label={s.owner}
      extra={listed ? undefined : s.ownerNote}
      rules={[{ required: true, message: s.required }]}
    >
      {listed ? (
        <SelectView
          view={personList}
          input={{}}
          search={(text) => ({ text })}
          option={(row) => ({ value: row.id, label: row.name, note: row.party.name })}
        />
      ) : (
        <KnownPeople />
      )}
    </Form.Item>
  );
}

interface ControlProps {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** Oneself, and whoever stands in issues that this person may read. */
function KnownPeople(control: ControlProps) {
  const { person } = useSession();
  const issues = useView(issueList, { input: { limit: 200 } });
  const known = new Map([[person.id, person.name]]);
  for (const issue of issues.data?.items ?? []) {
    known.set(issue.owner.id, issue.owner.name);
    known.set(issue.openedBy.id, issue.openedBy.name);
  }
  return (
    <Select
      {...control}
      showSearch={{ optionFilterProp: 'label' }}
      loading={issues.isFetching}
      options={[...known].map(([value, label]) => ({ value, label }))}
    />
  );
}

export function CorrectForm({ issue, open, onClose }: StepProps) {
  const s = useStrings(strings).issues;
  return (
    <FormDrawer
      decl={issueCorrect}
      subject={issue.id}
      version={issue.version}
      open={open}
      onClose={onClose}
      size={600}
      toInput={({ what, attachments }: { what: string; attachments?: string[] }) => ({
        what,
        attachments: attachments ?? [],
      })}
    >
      <Form.Item name="what" label={s.what} rules={[{ required: true, message: s.required }]}>
        <Input.TextArea rows={5} maxLength={2000} autoFocus />
      </Form.Item>
      <AttachmentsField name="attachments" label={s.attachments} purpose="correction" />
    </FormDrawer>
  );
}

interface Rechecked {
  passed: boolean;
  finding: string;
  attachments?: string[];
}

export function RecheckForm({ issue, open, onClose }: StepProps) {
  const s = useStrings(strings).issues;
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={issueRecheck}
      subject={issue.id}
      version={issue.version}
      open={open}
      onClose={onClose}
      size={600}
      toInput={({ passed, finding, attachments }: Rechecked) => ({
        passed,
        finding,
        attachments: attachments ?? [],
      })}
    >
      <Form.Item name="passed" label={s.passed} rules={required}>
        <Radio.Group
          options={[
            { value: true, label: s.passedOptions.yes },
            { value: false, label: s.passedOptions.no },
          ]}
        />
      </Form.Item>
      <Form.Item name="finding" label={s.finding} rules={required}>
        <Input.TextArea rows={5} maxLength={2000} />
      </Form.Item>
      <AttachmentsField name="attachments" label={s.attachments} purpose="recheck" />
    </FormDrawer>
  );
}
