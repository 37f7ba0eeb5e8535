import { useEffect, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { App, Form, Input, Skeleton } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintButton } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct, useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { inField } from '#/base/web/shortcuts.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { sampleJudge, samplingDecide, samplingPrint, samplingShow } from '../rules/api/sampling.ts';
import { SampledUnit } from './SampledUnit.tsx';
import { strings } from './strings.ts';

export type Sampling = OutputOf<typeof samplingShow>;
export type Unit = Sampling['units'][number];

/** 抽检: the units that were drawn, one after the other, by the keyboard. */
export function SamplePage() {
  const { id = '' } = useParams();
  const { data, problem, refetch } = useView(samplingShow, { subject: id, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  return data === undefined ? <Skeleton active /> : <Review sampling={data} />;
}

function Review({ sampling }: { sampling: Sampling }) {
  const s = useStrings(strings);
  const { units, verdict } = sampling;
  const first = units.findIndex((unit) => unit.verdict === null && !unit.halted);
  const [at, setAt] = useState(Math.max(first, 0));
  const unit = units[at];
  const form = useRef<HTMLDivElement>(null);
  const { judge, problem } = useJudge(sampling, unit, () => setAt(nextOf(units, at)));
  const step = (by: number): void => setAt(Math.max(0, Math.min(units.length - 1, at + by)));
  useReviewKeys({
    step,
    judge: () => void judge(),
    defect: () => form.current?.querySelector<HTMLElement>('input[role=combobox], input')?.focus(),
  });
  return (
    <>
      <PageHeader
        title={s.reviewTitle(sampling.number)}
        note={s.reviewNote(sampling.size, sampling.population, sampling.seed)}
        actions={<Figures sampling={sampling} />}
      />
      <div className="sc-sample-way">
        <Link to="/sampling">{s.back}</Link>
        <span className="sc-faint sc-small">{s.keys}</span>
        <span className="sc-overall-acts">
          <PrintButton view={samplingPrint} subject={sampling.id} size="small" />
        </span>
      </div>
      <ProblemAlert problem={problem} />
      <div className="sc-sample">
        <nav className="sc-card sc-pad sc-sample-list" aria-label={s.list}>
          <ul>
            {units.map((one, index) => (
              <li key={one.unitId}>
                <button type="button" aria-current={index === at ? 'true' : undefined} onClick={() => setAt(index)}>
                  <b className="sc-num">{one.code}</b>
                  <Mark unit={one} />
                </button>
              </li>
            ))}
          </ul>
        </nav>
        {unit !== undefined && (
          <SampledUnit
            key={unit.unitId}
            samplingId={sampling.id}
            unit={unit}
            open={verdict === null}
            formRef={form}
            onJudge={() => void judge()}
          />
        )}
      </div>
    </>
  );
}

/** The next one that nobody has looked at, or the next of the list. */
function nextOf(units: readonly Unit[], at: number): number {
  const later = units.findIndex((one, index) => index > at && one.verdict === null && !one.halted);
  const any = units.findIndex((one, index) => index !== at && one.verdict === null && !one.halted);
  return later >= 0 ? later : any >= 0 ? any : at;
}

function useJudge(sampling: Sampling, unit: Unit | undefined, onDone: () => void) {
  const s = useStrings(strings);
  const { message } = App.useApp();
  const act = useAct(sampleJudge);
  const judge = async (): Promise<void> => {
    if (unit === undefined || act.busy || sampling.verdict !== null) return;
    const done = await act.run({ subject: sampling.id, input: { unitId: unit.unitId } });
    if (done?.state !== 'done') return;
    const { verdict, left } = done.output;
    void message.success(s.judged(unit.code, verdict === 'passed' ? s.passed : s.failed, left));
    onDone();
  };
  return { judge, problem: act.problem };
}

function Mark({ unit: { verdict, halted } }: { unit: Unit }) {
  const s = useStrings(strings);
  if (halted) return <StatusTag tone="alarm">{s.halted}</StatusTag>;
  if (verdict === null) return <StatusTag tone="plain">{s.unseen}</StatusTag>;
  return verdict === 'passed' ? (
    <StatusTag tone="done">{s.passed}</StatusTag>
  ) : (
    <StatusTag tone="attention">{s.failed}</StatusTag>
  );
}

function Figures({ sampling }: { sampling: Sampling }) {
  const s = useStrings(strings);
  const may = usePermitted();
  const { verdict, catalogue, other, limits, looked, size, decidedBy } = sampling;
  return (
    <div className="sc-sample-figures">
      <span>
        <b className="sc-num">{s.looked(looked, size)}</b>
        <span className="sc-num">
          {s.permille(catalogue)} / {s.permille(other)}
        </span>
        <span className="sc-faint sc-small">
          {s.limits(s.permille(limits.passCatalogue), s.permille(limits.passOther))}
        </span>
      </span>
      {verdict === null ? (
        may(samplingDecide.name) && (
          <ConfirmAct<typeof samplingDecide, { opinion: string }>
            decl={samplingDecide}
            subject={sampling.id}
            question={s.decideAsk}
            fields={
              <Form.Item name="opinion" label={s.opinion} rules={[{ required: true, message: s.required }]}>
                <Input maxLength={500} autoComplete="off" />
              </Form.Item>
            }
            toInput={({ opinion }) => ({ opinion })}
            button={{ type: 'primary', disabled: looked < size }}
          >
            {s.decide}
          </ConfirmAct>
        )
      ) : (
        <span>
          <StatusTag tone={verdict === 'passed' ? 'done' : 'alarm'}>
            {verdict === 'passed' ? s.passed : s.failed}
          </StatusTag>
          {decidedBy !== null && <span className="sc-faint">{s.verdictBy(decidedBy.name)}</span>}
        </span>
      )}
    </div>
  );
}

interface Keys {
  step: (by: 1 | -1) => void;
  judge: () => void;
  defect: () => void;
}

/** Without modifiers, while nothing is typed and no dialog is open. */
function useReviewKeys(keys: Keys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || inField(event.target)) return;
      if (document.querySelector('[role=dialog]') !== null) return;
      const onButton = event.target instanceof Element && event.target.closest('button, a') !== null;
      const now = current.current;
      if (event.key === 'ArrowDown') now.step(1);
      else if (event.key === 'ArrowUp') now.step(-1);
      else if (event.key === 'Enter' && !onButton) now.judge();
      else if (event.key === 'd' || event.key === 'D') now.defect();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
