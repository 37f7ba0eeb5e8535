import { isRefusal } from '#/base/rules/refusal.ts';
import { Form, Input } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { refuseGrammar } from '../../rules/archival-code/check.ts';
import { format, parse } from '../../rules/archival-code/code.ts';
import { type Grammar, labelOf } from '../../rules/archival-code/grammar.ts';
import { next } from '../../rules/archival-code/order.ts';
import { RefusalText } from './RefusalText.tsx';
import { strings } from './strings.ts';

/** A code tried against the grammar while it is made: taken apart, and the one that follows it. */
export function SampleCode({
  grammar,
  text,
  onText,
}: {
  grammar: Grammar;
  text: string;
  onText: (text: string) => void;
}) {
  const s = useStrings(strings);
  return (
    <Form.Item label={s.sample} extra={s.sampleNote} htmlFor="scheme-sample">
      <Input
        id="scheme-sample"
        className="sc-num"
        value={text}
        autoComplete="off"
        onChange={(event) => onText(event.target.value)}
      />
      <div className="sc-code-answer" role="status">
        <Answer grammar={grammar} text={text} />
      </div>
    </Form.Item>
  );
}

function Answer({ grammar, text }: { grammar: Grammar; text: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const wrong = refuseGrammar(grammar);
  if (wrong) return <RefusalText refusal={wrong} />;
  if (text.trim() === '') return null;
  const segments = parse(grammar, text);
  if (isRefusal(segments)) return <RefusalText refusal={segments} />;
  // As the register keeps it: in the grammar's own order.
  const kept = format(grammar, segments);
  const following = next(grammar, segments);
  return (
    <>
      {grammar.segments
        .filter(({ name }) => segments[name] !== undefined)
        .map((segment) => (
          <span key={segment.name} className="sc-code-part">
            {words(labelOf(segment))} <b className="sc-num">{segments[segment.name]}</b>
          </span>
        ))}
      <span className="sc-faint">
        {s.kept} <span className="sc-num">{typeof kept === 'string' && kept}</span>
        {typeof following === 'string' && (
          <>
            {s.followed} <span className="sc-num">{following}</span>
          </>
        )}
      </span>
    </>
  );
}
