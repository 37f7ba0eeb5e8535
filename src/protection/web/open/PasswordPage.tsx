import { useNavigate } from 'react-router';
import { App, Button, Card, Form, Input } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { homePath } from '#/base/web/SideMenu.tsx';
import { factorRegisterKey } from '../../rules/api/people.ts';
import { passwordChange } from '../../rules/api/session.ts';
import { KeyCard } from './KeyCard.tsx';
import { NewPassword } from './NewPassword.tsx';
import { strings } from './strings.ts';

interface Values {
  current: string;
  next: string;
}

/** 修改口令: of one's own free will, or because it has lapsed. */
export function PasswordPage() {
  const s = useStrings(strings).change;
  const act = useAct(passwordChange);
  const permitted = usePermitted();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const submit = async ({ current, next }: Values): Promise<void> => {
    if ((await act.run({ input: { current, next } })) === null) return;
    void message.success(s.done);
    await navigate(homePath, { replace: true });
  };
  return (
    <>
      <PageHeader title={s.title} />
      <Card className="sc-open-card">
        <Form layout="vertical" requiredMark={false} onFinish={(values: Values) => void submit(values)}>
          <ProblemAlert problem={act.problem} />
          <Form.Item name="current" label={s.current} rules={[{ required: true, message: '' }]}>
            <Input.Password autoFocus autoComplete="current-password" maxLength={256} />
          </Form.Item>
          <NewPassword name="next" />
          <Button type="primary" htmlType="submit" loading={act.busy}>
            {s.submit}
          </Button>
        </Form>
      </Card>
      {permitted(factorRegisterKey.name) && <KeyCard />}
    </>
  );
}
