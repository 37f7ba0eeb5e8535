import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Form, Input } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { siteAccept } from '../../rules/api/plan.ts';
import { strings } from './strings.ts';
import type { Plan } from './things.ts';

/** What still stands against acceptance, each thing with its clause; or that the place is accepted. */
export function Acceptance({ plan }: { plan: Plan }) {
  const s = useStrings(strings);
  const words = useWords();
  const { lacks, acceptance } = plan;
  const red = lacks.length > 0;
  return (
    <section className={`sc-panel${red ? ' sc-panel-red' : ''}`} aria-labelledby="sc-acceptance">
      <header className="sc-panel-head">
        <h2 id="sc-acceptance">{red ? s.lacks : s.acceptance}</h2>
        {red && <span className="sc-count">{lacks.length}</span>}
        <AcceptButton ready={!red} />
      </header>
      {acceptance !== null && (
        <dl className="sc-facts">
          <Fact label={s.acceptedOn} value={acceptance.acceptedOn} />
          <Fact label={s.acceptedBy} value={acceptance.acceptedBy.name} />
          <Fact label={s.confirmedBy} value={acceptance.confirmedBy.name} />
          {acceptance.remarks !== '' && <Fact label={s.remarks} value={acceptance.remarks} />}
        </dl>
      )}
      {red ? (
        <>
          {acceptance !== null && <p className="sc-plan-line-note">{s.lacksSince(lacks.length)}</p>}
          <ul className="sc-lacks" aria-label={s.lacks}>
            {lacks.map(({ code, clause, what }) => (
              <li key={code}>
                <span className="sc-lack-clause">{clause}</span>
                <span>{words(what)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="sc-plan-line-note">
          <StatusTag tone="done">{acceptance === null ? s.ready : s.accepted}</StatusTag>
        </p>
      )}
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Not shut while something is lacking: the refusal says what. */
function AcceptButton({ ready }: { ready: boolean }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  if (!permitted(siteAccept.name)) return null;
  return (
    <span className="sc-panel-more">
      <ConfirmAct
        decl={siteAccept}
        toInput={({ remarks }: { remarks?: string }) => ({ remarks: remarks ?? '' })}
        question={s.acceptQuestion}
        button={{ size: 'small', type: ready ? 'primary' : 'default' }}
        fields={
          <Form.Item name="remarks" label={s.remarks}>
            <Input.TextArea rows={3} maxLength={500} />
          </Form.Item>
        }
      >
        {s.accept}
      </ConfirmAct>
    </span>
  );
}
