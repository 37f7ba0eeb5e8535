import type { OutputOf } from '#/base/rules/declare.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import type { issueGet } from '../../rules/api/issues.ts';
import { issueCorrect, issueOpen, issueRecheck } from '../../rules/api/issues.ts';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { PersonSelect } from '../fields/PersonSelect.tsx';
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
      <Form.Item name="owner" label={s.owner} rules={required}>
        <PersonSelect />
      </Form.Item>
      <Form.Item name="dueOn" label={s.due} rules={required}>
        <DayPicker />
      </Form.Item>
      <AttachmentsField name="attachments" label={s.attachments} purpose="issue" />
    </FormDrawer>
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
      <RadioField
        name="passed"
        label={s.passed}
        rules={required}
        options={[
          { value: true, label: s.passedOptions.yes },
          { value: false, label: s.passedOptions.no },
        ]}
      />
      <Form.Item name="finding" label={s.finding} rules={required}>
        <Input.TextArea rows={5} maxLength={2000} />
      </Form.Item>
      <AttachmentsField name="attachments" label={s.attachments} purpose="recheck" />
    </FormDrawer>
  );
}
