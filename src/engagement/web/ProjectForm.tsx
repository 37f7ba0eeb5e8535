import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { projectChange, projectCreate, vendorChoices } from '../rules/api/projects.ts';
import { type ProjectKind, projectKindNames, projectKinds } from '../rules/project.ts';
import { strings } from './strings.ts';

interface Values {
  name: string;
  kind: ProjectKind;
  vendorId?: string;
  startsOn: string;
  endsOn: string;
  remark?: string;
}

const toInput = ({ name, kind, vendorId, startsOn, endsOn, remark = '' }: Values) => ({
  ...{ name, kind, startsOn, endsOn, remark },
  vendorId: kind === 'own' ? null : (vendorId ?? null),
});

interface Props {
  /** As it is registered; null for a new one. */
  project: {
    id: string;
    name: string;
    kind: ProjectKind;
    vendor: { id: string } | null;
    startsOn: string;
    endsOn: string;
    remark: string;
    version: number;
  } | null;
  open: boolean;
  onClose: () => void;
  onDone: (projectId: string) => void;
}

/** 项目登记 (2.2-1), again when its terms change. */
export function ProjectForm({ project, open, onClose, onDone }: Props) {
  const shared = { open, onClose, toInput };
  if (project === null)
    return (
      <FormDrawer {...shared} decl={projectCreate} onDone={({ projectId }) => onDone(projectId)}>
        <Fields open={open} />
      </FormDrawer>
    );
  const { id, version, vendor, name, kind, startsOn, endsOn, remark } = project;
  const initial = { name, kind, startsOn, endsOn, remark, ...(vendor !== null && { vendorId: vendor.id }) };
  return (
    <FormDrawer
      {...shared}
      decl={projectChange}
      subject={id}
      version={version}
      initial={initial}
      onDone={() => onDone(id)}
      onReload={() => onDone(id)}
    >
      <Fields open={open} />
    </FormDrawer>
  );
}

function Fields({ open }: { open: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const required = [{ required: true, message: s.required }];
  const kind = Form.useWatch('kind') as ProjectKind | undefined;
  const { data, problem, refetch } = useView(vendorChoices, {}, { enabled: open });
  return (
    <>
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      <Form.Item name="name" label={s.name} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={s.kind} rules={required}>
        <Select options={projectKinds.map((value) => ({ value, label: words(projectKindNames[value]) }))} />
      </Form.Item>
      {kind !== 'own' && (
        <Form.Item name="vendorId" label={s.vendor} extra={s.vendorNote} rules={required}>
          <Select options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
      <div className="sc-form-pair">
        <Form.Item name="startsOn" label={s.startsOn} rules={required}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="endsOn" label={s.endsOn} rules={required}>
          <DayPicker />
        </Form.Item>
      </div>
      <Form.Item name="remark" label={s.remark}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  );
}
