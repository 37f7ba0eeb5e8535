import { Space } from './antd.ts';
import { useStrings } from './locale.tsx';
import { StatusTag } from './StatusTag.tsx';
import { strings } from './strings.ts';
import { TimeText, useSiteTime } from './TimeText.tsx';

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

/** When a record's event was, and that it was entered late where it was. */
export function HappenedAt({ at, late }: { at: string | null; late: boolean }) {
  return (
    <Space size={8}>
      <TimeText at={at} />
      {late && at !== null && <LateBadge occurredAt={at} />}
    </Space>
  );
}
