/** Where the focus goes: into a form when its drawer or dialog opens, and back to the page when it has gone. */
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const overlays = '.ant-drawer, .ant-modal-wrap';
const fields = 'input:not([type="file"], [type="hidden"], :disabled), textarea:not(:disabled), button[role="switch"]';

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;
const isShown = (element: Element | null): element is HTMLElement | SVGElement =>
  (element instanceof HTMLElement || element instanceof SVGElement) &&
  element !== document.body &&
  element.getClientRects().length > 0;

/** What had the focus last on the page itself: one drawer may hand over to the next. */
let lastOnPage: Element | null = null;
if (typeof document !== 'undefined') {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.closest(overlays) === null) lastOnPage = target;
  });
}

/** True when nothing has the focus, or what is inside an overlay that is on its way out. */
function isFree(from: Element | null): boolean {
  const overlay = document.activeElement?.closest(overlays) ?? null;
  return isLost() || (overlay !== null && from !== null && !overlay.contains(from));
}

function giveBack(from: Element | null): void {
  const drawers = [...document.querySelectorAll('.ant-drawer-open .sc-drawer-scroll')];
  const back = [from, drawers.at(-1) ?? null, lastOnPage, document.getElementById('main')].find(isShown);
  back?.focus({ preventScroll: true });
}

/**
 * Gives the focus back to what opened an overlay, when it closes and once more when it has gone.
 * Ant Design alone forgets it when a drawer is closed before it has slid in, and when what opened
 * it has gone meanwhile.
 */
export function useFocusBack(open: boolean): () => void {
  const from = useRef<Element | null>(null);
  const was = useRef(false);
  // While rendering: a field with autoFocus takes the focus before any effect runs.
  if (open && !was.current) from.current = document.activeElement;
  useEffect(() => {
    if (!open && was.current && isFree(from.current)) giveBack(from.current);
    was.current = open;
  }, [open]);
  const back = useCallback(() => {
    setTimeout(() => {
      if (isLost()) giveBack(from.current);
    });
  }, []);
  // A dialog of a row goes with its row.
  useEffect(() => () => (was.current ? back() : undefined), [back]);
  return back;
}

/** Keeps the focus in a table whose row is taken away with the button that has it. */
export function useFocusKept(place: RefObject<HTMLElement | null>, next: () => HTMLElement | null): void {
  const inside = useRef(false);
  useEffect(() => {
    const element = place.current;
    const enter = (): void => {
      inside.current = true;
    };
    // A person goes elsewhere by a key, to something, or by a pointer; a row that is removed loses the focus to nothing.
    const leave = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) inside.current = false;
    };
    const point = (): void => {
      inside.current = false;
    };
    element?.addEventListener('focusin', enter);
    element?.addEventListener('focusout', leave);
    document.addEventListener('pointerdown', point);
    return () => {
      element?.removeEventListener('focusin', enter);
      element?.removeEventListener('focusout', leave);
      document.removeEventListener('pointerdown', point);
    };
  }, [place]);
  useLayoutEffect(() => {
    if (inside.current && isLost()) (next() ?? document.getElementById('main'))?.focus({ preventScroll: true });
  });
}

/** The first field of a form that has just come on screen, unless a field has the focus already. */
export function focusFirstField(formId: string): void {
  const form = document.getElementById(formId);
  const at = document.activeElement;
  // A quick person is on his way to the buttons before the dialog has faded in.
  if (form === null || form.contains(at) || at?.closest('.ant-modal-footer, .ant-drawer-footer')) return;
  form.querySelector<HTMLElement>(fields)?.focus();
}
