import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, InputNumber } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct } from '#/base/web/query.tsx';
import { taskClaim, taskSubmit } from '../rules/api/tasks.ts';
import { strings } from './strings.ts';
import type { Pile, PileStep } from './pile-types.ts';

interface Props {
  pile: Pile;
  projectId: string;
  device: string;
  onTold: (text: string) => void;
}

/** What there is to claim at each of his steps, and what he has of it. */
export function StepCards({ pile, ...rest }: Props) {
  return (
    <ul className="sc-flow-steps">
      {pile.steps.map((step) => (
        <StepCard key={step.key} step={step} {...rest} />
      ))}
    </ul>
  );
}

/** As much as a trolley holds. */
const usualPile = 20;

function StepCard({ step, projectId, device, onTold }: Omit<Props, 'pile'> & { step: PileStep }) {
  const s = useStrings(strings);
  const claim = useAct(taskClaim);
  const [count, setCount] = useState(usualPile);
  const run = async (): Promise<void> => {
    const outcome = await claim.run({ subject: projectId, input: { step: step.key, count } });
    if (outcome?.state === 'done') onTold(s.claimedCount(outcome.output.count));
  };
  const none = step.ready + step.returned === 0;
  return (
    <li>
      <div className="sc-flow-step">
        <b>{step.name}</b>
        <Figure label={s.ready} value={step.ready} />
        <Figure label={s.returned} value={step.returned} hot={step.returned > 0} />
        <Figure label={s.claimed} value={step.claimed} />
        <span className="sc-flow-acts">
          <InputNumber
            min={1}
            max={200}
            precision={0}
            aria-label={s.howMany(step.name)}
            value={count}
            onChange={(value) => setCount(value ?? 1)}
            onPressEnter={() => void run()}
          />
          <Button
            type="primary"
            aria-label={`${s.claim} ${step.name}`}
            disabled={none}
            loading={claim.busy}
            onClick={() => void run()}
          >
            {s.claim}
          </Button>
          <ConfirmAct
            decl={taskSubmit}
            subject={projectId}
            question={s.submitAllAsk(step.name, step.claimed)}
            toInput={() => ({ step: step.key, codes: null, device: step.needsDevice ? device.trim() || null : null })}
            button={{ disabled: step.claimed === 0 }}
            onDone={(done) =>
              onTold(
                s.submittedCount(done.count, done.pages, done.a4) + (done.halted > 0 ? s.haltedLeft(done.halted) : ''),
              )
            }
          >
            {s.submitAll}
          </ConfirmAct>
        </span>
      </div>
      <ProblemAlert problem={claim.problem} />
    </li>
  );
}

function Figure({ label, value, hot = false }: { label: string; value: number; hot?: boolean }) {
  return (
    <span className={hot ? 'sc-flow-figure sc-flow-hot' : 'sc-flow-figure'}>
      <span className="sc-faint">{label}</span> <span className="sc-num">{value}</span>
    </span>
  );
}
