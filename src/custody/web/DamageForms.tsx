import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, Select } from '#/base/web/antd.ts';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { PhotoSourceItem } from '#/premises/web/door.ts';
import {
  damageAccept,
  damageFound,
  damageJudge,
  type damageList,
  damageRepair,
  damageReport,
} from '../rules/api/damage.ts';
import {
  type DamageKind,
  damageKindNames,
  damageKinds,
  type Liable,
  liableNames,
  liables,
  remedies,
  type Remedy,
  remedyNames,
} from '../rules/damage.ts';
import { damageStrings } from './damage-strings.ts';
import { strings } from './strings.ts';
import { CodeField } from './CodeFields.tsx';

export type DamageRow = RowOf<typeof damageList>;

interface Photographed {
  photos?: string[];
  photoSource?: string;
}

function PhotoFields({ required }: { required: boolean }) {
  const t = useStrings(damageStrings);
  const photos = (Form.useWatch('photos') as readonly string[] | undefined) ?? [];
  return (
    <>
      <AttachmentsField
        name="photos"
        label={t.photos}
        purpose="original"
        max={10}
        required={required}
        missing={t.photosMissing}
      />
      <PhotoSourceItem needed={photos.length > 0} />
    </>
  );
}

interface Reported extends Photographed {
  code: string;
  kind: DamageKind;
  place: string;
  description: string;
  cause?: string;
}

/** 损毁登记 (6.3-4). */
export function ReportForm({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  return (
    <FormDrawer
      decl={damageReport}
      open={open}
      onClose={onClose}
      size={600}
      initial={{ kind: 'damaged' }}
      toInput={({ code, kind, place, description, cause = '', photos = [], photoSource }: Reported) => ({
        ...{ code, kind, place, description, cause, photos, photoSource: photoSource ?? null },
      })}
      onDone={onDone}
    >
      <ReportFields open={open} />
    </FormDrawer>
  );
}

function ReportFields({ open }: { open: boolean }) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const words = useWords();
  const kind = Form.useWatch('kind') as DamageKind | undefined;
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <>
      <CodeField open={open} />
      <RadioField
        name="kind"
        label={t.kind}
        options={damageKinds.map((value) => ({ value, label: words(damageKindNames[value]) }))}
      />
      <Form.Item name="place" label={t.place} extra={t.placeNote} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="description" label={t.description} rules={required}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="cause" label={t.cause}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <PhotoFields required={kind === 'damaged'} />
    </>
  );
}

interface RowFormProps {
  row: DamageRow | null;
  onClose: () => void;
  onDone: () => void;
}

const titleOf = (label: string, row: DamageRow | null): string => (row === null ? label : `${label} ${row.code}`);

interface Judged {
  liable: Liable;
  basis: string;
  penalty?: string;
  remedy: Remedy;
  withoutVendor?: string;
}

/** 定责 (6.3-2): both sides agree. */
export function JudgeForm({ row, onClose, onDone }: RowFormProps) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const words = useWords();
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <FormDrawer
      decl={damageJudge}
      subject={row?.id ?? null}
      {...(row !== null && { version: row.version })}
      title={titleOf(t.judge, row)}
      open={row !== null}
      onClose={onClose}
      initial={{ remedy: row?.kind === 'missing' ? 'none' : 'repair' }}
      toInput={({ liable, basis, penalty = '', remedy, withoutVendor = '' }: Judged) => ({
        ...{ liable, basis, penalty, remedy, withoutVendor },
      })}
      onDone={onDone}
    >
      <Form.Item name="liable" label={t.liable} rules={[{ required: true, message: s.required }]}>
        <Select options={liables.map((value) => ({ value, label: words(liableNames[value]) }))} />
      </Form.Item>
      <Form.Item name="basis" label={t.liabilityBasis} extra={t.liabilityBasisNote} rules={required}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
      <Form.Item name="penalty" label={t.penalty} extra={t.penaltyNote}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
      <RadioField
        name="remedy"
        label={t.remedy}
        options={remedies.map((value) => ({ value, label: words(remedyNames[value]) }))}
      />
      <Form.Item name="withoutVendor" label={t.withoutVendor} extra={t.withoutVendorNote}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

/** 送修复 (6.3-3). */
export function RepairForm({ row, onClose, onDone }: RowFormProps) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <FormDrawer
      decl={damageRepair}
      subject={row?.id ?? null}
      {...(row !== null && { version: row.version })}
      title={titleOf(t.repair, row)}
      open={row !== null}
      onClose={onClose}
      toInput={({ repairer, method }: { repairer: string; method: string }) => ({ repairer, method })}
      onDone={onDone}
    >
      <Form.Item name="repairer" label={t.repairer} rules={required}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="method" label={t.method} rules={required}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

/** 修复验收 (6.3-3), by two of the archive. */
export function AcceptForm({ row, onClose, onDone }: RowFormProps) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={damageAccept}
      subject={row?.id ?? null}
      {...(row !== null && { version: row.version })}
      title={titleOf(t.accept, row)}
      open={row !== null}
      onClose={onClose}
      toInput={({ result, photos = [], photoSource }: Photographed & { result: string }) => ({
        ...{ result, photos, photoSource: photoSource ?? null },
      })}
      onDone={onDone}
    >
      <Form.Item name="result" label={t.result} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
      <PhotoFields required />
    </FormDrawer>
  );
}

/** 找到. */
export function Found({ row, onDone }: { row: DamageRow; onDone: () => void }) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={damageFound}
      subject={row.id}
      version={row.version}
      toInput={({ note }: { note: string }) => ({ note })}
      question={t.foundQuestion}
      fields={
        <Form.Item name="note" label={t.foundNote} rules={[{ required: true, whitespace: true, message: s.required }]}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      }
      button={{ type: 'link', size: 'small' }}
      onDone={onDone}
      onReload={onDone}
    >
      {t.found}
    </ConfirmAct>
  );
}
