/** What somebody who treats images can do, by keys and buttons alike. */
import { useCallback, useEffect, useState } from 'react';
import { useAct } from '#/base/web/query.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { treatmentConfirm, treatmentKeep } from '../../rules/api/treatments.ts';
import { strings } from './strings.ts';
import { isAsked, isConfirmed, type TreatedSlot, type TreatedUnit } from './treated.ts';
import { useDraft } from './useDraft.ts';
import { useTreatKeys } from './useTreatKeys.ts';

export function useTreatDesk(unit: TreatedUnit, device: string, onDone: (text: string) => void) {
  const s = useStrings(strings);
  const { slots } = unit;
  const [at, setAt] = useState(() => Math.max(0, slots.findIndex(isAsked)));
  const [zoomed, setZoomed] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [before, setBefore] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const keep = useAct(treatmentKeep);
  const draft = useDraft(slots);
  const slot = slots[at];

  // Said once: whoever goes on has read it.
  useEffect(() => setTold(null), [at]);
  const go = useCallback(
    (by: number) => {
      setBefore(false);
      setAt((now) => Math.max(0, Math.min(slots.length - 1, now + by)));
    },
    [slots.length],
  );
  const nextAsked = (step: 1 | -1): void => {
    for (let index = at + step; index >= 0 && index < slots.length; index += step) {
      const one = slots[index];
      if (one !== undefined && isAsked(one)) return go(index - at);
    }
  };
  const ready = (one = slot): boolean =>
    one !== undefined && ['made', 'kept'].includes(one.treatment?.state ?? '') && !draft.isOpen(one.id);

  const finish = useFinish(unit, device, onDone, {
    ...{ slot, ready },
    next: () => go(1),
    lookAt: (index) => {
      setSheet(false);
      setAt(index);
      // After the page was changed, whose change clears what was said.
      setTimeout(() => setTold(s.lookFirst(slots[index]?.position ?? 0)));
    },
    tell: setTold,
  });
  const actions = {
    next: () => go(1),
    back: () => go(-1),
    nextAsked: () => nextAsked(1),
    lastAsked: () => nextAsked(-1),
    zoom: () => setZoomed((now) => !now),
    toggleSheet: () => setSheet((now) => !now),
    toggleBefore: () => setBefore((now) => !now),
    ...pageActions(slot, draft, (slotId) => void keep.run({ subject: slotId })),
    confirm: () => void finish.one(),
    confirmAll: () => void finish.all(),
    pick: (index: number) => {
      go(index - at);
      setSheet(false);
    },
  };
  useTreatKeys(actions);
  return {
    ...{ at, slot, zoomed, sheet, before, told, draft, ready: ready(), ...actions },
    asked: slots.filter(isAsked).length,
    confirmed: slots.filter(isConfirmed).length,
    busy: finish.busy,
    problem: finish.problem ?? keep.problem ?? draft.problem,
  };
}

interface Finishing {
  slot: TreatedSlot | undefined;
  /** Whether its treatment can be confirmed. */
  ready: (one?: TreatedSlot) => boolean;
  next: () => void;
  lookAt: (index: number) => void;
  tell: (text: string) => void;
}

/** Confirming one page, and all of them with the submission of the unit. */
function useFinish(
  unit: TreatedUnit,
  device: string,
  onDone: (text: string) => void,
  { slot, ready, next, lookAt, tell }: Finishing,
) {
  const s = useStrings(strings);
  const confirm = useAct(treatmentConfirm);
  const submit = useAct(taskSubmit);
  const busy = confirm.busy || submit.busy;
  const confirmed = async (treatments: string[]): Promise<boolean> =>
    (await confirm.run({ subject: unit.unitId, input: { treatments } }))?.state === 'done';
  return {
    busy,
    problem: submit.problem ?? confirm.problem,
    async one(): Promise<void> {
      const id = slot?.treatment?.id;
      if (id === undefined || !ready()) return;
      if (slot?.treatment?.confirmed === true || (await confirmed([id]))) next();
    },
    async all(): Promise<void> {
      if (busy) return;
      const asked = unit.slots.findIndex(isAsked);
      if (asked >= 0) return lookAt(asked);
      if (device === '') return tell(s.deviceFirst);
      const treatments = unit.slots.flatMap((one) =>
        one.treatment === null || one.treatment.confirmed || !ready(one) ? [] : [one.treatment.id],
      );
      if (treatments.length > 0 && !(await confirmed(treatments))) return;
      const input = { step: unit.step, codes: [unit.code], device };
      const done = await submit.run({ subject: unit.projectId, input });
      if (done?.state === 'done') onDone(s.submitted(unit.code));
    },
  };
}

/** What is done to one page; nothing where there is no image. */
function pageActions(
  slot: TreatedSlot | undefined,
  draft: ReturnType<typeof useDraft>,
  keepAsScanned: (slotId: string) => void,
) {
  const withImage = (run: (one: TreatedSlot) => void) => (): void => {
    if (slot !== undefined && slot.masterId !== null) run(slot);
  };
  return {
    turn: (quarters: 1 | -1) => withImage((one) => draft.turn(one, quarters))(),
    nudge: (degrees: number) => withImage((one) => draft.nudge(one, degrees))(),
    toggleCrop: withImage(draft.toggleCrop),
    automatic: withImage(draft.automatic),
    keep: withImage(({ id }) => {
      draft.drop(id);
      keepAsScanned(id);
    }),
  };
}

export type TreatDesk = ReturnType<typeof useTreatDesk>;
