import { Button, Form, Input, Tooltip } from '#/base/web/antd.ts';
import { useEffect, useState } from 'react';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct } from '#/base/web/query.tsx';
import { inField } from '#/base/web/shortcuts.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { captureClose, quarantineSettle, slotMark } from '../../rules/api/captures.ts';
import { defectAnswer } from '../../rules/api/inspections.ts';
import { faces } from '../../rules/capture.ts';
import { defects } from '../../rules/inspection.ts';
import { usePictures } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { Told } from './sender.ts';
import { SlotCard } from './SlotCard.tsx';
import { SlotGrid } from './SlotGrid.tsx';
import { Unscanned } from './Unscanned.tsx';
import type { Capture, Station } from './useStation.ts';

interface Props {
  capture: Capture;
  station: Station;
  device: string;
  onTold: (text: string) => void;
}

export function OpenVolume({ capture, station, device, onTold }: Props) {
  const [chosen, setChosen] = useState<string | null>(null);
  const pictures = usePictures(capture.unitId);
  const slot = capture.slots.find(({ id }) => id === chosen) ?? null;
  const mark = useAct(slotMark);
  useStationKeys(capture, chosen, {
    choose: setChosen,
    aim: station.aim,
    face: (slotId, face) => void mark.run({ subject: slotId, input: { face } }),
  });
  return (
    <div className="sc-capture-main">
      <div className="sc-capture-side">
        <Where capture={capture} station={station} />
        <Sending told={station.told} onAgain={station.again} />
        <Finish capture={capture} device={device} onTold={onTold} />
        <Returned capture={capture} />
        <Quarantine capture={capture} />
        <Unscanned capture={capture} />
      </div>
      <div className="sc-capture-images">
        <SlotGrid slots={capture.slots} pictures={pictures} chosen={chosen} onChoose={setChosen} />
        <SlotCard slot={slot} pictures={pictures} last={capture.slots.length} onAim={station.aim} />
        <ProblemAlert problem={mark.problem} />
      </div>
    </div>
  );
}

interface Keys {
  choose: (slotId: string | null) => void;
  aim: Station['aim'];
  face: (slotId: string, face: (typeof faces)[number]) => void;
}

/** R scans again, I inserts, 1 to 5 say what it shows, Escape goes back to the end. Arrows belong to the grid. */
function useStationKeys(capture: Capture, chosen: string | null, { choose, aim, face }: Keys): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || inField(event.target)) return;
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !== null) return;
      if (event.key === 'Escape') {
        aim({ aim: 'append', slotId: null });
        choose(null);
      }
      if (chosen === null || !capture.slots.some(({ id }) => id === chosen)) return;
      const marked = faces[Number(event.key) - 1];
      if (event.key === 'r' || event.key === 'R') aim({ aim: 'rescan', slotId: chosen });
      else if (event.key === 'i' || event.key === 'I') aim({ aim: 'insert', slotId: chosen });
      else if (marked !== undefined) face(chosen, marked);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [capture, chosen, choose, aim, face]);
}

/** How far it is, and what to feed next: read from a step away. */
function Where({ capture, station }: { capture: Capture; station: Station }) {
  const s = useStrings(strings);
  const { target } = station;
  const at = capture.slots.find(({ id }) => id === target.slotId)?.position;
  const next =
    target.aim === 'append' || at === undefined
      ? s.feedNext(capture.feedFrom)
      : target.aim === 'rescan'
        ? s.aims.rescan(at)
        : s.aims.insert(at);
  return (
    <section className="sc-card sc-pad">
      <div className="sc-capture-code">
        <b className="sc-num">{capture.code}</b>
        <span>{capture.title}</span>
      </div>
      <dl className="sc-capture-figures">
        <div>
          <dt>{s.filled}</dt>
          <dd className="sc-num">{capture.filled}</dd>
        </div>
        <div>
          <dt>{s.counted}</dt>
          <dd className="sc-num">{capture.counted ?? <small>{s.unknownCount}</small>}</dd>
        </div>
        <div>
          <dt>{s.pendingCount}</dt>
          <dd className="sc-num">{capture.pending}</dd>
        </div>
      </dl>
      <p className={`sc-capture-next${target.aim === 'append' ? '' : ' sc-capture-aimed'}`} role="status">
        {next}
      </p>
      <p className="sc-faint">{capture.last === 0 ? s.nothingYet : s.lastWas(capture.last)}</p>
      {target.aim !== 'append' && (
        <Button onClick={() => station.aim({ aim: 'append', slotId: null })}>{s.aimCancel}</Button>
      )}
    </section>
  );
}

function Sending({ told, onAgain }: { told: Told; onAgain: () => void }) {
  const s = useStrings(strings);
  if (told.waiting === 0 && !told.offline && told.problem === null && told.notes.length === 0) return null;
  return (
    <section className="sc-card sc-pad" aria-live="polite">
      {told.waiting > 0 && <p>{s.waiting(told.waiting)}</p>}
      {told.offline && <StatusTag tone="attention">{s.offline}</StatusTag>}
      <ProblemAlert problem={told.problem} />
      {told.problem !== null && <Button onClick={onAgain}>{s.goOnSending}</Button>}
      {told.notes.map((note, index) => (
        <p key={`${note.name}/${index}`} className="sc-capture-note">
          {note.kind === 'known'
            ? s.known(note.name, note.position)
            : note.kind === 'elsewhere'
              ? s.elsewhere(note.name, note.code)
              : note.kind === 'large'
                ? s.large(note.name)
                : note.kind === 'quarantined'
                  ? s.quarantinedFile(note.name)
                  : s.emptyFile(note.name)}
        </p>
      ))}
    </section>
  );
}

function Finish({ capture, device, onTold }: { capture: Capture; device: string; onTold: (text: string) => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const submit = useAct(taskSubmit);
  const close = useAct(captureClose);
  const ready = capture.obstacles.length === 0;
  const run = async (): Promise<void> => {
    const input = { step: capture.step, codes: [capture.code], device: device || capture.device };
    const done = await submit.run({ subject: capture.projectId, input });
    if (done?.state === 'done') onTold(s.submitted(capture.code));
  };
  return (
    <section className="sc-card sc-pad">
      <h3>{ready ? s.noObstacles : s.obstacles}</h3>
      {!ready && (
        <ul className="sc-capture-obstacles">
          {capture.obstacles.map(({ what, next }) => (
            <li key={what.zh}>
              <b>{words(what)}</b>
              <span>{words(next)}</span>
            </li>
          ))}
        </ul>
      )}
      <ProblemAlert problem={submit.problem ?? close.problem} />
      <div className="sc-capture-acts">
        <Tooltip title={ready ? '' : s.obstacles}>
          <Button type="primary" disabled={!ready} loading={submit.busy} onClick={() => void run()}>
            {s.submit}
          </Button>
        </Tooltip>
        <Button loading={close.busy} onClick={() => void close.run({ subject: capture.id, input: {} })}>
          {s.closeVolume}
        </Button>
      </div>
    </section>
  );
}

function Quarantine({ capture }: { capture: Capture }) {
  const s = useStrings(strings);
  const words = useWords();
  if (capture.quarantine.length === 0) return null;
  return (
    <section className="sc-card sc-pad">
      <h3>{s.quarantine}</h3>
      <p className="sc-faint">{s.quarantineNote}</p>
      <ul className="sc-capture-quarantine">
        {capture.quarantine.map(({ id, name, position, what, next }) => (
          <li key={id}>
            <b>{position === null ? name : `${s.imageOf(position)} · ${name}`}</b>
            <span>{words(what)}</span>
            <span className="sc-faint">{words(next)}</span>
            <ConfirmAct
              decl={quarantineSettle}
              subject={id}
              question={`${name}: ${words(what)}`}
              toInput={() => ({})}
              button={{ size: 'small' }}
            >
              {s.settle}
            </ConfirmAct>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What an inspector sent back: mended by another image, or answered. */
function Returned({ capture }: { capture: Capture }) {
  const s = useStrings(strings);
  const words = useWords();
  if (capture.defects.length === 0) return null;
  return (
    <section className="sc-card sc-pad">
      <h3>{s.returned}</h3>
      <ul className="sc-capture-quarantine">
        {capture.defects.map(({ id, position, kind, note }) => (
          <li key={id}>
            <StatusTag tone="alarm">{s.returnedAt(position, words(defects[kind].name))}</StatusTag>
            {note !== null && <span>{note}</span>}
            <ConfirmAct<typeof defectAnswer, { answer: string }>
              decl={defectAnswer}
              subject={id}
              question={s.answerNote}
              fields={
                <Form.Item name="answer" label={s.answer} rules={[{ required: true }]}>
                  <Input maxLength={200} autoComplete="off" />
                </Form.Item>
              }
              toInput={({ answer }) => ({ answer })}
              button={{ size: 'small' }}
            >
              {s.answer}
            </ConfirmAct>
          </li>
        ))}
      </ul>
    </section>
  );
}
