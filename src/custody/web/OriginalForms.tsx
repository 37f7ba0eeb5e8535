import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, InputNumber, Select } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useView } from '#/base/web/query.tsx';
import { projectShow } from '#/engagement/rules/api/projects.ts';
import { fondsAdd, originalAdd, secrecyDecide } from '../rules/api/originals.ts';
import { type OriginalKind, originalKindNames, originalKinds, type Secrecy, secrecyNames } from '../rules/original.ts';
import { CodesField, linesOf } from './CodeFields.tsx';
import { strings } from './strings.ts';

interface FormProps {
  projectId: string;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

interface Values {
  schemeId: string;
  kind: OriginalKind;
  code: string;
  fonds?: string;
  keeper: string;
  title?: string;
  author?: string;
  documentNumber?: string;
  dated?: string;
  retention?: string;
  pages?: number | null;
  marking?: string;
  remark?: string;
}

/** What was left empty says nothing. */
export const orNull = (text: string | null | undefined): string | null => (text?.trim() ? text : null);

const toInput = ({ schemeId, kind, code, keeper, pages = null, ...rest }: Values) => ({
  ...{ schemeId, kind, code, keeper, pages },
  ...{ fonds: orNull(rest.fonds), title: orNull(rest.title), author: orNull(rest.author), dated: orNull(rest.dated) },
  ...{ documentNumber: orNull(rest.documentNumber), retention: orNull(rest.retention) },
  ...{ marking: orNull(rest.marking), remark: orNull(rest.remark) },
});

/** 登记档案: one, as a list that is imported has many. */
export function OriginalForm({ projectId, open, onClose, onDone }: FormProps) {
  return (
    <FormDrawer
      decl={originalAdd}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={640}
      initial={{ kind: 'volume' }}
      toInput={toInput}
      onDone={onDone}
    >
      <OriginalFields projectId={projectId} open={open} />
    </FormDrawer>
  );
}

function OriginalFields({ projectId, open }: { projectId: string; open: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const { data } = useView(projectShow, { subject: projectId }, { enabled: open });
  const required = [{ required: true, message: s.required }];
  const schemes = new Map((data?.scopes ?? []).map(({ scheme }) => [scheme.id, scheme.name]));
  const keepers = new Map(
    (data?.members ?? []).filter(({ role }) => role === 'archiveKeeper').map(({ person }) => [person.id, person.name]),
  );
  const options = (of: Map<string, string>) => [...of].map(([value, label]) => ({ value, label }));
  return (
    <>
      <Form.Item name="schemeId" label={s.scheme} extra={s.schemeNote} rules={required}>
        <Select options={options(schemes)} />
      </Form.Item>
      <RadioField
        name="kind"
        label={s.kind}
        rules={required}
        options={originalKinds.map((value) => ({ value, label: words(originalKindNames[value]) }))}
      />
      <div className="sc-form-pair">
        <Form.Item name="code" label={s.code} rules={required}>
          <Input className="sc-num" maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="fonds" label={s.fonds} extra={s.fondsNote}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="keeper" label={s.keeper} extra={s.keeperNote} rules={required}>
        <Select options={options(keepers)} />
      </Form.Item>
      <Form.Item name="title" label={s.title}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="author" label={s.author}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="documentNumber" label={s.documentNumber}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="dated" label={s.dated} extra={s.datedNote}>
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
        <Form.Item name="retention" label={s.retention}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
        <Form.Item name="pages" label={s.pages}>
          <InputNumber min={1} precision={0} className="sc-grow" />
        </Form.Item>
        <Form.Item name="marking" label={s.marking} extra={s.markingNote}>
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={500} autoComplete="off" />
      </Form.Item>
    </>
  );
}

/** 登记全宗. */
export function FondsForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <FormDrawer
      decl={fondsAdd}
      open={open}
      onClose={onClose}
      toInput={({ code, name, creator = '' }: { code: string; name: string; creator?: string }) => ({
        ...{ code, name, creator },
      })}
    >
      <Form.Item name="code" label={s.fonds} rules={required}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={s.fondsName} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="creator" label={s.creator}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}

interface Checked {
  codes: string;
  verdict: Exclude<Secrecy, 'undecided'>;
  basis?: string;
  declassifiedOn?: string;
  page?: string;
}

const toCheck = ({ codes, verdict, basis, declassifiedOn, page }: Checked) => ({
  codes: linesOf(codes),
  verdict,
  basis: verdict === 'declassified' ? orNull(basis) : null,
  declassifiedOn: verdict === 'declassified' ? (declassifiedOn ?? null) : null,
  page: verdict === 'unmarked' ? null : orNull(page),
});

/** 涉密检查 (6.1-1): from the paper; scans fill the list. */
export function SecrecyForm({ projectId, open, onClose, onDone }: FormProps) {
  return (
    <FormDrawer
      decl={secrecyDecide}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={600}
      initial={{ verdict: 'unmarked' }}
      toInput={toCheck}
      onDone={onDone}
    >
      <SecrecyFields open={open} />
    </FormDrawer>
  );
}

function SecrecyFields({ open }: { open: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const verdict = Form.useWatch('verdict') as Secrecy | undefined;
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <>
      <RadioField
        name="verdict"
        label={s.verdict}
        options={(['unmarked', 'declassified', 'classified'] as const).map((value) => ({
          value,
          label: words(secrecyNames[value]),
        }))}
      />
      <CodesField open={open} />
      {verdict !== 'unmarked' && (
        <Form.Item name="page" label={s.markPage} rules={required}>
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
      )}
      {verdict === 'declassified' && (
        <>
          <Form.Item name="basis" label={s.basis} rules={required}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
          <Form.Item name="declassifiedOn" label={s.declassifiedOn} rules={[{ required: true, message: s.required }]}>
            <DayPicker />
          </Form.Item>
        </>
      )}
    </>
  );
}
