import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { useEffect, useState } from 'react';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Alert, Button, Form, Input, Segmented } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { returnPath } from '#/base/web/Page.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { ceremonyStatus, type factorKinds, loginPassword, loginSecondFactor } from '../../rules/api/session.ts';
import { OpenCard } from './OpenCard.tsx';
import { strings } from './strings.ts';
import { useVisit } from './use-visit.ts';

type Factor = (typeof factorKinds)[number];
type FirstStep = OutputOf<typeof loginPassword>;

/** 登录: password, then the second factor that the person brings; a line worker's is the terminal. */
export function LoginPage() {
  const status = useVisit(ceremonyStatus);
  const [opened, setOpened] = useState<boolean | null>(null);
  const [step, setStep] = useState<FirstStep | null>(null);
  const s = useStrings(strings).login;
  const { run } = status;
  useEffect(() => {
    void run({}).then((answer) => setOpened(answer?.opened ?? null));
    // Once: the answer changes only by the ceremony, which leads here itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  if (opened === false) return <Navigate to="/ceremony" replace />;
  return (
    <OpenCard title={s.title}>
      <ProblemAlert problem={status.problem} />
      {step === null ? <PasswordStep onNext={setStep} /> : <FactorStep step={step} onBack={() => setStep(null)} />}
      <p className="sc-faint sc-small">{s.watch}</p>
      {step === null && (
        <p className="sc-open-links">
          <Link to="/activate">{s.activate}</Link>
          <span>
            {s.unenrolled} <Link to="/enrol">{s.enrol}</Link>
          </span>
        </p>
      )}
    </OpenCard>
  );
}

/** Where a signed-in person goes on: what he was about to do, or the page that demands a new password. */
function useArrive(): (next: 'signedIn' | 'changePassword') => void {
  const navigate = useNavigate();
  const { search } = useLocation();
  return (next) => void navigate(next === 'changePassword' ? '/password' : returnPath(search), { replace: true });
}

function PasswordStep({ onNext }: { onNext: (step: FirstStep) => void }) {
  const s = useStrings(strings).login;
  const door = useVisit(loginPassword);
  const arrive = useArrive();
  const submit = async (values: { username: string; password: string }): Promise<void> => {
    const step = await door.run(values);
    if (step === null) return;
    if (step.next === 'secondFactor') onNext(step);
    else arrive(step.next);
  };
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(values: { username: string; password: string }) => void submit(values)}
    >
      <ProblemAlert problem={door.problem} />
      <Form.Item name="username" label={s.username} rules={[{ required: true, message: '' }]}>
        <Input autoFocus autoComplete="username" maxLength={32} size="large" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={s.password} rules={[{ required: true, message: '' }]}>
        <Input.Password autoComplete="current-password" maxLength={256} size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={door.busy}>
        {s.next}
      </Button>
    </Form>
  );
}

function FactorStep({ step, onBack }: { step: FirstStep; onBack: () => void }) {
  const s = useStrings(strings).login;
  const door = useVisit(loginSecondFactor);
  const arrive = useArrive();
  const [factor, setFactor] = useState<Factor>(step.factors[0] ?? 'card');
  const [silent, setSilent] = useState(false);
  const typed = factor === 'fob' || factor === 'card';
  const submit = async ({ code }: { code?: string }): Promise<void> => {
    setSilent(false);
    const webauthn = factor === 'webauthn' ? await askKey(step) : undefined;
    if (webauthn === null) return setSilent(true);
    const challenge = step.challenge ?? '';
    const done = await door.run({
      challenge,
      factor,
      ...(typed && { code: code ?? '' }),
      ...(webauthn && { webauthn }),
    });
    if (done !== null) arrive(done.next);
  };
  return (
    <Form
      key={factor}
      layout="vertical"
      requiredMark={false}
      onFinish={(values: { code?: string }) => void submit(values)}
    >
      <ProblemAlert problem={door.problem} />
      {silent && <Alert type="warning" showIcon role="alert" title={s.keyCancelled} className="sc-problem" />}
      {step.factors.length > 1 && (
        <Form.Item label={s.second}>
          <Segmented
            block
            value={factor}
            onChange={(next) => setFactor(next)}
            options={step.factors.map((value) => ({ value, label: s.factors[value] }))}
          />
        </Form.Item>
      )}
      {typed ? (
        <Form.Item
          name="code"
          label={s.code[factor]}
          extra={factor === 'card' ? s.cardHint : undefined}
          rules={[{ required: true, message: '' }]}
        >
          <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={12} size="large" />
        </Form.Item>
      ) : (
        <p>{factor === 'webauthn' ? s.key : s.certificate}</p>
      )}
      <Button type="primary" htmlType="submit" block size="large" loading={door.busy} autoFocus={!typed}>
        {s.prove}
      </Button>
      <Button type="link" block onClick={onBack}>
        {s.back}
      </Button>
    </Form>
  );
}

/** Null when the person or the key gave up. */
async function askKey(step: FirstStep): Promise<Record<string, unknown> | null> {
  try {
    const optionsJSON = (step.webauthn ?? {}) as unknown as PublicKeyCredentialRequestOptionsJSON;
    return { ...(await startAuthentication({ optionsJSON })) };
  } catch {
    return null;
  }
}
