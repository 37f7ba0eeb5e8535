import { type KeyboardEvent, type MouseEvent } from 'react';
import { useStrings } from '#/base/web/locale.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import type { Period } from '../../rules/retention.ts';
import { strings } from './strings.ts';

export interface Line {
  key: 'pieces' | 'checks' | 'holds';
  periods: readonly (Period & { wrong?: boolean })[];
}

interface Props {
  day: Period;
  lines: readonly Line[];
  /** What is chosen to be played. */
  chosen: Period;
  onChoose: (from: number) => void;
}

const width = 1_000;
const rowHeight = 22;
const top = 20;

/** The day from left to right: what there is, what was checked, what is held; gaps are seen as paper. */
export function DayLine({ day, lines, chosen, onChoose }: Props) {
  const s = useStrings(strings);
  const time = useSiteTime();
  const x = (at: number): number =>
    ((Math.min(day.to, Math.max(day.from, at)) - day.from) / (day.to - day.from)) * width;
  const hours = Math.ceil((day.to - day.from) / 3_600_000);
  const height = top + lines.length * rowHeight + 4;
  const clock = (at: number): string => time(new Date(at).toISOString(), 'second').slice(11);

  const click = (event: MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    onChoose(Math.round((day.from + share * (day.to - day.from)) / 1_000) * 1_000);
  };
  const key = (event: KeyboardEvent): void => {
    const step = (event.shiftKey ? 60 : 1) * 60_000;
    const by = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    onChoose(Math.min(day.to - 1_000, Math.max(day.from, chosen.from + by)));
  };
  return (
    <div className="sc-dayline">
      <ul className="sc-dayline-names" aria-hidden>
        {lines.map((line) => (
          <li key={line.key}>{s.lines[line.key]}</li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="slider"
        tabIndex={0}
        aria-label={`${s.timeline} ${s.timelineHelp}`}
        aria-valuemin={0}
        aria-valuemax={Math.round((day.to - day.from) / 1_000)}
        aria-valuenow={Math.round((chosen.from - day.from) / 1_000)}
        aria-valuetext={clock(chosen.from)}
        onClick={click}
        onKeyDown={key}
      >
        {Array.from({ length: hours + 1 }, (_, hour) => day.from + hour * 3_600_000)
          .filter((at) => at <= day.to)
          .map((at) => (
            <line key={at} x1={x(at)} x2={x(at)} y1={top - 4} y2={height} className="sc-dayline-hour" />
          ))}
        {lines.map((line, row) => (
          <g key={line.key} className={`sc-dayline-${line.key}`}>
            <rect x={0} y={top + row * rowHeight} width={width} height={rowHeight - 6} className="sc-dayline-ground" />
            {line.periods.map(({ from, to, wrong = false }) => (
              <rect
                key={from}
                x={x(from)}
                y={top + row * rowHeight}
                width={Math.max(1.2, x(to) - x(from))}
                height={rowHeight - 6}
                className={wrong ? 'sc-dayline-wrong' : 'sc-dayline-bar'}
              />
            ))}
          </g>
        ))}
        <rect
          x={x(chosen.from)}
          y={top - 6}
          width={Math.max(2, x(chosen.to) - x(chosen.from))}
          height={height - top + 6}
          className="sc-dayline-chosen"
        />
      </svg>
      <ol className="sc-dayline-hours sc-num" aria-hidden>
        {Array.from({ length: Math.floor(hours / 3) + 1 }, (_, index) => index * 3)
          .filter((hour) => day.from + hour * 3_600_000 <= day.to)
          .map((hour) => (
            <li key={hour}>{clock(day.from + hour * 3_600_000).slice(0, 5)}</li>
          ))}
      </ol>
    </div>
  );
}
