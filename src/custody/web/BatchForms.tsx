import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Form, Input, InputNumber } from '#/base/web/antd.ts';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import {
  batchApprove,
  batchCancel,
  batchRequest,
  type batchShow,
  handoverOut,
  handoverReturn,
  planSet,
} from '../rules/api/batches.ts';
import { planBreachNames } from '../rules/handover.ts';
import { CodesField, linesOf } from './CodeFields.tsx';
import { strings } from './strings.ts';

export type Batch = OutputOf<typeof batchShow>;

interface Planned {
  startsOn: string;
  endsOn: string;
  mostTotal: number;
  mostAtOnce: number;
  disinfectAfterDays: number;
  remark?: string;
}

/** 调档计划 (6.2-1). */
export function PlanForm({ projectId, open, onClose }: { projectId: string; open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={planSet}
      subject={projectId}
      open={open}
      onClose={onClose}
      initial={{ disinfectAfterDays: 30 }}
      toInput={({ startsOn, endsOn, mostTotal, mostAtOnce, disinfectAfterDays, remark = '' }: Planned) => ({
        ...{ startsOn, endsOn, mostTotal, mostAtOnce, disinfectAfterDays, remark },
      })}
    >
      <div className="sc-form-pair">
        <Form.Item name="startsOn" label={s.planStarts} rules={required}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="endsOn" label={s.planEnds} rules={required}>
          <DayPicker />
        </Form.Item>
        <Form.Item name="mostTotal" label={s.mostTotal} rules={required}>
          <InputNumber min={1} precision={0} className="sc-grow" />
        </Form.Item>
        <Form.Item name="mostAtOnce" label={s.mostAtOnce} rules={required}>
          <InputNumber min={1} precision={0} className="sc-grow" />
        </Form.Item>
        <Form.Item name="disinfectAfterDays" label={s.disinfectAfter} rules={required}>
          <InputNumber min={1} max={3650} precision={0} className="sc-grow" />
        </Form.Item>
      </div>
      <Form.Item name="remark" label={s.remark}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

/** 申请调档: codes typed, pasted or scanned. */
export function RequestForm({
  projectId,
  open,
  onClose,
  onDone,
}: {
  projectId: string;
  open: boolean;
  onClose: () => void;
  onDone: (batchId: string) => void;
}) {
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={batchRequest}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={600}
      toInput={({ name, codes, remark = '' }: { name: string; codes: string; remark?: string }) => ({
        ...{ name, codes: linesOf(codes), remark },
      })}
      onDone={({ batchId }) => onDone(batchId)}
    >
      <Form.Item name="name" label={s.batchName} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <CodesField open={open} />
      <Form.Item name="remark" label={s.remark}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

export function Approve({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const breaches = batch.breaches.map((one) => words(planBreachNames[one])).join(' · ');
  return (
    <ConfirmAct
      decl={batchApprove}
      subject={batch.id}
      version={batch.version}
      toInput={({ overReason = '' }: { overReason?: string }) => ({ overReason })}
      question={s.approveQuestion}
      fields={
        batch.breaches.length > 0 && (
          <>
            <Alert type="warning" showIcon title={s.breaches(breaches)} className="sc-warnings" />
            <Form.Item
              name="overReason"
              label={s.overReason}
              rules={[{ required: true, whitespace: true, message: s.required }]}
            >
              <Input maxLength={300} autoComplete="off" />
            </Form.Item>
          </>
        )
      }
      button={{ type: 'primary' }}
      onDone={onDone}
      onReload={onDone}
    >
      {s.approve}
    </ConfirmAct>
  );
}

export function Cancel({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={batchCancel}
      subject={batch.id}
      version={batch.version}
      toInput={reasonOf}
      question={s.cancelQuestion}
      fields={<ReasonField />}
      button={{ danger: true }}
      onDone={onDone}
      onReload={onDone}
    >
      {s.cancel}
    </ConfirmAct>
  );
}

/** What a handover list says of its originals in words (6.2-4). */
export function HandoverFields() {
  const s = useStrings(strings);
  return (
    <>
      <Form.Item
        name="content"
        label={s.content}
        extra={s.contentNote}
        rules={[{ required: true, whitespace: true, message: s.required }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="remark" label={s.remark}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  );
}

/** 交接: the other side agrees with its own factor. */
export function HandoverForm({
  batch,
  open,
  onClose,
  onDone,
}: {
  batch: Batch;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const toInput = ({ content, remark = '' }: { content: string; remark?: string }) => ({ content, remark });
  const shared = { subject: batch.id, open, onClose, toInput, onDone };
  return batch.direction === 'return' ? (
    <FormDrawer {...shared} decl={handoverReturn}>
      <HandoverFields />
    </FormDrawer>
  ) : (
    <FormDrawer {...shared} decl={handoverOut}>
      <HandoverFields />
    </FormDrawer>
  );
}
