/** Moving what stands on the plan: by pointer, saved when let go, or by keys, saved with Enter. Escape gives up. */
import { useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import type { Problem } from '#/base/rules/refusal.ts';
import { useAct } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { cameraChange, fixtureChange, zoneChange } from '../../rules/api/plan.ts';
import type { Point } from '../../rules/plan.ts';
import { arrowStep, moved, snap } from '../geometry.ts';
import {
  cameraInput,
  fixtureInput,
  isThing,
  type Place,
  type Plan,
  type Thing,
  type ThingKey,
  zoneFor,
  zoneInput,
} from './things.ts';

/** Pixels before a press becomes a drag: a shaking hand still clicks. */
const threshold = 5;

interface Moving extends ThingKey {
  at: Point;
}

interface Press {
  thing: Thing;
  from: Point;
  /** Where it has been dragged to; null while this may still be a click. */
  to: Point | null;
}

export interface Mover {
  moving: Moving | null;
  /** Where it is drawn now. */
  at: (thing: Thing) => Point;
  may: (type: Thing['type']) => boolean;
  problem: Problem | null;
  clear: () => void;
  handlers: (thing: Thing) => {
    onPointerDown: (event: PointerEvent<SVGElement>) => void;
    onPointerMove: (event: PointerEvent<SVGElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
    onClick: (event: MouseEvent) => void;
    onKeyDown: (event: KeyboardEvent) => void;
    onBlur: () => void;
  };
}

interface Saver {
  save: (thing: Thing, at: Point) => Promise<boolean>;
  busy: boolean;
  problem: Problem | null;
  clear: () => void;
}

/** The acts that put a thing elsewhere. */
function useSaver(plan: Plan): Saver {
  const acts = { zone: useAct(zoneChange), fixture: useAct(fixtureChange), camera: useAct(cameraChange) };
  const all = Object.values(acts);
  const clear = (): void => all.forEach((one) => one.clear());
  const save = async (thing: Thing, at: Point): Promise<boolean> => {
    clear();
    const { id: subject, version } = thing.row;
    if (thing.type === 'zone')
      return (await acts.zone.run({ subject, version, input: { ...zoneInput(thing.row), ...at } })) !== null;
    const zoneId = zoneFor(plan, thing.row.zoneId, at);
    if (thing.type === 'fixture')
      return (
        (await acts.fixture.run({ subject, version, input: { ...fixtureInput(thing.row), ...at, zoneId } })) !== null
      );
    return (await acts.camera.run({ subject, version, input: { ...cameraInput(thing.row), ...at, zoneId } })) !== null;
  };
  return { save, busy: all.some((one) => one.busy), problem: all.find((one) => one.problem)?.problem ?? null, clear };
}

const changes = { zone: zoneChange.name, fixture: fixtureChange.name, camera: cameraChange.name };

export function useMove(plan: Plan, place: Place, scale: number, open: (thing: Thing) => void): Mover {
  const permitted = usePermitted();
  const { save, busy, problem, clear } = useSaver(plan);
  const [moving, setMoving] = useState<Moving | null>(null);
  const press = useRef<Press | null>(null);
  const dragged = useRef(false);
  const size = { width: place.planWidth, height: place.planHeight };
  const may = (type: Thing['type']): boolean => permitted(changes[type]);
  const at = (thing: Thing): Point => (moving !== null && isThing(moving, thing) ? moving.at : thing.row);
  const drop = (): void => {
    press.current = null;
    setMoving(null);
  };
  const commit = (thing: Thing, to: Point): void => {
    press.current = null;
    if (to.x === thing.row.x && to.y === thing.row.y) return drop();
    // What is refused goes back to where it stands; why is said above the plan.
    void save(thing, { x: to.x, y: to.y }).then(() => setMoving(null));
  };

  const onPointerMove = (event: PointerEvent<SVGElement>): void => {
    const now = press.current;
    if (now === null) return;
    const [dx, dy] = [event.clientX - now.from.x, event.clientY - now.from.y];
    if (now.to === null && Math.hypot(dx, dy) < threshold) return;
    if (now.to === null) event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = true;
    const { type, row } = now.thing;
    const by = { x: snap(row.x + dx / scale) - row.x, y: snap(row.y + dy / scale) - row.y };
    now.to = moved(row, by, size);
    setMoving({ type, id: row.id, at: now.to });
  };
  const onPointerUp = (): void => {
    const now = press.current;
    press.current = null;
    // The click that ends a drag, given up or not, opens nothing.
    setTimeout(() => (dragged.current = false));
    if (now !== null && now.to !== null) commit(now.thing, now.to);
  };
  const onKeyDown = (thing: Thing, event: KeyboardEvent): void => {
    const mine = moving !== null && isThing(moving, thing);
    const by = may(thing.type) && !busy && press.current === null ? arrowStep(event.key, event.shiftKey) : null;
    if (by !== null) {
      const { type, row } = thing;
      setMoving({ type, id: row.id, at: moved({ ...row, ...at(thing) }, by, size) });
    } else if (event.key === 'Escape' && mine && !busy) drop();
    else if (event.key === 'Enter' && mine) {
      if (!busy) commit(thing, moving.at);
    } else if (event.key === 'Enter' || event.key === ' ') open(thing);
    else return;
    event.preventDefault();
  };
  return {
    moving,
    at,
    may,
    problem,
    clear,
    handlers: (thing) => ({
      onPointerDown: (event) => {
        if (event.button !== 0 || busy || !may(thing.type)) return;
        press.current = { thing, from: { x: event.clientX, y: event.clientY }, to: null };
      },
      onPointerMove,
      onPointerUp,
      onPointerCancel: drop,
      onClick: () => {
        if (!dragged.current) open(thing);
      },
      onKeyDown: (event) => onKeyDown(thing, event),
      onBlur: () => {
        // Unsaved, and the person has gone on: it stays where it was.
        if (!busy && press.current === null) setMoving(null);
      },
    }),
  };
}
