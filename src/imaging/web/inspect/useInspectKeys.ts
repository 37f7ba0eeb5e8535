/** Keys of the inspection, without modifiers (users.md §4.4). A scan of a slip is none of them. */
import { useEffect, useRef } from 'react';
import { keyboardState } from '#/base/web/barcode.tsx';
import { scanGapMs } from '#/base/rules/barcode.ts';
import { inField } from '#/base/web/shortcuts.ts';
import { type DefectKind, defectKinds } from '../../rules/inspection.ts';

export interface InspectActions {
  next: () => void;
  back: () => void;
  nextAsked: () => void;
  lastAsked: () => void;
  zoom: () => void;
  magnify: (on: boolean) => void;
  toggleSheet: () => void;
  mark: (kind: DefectKind) => void;
  clear: () => void;
  passPage: () => void;
  passAll: () => void;
}

const isBusyElsewhere = (): boolean =>
  document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open, .ant-select-open') !== null;

export function useInspectKeys(actions: InspectActions): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    /** Digits may be a scan that begins: they count when nothing follows in the rhythm of a scanner. */
    const unlessScan = (event: KeyboardEvent, run: () => void): void => {
      setTimeout(() => {
        if (keyboardState.lastKeyAt === event.timeStamp) run();
      }, scanGapMs + 10);
    };
    const down = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.metaKey || inField(event.target) || isBusyElsewhere()) return;
      const now = current.current;
      if (event.key === 'Enter' && event.ctrlKey) {
        event.preventDefault();
        return now.passAll();
      }
      if (event.ctrlKey) return;
      const onButton = event.target instanceof HTMLButtonElement;
      const run = plain(now, event, onButton);
      if (run === undefined) return;
      event.preventDefault();
      if (/^\d$/.test(event.key)) unlessScan(event, run);
      else run();
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key === 'z' || event.key === 'Z') current.current.magnify(false);
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
    };
  }, []);
}

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
    // `g` belongs to the shell: with a letter behind it, it goes to another page.
    case 'v':
    case 'V':
      return now.toggleSheet;
    default:
      return undefined;
  }
}
