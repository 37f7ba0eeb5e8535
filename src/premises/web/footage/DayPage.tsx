import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { OutputOf } from '#/base/rules/declare.ts';
import { addDays } from '#/base/rules/business-day.ts';
import { instantOfWall } from '#/base/rules/site-time.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Alert, Button, Input, Space } from '#/base/web/antd.ts';
import { problemOf } from '#/base/web/client.ts';
import { ReasonField } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useListing, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { useSiteTime, useSiteZone } from '#/base/web/TimeText.tsx';
import type { Problem } from '#/base/rules/refusal.ts';
import { footageDay, footagePlay } from '../../rules/api/footage.ts';
import { footageDelete, footageReread } from '../../rules/api/footage-keeping.ts';
import { playbackCheckEnter } from '../../rules/api/playback.ts';
import { isSpoilt } from '../../rules/footage.ts';
import type { Period } from '../../rules/retention.ts';
import { DayFiles } from './DayFiles.tsx';
import { DayLine } from './DayLine.tsx';
import { PlaybackCheckForm } from './PlaybackCheckForm.tsx';
import { Player } from './Player.tsx';
import { withSeen } from './seen.ts';
import { strings } from './strings.ts';

export type FootageDay = OutputOf<typeof footageDay>;

export const periodOf = ({ from, to }: { from: string; to: string }): Period => ({
  from: Date.parse(from),
  to: Date.parse(to),
});

/** Ten minutes are opened at once unless somebody says otherwise. */
const openedMs = 600_000;

/** One camera's day: timeline, playback, the check that is entered afterwards (4.3-7). */
export function DayPage() {
  const s = useStrings(strings);
  const navigate = useNavigate();
  const { camera = '', on = '' } = useParams();
  const { data, problem, refetch } = useView(footageDay, { subject: camera, input: { on } });
  const go = (days: number): void => void navigate(`/footage/${camera}/${addDays(on, days)}`);
  return (
    <>
      <PageHeader
        title={data ? `${data.camera.code}　${on}` : on}
        actions={
          <Space>
            <Button icon={<LeftOutlined aria-hidden />} onClick={() => go(-1)}>
              {s.previousDay}
            </Button>
            <Button icon={<RightOutlined aria-hidden />} iconPlacement="end" onClick={() => go(1)}>
              {s.nextDay}
            </Button>
            <Button onClick={() => void navigate('/footage')}>{s.back}</Button>
          </Space>
        }
      />
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {data && <Day key={`${camera}/${on}`} data={data} on={on} />}
    </>
  );
}

function useChosen(data: FootageDay): [Period, (next: Period) => void] {
  const [search] = useSearchParams();
  const [from, to] = [search.get('from'), search.get('to')].map((text) =>
    text === null ? Number.NaN : Date.parse(text),
  );
  const day = periodOf(data.day);
  const first = data.pieces[0] ? Math.max(day.from, Date.parse(data.pieces[0].from)) : day.from;
  const asked = from !== undefined && to !== undefined && to > from ? { from, to } : null;
  return useState<Period>(asked ?? { from: first, to: Math.min(day.to, first + openedMs) });
}

/** Opens what is chosen for the player; what was watched since is what a check may say was seen. */
function usePlayback(camera: string) {
  const client = useClient();
  const [playing, setPlaying] = useState<{ period: Period; opened: OutputOf<typeof footagePlay> } | null>(null);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [seen, setSeen] = useState<readonly Period[]>([]);
  const play = async (period: Period): Promise<void> => {
    setTrouble(null);
    try {
      const input = { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() };
      setPlaying({ period, opened: await client.read(footagePlay, { subject: camera, input }) });
    } catch (error) {
      setTrouble(problemOf(error));
    }
  };
  const onSeen = (more: Period): void => setSeen((before) => withSeen(before, more));
  return { playing, trouble, seen, play, onSeen, stop: () => setPlaying(null) };
}

function Day({ data, on }: { data: FootageDay; on: string }) {
  const s = useStrings(strings);
  const list = useListing();
  const time = useSiteTime();
  const { playing, trouble, seen, play, onSeen, stop } = usePlayback(data.camera.id);
  const [checking, setChecking] = useState(false);
  // To the nearest second, as the check takes it.
  const clock = (at: number): string =>
    time(new Date(Math.round(at / 1_000) * 1_000).toISOString(), 'second').slice(11);
  return (
    <>
      <DayCard data={data} on={on} onPlay={(period) => void play(period)} onCheck={() => setChecking(true)} />
      <ProblemAlert problem={trouble} />
      {playing && (
        <>
          <Player
            key={playing.opened.grant}
            opened={playing.opened}
            period={playing.period}
            onSeen={onSeen}
            onClose={stop}
          />
          <p className="sc-faint">
            {s.seen}{' '}
            {seen.length === 0 ? s.nothingSeen : list(seen.map(({ from, to }) => `${clock(from)}–${clock(to)}`))}
          </p>
        </>
      )}
      <DayFiles data={data} />
      <PlaybackCheckForm
        open={checking}
        camera={data.camera}
        period={periodOf(data.day)}
        seen={seen}
        onClose={() => setChecking(false)}
      />
    </>
  );
}

interface CardProps {
  data: FootageDay;
  on: string;
  onPlay: (period: Period) => void;
  onCheck: () => void;
}

/** The day's line, what is chosen on it, and what can be done with that. */
function DayCard({ data, on, onPlay, onCheck }: CardProps) {
  const s = useStrings(strings);
  const words = useWords();
  const time = useSiteTime();
  const permitted = usePermitted();
  const day = periodOf(data.day);
  const [chosen, setChosen] = useChosen(data);
  const { pieces, keptUntil } = data;
  const onMedium = pieces.filter(({ keptOn }) => keptOn === 'medium').length;
  return (
    <section className="sc-panel sc-day-card">
      <DayLine
        day={day}
        lines={[
          { key: 'pieces', periods: pieces.map((one) => ({ ...periodOf(one), wrong: one.problem !== null })) },
          { key: 'checks', periods: data.checks.map(periodOf) },
          { key: 'holds', periods: data.holds.map(periodOf) },
        ]}
        chosen={chosen}
        onChoose={(from) => setChosen({ from, to: Math.min(day.to, from + Math.max(1_000, chosen.to - chosen.from)) })}
      />
      <div className="sc-day-tools">
        <ChosenTimes key={`${chosen.from}/${chosen.to}`} on={on} chosen={chosen} onChange={setChosen} />
        <Button type="primary" disabled={pieces.length === 0} onClick={() => onPlay(chosen)}>
          {s.play}
        </Button>
        <span className="sc-grow" />
        {permitted(playbackCheckEnter.name) && (
          <Button disabled={pieces.length === 0} onClick={onCheck}>
            {s.enterCheck}
          </Button>
        )}
        {permitted(footageReread.name) && pieces.some(({ problem }) => isSpoilt(problem)) && <RereadDay data={data} />}
        {permitted(footageDelete.name) && pieces.length > 0 && <DeleteDay data={data} />}
      </div>
      <p className="sc-faint sc-small">
        {pieces.length > 0 && (keptUntil === null ? s.keptUnknown : s.keptUntil(time(keptUntil, 'day')))}
        {onMedium > 0 && `　${s.elsewhere(onMedium)}`}
      </p>
      {data.holds.map(({ reason, from, to }) => (
        <Alert
          key={`${from}/${to}/${reason.zh}`}
          type="warning"
          showIcon
          title={`${s.inForce} ${words(reason)} ${time(from)}–${time(to)}`}
        />
      ))}
    </section>
  );
}

/** Everything that begins on the day: what goes on past midnight belongs to the day on which it began. */
function periodToDelete({ day, pieces }: FootageDay): { from: string; to: string } {
  const own = pieces.filter(({ from }) => from >= day.from);
  return { from: day.from, to: [day.to, ...own.map(({ to }) => to)].toSorted().at(-1) ?? day.to };
}

function DeleteDay({ data }: { data: FootageDay }) {
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={footageDelete}
      subject={data.camera.id}
      toInput={({ reason }: { reason: string }) => ({ ...periodToDelete(data), reason })}
      question={s.deleteQuestion}
      fields={<ReasonField />}
      button={{ danger: true }}
    >
      {s.deleteDay}
    </ConfirmAct>
  );
}

/** What was marked by mistake, or whose disk was mended, is read again. */
function RereadDay({ data }: { data: FootageDay }) {
  const s = useStrings(strings);
  return (
    <ConfirmAct
      decl={footageReread}
      subject={data.camera.id}
      toInput={({ reason }: { reason: string }) => ({ ...data.day, reason })}
      question={s.rereadQuestion}
      fields={<ReasonField />}
    >
      {s.rereadDay}
    </ConfirmAct>
  );
}

const clockShape = /^([01]?\d|2[0-3])[:：]([0-5]\d)(?:[:：]([0-5]\d))?$/;
/** The end of the day, as people write it. */
const midnight = /^24[:：]00(?:[:：]00)?$/;
/** A choice over midnight is no longer than a shift: a longer one is a slip of the pen. */
const longestOverMidnight = 6 * 3_600_000;

/** What is to be played, to the second: typing is quicker than dragging. */
function ChosenTimes({ on, chosen, onChange }: { on: string; chosen: Period; onChange: (next: Period) => void }) {
  const s = useStrings(strings);
  const zone = useSiteZone();
  const time = useSiteTime();
  const clock = (at: number): string => time(new Date(at).toISOString(), 'second').slice(11);
  const [text, setText] = useState({ from: clock(chosen.from), to: clock(chosen.to) });
  const read = (typed: string, of: string): number | null => {
    if (midnight.test(typed.trim())) return Date.parse(instantOfWall(`${addDays(of, 1)} 00:00:00`, zone));
    const [, hour, minute, second = '00'] = clockShape.exec(typed.trim()) ?? [];
    return hour === undefined || minute === undefined
      ? null
      : Date.parse(instantOfWall(`${of} ${hour.padStart(2, '0')}:${minute}:${second}`, zone));
  };
  const from = read(text.from, on);
  const sameDay = read(text.to, on);
  const nextDay = read(text.to, addDays(on, 1));
  const overMidnight =
    from !== null && sameDay !== null && nextDay !== null && sameDay < from && nextDay - from <= longestOverMidnight;
  const to = overMidnight ? nextDay : sameDay;
  const wrong = from === null || to === null ? s.wrongClock : to <= from ? s.reversed : null;
  const settle = (): void => {
    if (from !== null && to !== null && to > from && (from !== chosen.from || to !== chosen.to)) onChange({ from, to });
  };
  const field = (name: 'from' | 'to') => (
    <label className="sc-time-field">
      <span>{s[name]}</span>
      <Input
        className="sc-clock-long"
        value={text[name]}
        maxLength={8}
        autoComplete="off"
        placeholder={s.clockFormat}
        status={wrong === null ? '' : 'error'}
        aria-invalid={wrong !== null}
        onChange={(event) => setText({ ...text, [name]: event.target.value })}
        onBlur={settle}
        onPressEnter={settle}
      />
    </label>
  );
  return (
    <div className="sc-times">
      {field('from')}
      {field('to')}
      {wrong !== null && (
        <span className="sc-wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}
