/** One video element that plays reel after reel, and tells what was watched (4.3-7). */
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import type { footagePlay } from '../../rules/api/footage.ts';
import type { Period } from '../../rules/retention.ts';
import { type Feed, feed, type FilmPiece, type Reel, reelsOf, secondAt, timeAt } from './film.ts';

interface Played {
  opened: OutputOf<typeof footagePlay>;
  period: Period;
  onSeen: (seen: Period) => void;
}

export interface Film {
  video: RefObject<HTMLVideoElement | null>;
  reels: readonly Reel[];
  reel: Reel | undefined;
  /** Moment of the picture, milliseconds since 1970. */
  now: number | null;
  paused: boolean;
  /** Digests that matched. */
  verified: ReadonlySet<string>;
  spoilt: FilmPiece | null;
  /** Something could not be fetched or played. */
  trouble: boolean;
}

export function useFilm({ opened, period, onSeen }: Played): Film {
  const video = useRef<HTMLVideoElement>(null);
  const reels = useMemo(
    () => reelsOf(opened.pieces).filter((one) => timeAt(one, 0) < period.to && timeAt(one, one.seconds) > period.from),
    [opened, period],
  );
  const [index, setIndex] = useState(0);
  const [now, setNow] = useState<number | null>(null);
  const [paused, setPaused] = useState(true);
  const [verified, setVerified] = useState<ReadonlySet<string>>(new Set());
  const [spoilt, setSpoilt] = useState<FilmPiece | null>(null);
  const [trouble, setTrouble] = useState(false);
  const reel = reels[index];
  // The page hears of what was seen by its newest ear, without the film being loaded again.
  const ear = useRef(onSeen);
  useEffect(() => {
    ear.current = onSeen;
  });
  useEffect(() => {
    const element = video.current;
    if (element === null || reel === undefined) return;
    const own = feed(element, reel, opened.grant, {
      onVerified: (sha256) => setVerified((known) => new Set(known).add(sha256)),
      onSpoilt: setSpoilt,
      onTrouble: () => setTrouble(true),
    });
    const deaf = listen(element, own, reel, period, {
      onNow: setNow,
      onPaused: setPaused,
      onSeen: (seen) => ear.current(seen),
      onTrouble: () => setTrouble(true),
      onEnded: () => setIndex((one) => (one + 1 < reels.length ? one + 1 : one)),
    });
    return () => {
      deaf();
      own.close();
    };
  }, [reel, reels, opened, period]);
  return { video, reels, reel, now, paused, verified, spoilt, trouble };
}

/** Two tellings further apart than this, in seconds of film, are a jump and no watching. */
const jumpSeconds = 3;

interface Ears {
  onNow(at: number): void;
  onPaused(paused: boolean): void;
  onSeen(seen: Period): void;
  onTrouble(): void;
  onEnded(): void;
}

/** Follows the element; answers how to stop. */
function listen(element: HTMLVideoElement, own: Feed, reel: Reel, period: Period, ears: Ears): () => void {
  let last: number | null = null;
  const moved = (): void => {
    own.attend();
    const film = timeAt(reel, element.currentTime);
    ears.onNow(film);
    const before = last;
    last = film;
    const watched = before !== null && film > before && film - before < jumpSeconds * 1_000 * element.playbackRate;
    if (watched && !element.seeking) ears.onSeen({ from: before, to: Math.min(film, period.to) });
    if (film >= period.to) element.pause();
  };
  const events = {
    seeked(): void {
      last = timeAt(reel, element.currentTime);
    },
    loadedmetadata(): void {
      last = timeAt(reel, 0);
      element.scrollIntoView({ block: 'nearest' });
      const start = secondAt(reel, period.from);
      if (start > 0) element.currentTime = start;
      // A browser that does not play by itself waits for the button.
      void element.play().catch(() => ears.onPaused(true));
    },
    timeupdate: moved,
    seeking(): void {
      last = null;
      own.attend();
    },
    waiting: (): void => own.attend(),
    progress: (): void => own.attend(),
    ended(): void {
      moved();
      last = null;
      ears.onEnded();
    },
    error(): void {
      if (element.getAttribute('src') !== null) ears.onTrouble();
    },
    play: (): void => ears.onPaused(false),
    pause: (): void => ears.onPaused(true),
  };
  for (const [name, heard] of Object.entries(events)) element.addEventListener(name, heard);
  return () => {
    for (const [name, heard] of Object.entries(events)) element.removeEventListener(name, heard);
  };
}
