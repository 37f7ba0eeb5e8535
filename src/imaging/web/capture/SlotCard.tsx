import { Button, Form, InputNumber, Segmented } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { ReasonField } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { slotMark, slotMove, slotRemove } from '../../rules/api/captures.ts';
import { faceNames, faces } from '../../rules/capture.ts';
import { checks } from '../../rules/checks.ts';
import { wordsOf } from '../../rules/check-words.ts';
import type { PictureAddress } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { Slot, Station } from './useStation.ts';

interface Props {
  slot: Slot | null;
  pictures: PictureAddress | null;
  last: number;
  onAim: Station['aim'];
}

/** One image: what the machine found, in words, and what can be done with it. */
export function SlotCard({ slot, pictures, last, onAim }: Props) {
  const s = useStrings(strings);
  if (slot === null)
    return (
      <section className="sc-card sc-pad sc-slot-card">
        <p className="sc-faint">{s.selectOne}</p>
      </section>
    );
  return (
    <section className="sc-card sc-pad sc-slot-card" aria-label={s.imageOf(slot.position)}>
      <div className="sc-slot-large">
        {slot.masterId !== null && pictures !== null && (
          <img alt={s.imageOf(slot.position)} src={pictures(slot.masterId, 'screen')} />
        )}
      </div>
      <div className="sc-slot-facts">
        <h3>{s.imageOf(slot.position)}</h3>
        <Findings slot={slot} />
        <Facts slot={slot} />
        <Acts key={slot.id} slot={slot} last={last} onAim={onAim} />
      </div>
    </section>
  );
}

function Findings({ slot }: { slot: Slot }) {
  const s = useStrings(strings);
  const words = useWords();
  if (slot.state !== 'good') return <StatusTag tone="attention">{s.states[slot.state]}</StatusTag>;
  if (slot.findings.length === 0) return <StatusTag tone="done">{s.allGood}</StatusTag>;
  return (
    <ul className="sc-slot-findings">
      {slot.findings.map((finding) => {
        const { check, verdict, measured, limit } = finding;
        const { what, next } = wordsOf({ check, verdict, measured, limit });
        return (
          <li key={check}>
            <StatusTag tone={verdict === 'fail' ? 'alarm' : 'attention'}>
              {finding.other === null ? words(what) : s.sameAs(finding.other)}
            </StatusTag>
            <span className="sc-faint">
              {words(next)} · {checks[check].standard}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Facts({ slot }: { slot: Slot }) {
  const s = useStrings(strings);
  if (slot.width === null || slot.height === null) return null;
  return (
    <p className="sc-faint">
      {s.size(slot.width, slot.height, slot.dpi)}
      {slot.name !== null && ` · ${slot.name}`}
    </p>
  );
}

function Acts({ slot, last, onAim }: { slot: Slot; last: number; onAim: Station['aim'] }) {
  const s = useStrings(strings);
  const words = useWords();
  const mark = useAct(slotMark);
  return (
    <>
      <Segmented
        aria-label={s.face}
        value={slot.face}
        options={faces.map((face, index) => ({ value: face, label: `${index + 1} ${words(faceNames[face])}` }))}
        onChange={(face) => void mark.run({ subject: slot.id, version: slot.version, input: { face } })}
      />
      <ProblemAlert problem={mark.problem} />
      <div className="sc-capture-acts">
        <Button onClick={() => onAim({ aim: 'rescan', slotId: slot.id })}>{s.rescan}</Button>
        <Button onClick={() => onAim({ aim: 'insert', slotId: slot.id })}>{s.insert}</Button>
        <ConfirmAct<typeof slotMove, { to: number }>
          decl={slotMove}
          subject={slot.id}
          version={slot.version}
          question={s.imageOf(slot.position)}
          initial={{ to: slot.position }}
          fields={
            <Form.Item name="to" label={s.moveTo} rules={[{ required: true }]}>
              <InputNumber min={1} max={last} precision={0} />
            </Form.Item>
          }
          toInput={({ to }) => ({ to })}
        >
          {s.move}
        </ConfirmAct>
        <ConfirmAct<typeof slotRemove, { reason: string }>
          decl={slotRemove}
          subject={slot.id}
          version={slot.version}
          question={s.removeAsk(slot.position)}
          fields={<ReasonField />}
          toInput={({ reason }) => ({ reason })}
          button={{ danger: true }}
        >
          {s.remove}
        </ConfirmAct>
      </div>
    </>
  );
}
