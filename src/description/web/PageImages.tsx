import { useStrings } from '#/base/web/locale.tsx';
import { ImageFrame, ImagePane, type MarkedBox } from '#/imaging/web/door.ts';
import { strings } from './strings.ts';

/** The page images beside what is typed; `mark`: where a suggestion stands. */
export function PageImages({ unitId, mark = null }: { unitId: string | null; mark?: MarkedBox | null }) {
  const s = useStrings(strings);
  return (
    <ImageFrame label={s.images}>
      {unitId === null ? (
        <p className="sc-empty">{s.noImages}</p>
      ) : (
        <ImagePane unitId={unitId} mark={mark} empty={s.noImages} />
      )}
    </ImageFrame>
  );
}
