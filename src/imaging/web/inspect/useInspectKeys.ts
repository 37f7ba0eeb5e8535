/** Keys of the inspection, without modifiers (users.md §4.4). A scan of a slip is none of them. */
import { type DefectKind, defectKinds } from '../../rules/inspection.ts';
import { useImageKeys } from '../view/useImageKeys.ts';

export interface InspectActions {
  next: () => void;
  back: () => void;
  nextAsked: () => void;
  lastAsked: () => void;
  zoom: () => void;
  magnify: (on: boolean) => void;
  toggleSheet: () => void;
  toggleBefore: () => void;
  mark: (kind: DefectKind) => void;
  clear: () => void;
  passPage: () => void;
  passAll: () => void;
}

export const useInspectKeys = (actions: InspectActions): void =>
  useImageKeys({
    plain: (event, onButton) => plain(actions, event, onButton),
    all: actions.passAll,
    released: (event) => {
      if (event.key === 'z' || event.key === 'Z') actions.magnify(false);
    },
  });

function plain(now: InspectActions, event: KeyboardEvent, onButton: boolean): (() => void) | undefined {
  const marked = /^[1-9]$/.test(event.key) ? defectKinds[Number(event.key) - 1] : undefined;
  if (marked !== undefined) return () => now.mark(marked);
  switch (event.key) {
    case 'ArrowRight':
      return now.next;
    case ' ':
      return onButton ? undefined : now.next;
    case 'ArrowLeft':
      return now.back;
    case 'ArrowDown':
      return now.nextAsked;
    case 'ArrowUp':
      return now.lastAsked;
    case 'Enter':
      return onButton ? undefined : now.passPage;
    case '0':
      return now.clear;
    case 'f':
    case 'F':
      return now.zoom;
    case 'z':
    case 'Z':
      return event.repeat ? undefined : () => now.magnify(true);
    case 'b':
    case 'B':
      return now.toggleBefore;
    // `g` belongs to the shell: with a letter behind it, it goes to another page.
    case 'v':
    case 'V':
      return now.toggleSheet;
    default:
      return undefined;
  }
}
