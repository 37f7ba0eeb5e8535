/** The global barcode box: scan anywhere, no field to click, sound and colour tell right or wrong. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { noBurst, pickHandler, step, type BarcodePattern } from '#/base/rules/barcode.ts';
import { playVerdict } from './sound.ts';

/** `note` is shown beside the code. Throwing, or `right: false`, sounds wrong. */
export type Verdict = { right: boolean; note?: string };
export type BarcodeHandler = (code: string) => Verdict | Promise<Verdict>;

interface Registered {
  /** Asked when no page takes a scan. */
  fallback: boolean;
  pattern: BarcodePattern;
  handle: BarcodeHandler;
}

export interface LastScan {
  code: string;
  state: 'working' | 'right' | 'wrong' | 'unknown';
  note: string | null;
  /** Counts scans, so that the same code twice shows twice. */
  count: number;
}

interface Barcodes {
  dispatch: (code: string) => void;
  register: (one: Registered) => () => void;
  last: LastScan | null;
}

const BarcodeContext = createContext<Barcodes | null>(null);

export function useBarcodes(): Barcodes {
  const barcodes = useContext(BarcodeContext);
  if (barcodes === null) throw new Error('BarcodeProvider is missing');
  return barcodes;
}

/** Takes matching scans while the component is on screen; the newest component goes first. */
export const useBarcode = (pattern: BarcodePattern, handle: BarcodeHandler): void => useScans(pattern, handle, false);

/** Takes what no page takes, wherever somebody is: opens the page that a label belongs to. */
export const useBarcodeAnywhere = (pattern: BarcodePattern, handle: BarcodeHandler): void =>
  useScans(pattern, handle, true);

function useScans(pattern: BarcodePattern, handle: BarcodeHandler, fallback: boolean): void {
  const { register } = useBarcodes();
  const current = useRef({ pattern, handle });
  useEffect(() => {
    current.current = { pattern, handle };
  });
  useEffect(
    () =>
      register({
        pattern: (code) => pickHandler([current.current], code) !== null,
        handle: (code) => current.current.handle(code),
        fallback,
      }),
    [register, fallback],
  );
}

type Field = HTMLInputElement | HTMLTextAreaElement;
interface Snapshot {
  field: Field;
  value: string;
  start: number | null;
  end: number | null;
}

const isField = (element: Element | null): element is Field =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(element.type));

function takeSnapshot(): Snapshot | null {
  const field = document.activeElement;
  return isField(field) ? { field, value: field.value, start: field.selectionStart, end: field.selectionEnd } : null;
}

/** Gives the field back what it held before the scan; React hears it as typing. */
function restore({ field, value, start, end }: Snapshot): void {
  if (field.value === value) return;
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  // Fields for numbers and mail have no selection.
  if (start !== null && end !== null) field.setSelectionRange(start, end);
}

/** Set while a burst may still become a scan; shortcuts wait for it. */
export const keyboardState = { lastKeyAt: Number.NEGATIVE_INFINITY };

function useScanner(heard: (code: string) => void): void {
  useEffect(() => {
    let burst = noBurst;
    let before: Snapshot | null = null;
    const listen = (event: KeyboardEvent): void => {
      const next = step(burst, {
        key: event.key,
        code: event.code,
        shift: event.shiftKey,
        command: event.ctrlKey || event.altKey || event.metaKey,
        repeat: event.repeat,
        at: event.timeStamp,
      });
      burst = next.burst;
      keyboardState.lastKeyAt = event.timeStamp;
      if (next.began) before = takeSnapshot();
      if (next.scanned === null) return;
      // Enter must not submit the form, press the button or open the row under the focus.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (before !== null && before.field === document.activeElement) restore(before);
      before = null;
      heard(next.scanned);
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [heard]);
}

export function BarcodeProvider({ children }: { children: ReactNode }) {
  const handlers = useRef<Registered[]>([]);
  const count = useRef(0);
  const [last, setLast] = useState<LastScan | null>(null);

  const register = useCallback((one: Registered) => {
    handlers.current = [...handlers.current, one];
    return () => {
      handlers.current = handlers.current.filter((other) => other !== one);
    };
  }, []);

  const dispatch = useCallback((code: string) => {
    const scan = ++count.current;
    const show = (state: LastScan['state'], note: string | null = null): void => {
      if (state !== 'working') playVerdict(state === 'right');
      // A slow answer must not cover the verdict of a later scan.
      setLast((shown) => (shown !== null && shown.count > scan ? shown : { code, state, note, count: scan }));
    };
    const of = (fallback: boolean) => handlers.current.filter((one) => one.fallback === fallback);
    const handler = pickHandler(of(false), code) ?? pickHandler(of(true), code);
    if (handler === null) return show('unknown');
    show('working');
    Promise.resolve()
      .then(() => handler.handle(code))
      .then((verdict) => show(verdict.right ? 'right' : 'wrong', verdict.note ?? null))
      .catch(() => show('wrong'));
  }, []);

  useScanner(dispatch);
  const value = useMemo(() => ({ dispatch, register, last }), [dispatch, register, last]);
  return <BarcodeContext value={value}>{children}</BarcodeContext>;
}
