import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { Button, Empty } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import type { Month } from './FootagePage.tsx';
import { strings } from './strings.ts';

type Cameras = Month['cameras'];
type Day = Cameras[number]['days'][number];

/** Month by month, `2026-11`. */
const shifted = (month: string, by: number): string => {
  const at = new Date(`${month}-15T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 7);
};

export function MonthPicker({ month, onChange }: { month: string; onChange: (month: string) => void }) {
  const s = useStrings(strings);
  return (
    <div className="sc-month" role="group" aria-label={s.month}>
      <Button
        icon={<LeftOutlined aria-hidden />}
        aria-label={s.previousMonth}
        onClick={() => onChange(shifted(month, -1))}
      />
      <strong className="sc-num">{month}</strong>
      <Button
        icon={<RightOutlined aria-hidden />}
        aria-label={s.nextMonth}
        onClick={() => onChange(shifted(month, 1))}
      />
      <Legend />
    </div>
  );
}

function Legend() {
  const s = useStrings(strings);
  return (
    <ul className="sc-month-legend">
      <li>
        <span className="sc-day-mark" aria-hidden />
        {s.legend.none}
      </li>
      <li>
        <span className="sc-day-mark sc-day-some" aria-hidden />
        {s.legend.some}
      </li>
      <li>
        <span className="sc-day-mark sc-day-whole" aria-hidden />
        {s.legend.whole}
      </li>
      <li>
        <span className="sc-day-mark sc-day-some sc-day-checked" aria-hidden />
        {s.legend.checked}
      </li>
      <li>
        <span className="sc-day-mark sc-day-some sc-day-problem" aria-hidden />
        {s.legend.problem}
      </li>
      <li>
        <span className="sc-day-mark sc-day-gone" aria-hidden />
        {s.legend.deleted}
      </li>
    </ul>
  );
}

const wholeDay = 24 * 60 - 1;

const classOf = ({ heldMinutes, checkedMinutes, problems, deleted }: Day): string =>
  [
    'sc-day',
    heldMinutes >= wholeDay ? 'sc-day-whole' : heldMinutes > 0 ? 'sc-day-some' : deleted ? 'sc-day-gone' : '',
    heldMinutes > 0 && checkedMinutes >= heldMinutes ? 'sc-day-checked' : '',
    problems > 0 ? 'sc-day-problem' : '',
  ].join(' ');

/** One stop of the Tab key; arrows move in it, Enter opens the day. */
export function MonthGrid({ cameras }: { cameras: Cameras }) {
  const s = useStrings(strings);
  const navigate = useNavigate();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ row: 0, day: 0 });
  const days = cameras[0]?.days ?? [];
  if (cameras.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.noCameras} />;

  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Home: [0, -days.length],
      End: [0, days.length],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const row = Math.min(cameras.length - 1, Math.max(0, at.row + step[0]));
    const day = Math.min(days.length - 1, Math.max(0, at.day + step[1]));
    setAt({ row, day });
    table.current?.querySelector<HTMLElement>(`[data-cell="${row}/${day}"]`)?.focus();
  };
  return (
    <div className="sc-panel sc-month-card">
      <table ref={table} aria-label={s.grid} aria-describedby="footage-grid-help" className="sc-month-grid">
        <thead>
          <tr>
            <th scope="col">{s.camera}</th>
            {days.map(({ on }) => (
              <th key={on} scope="col" className="sc-num">
                {Number(on.slice(8))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cameras.map((camera, row) => (
            <tr key={camera.id}>
              <th scope="row">
                {camera.code} {camera.retired && <span className="sc-faint sc-small">{s.retired}</span>}
              </th>
              {camera.days.map((day, index) => (
                <td key={day.on}>
                  <button
                    type="button"
                    data-cell={`${row}/${index}`}
                    tabIndex={at.row === row && at.day === index ? 0 : -1}
                    className={classOf(day)}
                    aria-label={s.cell(camera.code, day.on, say(day.heldMinutes), say(day.checkedMinutes))}
                    title={s.cell(camera.code, day.on, say(day.heldMinutes), say(day.checkedMinutes))}
                    onFocus={() => setAt({ row, day: index })}
                    onKeyDown={move}
                    onClick={() => void navigate(`/footage/${camera.id}/${day.on}`)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p id="footage-grid-help" className="sc-faint sc-small">
        {s.gridHelp}
      </p>
    </div>
  );

  function say(minutes: number): string {
    return minutes === 0 ? s.none : s.hours(Math.round(minutes));
  }
}
