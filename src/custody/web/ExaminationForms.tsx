import { FormDrawer } from '#/base/web/ActForm.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Form, Input, InputNumber, Select } from '#/base/web/antd.ts';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PhotoSourceItem } from '#/premises/web/door.ts';
import { conditionReport, examinationEnter, originalCorrect } from '../rules/api/examinations.ts';
import type { originalShow } from '../rules/api/originals.ts';
import {
  type Damage,
  damages,
  type Extent,
  extentNames,
  extents,
  type Handling,
  handlingNames,
  handlings,
} from '../rules/examination.ts';
import { conditionNames } from '../rules/handover.ts';
import { examinationStrings } from './examination-strings.ts';
import { CodeField, CodesField, linesOf } from './CodeFields.tsx';
import { orNull } from './OriginalForms.tsx';
import { strings } from './strings.ts';

interface FormProps {
  projectId: string;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

interface Examined {
  codes: string;
  pages?: number | null;
  leaves?: number | null;
  missing?: string;
  disorder?: string;
  difference?: string;
}

/** 登记核对 (6.1-2 to 6.1-4): scans fill the list; a finding belongs to one original. */
export function ExaminationForm({ projectId, open, onClose, onDone }: FormProps) {
  const t = useStrings(examinationStrings);
  return (
    <FormDrawer
      decl={examinationEnter}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={600}
      toInput={({ codes, pages = null, leaves = null, missing, disorder, difference }: Examined) => ({
        ...{ codes: linesOf(codes), pages, leaves },
        ...{ missing: orNull(missing), disorder: orNull(disorder), difference: orNull(difference) },
      })}
      onDone={onDone}
    >
      <CodesField open={open} note={t.codesNote} rows={4} />
      <div className="sc-form-pair">
        <Form.Item name="pages" label={t.pagesCounted}>
          <InputNumber min={1} precision={0} className="sc-grow" />
        </Form.Item>
        <Form.Item name="leaves" label={t.leaves}>
          <InputNumber min={1} precision={0} className="sc-grow" />
        </Form.Item>
      </div>
      <Form.Item name="missing" label={t.missing} extra={t.missingNote}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <Form.Item name="disorder" label={t.disorder} extra={t.disorderNote}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <Form.Item name="difference" label={t.difference} extra={t.differenceNote}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}

interface Reported {
  code: string;
  place: string;
  kind: Damage;
  extent: Extent;
  description: string;
  handling: Handling;
  photos?: string[];
  photoSource?: string;
}

/** 破损登记 (6.1-6). */
export function ConditionForm({ projectId, open, onClose, onDone }: FormProps) {
  return (
    <FormDrawer
      decl={conditionReport}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={600}
      initial={{ extent: 'slight', handling: 'asIs' }}
      toInput={({ code, place, kind, extent, description, handling, photos = [], photoSource }: Reported) => ({
        ...{ code, place, kind, extent, description, handling, photos, photoSource: photoSource ?? null },
      })}
      onDone={onDone}
    >
      <ConditionFields open={open} />
    </FormDrawer>
  );
}

function ConditionFields({ open }: { open: boolean }) {
  const t = useStrings(examinationStrings);
  const s = useStrings(strings);
  const words = useWords();
  const required = [{ required: true, whitespace: true, message: s.required }];
  const photos = (Form.useWatch('photos') as readonly string[] | undefined) ?? [];
  return (
    <>
      <CodeField open={open} />
      <div className="sc-form-pair">
        <Form.Item name="place" label={t.place} extra={t.placeNote} rules={required}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t.kind} rules={[{ required: true, message: s.required }]}>
          <Select options={damages.map((value) => ({ value, label: words(conditionNames[value]) }))} />
        </Form.Item>
      </div>
      <RadioField
        name="extent"
        label={t.extent}
        options={extents.map((value) => ({ value, label: words(extentNames[value]) }))}
      />
      <Form.Item name="description" label={t.description} rules={required}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <RadioField
        name="handling"
        label={t.handling}
        options={handlings.map((value) => ({ value, label: words(handlingNames[value]) }))}
      />
      <AttachmentsField name="photos" label={t.photos} purpose="original" max={10} required missing={t.photosMissing} />
      <PhotoSourceItem needed={photos.length > 0} />
    </>
  );
}

interface Corrected {
  title?: string | null;
  author?: string | null;
  documentNumber?: string | null;
  dated?: string | null;
  retention?: string | null;
  pages?: number | null;
  remark?: string | null;
  reason: string;
}

/** 更正目录 (6.1-4): as the paper says; what the entry said stays on record. */
export function CorrectForm({
  original,
  open,
  onClose,
  onDone,
}: {
  original: OutputOf<typeof originalShow>;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const s = useStrings(strings);
  const words = useWords();
  const { id, code, version } = original;
  const { title, author, documentNumber, dated, retention, pages, remark } = original;
  return (
    <FormDrawer
      decl={originalCorrect}
      subject={id}
      version={version}
      title={`${words(originalCorrect.label)} ${code}`}
      open={open}
      onClose={onClose}
      size={600}
      initial={{ title, author, documentNumber, dated, retention, pages, remark, reason: '' }}
      toInput={({ pages: counted = null, reason, ...rest }: Corrected) => ({
        ...{ title: orNull(rest.title), author: orNull(rest.author), documentNumber: orNull(rest.documentNumber) },
        ...{ dated: orNull(rest.dated), retention: orNull(rest.retention), remark: orNull(rest.remark) },
        ...{ pages: counted, reason },
      })}
      onDone={onDone}
    >
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
        <Form.Item name="dated" label={s.dated}>
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
        <Form.Item name="retention" label={s.retention}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
        <Form.Item name="pages" label={s.pages}>
          <InputNumber min={1} precision={0} className="sc-grow" />
        </Form.Item>
        <Form.Item name="remark" label={s.remark}>
          <Input maxLength={500} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="reason" label={s.reason} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}
