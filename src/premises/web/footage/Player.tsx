import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Alert, Button, Select, Space } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import type { footagePlay } from '../../rules/api/footage.ts';
import type { Period } from '../../rules/retention.ts';
import { strings } from './strings.ts';
import { useFilm } from './use-film.ts';

interface Props {
  opened: OutputOf<typeof footagePlay>;
  /** What was opened; nothing outside is played. */
  period: Period;
  onSeen: (seen: Period) => void;
  onClose: () => void;
}

const speeds = [1, 2, 4, 8];

/** One video element for the whole period: reel after reel, gaps are passed over (4.3-7). */
export function Player({ opened, period, onSeen, onClose }: Props) {
  const s = useStrings(strings);
  const time = useSiteTime();
  const { video, reels, reel, now, paused, verified, spoilt, trouble } = useFilm({ opened, period, onSeen });
  const [speed, setSpeed] = useState(1);
  const change = (next: number): void => {
    setSpeed(next);
    if (video.current === null) return;
    video.current.playbackRate = next;
    // The next reel keeps it.
    video.current.defaultPlaybackRate = next;
  };
  const toggle = (): void => {
    const element = video.current;
    if (element === null) return;
    if (element.paused) void element.play().catch(() => undefined);
    else element.pause();
  };
  const joined = reels.filter((one) => one.joined).flatMap(({ pieces }) => pieces);
  return (
    <section className="sc-panel sc-player" aria-label={s.player}>
      <div className="sc-player-bar">
        <Space wrap>
          <Button onClick={toggle} disabled={reels.length === 0}>
            {paused ? s.resume : s.pause}
          </Button>
          <Select
            aria-label={s.speed}
            value={speed}
            onChange={change}
            options={speeds.map((value) => ({ value, label: `${value}×` }))}
          />
          <span className="sc-num">
            {now === null ? '' : `${s.playingAt} ${time(new Date(now).toISOString(), 'second')}`}
          </span>
          {joined.length > 0 && <span className="sc-faint">{s.verified(verified.size, joined.length)}</span>}
        </Space>
        <Button onClick={onClose}>{s.stop}</Button>
      </div>
      {reels.length === 0 ? (
        <Alert type="info" title={s.nothingToPlay} showIcon />
      ) : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- cameras hear nothing
        <video ref={video} className="sc-film" muted playsInline controls={reel?.joined === false} />
      )}
      {trouble && <Alert type="error" title={s.playTrouble} showIcon />}
      {spoilt && <Alert type="error" title={s.digestWrong(spoilt.fileName)} showIcon />}
    </section>
  );
}
