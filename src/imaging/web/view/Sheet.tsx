import { memo, useCallback, useEffect, useRef } from 'react';
import { useStrings } from '#/base/web/locale.tsx';
import type { PictureAddress } from '../pictures.ts';
import { strings } from '../strings.ts';
import type { Tile } from './viewed.ts';

interface Props {
  tiles: readonly Tile[];
  /** Place of the page that is looked at. */
  at: number;
  pictures: PictureAddress | null;
  /** Over the whole width: what is in sight is told. */
  wide: boolean;
  onSight?: (masterIds: readonly string[]) => void;
  onPick: (index: number) => void;
}

const nobody = (): void => undefined;

/** The volume as a contact sheet: what the machine asks about, what is marked, what was seen. */
export const Sheet = memo(function Sheet({ tiles, at, pictures, wide, onSight = nobody, onPick }: Props) {
  const s = useStrings(strings);
  const sheet = useRef<HTMLDivElement>(null);
  const picked = useRef(onPick);
  useEffect(() => {
    picked.current = onPick;
  });
  const pick = useCallback((index: number) => picked.current(index), []);
  useEffect(() => {
    sheet.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at, wide]);
  const places = tiles.map(({ masterId }) => masterId).join(' ');
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
        onSight([...inSight]);
      },
      { root, threshold: [0, 0.9, 1] },
    );
    for (const tile of root.querySelectorAll('[data-master]')) watch.observe(tile);
    return () => {
      watch.disconnect();
      onSight([]);
    };
  }, [wide, places, onSight]);
  return (
    <div
      ref={sheet}
      className={wide ? 'sc-sheet sc-sheet-wide' : 'sc-sheet'}
      role="listbox"
      aria-label={s.images}
      tabIndex={0}
    >
      {tiles.map(({ id, position, masterId, picture, tone, label }, index) => (
        <SheetTile
          key={id}
          {...{ index, position, masterId, tone, label, onPick: pick }}
          thumb={picture === null || pictures === null ? null : pictures(picture, 'thumb')}
          selected={index === at}
        />
      ))}
    </div>
  );
});

interface TileProps extends Pick<Tile, 'position' | 'masterId' | 'tone' | 'label'> {
  index: number;
  thumb: string | null;
  selected: boolean;
  onPick: (index: number) => void;
}

/** Drawn again only when something of it changes: a key press must not draw three hundred of them. */
const SheetTile = memo(function SheetTile({ index, position, masterId, tone, label, thumb, ...rest }: TileProps) {
  const { selected, onPick } = rest;
  return (
    <button
      type="button"
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      data-at={index}
      {...(masterId !== null && { 'data-master': masterId })}
      className={`sc-slot sc-slot-${tone}`}
      onClick={() => onPick(index)}
    >
      <span className="sc-slot-picture">
        {thumb !== null && <img alt="" loading="lazy" decoding="async" src={thumb} />}
      </span>
      <span className="sc-slot-line">
        <b className="sc-num">{position}</b>
        <span>{label}</span>
      </span>
    </button>
  );
});
