import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { Form, Select } from '#/base/web/antd.ts';
import { taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { defectMark, defectWithdraw, inspectionPass, inspectionReturn } from '../../rules/api/inspections.ts';
import { wordsOf } from '../../rules/check-words.ts';
import { type DefectKind, defectKinds, defects, isSeen } from '../../rules/inspection.ts';
import { usePictures } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { FoundDefect, InspectedSlot, Inspection } from './inspected.ts';
import { Sheet } from '../view/Sheet.tsx';
import { Viewer } from '../view/Viewer.tsx';
import { tilesOf } from './tiles.ts';
import { type InspectActions, useInspectKeys } from './useInspectKeys.ts';
import { type Seen, useSeen } from './useSeen.ts';

interface Props {
  state: Inspection;
  onDone: (text: string) => void;
}

const isAsked = ({ findings, state }: InspectedSlot): boolean => findings.length > 0 || state === 'empty';

export function Inspector({ state, onDone }: Props) {
  const s = useStrings(strings);
  const seen = useSeen(state.id);
  const desk = useDesk(state, seen, onDone);
  const { at, slot, zoomed, sheet, before, acts } = desk;
  // A key press paints the next page; what stands around it follows.
  const around = useDeferredValue(at);
  const tiles = useMemo(() => {
    // What was seen meanwhile is told when somebody goes on.
    void around;
    return tilesOf(state, seen, { marked: s.defectsOfPage, passed: s.passedMark, seen: s.seenMark });
  }, [state, seen, s, around]);
  const pictures = usePictures(state.unitId);
  const { show } = seen;
  const masterId = slot?.masterId ?? null;
  // What is asked for is no longer what is shown, until its own picture is there.
  useEffect(() => show(null), [show, masterId, sheet]);
  return (
    <div className="sc-inspect">
      <header className="sc-inspect-head">
        <h1>
          <span className="sc-num">{state.code}</span> {state.title}
        </h1>
        <span>{s.needEyes(desk.asked, state.slots.length)}</span>
        <span>{s.covered(desk.covered, state.slots.length)}</span>
        {state.defects.length > 0 && <StatusTag tone="alarm">{s.markedCount(state.defects.length)}</StatusTag>}
        <span className="sc-inspect-acts">
          <Button onClick={desk.toggleSheet}>{sheet ? s.back : s.grid}</Button>
          <Return state={state} before={seen.tell} onDone={onDone} />
          <Button type="primary" loading={desk.busy} onClick={desk.passAll}>
            {s.passVolume}
          </Button>
        </span>
      </header>
      <ProblemAlert problem={desk.problem} />
      <div className={sheet ? 'sc-inspect-body sc-inspect-wide' : 'sc-inspect-body'}>
        <Sheet tiles={tiles} at={around} pictures={pictures} wide={sheet} onSight={seen.showSheet} onPick={acts.pick} />
        {!sheet && pictures !== null && (
          <div className="sc-inspect-page">
            <Viewer images={tiles} at={at} pictures={pictures} zoomed={zoomed} before={before} onShown={show} />
            {before && <p className="sc-view-before">{s.asScanned}</p>}
            <Below
              {...{ acts, zoomed, before }}
              slot={state.slots[around]}
              all={state.slots.length}
              found={state.defects}
            />
          </div>
        )}
      </div>
      <p className="sc-faint sc-inspect-keys">{s.inspectKeys}</p>
    </div>
  );
}

function useDesk(state: Inspection, seen: Seen, onDone: (text: string) => void) {
  const s = useStrings(strings);
  const { slots } = state;
  const firstAsked = slots.findIndex(isAsked);
  const [at, setAt] = useState(Math.max(0, firstAsked));
  const [zoomed, setZoomed] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [before, setBefore] = useState(false);
  const mark = useAct(defectMark);
  const withdraw = useAct(defectWithdraw);
  const pass = useAct(inspectionPass);
  const submit = useAct(taskSubmit);
  const slot = slots[at];
  const own = state.defects.filter(({ slotId }) => slotId === slot?.id);

  const { clear: forget } = pass;
  // What was refused has been read once somebody goes on.
  useEffect(() => forget(), [at, forget]);
  const go = useCallback(
    (by: number) => setAt((now) => Math.max(0, Math.min(slots.length - 1, now + by))),
    [slots.length],
  );
  const nextAsked = (step: 1 | -1): void => {
    for (let index = at + step; index >= 0 && index < slots.length; index += step) {
      const one = slots[index];
      if (one !== undefined && isAsked(one)) return setAt(index);
    }
  };
  const passAll = async (): Promise<void> => {
    await seen.tell().catch(() => undefined);
    const passed = await pass.run({ subject: state.id });
    if (passed?.state !== 'done') return;
    const input = { step: state.step, codes: [state.code], device: null };
    const done = await submit.run({ subject: state.projectId, input });
    if (done?.state === 'done') onDone(s.passedVolume(state.code));
  };
  const actions = {
    next: () => go(1),
    back: () => go(-1),
    nextAsked: () => nextAsked(1),
    lastAsked: () => nextAsked(-1),
    zoom: () => setZoomed((now) => !now),
    magnify: setZoomed,
    toggleBefore: () => setBefore((now) => !now),
    toggleSheet: () => setSheet((now) => !now),
    mark: (kind: DefectKind) => {
      if (slot !== undefined && !own.some((one) => one.kind === kind))
        void mark.run({ subject: state.id, input: { slotId: slot.id, kind } });
    },
    clear: () => {
      for (const { id, own: mine } of own) if (mine) void withdraw.run({ subject: id });
    },
    passPage: () => {
      if (slot !== undefined && slot.masterId !== null && own.length === 0) seen.pass(slot.masterId);
      go(1);
    },
    passAll: () => void passAll(),
    pick: (index: number) => {
      setAt(index);
      setSheet(false);
    },
  };
  useInspectKeys(actions);
  const acts = useActs(actions);
  const covered = slots.filter((one) => {
    const now = one.masterId === null ? undefined : seen.of(one.masterId);
    const pageMs = one.pageMs + (now?.pageMs ?? 0);
    return isSeen({ asked: isAsked(one), pageMs, gridMs: one.gridMs + (now?.gridMs ?? 0) });
  }).length;
  return {
    ...{ at, slot, zoomed, sheet, before, covered, acts, ...actions },
    asked: slots.filter(isAsked).length,
    busy: pass.busy || submit.busy,
    problem: pass.problem ?? submit.problem ?? mark.problem ?? withdraw.problem,
  };
}

type Acts = Pick<InspectActions, 'mark' | 'clear' | 'zoom' | 'toggleBefore' | 'passPage'> & {
  pick: (index: number) => void;
};

/** The same functions from one key press to the next: what is given them is not drawn again for their sake. */
function useActs(actions: Acts): Acts {
  const now = useRef(actions);
  useEffect(() => {
    now.current = actions;
  });
  return useMemo(
    () => ({
      mark: (kind) => now.current.mark(kind),
      clear: () => now.current.clear(),
      zoom: () => now.current.zoom(),
      toggleBefore: () => now.current.toggleBefore(),
      passPage: () => now.current.passPage(),
      pick: (index) => now.current.pick(index),
    }),
    [],
  );
}

interface BelowProps {
  slot: InspectedSlot | undefined;
  all: number;
  acts: Acts;
  zoomed: boolean;
  before: boolean;
  found: readonly FoundDefect[];
}

/** One line of facts, what the machine asks, and the keys for what is wrong. */
const Below = memo(function Below({ slot, all, acts, zoomed, before, found }: BelowProps) {
  const s = useStrings(strings);
  const words = useWords();
  const own = useMemo(() => found.filter(({ slotId }) => slotId === slot?.id), [found, slot?.id]);
  if (slot === undefined) return null;
  return (
    <div className="sc-inspect-below">
      <p className="sc-inspect-facts" role="status">
        <b>{s.page(slot.position, all)}</b>
        {slot.width !== null && slot.height !== null && (
          <span className="sc-faint">{s.size(slot.width, slot.height, slot.dpi)}</span>
        )}
        {slot.findings.map(({ check, verdict, measured, limit, other }) => (
          <StatusTag key={check} tone={verdict === 'fail' ? 'alarm' : 'attention'}>
            {other === null ? words(wordsOf({ check, verdict, measured, limit }).what) : s.sameAs(other)}
          </StatusTag>
        ))}
        {own.map(({ id, kind, answer }) => (
          <StatusTag key={id} tone="alarm" {...(answer !== null && { title: answer })}>
            {words(defects[kind].name)}
          </StatusTag>
        ))}
      </p>
      <div className="sc-inspect-marks">
        {defectKinds.slice(0, 9).map((kind, index) => (
          <Button key={kind} size="small" danger={own.some((one) => one.kind === kind)} onClick={() => acts.mark(kind)}>
            <kbd className="sc-key">{index + 1}</kbd> {words(defects[kind].name)}
          </Button>
        ))}
        <Select
          size="small"
          aria-label={s.moreDefects}
          placeholder={s.moreDefects}
          value={null}
          options={defectKinds.slice(9).map((kind) => ({ value: kind, label: words(defects[kind].name) }))}
          onChange={(kind: DefectKind) => acts.mark(kind)}
        />
        <Button size="small" onClick={acts.clear}>
          {s.clearDefects}
        </Button>
        <Button size="small" onClick={acts.zoom}>
          {zoomed ? s.fit : s.zoom}
        </Button>
        <Button size="small" disabled={slot.derivativeId === null} onClick={acts.toggleBefore}>
          {before ? s.showTreated : s.showScanned}
        </Button>
        <Button size="small" type="primary" onClick={acts.passPage}>
          {s.passPage}
        </Button>
      </div>
    </div>
  );
});

function Return({
  state,
  before,
  onDone,
}: {
  state: Inspection;
  before: () => Promise<void>;
  onDone: (text: string) => void;
}) {
  const s = useStrings(strings);
  const words = useWords();
  if (state.defects.length === 0 || state.returnTo.length === 0) return null;
  // Where most of it was caused.
  const causes = state.defects.map(({ kind }) => defects[kind].cause as string);
  const initial = state.returnTo.find(({ kind }) => causes.includes(kind)) ?? state.returnTo[0];
  return (
    <ConfirmAct<typeof inspectionReturn, { to: string }>
      decl={inspectionReturn}
      subject={state.id}
      question={state.defects
        .map(({ kind, slotId }) =>
          s.returnedAt(state.slots.find(({ id }) => id === slotId)?.position ?? null, words(defects[kind].name)),
        )
        .join(' / ')}
      initial={{ to: initial?.step ?? '' }}
      fields={
        <Form.Item name="to" label={s.sendBackTo} rules={[{ required: true }]}>
          <Select
            options={state.returnTo.map(({ step, name, person }) => ({
              value: step,
              label: person === null ? name : `${name} · ${person.name}`,
            }))}
          />
        </Form.Item>
      }
      toInput={({ to }) => {
        void before().catch(() => undefined);
        return { to };
      }}
      onDone={({ person }) => onDone(s.sentBack(person?.name ?? ''))}
      button={{ danger: true }}
    >
      {s.sendBack}
    </ConfirmAct>
  );
}
