/** One shape for each kind, drawn around its own middle in 24 by 24 pixels: the kind is never told by colour. */
import type { ReactNode } from 'react';
import type { FixtureKind, Stage } from '../../rules/plan.ts';

const shapes: Record<Exclude<FixtureKind, 'cabinet'>, ReactNode> = {
  // A desk with a screen.
  workstation: (
    <>
      <rect x={-8} y={-9} width={16} height={11} rx={1} className="sc-plan-shape" />
      <path d="M0 2V6M-6 6H6" className="sc-plan-line" />
    </>
  ),
  // A box on a pallet.
  holding: (
    <>
      <rect x={-8} y={-8} width={16} height={12} className="sc-plan-shape" />
      <path d="M-8 -3H8M-3 -8V-3M3 -8V-3M-10 8H10" className="sc-plan-line" />
    </>
  ),
  server: (
    <>
      <rect x={-7} y={-10} width={14} height={20} rx={1} className="sc-plan-shape" />
      <path d="M-7 -3.5H7M-7 3.5H7" className="sc-plan-line" />
      <path d="M2 -7H4.5M2 0H4.5M2 7H4.5" className="sc-plan-line" />
    </>
  ),
  // A tray with an arrow that leaves it.
  export: (
    <>
      <path d="M-9 1V8H9V1" className="sc-plan-shape" />
      <path d="M0 4V-9M-5 -4.5L0 -9.5L5 -4.5" className="sc-plan-line" />
    </>
  ),
  // As builders draw it: the leaf and its swing.
  door: <path d="M-9 9V-9A18 18 0 0 1 9 9Z" className="sc-plan-shape" />,
  window: (
    <>
      <rect x={-10} y={-5} width={20} height={10} className="sc-plan-shape" />
      <path d="M-10 0H10M0 -5V5" className="sc-plan-line" />
    </>
  ),
  // Two doors, each with its lock.
  locker: (
    <>
      <rect x={-9} y={-9} width={18} height={18} rx={1} className="sc-plan-shape" />
      <path d="M0 -9V9" className="sc-plan-line" />
      <circle cx={-3.5} cy={0} r={1.4} className="sc-plan-solid" />
      <circle cx={3.5} cy={0} r={1.4} className="sc-plan-solid" />
    </>
  ),
};

/** Empty shelves wait to be processed; full ones have been. */
const cabinets: Record<Stage, ReactNode> = {
  unprocessed: (
    <>
      <rect x={-10} y={-8} width={20} height={16} className="sc-plan-shape" />
      <path d="M-10 0H10" className="sc-plan-line" />
    </>
  ),
  processed: (
    <>
      <rect x={-10} y={-8} width={20} height={16} className="sc-plan-shape" />
      <path d="M-10 0H10" className="sc-plan-line" />
      <path
        d="M-7 -6H-4V-1H-7ZM-2 -6H1V-1H-2ZM3 -6H6V-1H3ZM-7 2H-4V7H-7ZM-2 2H1V7H-2ZM3 2H6V7H3Z"
        className="sc-plan-solid"
      />
    </>
  ),
};

export const FixtureSymbol = ({ kind, stage }: { kind: FixtureKind; stage: Stage | null }): ReactNode =>
  kind === 'cabinet' ? cabinets[stage ?? 'unprocessed'] : shapes[kind];

/** A camera looks to the right until it is turned. */
export const CameraSymbol = ({ direction }: { direction: number }): ReactNode => (
  <g transform={`rotate(${direction})`}>
    <path d="M-7 -5H4V5H-7ZM4 -2L9 -5V5L4 2Z" className="sc-plan-solid" />
  </g>
);

/** The mark of what no camera shows, at the upper right of its symbol. */
export const UncoveredMark = (): ReactNode => (
  <g transform="translate(11 -11)">
    <path d="M0 -7L7 5.5H-7Z" className="sc-plan-warn" />
    <path d="M0 -3V1.2M0 3V3.6" className="sc-plan-warn-sign" />
  </g>
);
