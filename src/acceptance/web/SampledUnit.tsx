import type { RefObject } from 'react';
import { Button, Form, Input, InputNumber, Select, Skeleton } from '#/base/web/antd.ts';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct, useView } from '#/base/web/query.tsx';
import { levelNames } from '#/description/rules/field.ts';
import { ImageFrame, ImagePane } from '#/imaging/web/door.ts';
import { defectAdd, sampleDefectWithdraw, sampleUnit } from '../rules/api/sampling.ts';
import { defectKindNames, defectKinds, type SampleDefectKind } from '../rules/sampling.ts';
import type { Unit } from './SamplePage.tsx';
import { strings } from './strings.ts';

interface Props {
  samplingId: string;
  unit: Unit;
  /** No verdict yet. */
  open: boolean;
  formRef: RefObject<HTMLDivElement | null>;
  onJudge: () => void;
}

/** Images beside what was described, and what somebody finds wrong. */
export function SampledUnit({ samplingId, unit, open, formRef, onJudge }: Props) {
  const s = useStrings(strings);
  if (unit.halted) return <p className="sc-empty">{s.halted}</p>;
  return (
    <>
      <ImageFrame label={s.images} tall>
        <ImagePane unitId={unit.unitId} mark={null} empty={s.noImages} />
      </ImageFrame>
      <section className="sc-card sc-pad sc-sample-side" aria-label={unit.code}>
        <Entries samplingId={samplingId} unitId={unit.unitId} />
        <Defects samplingId={samplingId} unit={unit} open={open} />
        {open && (
          <div ref={formRef}>
            <DefectForm samplingId={samplingId} unitId={unit.unitId} />
          </div>
        )}
        {open && (
          <Button type="primary" block danger={unit.defects.length > 0} onClick={onJudge}>
            {unit.defects.length > 0 ? s.judgeFail : s.judgePass}
          </Button>
        )}
      </section>
    </>
  );
}

function Entries({ samplingId, unitId }: { samplingId: string; unitId: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const { language } = useLanguage();
  const { data, problem } = useView(sampleUnit, { subject: samplingId, input: { unitId } });
  if (problem !== null) return <ProblemAlert problem={problem} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <div>
      <h3>{s.entries}</h3>
      {data.entries.map(({ code, level, values }) => (
        <div key={code} className="sc-sample-entry">
          <b className="sc-num">{code}</b> <span className="sc-faint">{words(levelNames[level])}</span>
          <dl className="sc-sample-values">
            {values.map((value) => (
              <div key={value.field}>
                <dt>{value[language]}</dt>
                <dd>{value.text}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}

function Defects({ samplingId, unit, open }: { samplingId: string; unit: Unit; open: boolean }) {
  const s = useStrings(strings);
  const words = useWords();
  const withdraw = useAct(sampleDefectWithdraw);
  return (
    <div>
      <h3>{s.defects}</h3>
      {unit.defects.length === 0 && <p className="sc-faint">{s.noDefects}</p>}
      <ul className="sc-sample-defects">
        {unit.defects.map(({ id, kind, page, note, by }) => (
          <li key={id}>
            <span>
              <b>{words(defectKindNames[kind])}</b>
              {page !== null && <span className="sc-num"> {page}</span>} {note}{' '}
              <span className="sc-faint">{by.name}</span>
            </span>
            {open && (
              <Button
                type="link"
                size="small"
                onClick={() => void withdraw.run({ subject: samplingId, input: { defectId: id } })}
              >
                {s.withdraw}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemAlert problem={withdraw.problem} />
    </div>
  );
}

interface DefectValues {
  kind: SampleDefectKind;
  page?: number | null;
  note: string;
}

function DefectForm({ samplingId, unitId }: { samplingId: string; unitId: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const [form] = Form.useForm<DefectValues>();
  const add = useAct(defectAdd);
  const send = async ({ kind, page, note }: DefectValues): Promise<void> => {
    const done = await add.run({ subject: samplingId, input: { unitId, kind, page: page ?? null, note } });
    if (done !== null) form.resetFields();
  };
  const required = [{ required: true, message: s.required }];
  return (
    <Form<DefectValues>
      form={form}
      name="acceptance.sample.defect"
      layout="vertical"
      initialValues={{ kind: 'image' }}
      onFinish={(values) => void send(values)}
    >
      <ProblemAlert problem={add.problem} />
      <div className="sc-form-pair">
        <Form.Item name="kind" label={s.kind} rules={required}>
          <Select options={defectKinds.map((value) => ({ value, label: words(defectKindNames[value]) }))} />
        </Form.Item>
        <Form.Item name="page" label={s.page}>
          <InputNumber min={1} precision={0} className="sc-grow" />
        </Form.Item>
      </div>
      <Form.Item name="note" label={s.note} rules={required}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Button htmlType="submit" loading={add.busy}>
        {s.defect}
      </Button>
    </Form>
  );
}
