import { Button, Form, Input } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { defectAnswer } from '../../rules/api/inspections.ts';
import { defects } from '../../rules/inspection.ts';
import { reasonWords } from '../../rules/treatment.ts';
import { usePictures } from '../pictures.ts';
import { Sheet } from '../view/Sheet.tsx';
import type { Tile } from '../view/viewed.ts';
import { Viewer } from '../view/Viewer.tsx';
import { strings } from './strings.ts';
import { isAsked, isConfirmed, pictureOf, type TreatedUnit } from './treated.ts';
import { type TreatDesk, useTreatDesk } from './useTreatDesk.ts';
import { nudgeStep } from './useTreatKeys.ts';

interface Props {
  unit: TreatedUnit;
  device: string;
  onDone: (text: string) => void;
}

export function Treater({ unit, device, onDone }: Props) {
  const s = useStrings(strings);
  const desk = useTreatDesk(unit, device, onDone);
  const pictures = usePictures(unit.unitId);
  const { slots } = unit;
  const { at, slot, sheet, before } = desk;
  const tiles = slots.map((one): Tile => {
    const made = one.treatment?.state === 'made' ? one.treatment : one;
    return {
      ...{ id: one.id, position: one.position, masterId: one.masterId, picture: pictureOf(one) },
      ...{ width: made.width, height: made.height },
      tone: one.treatment?.state === 'failed' || one.masterId === null ? 'fail' : isAsked(one) ? 'ask' : 'good',
      label: one.treatment?.confirmed === true ? s.confirmedMark : isAsked(one) ? '?' : '',
    };
  });
  const turned = slot === undefined || before ? 0 : desk.draft.previewOf(slot);
  return (
    <div className="sc-inspect">
      <header className="sc-inspect-head">
        <h1>
          <span className="sc-num">{unit.code}</span> {unit.title}
        </h1>
        <span>{s.asks(desk.asked, slots.length)}</span>
        <span>{s.confirmedOf(slots.filter(isConfirmed).length, slots.length)}</span>
        {unit.waiting > 0 && <StatusTag tone="active">{s.waiting(unit.waiting)}</StatusTag>}
        <span className="sc-inspect-acts">
          <Button onClick={desk.toggleSheet}>{sheet ? s.single : s.sheet}</Button>
          <Button type="primary" loading={desk.busy} onClick={desk.confirmAll}>
            {s.all}
          </Button>
        </span>
      </header>
      <ProblemAlert problem={desk.problem} />
      {desk.told !== null && (
        <p role="alert" className="sc-treat-told">
          <StatusTag tone="attention">{desk.told}</StatusTag>
        </p>
      )}
      <div className={sheet ? 'sc-inspect-body sc-inspect-wide' : 'sc-inspect-body'}>
        <Sheet tiles={tiles} at={at} pictures={pictures} wide={sheet} onPick={desk.pick} />
        {!sheet && pictures !== null && (
          <div className="sc-inspect-page">
            <Viewer
              images={tiles}
              at={at}
              pictures={pictures}
              zoomed={desk.zoomed}
              before={before}
              turned={turned}
              onShown={() => undefined}
            />
            {before && <p className="sc-view-before">{s.before}</p>}
            {!before && slot !== undefined && desk.draft.isOpen(slot.id) && (
              <p className="sc-view-before">{s.preview}</p>
            )}
            <Below unit={unit} desk={desk} />
          </div>
        )}
      </div>
      <p className="sc-faint sc-inspect-keys">{s.keys}</p>
    </div>
  );
}

/** What was done to the page, why a person is asked, and what he can do. */
function Below({ unit, desk }: { unit: TreatedUnit; desk: TreatDesk }) {
  const s = useStrings(strings);
  const words = useWords();
  const { slot } = desk;
  if (slot === undefined) return null;
  const { treatment } = slot;
  const { position } = slot;
  const returned = unit.defects.filter(({ slotId }) => slotId === slot.id);
  return (
    <div className="sc-inspect-below">
      <p className="sc-inspect-facts" role="status">
        <b className="sc-num">
          {position} / {unit.slots.length}
        </b>
        <Done treatment={treatment} />
        {treatment?.confirmed === true && <StatusTag tone="done">{s.confirmedMark}</StatusTag>}
        {treatment?.reasons.map((reason) => (
          <StatusTag key={reason} tone={reason === 'failed' ? 'alarm' : 'attention'}>
            {words(reasonWords[reason])}
          </StatusTag>
        ))}
        {returned.map((defect) => (
          <span key={defect.id} className="sc-treat-returned">
            <StatusTag tone="alarm">
              {s.returned}: {words(defects[defect.kind].name)} {defect.note}
            </StatusTag>
            <ConfirmAct<typeof defectAnswer, { answer: string }>
              decl={defectAnswer}
              subject={defect.id}
              question={s.answerAsk(defect.position, words(defects[defect.kind].name))}
              fields={
                <Form.Item name="answer" label={s.answerLabel} rules={[{ required: true }]}>
                  <Input maxLength={200} />
                </Form.Item>
              }
              toInput={({ answer }) => ({ answer })}
              button={{ size: 'small' }}
            >
              {s.answer}
            </ConfirmAct>
          </span>
        ))}
      </p>
      <div className="sc-inspect-marks">
        <Button size="small" onClick={() => desk.turn(-1)}>
          {s.left}
        </Button>
        <Button size="small" onClick={() => desk.turn(1)}>
          {s.right}
        </Button>
        <Button size="small" onClick={() => desk.nudge(-nudgeStep)}>
          {s.less}
        </Button>
        <Button size="small" onClick={() => desk.nudge(nudgeStep)}>
          {s.more}
        </Button>
        <Button size="small" onClick={desk.toggleCrop}>
          {desk.draft.cropAsked(slot) ? s.noCrop : s.crop}
        </Button>
        <Button size="small" onClick={desk.keep}>
          {s.keep}
        </Button>
        <Button size="small" onClick={desk.automatic}>
          {s.again}
        </Button>
        <Button size="small" onClick={desk.toggleBefore}>
          {desk.before ? s.treated : s.scanned}
        </Button>
        <Button size="small" onClick={desk.zoom}>
          {desk.zoomed ? s.fit : s.zoom}
        </Button>
        <Button size="small" type="primary" disabled={!desk.ready} onClick={desk.confirm}>
          {s.confirm}
        </Button>
      </div>
    </div>
  );
}

function Done({ treatment }: { treatment: TreatedUnit['slots'][number]['treatment'] }) {
  const s = useStrings(strings);
  if (treatment === null || treatment.state === 'ordered') return <span className="sc-faint">{s.beingMade}</span>;
  if (treatment.state === 'failed') return <span>{s.failed}</span>;
  if (treatment.done === null) return <span>{s.kept}</span>;
  const { straighten, turn, margin } = treatment.done;
  const done = [
    ...(straighten === 0 ? [] : [s.straightened(straighten.toFixed(2))]),
    ...(turn === 0 ? [] : [s.turned(turn)]),
    ...(margin === null ? [] : [s.cropped(margin)]),
  ];
  return <span>{done.length === 0 ? s.nothingDone : done.join(' · ')}</span>;
}
