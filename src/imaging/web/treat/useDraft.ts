/**
 * What somebody asks of a page while he presses keys: shown at once by turning the picture, sent when he pauses, and
 * forgotten when the machine has made it.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAct } from '#/base/web/query.tsx';
import { treatmentAdjust } from '../../rules/api/treatments.ts';
import { mostStraighten, type QuarterTurn, type TreatmentOrder, usualOrder } from '../../rules/treatment.ts';
import type { TreatedSlot } from './treated.ts';

interface Draft {
  order: TreatmentOrder;
  /** Treatment that is to come of it; null while it is not sent. */
  treatmentId: string | null;
}

/** Keys pressed within so many milliseconds are one order. */
const pauseMs = 450;

/** Degrees that the page is straightened by now. */
const straightOf = ({ treatment }: TreatedSlot): number =>
  treatment?.asked?.straighten ?? treatment?.done?.straighten ?? 0;

const orderOf = (slot: TreatedSlot): TreatmentOrder => slot.treatment?.asked ?? { ...usualOrder, crop: false };

export function useDraft(slots: readonly TreatedSlot[]) {
  const adjust = useAct(treatmentAdjust);
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const { run } = adjust;

  const put = useCallback((slotId: string, draft: Draft | null): void => {
    setDrafts((now) => {
      const next = new Map(now);
      if (draft === null) next.delete(slotId);
      else next.set(slotId, draft);
      return next;
    });
  }, []);

  const send = useCallback(
    (slotId: string, order: TreatmentOrder): void => {
      clearTimeout(timers.current.get(slotId));
      const timer = setTimeout(() => {
        timers.current.delete(slotId);
        void run({ subject: slotId, input: order }).then((done) =>
          // Refused: the picture stands as it is, and the reason beside it.
          put(slotId, done?.state === 'done' ? { order, treatmentId: done.output.treatmentId } : null),
        );
      }, pauseMs);
      timers.current.set(slotId, timer);
    },
    [run, put],
  );

  // What the machine has made is shown by itself.
  useEffect(() => {
    for (const { id, treatment } of slots) {
      const draft = drafts.get(id);
      if (draft?.treatmentId === treatment?.id && treatment !== null && treatment.state !== 'ordered') put(id, null);
    }
  }, [slots, drafts, put]);

  const change = (slot: TreatedSlot, by: (order: TreatmentOrder) => TreatmentOrder): void => {
    const order = by(drafts.get(slot.id)?.order ?? orderOf(slot));
    put(slot.id, { order, treatmentId: null });
    send(slot.id, order);
  };
  return {
    problem: adjust.problem,
    isOpen: (slotId: string): boolean => drafts.has(slotId),
    /** Clockwise degrees by which the shown picture differs from what was asked for. */
    previewOf: (slot: TreatedSlot): number => {
      const order = drafts.get(slot.id)?.order;
      if (order === undefined) return 0;
      const { done } = slot.treatment ?? {};
      return order.turn - (done?.turn ?? 0) + (order.straighten ?? straightOf(slot)) - (done?.straighten ?? 0);
    },
    turn: (slot: TreatedSlot, quarters: 1 | -1): void =>
      change(slot, (order) => ({ ...order, turn: ((order.turn + quarters * 90 + 360) % 360) as QuarterTurn })),
    nudge: (slot: TreatedSlot, degrees: number): void =>
      change(slot, (order) => {
        const now = Number(((order.straighten ?? straightOf(slot)) + degrees).toFixed(2));
        return { ...order, straighten: Math.max(-mostStraighten, Math.min(mostStraighten, now)) };
      }),
    toggleCrop: (slot: TreatedSlot): void => change(slot, (order) => ({ ...order, crop: !order.crop })),
    automatic: (slot: TreatedSlot): void => change(slot, () => usualOrder),
    cropAsked: (slot: TreatedSlot): boolean => (drafts.get(slot.id)?.order ?? orderOf(slot)).crop,
    drop: (slotId: string): void => {
      clearTimeout(timers.current.get(slotId));
      put(slotId, null);
    },
  };
}
