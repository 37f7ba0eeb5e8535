import { useEffect, useRef } from 'react';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { faceNames } from '../../rules/capture.ts';
import type { PictureAddress } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { Slot } from './useStation.ts';

export const toneOf = ({ state, findings }: Slot): 'good' | 'pending' | 'empty' | 'ask' | 'fail' => {
  if (state !== 'good') return state;
  if (findings.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return findings.length > 0 ? 'ask' : 'good';
};

interface Props {
  slots: readonly Slot[];
  pictures: PictureAddress | null;
  chosen: string | null;
  onChoose: (slotId: string) => void;
}

/** The whole volume at a glance; arrows go from image to image, the newest is kept in sight while nothing is chosen. */
export function SlotGrid({ slots, pictures, chosen, onChoose }: Props) {
  const s = useStrings(strings);
  const words = useWords();
  const labelOf = ({ face }: Slot, tone: ReturnType<typeof toneOf>): string =>
    [...(face === 'page' ? [] : [words(faceNames[face])]), ...(tone === 'good' ? [] : [s.states[tone]])].join(' · ');
  const grid = useRef<HTMLDivElement>(null);
  const count = slots.length;
  useEffect(() => {
    if (chosen === null && grid.current) grid.current.scrollTop = grid.current.scrollHeight;
  }, [count, chosen]);
  const go = (from: number, by: number): void => {
    const next = slots[Math.max(0, Math.min(count - 1, from + by))];
    if (!next) return;
    onChoose(next.id);
    grid.current?.querySelector<HTMLElement>(`[data-slot="${next.id}"]`)?.focus();
  };
  const columns = (): number => {
    const tiles = [...(grid.current?.children ?? [])] as HTMLElement[];
    const top = tiles[0]?.offsetTop;
    return Math.max(
      1,
      tiles.findIndex((tile) => tile.offsetTop !== top),
    );
  };
  const keys = (event: React.KeyboardEvent, index: number): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), Home: -count, End: count }[
      event.key
    ];
    if (by === undefined) return;
    event.preventDefault();
    go(index, by);
  };
  return (
    <section className="sc-card sc-pad sc-capture-sheet">
      <div className="sc-flow-head">
        <h3>{s.images}</h3>
        <span className="sc-faint">{s.keys}</span>
      </div>
      <div ref={grid} className="sc-slots" role="listbox" aria-label={s.images}>
        {slots.map((slot, index) => {
          const tone = toneOf(slot);
          return (
            <button
              key={slot.id}
              type="button"
              role="option"
              aria-selected={slot.id === chosen}
              data-slot={slot.id}
              tabIndex={slot.id === chosen || (chosen === null && index === 0) ? 0 : -1}
              className={`sc-slot sc-slot-${tone}`}
              onClick={() => onChoose(slot.id)}
              onKeyDown={(event) => keys(event, index)}
            >
              <span className="sc-slot-picture">
                {slot.masterId !== null && pictures !== null && (
                  <img alt="" loading="lazy" decoding="async" src={pictures(slot.masterId, 'thumb')} />
                )}
              </span>
              <span className="sc-slot-line">
                <b className="sc-num">{slot.position}</b>
                <span>{labelOf(slot, tone)}</span>
              </span>
            </button>
          );
        })}
      </div>
      {count === 0 && <p className="sc-empty">{s.nothingYet}</p>}
    </section>
  );
}
