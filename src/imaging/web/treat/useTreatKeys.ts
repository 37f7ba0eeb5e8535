/** Keys of treatment, without modifiers. */
import { useImageKeys } from '../view/useImageKeys.ts';

export interface TreatActions {
  next: () => void;
  back: () => void;
  nextAsked: () => void;
  lastAsked: () => void;
  zoom: () => void;
  toggleSheet: () => void;
  toggleBefore: () => void;
  /** Quarter turns, clockwise. */
  turn: (quarters: 1 | -1) => void;
  /** Degrees, clockwise. */
  nudge: (degrees: number) => void;
  toggleCrop: () => void;
  keep: () => void;
  automatic: () => void;
  confirm: () => void;
  confirmAll: () => void;
}

/** Degrees that one key press straightens by. */
export const nudgeStep = 0.1;

export const useTreatKeys = (actions: TreatActions): void =>
  useImageKeys({ plain: (event, onButton) => plain(actions, event, onButton), all: actions.confirmAll });

function plain(now: TreatActions, { key }: KeyboardEvent, onButton: boolean): (() => void) | undefined {
  switch (key.toLowerCase()) {
    case 'arrowright':
      return now.next;
    case ' ':
      return onButton ? undefined : now.next;
    case 'arrowleft':
      return now.back;
    case 'arrowdown':
      return now.nextAsked;
    case 'arrowup':
      return now.lastAsked;
    case 'enter':
      return onButton ? undefined : now.confirm;
    case '[':
      return () => now.turn(-1);
    case ']':
      return () => now.turn(1);
    case ',':
      return () => now.nudge(-nudgeStep);
    case '.':
      return () => now.nudge(nudgeStep);
    case 'c':
      return now.toggleCrop;
    case 'k':
      return now.keep;
    case 'a':
      return now.automatic;
    case 'b':
      return now.toggleBefore;
    case 'f':
      return now.zoom;
    case 'v':
      return now.toggleSheet;
    default:
      return undefined;
  }
}
