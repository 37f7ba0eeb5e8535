import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { useState } from 'react';
import type { Problem } from '#/base/rules/refusal.ts';
import { Alert, App, Button, Card, Form, Input } from '#/base/web/antd.ts';
import { problemOf } from '#/base/web/client.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct, useClient } from '#/base/web/query.tsx';
import { factorKeyOptions, factorRegisterKey } from '../../rules/api/people.ts';
import { strings } from './strings.ts';

/** 登记安全密钥: by the person himself, at a terminal whose port is a registered exception (5.2-1). */
export function KeyCard() {
  const s = useStrings(strings).key;
  const client = useClient();
  const act = useAct(factorRegisterKey);
  const { message } = App.useApp();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [silent, setSilent] = useState(false);
  const [busy, setBusy] = useState(false);

  const register = async (label: string): Promise<void> => {
    const { options } = await client.read(factorKeyOptions, {});
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    const made = await startRegistration({ optionsJSON }).catch(() => null);
    if (made === null) return setSilent(true);
    const done = await act.run({ input: { label, webauthn: { ...made } } });
    if (done !== null) void message.success(s.done);
  };
  const submit = async ({ label }: { label: string }): Promise<void> => {
    setBusy(true);
    setSilent(false);
    setProblem(null);
    await register(label).catch((error: unknown) => setProblem(problemOf(error)));
    setBusy(false);
  };
  return (
    <Card className="sc-open-card" title={s.title}>
      <p className="sc-faint">{s.note}</p>
      <ProblemAlert problem={problem ?? act.problem} />
      {silent && <Alert type="warning" showIcon role="alert" title={s.silent} className="sc-problem" />}
      <Form layout="vertical" requiredMark={false} onFinish={(values: { label: string }) => void submit(values)}>
        <Form.Item name="label" label={s.label} rules={[{ required: true, message: '' }]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit" loading={busy}>
          {s.submit}
        </Button>
      </Form>
    </Card>
  );
}
