import { useStrings } from './locale.tsx';
import { StatusTag } from './StatusTag.tsx';
import { strings } from './strings.ts';
import { useSiteTime } from './TimeText.tsx';

/** Late entry: shown wherever the record is. */
export function LateBadge({ occurredAt }: { occurredAt: string }) {
  const s = useStrings(strings);
  const time = useSiteTime();
  return (
    <StatusTag tone="attention" title={s.late.badgeTitle(time(occurredAt))}>
      {s.late.badge}
    </StatusTag>
  );
}
