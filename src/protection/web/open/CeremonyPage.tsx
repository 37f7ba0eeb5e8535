import { useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf, SentOf } from '#/base/rules/declare.ts';
import { Alert, Button, Form, Input, Select, Steps } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useLanguage, useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert, placeFieldErrors } from '#/base/web/ProblemAlert.tsx';
import { RemoteRefusal } from '#/base/web/client.ts';
import { useClient } from '#/base/web/query.tsx';
import type { Problem } from '#/base/rules/refusal.ts';
import { ceremonyOpen } from '../../rules/api/session.ts';
import { CeremonyDone } from './CeremonyDone.tsx';
import { NewPassword } from './NewPassword.tsx';
import { OpenCard } from './OpenCard.tsx';
import { strings } from './strings.ts';

const offices = ['administrator', 'securityOfficer', 'auditor'] as const;
type Sent = SentOf<typeof ceremonyOpen>;

interface Values extends Omit<Sent, 'officers'> {
  officers: Record<(typeof offices)[number], { name: string; idNumber: string; username: string; password: string }>;
}

const required = [{ required: true, message: '' }];

/** 启用仪式 (5.6-8): the archive department and its three officers, once. */
export function CeremonyPage() {
  const s = useStrings(strings).ceremony;
  const { language } = useLanguage();
  const client = useClient();
  const [form] = Form.useForm<Values>();
  const [step, setStep] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [done, setDone] = useState<OutputOf<typeof ceremonyOpen> | null>(null);

  const open = async (): Promise<void> => {
    await form.validateFields();
    const { officers, ...site } = form.getFieldsValue(true) as Values;
    const plain = ({ name, idNumber, username, password }: Values['officers']['auditor']) => ({
      name,
      idNumber,
      username,
      password,
    });
    setBusy(true);
    setProblem(null);
    try {
      const input = {
        ...site,
        officers: {
          administrator: plain(officers.administrator),
          securityOfficer: plain(officers.securityOfficer),
          auditor: plain(officers.auditor),
        },
      };
      setDone(await client.visit(ceremonyOpen, input));
      setStep(2);
    } catch (error) {
      if (!(error instanceof RemoteRefusal)) throw error;
      if (/setupCode|archiveName|timeZone|suite/.test(`${error.problem.field ?? ''}${error.problem.code}`)) setStep(0);
      setProblem({ ...error.problem, errors: placeFieldErrors(form, error.problem, language) });
    } finally {
      setBusy(false);
    }
  };
  const next = (): void => {
    void form.validateFields(['setupCode', 'archiveName', 'timeZone', 'suite']).then(() => setStep(1));
  };

  return (
    <OpenCard title={s.title} wide>
      <Steps size="small" current={step} items={s.steps.map((title) => ({ title }))} className="sc-open-steps" />
      {done === null ? (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ timeZone: 'Asia/Shanghai', suite: 'intl' }}
          onFinish={() => (step === 0 ? next() : void open().catch(() => undefined))}
          disabled={busy}
        >
          <ProblemAlert problem={problem} />
          {problem?.code === 'already-opened' && <Link to="/login">{s.toLogin}</Link>}
          <SiteFields hidden={step !== 0} />
          <OfficerFields hidden={step !== 1} />
          <div className="sc-open-foot">
            {step === 1 && <Button onClick={() => setStep(0)}>{s.back}</Button>}
            <Button type="primary" htmlType="submit" loading={busy}>
              {step === 0 ? s.next : s.open}
            </Button>
          </div>
        </Form>
      ) : (
        <CeremonyDone done={done} />
      )}
    </OpenCard>
  );
}

function SiteFields({ hidden }: { hidden: boolean }) {
  const s = useStrings(strings).ceremony;
  const zones = ['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Hong_Kong', 'Asia/Taipei', 'UTC'];
  return (
    <div hidden={hidden}>
      <p className="sc-faint">{s.lead}</p>
      <Form.Item name="setupCode" label={s.setupCode} extra={s.setupCodeHint} rules={required}>
        <Input autoFocus autoComplete="off" spellCheck={false} maxLength={64} />
      </Form.Item>
      <Form.Item name="archiveName" label={s.archiveName} rules={required}>
        <Input maxLength={100} autoComplete="organization" />
      </Form.Item>
      <div className="sc-open-two">
        <Form.Item name="timeZone" label={s.timeZone} extra={s.suiteHint} rules={required}>
          <Select options={zones.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <RadioField
          name="suite"
          label={s.suite}
          extra={s.suiteHint}
          rules={required}
          options={(['intl', 'gm'] as const).map((value) => ({ value, label: s.suites[value] }))}
        />
      </div>
    </div>
  );
}

function OfficerFields({ hidden }: { hidden: boolean }) {
  const { ceremony: s, change } = useStrings(strings);
  const { rule } = change;
  // Mounted only when shown: fields of a hidden step must not be demanded.
  if (hidden) return null;
  return (
    <>
      <Alert type="info" showIcon title={s.three} description={rule} className="sc-warnings" />
      <div className="sc-open-three">
        {offices.map((office, index) => (
          <fieldset key={office}>
            <legend>{s.offices[office].name}</legend>
            <p className="sc-faint sc-small">{s.offices[office].duty}</p>
            <Form.Item name={['officers', office, 'name']} label={s.person.name} rules={required}>
              <Input autoFocus={index === 0} autoComplete="off" maxLength={50} />
            </Form.Item>
            <Form.Item name={['officers', office, 'idNumber']} label={s.person.idNumber} rules={required}>
              <Input autoComplete="off" maxLength={40} spellCheck={false} />
            </Form.Item>
            <Form.Item name={['officers', office, 'username']} label={s.person.username} rules={required}>
              <Input autoComplete="off" maxLength={32} spellCheck={false} />
            </Form.Item>
            <NewPassword name={['officers', office, 'password']} label={s.person.password} hint={false} />
          </fieldset>
        ))}
      </div>
    </>
  );
}
