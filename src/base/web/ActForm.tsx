/** A form that runs one act: its drawer (`FormDrawer`) and its button with a question (`ConfirmAct`). */
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { OutputOf, SentOf, WriteDecl } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { Alert, App, Button, Form, type ButtonProps, type FormInstance } from './antd.ts';
import { Drawer } from './Drawer.tsx';
import { focusFirstField } from './focus.ts';
import { LateEntryFields, lateOf, type LateValues } from './LateEntryFields.tsx';
import { useLanguage, useStrings, useWords } from './locale.tsx';
import { Modal } from './Modal.tsx';
import { forgetFieldErrors, placeFieldErrors, ProblemAlert } from './ProblemAlert.tsx';
import { useAct } from './query.tsx';
import { strings } from './strings.ts';

export interface ActFormOptions<D extends WriteDecl, V extends object> {
  decl: D;
  subject?: string | null;
  /** Version the page showed. */
  version?: number;
  /** Values of the form to the act's input. Field names are those of the input, so errors find them. */
  toInput: (values: V) => SentOf<D>;
  onDone?: (output: OutputOf<D>) => void;
  /** Fetches the subject again after a version conflict. */
  onReload?: () => void;
}

interface ActForm {
  form: FormInstance;
  submit: () => void;
  busy: boolean;
  uploading: boolean;
  setUploading: (busy: boolean) => void;
  problem: Problem | null;
  reset: () => void;
}

function useActForm<D extends WriteDecl, V extends object>(
  options: ActFormOptions<D, V>,
  open: boolean,
  close: () => void,
): ActForm {
  const { decl, subject = null, version, toInput, onDone } = options;
  const [form] = Form.useForm();
  const act = useAct(decl);
  const { message } = App.useApp();
  const { language } = useLanguage();
  const s = useStrings(strings);
  const words = useWords();
  const [uploading, setUploading] = useState(false);
  const [shown, setShown] = useState<Problem | null>(null);

  const run = async (): Promise<void> => {
    // Fields stay enabled meanwhile: a disabled one would lose the focus. The key must not send twice.
    // Nor may a click on a form that is on its way out, which would do it once more.
    if (act.busy || uploading || !open) return;
    let values: V & { late?: LateValues };
    try {
      values = (await form.validateFields()) as V & { late?: LateValues };
    } catch {
      return; // The fields say what is missing.
    }
    const late = lateOf(values.late);
    const outcome = await act.run({
      subject,
      input: toInput(values),
      ...(version !== undefined && { version }),
      ...(late !== undefined && { late }),
    });
    if (outcome === null) return;
    if (outcome.state === 'done') {
      void message.success(s.act.done(words(decl.label)));
      onDone?.(outcome.output);
    }
    close();
  };
  const { problem } = act;
  useEffect(() => {
    // Field errors move under their fields; what has no field stays in the alert.
    setShown(problem === null ? null : { ...problem, errors: placeFieldErrors(form, problem, language) });
  }, [problem, form, language]);
  return {
    form,
    submit: () => void run(),
    busy: act.busy,
    uploading,
    setUploading,
    problem: shown,
    reset: () => {
      act.clear();
      form.resetFields();
    },
  };
}

/** Ctrl+Enter submits, from a button of the form as well. Enter alone chooses a date or an option, and must not send a half-filled form. */
function submitKey(event: KeyboardEvent, submit: () => void): void {
  if (event.key !== 'Enter') return;
  if (event.ctrlKey) submit();
  if (event.ctrlKey || event.target instanceof HTMLInputElement) event.preventDefault();
}

/** What a person must know before he submits: second person, second factor. */
function Warnings({ decl }: { decl: WriteDecl }) {
  const s = useStrings(strings);
  const lines = [
    ...(decl.approval === undefined ? [] : [s.act.needsApproval]),
    ...(decl.stepUp === true ? [s.act.needsStepUp] : []),
  ];
  return lines.length === 0 ? null : <Alert type="info" showIcon title={lines.join(' ')} className="sc-warnings" />;
}

const mayBeLate = (decl: WriteDecl): boolean => decl.kind === 'act' && decl.late !== undefined;

export interface FormDrawerProps<D extends WriteDecl, V extends object> extends ActFormOptions<D, V> {
  open: boolean;
  onClose: () => void;
  title?: string;
  initial?: Partial<V>;
  children: ReactNode;
  size?: number;
}

/** A drawer with the form of an act; closes when the act is done or waits for a second person. */
export function FormDrawer<D extends WriteDecl, V extends object>(props: FormDrawerProps<D, V>) {
  const { decl, open, onClose, title, initial, children, size = 520, onReload } = props;
  const s = useStrings(strings);
  const words = useWords();
  const own = useActForm(props, open, onClose);
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={title ?? words(decl.label)}
      size={size}
      mask={{ closable: false }}
      destroyOnHidden
      afterOpenChange={(now) => {
        if (now) focusFirstField(decl.name);
        else own.reset();
      }}
      footer={
        <div className="sc-drawer-foot">
          <Button onClick={onClose}>{s.act.cancel}</Button>
          <Button type="primary" loading={own.busy} disabled={own.uploading} onClick={own.submit}>
            {s.act.submit}
          </Button>
        </div>
      }
    >
      <Form
        form={own.form}
        name={decl.name}
        layout="vertical"
        preserve={false}
        initialValues={initial ?? {}}
        onValuesChange={(changed: object) => forgetFieldErrors(own.form, changed)}
        onKeyDown={(event) => submitKey(event, own.submit)}
      >
        <Warnings decl={decl} />
        <ProblemAlert problem={own.problem} onReload={onReload} />
        {children}
        {mayBeLate(decl) && <LateEntryFields onBusy={own.setUploading} />}
      </Form>
    </Drawer>
  );
}

export interface ConfirmActProps<D extends WriteDecl, V extends object> extends ActFormOptions<D, V> {
  /** The question, or what will happen. */
  question: ReactNode;
  /** Fields, when the act asks for a reason or note. */
  fields?: ReactNode;
  initial?: Partial<V>;
  button?: ButtonProps;
  /** Of the dialog, where the question holds a table. */
  width?: number;
  /** Words of the dialog's own button, when the act's do not say it. */
  confirm?: string;
  /** Words of the button; the act's label otherwise. */
  children?: ReactNode;
}

/** A button that asks before it runs an act. */
export function ConfirmAct<D extends WriteDecl, V extends object>(props: ConfirmActProps<D, V>) {
  const { decl, question, fields, initial, button, children, confirm, width = 520, onReload } = props;
  const s = useStrings(strings);
  const words = useWords();
  const [open, setOpen] = useState(false);
  const own = useActForm(props, open, () => setOpen(false));
  const what = typeof children === 'string' ? children : words(decl.label);
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {children ?? words(decl.label)}
      </Button>
      <Modal
        open={open}
        title={words(decl.label)}
        width={width}
        okText={confirm ?? s.act.confirm(what)}
        cancelText={s.act.cancel}
        confirmLoading={own.busy}
        mask={{ closable: false }}
        destroyOnHidden
        okButtonProps={{ danger: button?.danger === true, disabled: own.uploading }}
        onOk={own.submit}
        onCancel={() => setOpen(false)}
        afterOpenChange={(now) => {
          if (now) focusFirstField(decl.name);
        }}
        afterClose={own.reset}
      >
        <Form
          form={own.form}
          name={decl.name}
          layout="vertical"
          preserve={false}
          initialValues={initial ?? {}}
          onValuesChange={(changed: object) => forgetFieldErrors(own.form, changed)}
          onKeyDown={(event) => submitKey(event, own.submit)}
        >
          <Warnings decl={decl} />
          <ProblemAlert problem={own.problem} onReload={onReload} />
          <div className="sc-question">{question}</div>
          {fields}
          {mayBeLate(decl) && <LateEntryFields onBusy={own.setUploading} />}
        </Form>
      </Modal>
    </>
  );
}
