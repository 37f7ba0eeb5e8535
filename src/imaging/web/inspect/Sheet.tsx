import { useEffect, useRef } from 'react';
import { useStrings } from '#/base/web/locale.tsx';
import type { PictureAddress } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { FoundDefect, InspectedSlot } from './inspected.ts';
import type { Seen } from './useSeen.ts';

interface Props {
  slots: readonly InspectedSlot[];
  found: readonly FoundDefect[];
  /** Place of the page that is looked at. */
  at: number;
  pictures: PictureAddress | null;
  /** Over the whole width: what is in sight counts as looked at. */
  wide: boolean;
  seen: Seen;
  onPick: (index: number) => void;
}

/** The volume as a contact sheet: what the machine asks about, what is marked, what was seen. */
export function Sheet({ slots, found, at, pictures, wide, seen, onPick }: Props) {
  const s = useStrings(strings);
  const sheet = useRef<HTMLDivElement>(null);
  const { showSheet } = seen;
  useEffect(() => {
    sheet.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at, wide]);
  useEffect(() => {
    const root = sheet.current;
    if (!wide || root === null) return undefined;
    const inSight = new Set<string>();
    const watch = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting, intersectionRatio } of entries) {
          const masterId = (target as HTMLElement).dataset['master'];
          if (masterId === undefined) continue;
          if (isIntersecting && intersectionRatio > 0.9) inSight.add(masterId);
          else inSight.delete(masterId);
        }
        showSheet([...inSight]);
      },
      { root, threshold: [0, 0.9, 1] },
    );
    for (const tile of root.querySelectorAll('[data-master]')) watch.observe(tile);
    return () => {
      watch.disconnect();
      showSheet([]);
    };
  }, [wide, slots, showSheet]);
  return (
    <div
      ref={sheet}
      className={wide ? 'sc-sheet sc-sheet-wide' : 'sc-sheet'}
      role="listbox"
      aria-label={s.images}
      tabIndex={0}
    >
      {slots.map((slot, index) => {
        const marked = found.some(({ slotId }) => slotId === slot.id);
        const now = slot.masterId === null ? undefined : seen.of(slot.masterId);
        const shown = slot.pageMs + (now?.pageMs ?? 0) > 0;
        const passed = slot.passed || now?.passed === true;
        const asked = slot.findings.length > 0;
        const tone = marked || slot.state === 'empty' ? 'fail' : asked ? 'ask' : 'good';
        const label = [
          ...(marked ? [s.defectsOfPage] : asked ? ['?'] : []),
          ...(passed ? [s.passedMark] : shown ? [s.seenMark] : []),
        ].join(' ');
        return (
          <button
            key={slot.id}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            data-at={index}
            {...(slot.masterId !== null && { 'data-master': slot.masterId })}
            className={`sc-slot sc-slot-${tone}`}
            onClick={() => onPick(index)}
          >
            <span className="sc-slot-picture">
              {slot.masterId !== null && pictures !== null && (
                <img alt="" loading="lazy" decoding="async" src={pictures(slot.masterId, 'thumb')} />
              )}
            </span>
            <span className="sc-slot-line">
              <b className="sc-num">{slot.position}</b>
              <span>{label}</span>
            </span>
          </button>
        );
      })}
    </div>
  );
}
