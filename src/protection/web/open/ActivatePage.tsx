import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Button, Form, Input, Result } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { accountActivate, terminalEnrol } from '../../rules/api/session.ts';
import { NewPassword } from './NewPassword.tsx';
import { OpenCard } from './OpenCard.tsx';
import { strings } from './strings.ts';
import { useVisit } from './use-visit.ts';

interface Values {
  username: string;
  activationCode: string;
  newPassword: string;
}

/** 启用账号: the one-time code of the printed slip becomes the person's own password. */
export function ActivatePage() {
  const all = useStrings(strings);
  const s = all.activate;
  const door = useVisit(accountActivate);
  const [done, setDone] = useState(false);
  const submit = async ({ username, activationCode, newPassword }: Values): Promise<void> => {
    if ((await door.run({ username, activationCode, newPassword })) !== null) setDone(true);
  };
  if (done) return <DoneCard title={s.title} text={s.done} link={s.toLogin} />;
  return (
    <OpenCard title={s.title}>
      <p className="sc-faint">{s.note}</p>
      <Form layout="vertical" requiredMark={false} onFinish={(values: Values) => void submit(values)}>
        <ProblemAlert problem={door.problem} />
        <Form.Item name="username" label={all.login.username} rules={[{ required: true, message: '' }]}>
          <Input autoFocus autoComplete="username" maxLength={32} spellCheck={false} />
        </Form.Item>
        <Form.Item name="activationCode" label={s.code} rules={[{ required: true, message: '' }]}>
          <Input autoComplete="off" maxLength={64} spellCheck={false} />
        </Form.Item>
        <NewPassword name="newPassword" />
        <Button type="primary" htmlType="submit" block loading={door.busy}>
          {s.submit}
        </Button>
      </Form>
      <p className="sc-open-links">
        <Link to="/login">{s.toLogin}</Link>
      </p>
    </OpenCard>
  );
}

/** 终端注册 (5.5-2): the code that the security officer got for this machine. */
export function EnrolPage() {
  const s = useStrings(strings).enrol;
  const door = useVisit(terminalEnrol);
  const [name, setName] = useState<string | null>(null);
  const submit = async ({ code }: { code: string }): Promise<void> => {
    const answer = await door.run({ code });
    if (answer !== null) setName(answer.terminal.name);
  };
  if (name !== null) return <DoneCard title={s.title} text={s.done(name)} link={s.toLogin} />;
  return (
    <OpenCard title={s.title}>
      <p className="sc-faint">{s.note}</p>
      <Form layout="vertical" requiredMark={false} onFinish={(values: { code: string }) => void submit(values)}>
        <ProblemAlert problem={door.problem} />
        <Form.Item name="code" label={s.code} rules={[{ required: true, message: '' }]}>
          <Input autoFocus autoComplete="off" maxLength={64} spellCheck={false} size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={door.busy}>
          {s.submit}
        </Button>
      </Form>
      <p className="sc-open-links">
        <Link to="/login">{s.toLogin}</Link>
      </p>
    </OpenCard>
  );
}

function DoneCard({ title, text, link }: { title: string; text: string; link: string }) {
  const navigate = useNavigate();
  return (
    <OpenCard title={title}>
      <Result
        status="success"
        title={text}
        extra={
          <Button type="primary" autoFocus onClick={() => void navigate('/login')}>
            {link}
          </Button>
        }
      />
    </OpenCard>
  );
}
