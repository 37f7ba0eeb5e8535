/** Keyboard shortcuts of the shell. They wait a moment, so that a scan is never taken for one. */
import { useEffect, useRef } from 'react';
import { scanGapMs } from '#/base/rules/barcode.ts';
import { keyboardState } from './barcode.tsx';

export interface Shortcuts {
  help: () => void;
  search: () => void;
  barcode: () => void;
  /** `g` then a letter. */
  letter: (letter: string) => void;
  /** Alt and a digit, 1 to 9. */
  nth: (n: number) => void;
}

/** Whether keys go into a text that somebody writes. */
export const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.getAttribute('role') === 'combobox');

/** Milliseconds in which the letter must follow the `g`. */
const chordMs = 1500;

export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let goAt = Number.NEGATIVE_INFINITY;
    /** Runs unless another key follows, or came before, in the rhythm of a scanner. */
    const unlessScan = (event: KeyboardEvent, previous: number, run: () => void): void => {
      if (event.timeStamp - previous < scanGapMs) return;
      setTimeout(() => {
        if (keyboardState.lastKeyAt === event.timeStamp) run();
      }, scanGapMs + 10);
    };
    let previous = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent): void => {
      // Shift belongs to the `?` that follows it.
      if (event.key === 'Shift') return;
      const before = previous;
      previous = event.timeStamp;
      if (event.defaultPrevented || event.repeat) return;
      const now = current.current;
      if (event.altKey && !event.ctrlKey && !event.metaKey && /^Digit[1-9]$/.test(event.code)) {
        event.preventDefault();
        now.nth(Number(event.code.slice(5)));
        return;
      }
      if (event.key === 'F2') {
        event.preventDefault();
        now.barcode();
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey || inField(event.target)) return;
      // An open dialog owns the keyboard.
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !== null) return;
      if (event.timeStamp - goAt < chordMs && /^[a-z]$/.test(event.key)) {
        goAt = Number.NEGATIVE_INFINITY;
        unlessScan(event, before, () => now.letter(event.key));
      } else if (event.key === 'g') {
        goAt = event.timeStamp;
      } else if (event.key === '/') {
        event.preventDefault();
        unlessScan(event, before, now.search);
      } else if (event.key === '?') {
        unlessScan(event, before, now.help);
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
