/** Keys at a page of images, without modifiers (users.md §4.4). A scan of a slip is none of them. */
import { useEffect, useRef } from 'react';
import { scanGapMs } from '#/base/rules/barcode.ts';
import { keyboardState } from '#/base/web/barcode.tsx';
import { inField } from '#/base/web/shortcuts.ts';

export interface ImageKeys {
  /** What a key without modifiers does; undefined: nothing, the browser has it. `onButton`: a button has the focus. */
  plain: (event: KeyboardEvent, onButton: boolean) => (() => void) | undefined;
  /** Ctrl+Enter. */
  all: () => void;
  released?: (event: KeyboardEvent) => void;
}

const isBusyElsewhere = (): boolean =>
  document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open, .ant-select-open') !== null;

export function useImageKeys(keys: ImageKeys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
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
      if (event.key === 'Enter' && event.ctrlKey) {
        event.preventDefault();
        return current.current.all();
      }
      if (event.ctrlKey) return;
      const run = current.current.plain(event, event.target instanceof HTMLButtonElement);
      if (run === undefined) return;
      event.preventDefault();
      if (/^\d$/.test(event.key)) unlessScan(event, run);
      else run();
    };
    const up = (event: KeyboardEvent): void => current.current.released?.(event);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
    };
  }, []);
}
