import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Problem } from '#/base/rules/refusal.ts';
import { Form, Input, Segmented, Skeleton, type InputRef } from './antd.ts';
import { problemOf, RemoteRefusal, trouble } from './client.ts';
import { useStrings } from './locale.tsx';
import { Modal } from './Modal.tsx';
import { ProblemAlert } from './ProblemAlert.tsx';
import { strings } from './strings.ts';

export type StepUpFactor = 'password' | 'fob' | 'card' | 'webauthn' | 'certificate';
export interface StepUpProof {
  factor: StepUpFactor;
  code?: string | undefined;
  webauthn?: Record<string, unknown> | undefined;
}
export interface StepUpOptions {
  factors: readonly StepUpFactor[];
  webauthn: Record<string, unknown> | null;
}

/** Joins the client, which asks, with the dialog, which answers. */
export interface StepUpGate {
  ask: () => Promise<boolean>;
  listen: (open: (answer: (proved: boolean) => void) => void) => () => void;
}

export function createStepUpGate(): StepUpGate {
  let opener: ((answer: (proved: boolean) => void) => void) | null = null;
  return {
    // Without a dialog on screen nobody can prove anything.
    ask: () => (opener === null ? Promise.resolve(false) : new Promise((answer) => opener?.(answer))),
    listen: (open) => {
      opener = open;
      return () => {
        opener = null;
      };
    },
  };
}

export interface StepUpDialogProps {
  gate: StepUpGate;
  options: () => Promise<StepUpOptions>;
  prove: (proof: StepUpProof) => Promise<unknown>;
}

interface Asking {
  open: boolean;
  /** Null while the server is asked what this person has. */
  offered: StepUpOptions | null;
  busy: boolean;
  problem: Problem | null;
  submit: (factor: StepUpFactor, code: string) => Promise<void>;
  cancel: () => void;
}

function useAsking({ gate, options, prove }: StepUpDialogProps): Asking {
  const answer = useRef<((proved: boolean) => void) | null>(null);
  const [open, setOpen] = useState(false);
  const [offered, setOffered] = useState<StepUpOptions | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = useRef(options);
  useEffect(() => {
    load.current = options;
  });
  useEffect(
    () =>
      gate.listen((reply) => {
        answer.current = reply;
        setOpen(true);
        setOffered(null);
        setProblem(null);
        load
          .current()
          .then(setOffered)
          .catch((error: unknown) => setProblem(problemOf(error)));
      }),
    [gate],
  );
  const close = (proved: boolean): void => {
    setOpen(false);
    answer.current?.(proved);
    answer.current = null;
  };
  const submit = async (factor: StepUpFactor, code: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await prove(await proofOf(factor, code, offered));
      close(true);
    } catch (error) {
      const found = problemOf(error);
      setProblem(found);
      // The login page is coming: nothing is left to prove.
      if (found.code === 'session-expired') close(false);
    } finally {
      setBusy(false);
    }
  };
  return { open, offered, busy, problem, submit, cancel: () => close(false) };
}

const isTyped = (factor: StepUpFactor): factor is 'password' | 'fob' | 'card' =>
  factor === 'password' || factor === 'fob' || factor === 'card';

/** Asks for the second factor again, in front of whatever was being done. */
export function StepUpDialog(props: StepUpDialogProps) {
  const s = useStrings(strings);
  const asking = useAsking(props);
  const { open, offered, busy, problem } = asking;
  const input = useRef<InputRef>(null);
  const [chosen, setChosen] = useState<StepUpFactor | null>(null);
  const [code, setCode] = useState('');
  const factors = offered === null || offered.factors.length === 0 ? (['password'] as const) : offered.factors;
  const factor = factors.find((one) => one === chosen) ?? factors[0] ?? 'password';
  useEffect(() => {
    // A code works once: after a refusal, and for the next question, it is typed anew.
    setCode('');
    if (offered !== null) input.current?.focus();
  }, [open, offered, problem]);
  const submit = (): void => void asking.submit(factor, code.trim());
  return (
    <Modal
      open={open}
      title={s.stepUp.title}
      okText={s.stepUp.prove}
      cancelText={s.act.cancel}
      confirmLoading={busy}
      okButtonProps={{ disabled: offered === null || (isTyped(factor) && code.trim() === '') }}
      mask={{ closable: false }}
      zIndex={1500}
      width={440}
      onOk={submit}
      onCancel={asking.cancel}
      afterOpenChange={(now) => {
        if (now) input.current?.focus();
      }}
    >
      <p>{s.stepUp.explain}</p>
      <ProblemAlert problem={problem} />
      {offered === null ? (
        problem === null && <Skeleton active paragraph={{ rows: 1 }} />
      ) : (
        <Form layout="vertical" onFinish={submit}>
          {factors.length > 1 && (
            <Form.Item label={s.stepUp.factor}>
              <Segmented
                block
                value={factor}
                onChange={setChosen}
                options={factors.map((value) => ({ value, label: s.stepUp.factors[value] }))}
              />
            </Form.Item>
          )}
          <CodeField factor={factor} code={code} onChange={setCode} field={input} />
          <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        </Form>
      )}
    </Modal>
  );
}

interface CodeFieldProps {
  factor: StepUpFactor;
  code: string;
  onChange: (code: string) => void;
  field: RefObject<InputRef | null>;
}

function CodeField({ factor, code, onChange, field }: CodeFieldProps) {
  const s = useStrings(strings);
  if (!isTyped(factor))
    return <p className="sc-faint">{factor === 'webauthn' ? s.stepUp.key : s.stepUp.certificate}</p>;
  const password = factor === 'password';
  return (
    <Form.Item label={s.stepUp.code[factor]} htmlFor="sc-step-up" required>
      <Input
        ref={field}
        id="sc-step-up"
        type={password ? 'password' : 'text'}
        inputMode={password ? 'text' : 'numeric'}
        autoComplete={password ? 'current-password' : 'one-time-code'}
        value={code}
        maxLength={256}
        onChange={(event) => onChange(event.target.value)}
      />
    </Form.Item>
  );
}

async function proofOf(factor: StepUpFactor, code: string, offered: StepUpOptions | null): Promise<StepUpProof> {
  if (factor === 'certificate') return { factor };
  if (factor !== 'webauthn') return { factor, code };
  const optionsJSON = (offered?.webauthn ?? {}) as unknown as PublicKeyCredentialRequestOptionsJSON;
  try {
    return { factor, webauthn: { ...(await startAuthentication({ optionsJSON })) } };
  } catch {
    // The browser says only that it was cancelled or timed out, in its own language.
    throw new RemoteRefusal(trouble('key-failed', 401));
  }
}
