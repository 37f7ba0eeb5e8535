import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { type haltList, haltRelease, haltReport, haltSurrender } from '../rules/api/sweeps.ts';
import { outcomeNames } from '../rules/work.ts';
import { useScans } from './scans.tsx';
import { strings } from './strings.ts';

type Find = RowOf<typeof haltList>;

interface Reported {
  code: string;
  page: string;
  mark: string;
}

/** 涉密停工 (6.5-1): where and which, nothing of the content. */
export function HaltForm({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  return (
    <FormDrawer
      decl={haltReport}
      open={open}
      onClose={onClose}
      toInput={({ code, page, mark }: Reported) => ({ code, page, mark })}
      onDone={onDone}
    >
      <HaltFields open={open} />
    </FormDrawer>
  );
}

function HaltFields({ open }: { open: boolean }) {
  const s = useStrings(strings);
  const form = Form.useFormInstance<Partial<Reported>>();
  useScans(open, async (code) => {
    form.setFieldValue('code', code);
    await form.validateFields(['code']);
    return { code, note: '' };
  });
  const required = [{ required: true, whitespace: true, message: s.required }];
  return (
    <>
      <Form.Item name="code" label={s.code} rules={required}>
        <Input className="sc-num" maxLength={120} autoComplete="off" />
      </Form.Item>
      <Form.Item name="page" label={s.haltPage} rules={required}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="mark" label={s.mark} rules={required}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
    </>
  );
}

function Basis({ label }: { label: string }) {
  const s = useStrings(strings);
  return (
    <Form.Item name="basis" label={label} rules={[{ required: true, whitespace: true, message: s.required }]}>
      <Input.TextArea rows={2} maxLength={300} />
    </Form.Item>
  );
}

interface Released {
  outcome: 'false-alarm' | 'declassified';
  basis: string;
}

export function Release({ find, onDone }: { find: Find; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <ConfirmAct
      decl={haltRelease}
      subject={find.id}
      version={find.version}
      toInput={({ outcome, basis }: Released) => ({ outcome, basis })}
      question={s.releaseQuestion}
      initial={{ outcome: 'false-alarm' }}
      fields={
        <>
          <RadioField
            name="outcome"
            label={s.outcome}
            options={(['false-alarm', 'declassified'] as const).map((value) => ({
              value,
              label: words(outcomeNames[value]),
            }))}
          />
          <Basis label={s.basisOf} />
        </>
      }
      button={{ type: 'link', size: 'small' }}
      onDone={onDone}
      onReload={onDone}
    >
      {s.release}
    </ConfirmAct>
  );
}

export function Surrender({ find, onDone }: { find: Find; onDone: () => void }) {
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={haltSurrender}
      subject={find.id}
      version={find.version}
      toInput={({ basis }: { basis: string }) => ({ basis })}
      question={s.surrenderQuestion}
      fields={<Basis label={s.circumstances} />}
      button={{ type: 'link', size: 'small', danger: true }}
      onDone={onDone}
      onReload={onDone}
    >
      {s.surrender}
    </ConfirmAct>
  );
}
