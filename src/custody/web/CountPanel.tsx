import { useState } from 'react';
import { Button, Select } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { useClient } from '#/base/web/query.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { countScan, countUndo, handoverOut, handoverReturn } from '../rules/api/batches.ts';
import { type Condition, conditionNames, conditions, type Side, sideNames, sideOf } from '../rules/handover.ts';
import { type Batch, HandoverForm } from './BatchForms.tsx';
import { PaperTools } from './PaperForms.tsx';
import { ScanLog, type Scans, useScans } from './scans.tsx';
import { strings } from './strings.ts';

const sides: readonly Side[] = ['archive', 'vendor'];

/** 清点 (6.2-2): each side scans; what is missing on one's own side stays in sight. */
export function CountPanel({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const client = useClient();
  const permitted = usePermitted();
  const own: Side = sideOf(useSession().roles);
  const [condition, setCondition] = useState<Condition>('intact');
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [closing, setClosing] = useState(false);
  const direction = batch.direction ?? 'out';
  const closes = direction === 'out' ? handoverOut : handoverReturn;

  const expected = batch.originals.filter(({ dropped }) => dropped === null);
  const isCounted = (row: Batch['originals'][number], side: Side): boolean =>
    (side === own ? changed.get(row.code) : undefined) ?? row[side] !== null;
  const counted = (side: Side): number => expected.filter((row) => isCounted(row, side)).length;
  const missing = expected.filter((row) => !isCounted(row, own));
  const mark = (code: string, now: boolean): void => setChanged((before) => new Map(before).set(code, now));

  const scans = useScans(permitted(countScan.name) && !closing, async (text) => {
    const answer = await client.call(countScan, { subject: batch.id, input: { direction, code: text, condition } });
    if (answer.state === 'pending') throw new Error('a count never waits for approval');
    const { code, title, left } = answer.output;
    mark(code, true);
    // The last one: what the other side has counted meanwhile comes with it.
    if (left === 0) onDone();
    return {
      code,
      note: [title, words(conditionNames[condition]), s.leftOnSide(left)].filter(Boolean).join(' · '),
      undo: async () => {
        await client.call(countUndo, { subject: batch.id, input: { direction, code } });
        mark(code, false);
      },
    };
  });

  return (
    <section className="sc-custody-part" aria-label={s.counting[direction]}>
      <h3>{s.counting[direction]}</h3>
      <p className="sc-faint">{s.countNote}</p>
      <div className="sc-scan-sides">
        {sides.map((side) => (
          <div key={side} className={`sc-scan-side${side === own ? ' sc-scan-own' : ''}`}>
            {words(sideNames[side])}
            <b className="sc-num">{s.counted(counted(side), expected.length)}</b>
          </div>
        ))}
      </div>
      <div className="sc-scan-tools">
        <label htmlFor="count-condition">{s.condition}</label>
        <Select<Condition>
          id="count-condition"
          className="sc-condition"
          value={condition}
          onChange={setCondition}
          options={conditions.map((value) => ({ value, label: words(conditionNames[value]) }))}
        />
        <span className="sc-faint">{s.conditionNote}</span>
        {permitted(closes.name) && (
          <Button type="primary" onClick={() => setClosing(true)}>
            {direction === 'out' ? s.handOut : s.handBack}
          </Button>
        )}
        <PaperTools batch={batch} onDone={onDone} />
      </div>
      <Told scans={scans} missing={missing} />
      <HandoverForm batch={batch} open={closing} onClose={() => setClosing(false)} onDone={onDone} />
    </section>
  );
}

/** The last scans, and what is missing on one's own side. */
function Told({ scans, missing }: { scans: Scans; missing: readonly Batch['originals'][number][] }) {
  const s = useStrings(strings);
  return (
    <div className="sc-scan-columns">
      <section>
        <h3>{s.scans}</h3>
        <ScanLog scans={scans} />
      </section>
      <section>
        <h3>
          {s.missing} <span className="sc-count">{missing.length}</span>
        </h3>
        {missing.length === 0 ? (
          <p className="sc-faint">{s.allCounted}</p>
        ) : (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          <ul className="sc-code-list" tabIndex={0} aria-label={s.missing}>
            {missing.map(({ id, code }) => (
              <li key={id} className="sc-num">
                {code}
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
