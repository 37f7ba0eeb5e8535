import { useEffect, useState } from 'react';
import { App, Button, Input, Skeleton } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct, usePages, useView } from '#/base/web/query.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { differenceDecide, differenceList, differenceShow } from '../rules/api/differences.ts';
import type { Choice } from '../rules/double-entry.ts';
import { PageImages } from './PageImages.tsx';
import { strings } from './strings.ts';

type Shown = OutputOf<typeof differenceShow>;

/** 双录仲裁: what two persons typed beside each other, and beside the page. */
export function ArbitratePage() {
  const s = useStrings(strings);
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.arbitrateTitle} note={s.arbitrateNote} />
      <ProjectPick pick={pick} />
      {project !== null && <Open key={project.id} projectId={project.id} />}
    </>
  );
}

const noFilter = {};

function Open({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const { rows, problem, loading, more, refresh } = usePages(differenceList, { subject: projectId, input: noFilter });
  const [chosen, setChosen] = useState<string | null>(null);
  const current = rows.find(({ differenceId }) => differenceId === chosen) ?? rows[0];
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={refresh} />;
  if (loading && rows.length === 0) return <Skeleton active />;
  if (current === undefined)
    return (
      <div className="sc-empty">
        <p>{s.openEmpty}</p>
        <Button onClick={refresh}>{s.refresh}</Button>
      </div>
    );
  return (
    <div className="sc-describe-arbitrate">
      <nav className="sc-card sc-pad sc-describe-entries" aria-label={s.open}>
        <ul>
          {rows.map((row) => (
            <li key={row.differenceId}>
              <button
                type="button"
                aria-current={row === current ? 'true' : undefined}
                onClick={() => setChosen(row.differenceId)}
              >
                <b className="sc-num">{row.code}</b>
                <span>{words(row.field)}</span>
              </button>
            </li>
          ))}
        </ul>
        {more !== null && <Button onClick={more}>{s.more}</Button>}
      </nav>
      <Difference key={current.differenceId} differenceId={current.differenceId} onGone={refresh} />
    </div>
  );
}

function Difference({ differenceId, onGone }: { differenceId: string; onGone: () => void }) {
  const { data, problem } = useView(differenceShow, { subject: differenceId, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={onGone} />;
  if (data === undefined) return <Skeleton active />;
  return <Decide shown={data} />;
}

const firstId = 'describe-take-first';

function Decide({ shown }: { shown: Shown }) {
  const s = useStrings(strings);
  const words = useWords();
  const { message } = App.useApp();
  const decide = useAct(differenceDecide);
  const [third, setThird] = useState(shown.first);
  const { differenceId, code, field } = shown;
  useEffect(() => document.getElementById(firstId)?.focus(), [differenceId]);
  const take = async (choice: Choice): Promise<void> => {
    const input = { choice, third: choice === 'third' ? third : null };
    const outcome = await decide.run({ subject: differenceId, input });
    if (outcome?.state === 'done') void message.success(s.decided(outcome.output.code));
  };
  const thirdId = 'describe-third';
  return (
    <>
      <PageImages unitId={shown.unitId} />
      <section className="sc-card sc-pad sc-describe-difference">
        <h3>
          <span className="sc-num">{code}</span> {words(field)}
        </h3>
        <ProblemAlert problem={decide.problem} />
        <dl>
          <div>
            <dt>{s.first}</dt>
            <dd>
              <span>
                <Typed shown={shown} side="first" />
              </span>
              <Button id={firstId} onClick={() => void take('first')}>
                {s.takeFirst}
              </Button>
            </dd>
          </div>
          <div>
            <dt>{s.second}</dt>
            <dd>
              <span>
                <Typed shown={shown} side="second" />
              </span>
              <Button onClick={() => void take('second')}>{s.takeSecond}</Button>
            </dd>
          </div>
        </dl>
        <label htmlFor={thirdId}>{s.third}</label>
        <Input.TextArea
          id={thirdId}
          rows={2}
          value={third}
          onChange={(event) => setThird(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.ctrlKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void take('third');
          }}
        />
        <p className="sc-faint">{field.values.join(' · ')}</p>
        <Button onClick={() => void take('third')}>{s.takeThird}</Button>
      </section>
    </>
  );
}

/** One of the two, with the letters marked that only it has. */
function Typed({ shown, side }: { shown: Shown; side: 'first' | 'second' }) {
  const s = useStrings(strings);
  if (shown[side] === '') return <span className="sc-faint">{s.blank}</span>;
  return shown.pieces.map((piece, index) =>
    piece.in === 'both' ? (
      <span key={index}>{piece.text}</span>
    ) : (
      piece.in === side && <mark key={index}>{piece.text}</mark>
    ),
  );
}
