import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { needsCamera } from '../../rules/plan.ts';
import { clamp, labelLines, metres, quietCorner, rulerMarks, scaleToFit, sectorPath } from '../geometry.ts';
import { strings } from './strings.ts';
import { CameraSymbol, FixtureSymbol, UncoveredMark } from './symbols.tsx';
import {
  type Camera,
  type Fixture,
  isThing,
  type Place,
  type Plan,
  type Thing,
  type ThingKey,
  thingLabel,
  thingName,
  type Zone,
  zoneNote,
} from './things.ts';
import { type Mover, useMove } from './use-move.ts';

/** Paper around the plan: the ruler, and labels of what stands at its edge. */
const edge = { left: 40, top: 26, right: 26, bottom: 30 };
/** Head of the page, tools and legend beside which the plan still fits on one screen. */
const aroundPx = 330;

/** Pixels the plan may take; follows the window. */
function useRoom(): { ref: RefObject<HTMLDivElement | null>; width: number; height: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 800, height: 480 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void =>
      setRoom({ width: element.clientWidth, height: clamp(window.innerHeight - aroundPx, 340, 900) });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, []);
  return { ref, ...room };
}

interface CanvasProps {
  plan: Plan;
  place: Place;
  selected: ThingKey | null;
  onOpen: (thing: Thing) => void;
  /** Says above the plan what a move was refused for. */
  trouble: (mover: Mover) => ReactNode;
}

/** The floor plan: zones, what stands in them, and what cameras have in view. */
export function PlanCanvas({ plan, place, selected, onOpen, trouble }: CanvasProps) {
  const s = useStrings(strings);
  const words = useWords();
  const room = useRoom();
  const scale = scaleToFit(
    { width: place.planWidth, height: place.planHeight },
    { width: room.width - edge.left - edge.right, height: room.height - edge.top - edge.bottom },
  );
  const mover = useMove(plan, place, scale, onOpen);
  const [width, height] = [place.planWidth * scale, place.planHeight * scale];
  const shared = { plan, scale, mover, selected };
  const things: Thing[] = [
    ...plan.zones.map((row) => ({ type: 'zone' as const, row })),
    ...plan.fixtures.map((row) => ({ type: 'fixture' as const, row })),
    ...plan.cameras.map((row) => ({ type: 'camera' as const, row })),
  ];
  const moving = things.find((thing) => isThing(mover.moving, thing));
  return (
    <>
      {trouble(mover)}
      <div ref={room.ref} className="sc-plan-room">
        <svg
          width={width + edge.left + edge.right}
          height={height + edge.top + edge.bottom}
          role="group"
          aria-label={s.drawing(place.name)}
          className="sc-plan"
        >
          <defs>
            <clipPath id="sc-plan-edge">
              <rect width={width} height={height} />
            </clipPath>
          </defs>
          <g transform={`translate(${edge.left} ${edge.top})`}>
            <Ruler place={place} scale={scale} />
            <rect width={width} height={height} className="sc-plan-ground" />
            {things.map(
              (thing) => thing.type === 'zone' && <ZoneOnPlan key={thing.row.id} thing={thing} {...shared} />,
            )}
            <g clipPath="url(#sc-plan-edge)">
              {things.map(
                (thing) => thing.type === 'camera' && <SightOnPlan key={thing.row.id} thing={thing} {...shared} />,
              )}
            </g>
            <rect width={width} height={height} className="sc-plan-wall" />
            {things.map(
              (thing) => thing.type === 'fixture' && <FixtureOnPlan key={thing.row.id} thing={thing} {...shared} />,
            )}
            {things.map(
              (thing) => thing.type === 'camera' && <CameraOnPlan key={thing.row.id} thing={thing} {...shared} />,
            )}
          </g>
        </svg>
      </div>
      <p className="sc-plan-hint" role="status">
        {moving !== undefined && mover.moving !== null
          ? s.moving(thingName(moving, s, words), metres(mover.moving.at.x), metres(mover.moving.at.y))
          : mover.may('fixture')
            ? s.tools.hint
            : s.tools.look}
      </p>
    </>
  );
}

interface OnPlan<T extends Thing> {
  thing: T;
  plan: Plan;
  scale: number;
  mover: Mover;
  selected: ThingKey | null;
}

/** What can be chosen, opened and moved. */
function Handle<T extends Thing>({ thing, plan, mover, selected, children }: OnPlan<T> & { children: ReactNode }) {
  const s = useStrings(strings);
  const words = useWords();
  const label = thingLabel(thing, plan, s, words);
  const uncovered = thing.type === 'fixture' && !thing.row.covered;
  const marks = [
    'sc-plan-thing',
    `sc-plan-${thing.type}`,
    uncovered && 'sc-plan-uncovered',
    mover.may(thing.type) && 'sc-plan-movable',
    isThing(mover.moving, thing) && 'sc-plan-moving',
    isThing(selected, thing) && 'sc-plan-selected',
  ];
  return (
    <g
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- there is no button within SVG
      role="button"
      tabIndex={0}
      aria-label={label}
      className={marks.filter(Boolean).join(' ')}
      {...mover.handlers(thing)}
    >
      <title>{label}</title>
      {children}
    </g>
  );
}

function ZoneOnPlan(props: OnPlan<{ type: 'zone'; row: Zone }>) {
  const { thing, plan, mover, scale } = props;
  const s = useStrings(strings);
  const { x, y } = mover.at(thing);
  const { width, height } = thing.row;
  const box = { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
  const points = [...plan.fixtures, ...plan.cameras].map((one) => ({ x: one.x * scale, y: one.y * scale }));
  const corner = quietCorner(box, points);
  const [x0, y0] = [corner.right ? box.width - 8 : 8, corner.bottom ? box.height - 24 : 18];
  return (
    <Handle {...props}>
      <rect {...box} className="sc-plan-area" />
      {/* An inner drawing cuts off what does not fit into the zone. */}
      <svg {...box}>
        {/* A blank between the two for whoever hears them, where it does not shift what is seen. */}
        <text className={corner.right ? 'sc-plan-right' : ''}>
          <tspan x={x0} y={y0} className="sc-plan-zone-name">
            {corner.right ? thing.row.name : `${thing.row.name} `}
          </tspan>
          <tspan x={x0} y={y0 + 16} className="sc-plan-zone-kind">
            {corner.right ? ` ${zoneNote(thing.row, s)}` : zoneNote(thing.row, s)}
          </tspan>
        </text>
      </svg>
    </Handle>
  );
}

function SightOnPlan({ thing, mover, scale, selected }: OnPlan<{ type: 'camera'; row: Camera }>) {
  const chosen = isThing(selected, thing) || isThing(mover.moving, thing);
  return (
    <path
      d={sectorPath({ ...thing.row, ...mover.at(thing) }, scale)}
      className={`sc-plan-sight${chosen ? ' sc-plan-sight-chosen' : ''}`}
    />
  );
}

/** Number of a thing, and a word about it. */
function Label({ lines, toWall }: { lines: [string] | [string, string]; toWall: number }) {
  const at = labelLines(lines.length, toWall);
  return (
    <text className="sc-plan-label">
      {lines.map((line, index) => (
        <tspan key={line} x={0} y={at[index]}>
          {/* The blank keeps the two words apart for whoever hears them. */}
          {index === 0 ? line : ` ${line}`}
        </tspan>
      ))}
    </text>
  );
}

function FixtureOnPlan(props: OnPlan<{ type: 'fixture'; row: Fixture }>) {
  const { thing, plan, mover, scale } = props;
  const s = useStrings(strings);
  const { x, y } = mover.at(thing);
  const { kind, stage, code, covered } = thing.row;
  const toWall = ((plan.place?.planHeight ?? 0) - y) * scale;
  return (
    <Handle {...props}>
      <g transform={`translate(${x * scale} ${y * scale})`}>
        <rect x={-13} y={-13} width={26} height={26} className="sc-plan-hit" />
        <FixtureSymbol kind={kind} stage={stage} />
        {needsCamera(kind) && !covered && <UncoveredMark />}
        <Label lines={covered ? [code] : [code, s.uncovered]} toWall={toWall} />
      </g>
    </Handle>
  );
}

function CameraOnPlan(props: OnPlan<{ type: 'camera'; row: Camera }>) {
  const { thing, plan, mover, scale } = props;
  const { x, y } = mover.at(thing);
  const toWall = ((plan.place?.planHeight ?? 0) - y) * scale;
  return (
    <Handle {...props}>
      <g transform={`translate(${x * scale} ${y * scale})`}>
        <circle r={13} className="sc-plan-hit" />
        <CameraSymbol direction={thing.row.direction} />
        <Label lines={[thing.row.code]} toWall={toWall} />
      </g>
    </Handle>
  );
}

/** Metres along the upper and the left edge. */
function Ruler({ place, scale }: { place: Place; scale: number }) {
  const s = useStrings(strings);
  return (
    <g className="sc-plan-ruler" aria-hidden="true">
      {rulerMarks(place.planWidth).map((at) => (
        <g key={at} transform={`translate(${at * 1000 * scale} 0)`}>
          <path d="M0 -6V0" />
          <text y={-11} className="sc-plan-across">
            {at}
          </text>
        </g>
      ))}
      {rulerMarks(place.planHeight).map((at) => (
        <g key={at} transform={`translate(0 ${at * 1000 * scale})`}>
          <path d="M-6 0H0" />
          <text x={-10} y={4} className="sc-plan-down">
            {at === 0 ? s.metres : at}
          </text>
        </g>
      ))}
    </g>
  );
}
