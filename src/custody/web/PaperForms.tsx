import { useState } from 'react';
import { isFormMark } from '#/base/rules/form-mark.ts';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { Button, Form, Input, InputNumber, Select, Space } from '#/base/web/antd.ts';
import { useBarcode } from '#/base/web/barcode.tsx';
import { DateTimePicker } from '#/base/web/DateTimePicker.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { Modal } from '#/base/web/Modal.tsx';
import { usePrint } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { TimeText } from '#/base/web/TimeText.tsx';
import { handoverDraft, handoverPaper, receiptSign, receiverList } from '../rules/api/paper.ts';
import { sideOf } from '../rules/handover.ts';
import { type Batch, HandoverFields } from './BatchForms.tsx';
import { paperStrings } from './paper-strings.ts';
import { strings } from './strings.ts';

/** 纸质交接 (6.2-3): printed, signed and sealed by both sides, entered by its code. */
export function PaperTools({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const t = useStrings(paperStrings);
  const permitted = usePermitted();
  const [open, setOpen] = useState<'draft' | 'signed' | null>(null);
  if (!permitted(handoverPaper.name)) return null;
  const close = (): void => setOpen(null);
  return (
    <>
      <Space wrap title={t.paperNote}>
        <Button onClick={() => setOpen('draft')}>{t.printDraft}</Button>
        <Button onClick={() => setOpen('signed')}>{t.enterSigned}</Button>
      </Space>
      <DraftForm batch={batch} open={open === 'draft'} onClose={close} />
      <SignedForm batch={batch} open={open === 'signed'} onClose={close} onDone={onDone} />
    </>
  );
}

interface Drafted {
  content: string;
  remark?: string;
  counterpart: string;
}

function DraftForm({ batch, open, onClose }: { batch: Batch; open: boolean; onClose: () => void }) {
  const t = useStrings(paperStrings);
  const s = useStrings(strings);
  const [form] = Form.useForm<Drafted>();
  const { data } = useView(receiverList, { subject: batch.id }, { enabled: open });
  const { print, busy, problem, preview } = usePrint(handoverDraft);
  const go = ({ content, remark = '', counterpart }: Drafted): void =>
    void print({ subject: batch.id, input: { content, remark, counterpart } });
  return (
    <>
      <Modal
        open={open}
        title={t.printDraft}
        onCancel={onClose}
        onOk={() => form.submit()}
        okText={t.printDraft}
        confirmLoading={busy}
        destroyOnHidden
      >
        <p className="sc-faint">{t.paperNote}</p>
        <ProblemAlert problem={problem} />
        <Form form={form} layout="vertical" onFinish={go}>
          <Form.Item
            name="counterpart"
            label={t.counterpart[batch.direction ?? 'out']}
            rules={[{ required: true, message: s.required }]}
          >
            <Select options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
          <HandoverFields />
        </Form>
      </Modal>
      {preview}
    </>
  );
}

interface Signed {
  mark: string;
  scans?: string[];
  signedAt: string;
}

function SignedForm({
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
  return (
    <FormDrawer
      decl={handoverPaper}
      subject={batch.id}
      open={open}
      onClose={onClose}
      toInput={({ mark, scans = [], signedAt }: Signed) => ({ mark, scanId: scans[0] ?? '', signedAt })}
      onDone={onDone}
    >
      <SignedFields open={open} />
    </FormDrawer>
  );
}

function SignedFields({ open }: { open: boolean }) {
  const t = useStrings(paperStrings);
  const s = useStrings(strings);
  const form = Form.useFormInstance<Partial<Signed>>();
  useBarcode(
    (code) => open && isFormMark(code),
    async (mark) => {
      form.setFieldValue('mark', mark);
      await form.validateFields(['mark']);
      return { right: true };
    },
  );
  return (
    <>
      <p className="sc-faint">{t.paperNote}</p>
      <Form.Item
        name="mark"
        label={t.mark}
        extra={t.markNote}
        rules={[{ required: true, whitespace: true, message: s.required }]}
      >
        <Input className="sc-num" maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="signedAt" label={t.signedAt} rules={[{ required: true, message: s.required }]}>
        <DateTimePicker />
      </Form.Item>
      <AttachmentsField name="scans" label={t.scan} purpose="handover" max={1} required missing={t.scanMissing} />
    </>
  );
}

type Handover = Batch['handovers'][number];

/** How a handover was closed, and who signed for the work. */
export function HandoverPaper({ paper }: { paper: Handover['paper'] }) {
  const t = useStrings(paperStrings);
  const s = useStrings(strings);
  const [open, setOpen] = useState<string | null>(null);
  if (paper === null) return s.none;
  return (
    <Space size={6} wrap>
      <TimeText at={paper.signedAt} />
      <span className="sc-faint">{t.checkedBy(paper.checkedBy.name)}</span>
      <Button type="link" size="small" onClick={() => setOpen(paper.scanId)}>
        {t.openScan}
      </Button>
      <AttachmentDrawer id={open} onClose={() => setOpen(null)} />
    </Space>
  );
}

export function Receipt({ handover, pages, onDone }: { handover: Handover; pages: number; onDone: () => void }) {
  const t = useStrings(paperStrings);
  const s = useStrings(strings);
  const permitted = usePermitted();
  const { roles } = useSession();
  const { receipt, direction } = handover;
  if (receipt !== null) return t.signedFor(receipt.by.name, receipt.pages);
  const mine = sideOf(roles) === (direction === 'out' ? 'vendor' : 'archive');
  if (!mine || !permitted(receiptSign.name)) return s.none;
  return (
    <ConfirmAct
      decl={receiptSign}
      subject={handover.id}
      toInput={(values: { pages: number; remark?: string }) => ({ pages: values.pages, remark: values.remark ?? '' })}
      question={t.receiptQuestion}
      initial={{ pages }}
      fields={
        <>
          <Form.Item name="pages" label={t.receiptPages} rules={[{ required: true, message: s.required }]}>
            <InputNumber min={0} precision={0} className="sc-grow" />
          </Form.Item>
          <Form.Item name="remark" label={s.remark}>
            <Input maxLength={300} autoComplete="off" />
          </Form.Item>
        </>
      }
      button={{ type: 'link', size: 'small' }}
      onDone={onDone}
    >
      {t.signReceipt}
    </ConfirmAct>
  );
}
