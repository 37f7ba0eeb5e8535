import { FormDrawer } from '#/base/web/ActForm.tsx';
import { App, Button, Form, Input } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { playbackCheckEnter } from '../../rules/api/playback.ts';
import type { Period } from '../../rules/retention.ts';
import { MomentField } from './MomentField.tsx';
import { strings } from './strings.ts';

interface Values {
  from: string;
  to: string;
  seen: { from?: string; to?: string }[];
  inOrder: boolean;
  findings: string;
  failure?: { owner: string; dueOn: string };
  stills?: string[];
}

interface Props {
  open: boolean;
  camera: { id: string; code: string };
  period: Period;
  /** What was watched just now: it is filled in already. */
  seen: readonly Period[];
  onClose: () => void;
}

const iso = (at: number): string => new Date(at).toISOString();
/** To the second, as everything about footage. */
const whole = ({ from, to }: Period) => ({
  from: iso(Math.round(from / 1_000) * 1_000),
  to: iso(Math.round(to / 1_000) * 1_000),
});

/** 登记回放检查: which period it vouches for, what of it was seen, what was found (4.3-7, 4.3-8). */
export function PlaybackCheckForm({ open, camera, period, seen, onClose }: Props) {
  const s = useStrings(strings);
  const { notification } = App.useApp();
  const watched = seen.map(whole).filter(({ from, to }) => to > from);
  const now = Date.now();
  return (
    <FormDrawer
      decl={playbackCheckEnter}
      subject={camera.id}
      open={open}
      onClose={onClose}
      size={760}
      initial={{
        from: iso(period.from),
        to: iso(Math.min(period.to, Math.floor(now / 1_000) * 1_000)),
        seen: watched.length > 0 ? watched : [{}],
        inOrder: true,
        findings: s.inOrder,
      }}
      toInput={({ from, to, seen: ranges, findings, inOrder, failure, stills }: Values) => ({
        ...{ from, to, findings, stills: stills ?? [] },
        seen: ranges.map((range) => ({ from: range.from ?? '', to: range.to ?? '' })),
        failure: inOrder ? null : (failure ?? null),
      })}
      onDone={({ issue }) => {
        if (issue !== null) notification.info({ title: s.issueOpened, description: issue, duration: 10 });
      }}
    >
      <h3 className="sc-form-head">{`${s.camera} ${camera.code}`}</h3>
      <div className="sc-form-pair">
        <MomentField name="from" label={`${s.period} ${s.from}`} />
        <MomentField name="to" label={`${s.period} ${s.to}`} />
      </div>
      <p className="sc-faint sc-small">{s.periodNote}</p>
      <Ranges />
      <Findings />
      <AttachmentsField name="stills" label={s.stills} purpose="patrol" max={20} />
    </FormDrawer>
  );
}

function Ranges() {
  const s = useStrings(strings);
  return (
    <fieldset className="sc-ranges">
      <legend>{s.seenRanges}</legend>
      <Form.List name="seen">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="sc-range-row">
                <MomentField name={[name, 'from']} label={s.from} />
                <MomentField name={[name, 'to']} label={s.to} />
                <Button type="link" size="small" disabled={fields.length === 1} onClick={() => remove(name)}>
                  {s.removeRange}
                </Button>
              </div>
            ))}
            <Button size="small" onClick={() => add({})}>
              {s.addRange}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

function Findings() {
  const s = useStrings(strings);
  const failed = (Form.useWatch('inOrder') as boolean | undefined) === false;
  const required = [{ required: true, message: s.required }];
  return (
    <>
      <RadioField
        name="inOrder"
        label={s.result}
        rules={required}
        options={[
          { value: true, label: s.inOrder },
          { value: false, label: s.failed },
        ]}
      />
      <Form.Item name="findings" label={s.findings} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      {failed && (
        <div className="sc-form-pair">
          <Form.Item name={['failure', 'owner']} label={s.owner} rules={required}>
            <PersonSelect />
          </Form.Item>
          <Form.Item name={['failure', 'dueOn']} label={s.dueOn} rules={required}>
            <DayPicker />
          </Form.Item>
        </div>
      )}
    </>
  );
}
