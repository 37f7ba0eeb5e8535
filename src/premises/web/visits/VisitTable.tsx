import { Button, Space } from '#/base/web/antd.ts';
import { HappenedAt } from '#/base/web/LateBadge.tsx';
import { useStrings, useWords, useListing } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { visitLeave, visitList } from '../../rules/api/visits.ts';
import { noBadgeNames } from '../../rules/badges.ts';
import { belongingNames } from '../../rules/visits.ts';
import { strings } from './strings.ts';

export type Visit = RowOf<typeof visitList>;

/** Who is inside, and who was. */
export function VisitTable({ onLeave }: { onLeave: (visit: Visit) => void }) {
  const s = useStrings(strings);
  const list = useListing();
  const words = useWords();
  const permitted = usePermitted();
  return (
    <DataTable
      tableKey="premises.visits"
      view={visitList}
      rowKey={(row) => row.id}
      initialFilters={{ inside: true }}
      filters={[
        { kind: 'choice', name: 'inside', label: s.inside, options: [{ value: true, label: s.onlyInside }] },
        { kind: 'day', name: 'on', label: s.day },
      ]}
      columns={[
        {
          key: 'name',
          title: s.name,
          always: true,
          render: (row) => (
            <Space size={8}>
              {row.name}
              {row.visitor && <StatusTag tone="attention">{s.visitor}</StatusTag>}
            </Space>
          ),
        },
        { key: 'organisation', title: s.organisation, render: (row) => row.organisation },
        {
          key: 'in',
          title: s.enteredAt,
          always: true,
          render: (row) => <HappenedAt at={row.enteredAt} late={row.late} />,
        },
        {
          key: 'out',
          title: s.leftAt,
          render: (row) =>
            row.leftAt === null ? <StatusTag tone="active">{s.inside}</StatusTag> : <TimeText at={row.leftAt} />,
        },
        {
          key: 'deposited',
          title: s.deposited,
          render: (row) => list(row.deposited.map((code) => words(belongingNames[code]))) || s.none,
        },
        { key: 'locker', title: s.locker, render: (row) => row.locker ?? '—' },
        {
          key: 'badge',
          title: s.badge,
          always: true,
          render: (row) => <Worn visit={row} />,
        },
        {
          key: 'issues',
          title: s.issues,
          render: (row) =>
            row.issues.length === 0 ? '—' : <StatusTag tone="attention">{row.issues.join(' ')}</StatusTag>,
        },
        { key: 'reason', title: s.reason, render: (row) => row.reason ?? '—', hidden: true },
        { key: 'escort', title: s.escort, render: (row) => row.escort?.name ?? '—' },
        { key: 'by', title: s.checkedBy, render: (row) => row.checkedBy.name },
        { key: 'exitBy', title: s.exitCheckedBy, render: (row) => row.exitCheckedBy?.name ?? '—' },
        { key: 'remark', title: s.remark, render: (row) => row.exitRemark || row.remark || '—', hidden: true },
      ]}
      {...(permitted(visitLeave.name) && {
        rowActions: (row: Visit) =>
          row.leftAt === null && (
            <Button type="link" size="small" onClick={() => onLeave(row)}>
              {s.leave}
            </Button>
          ),
      })}
      empty={s.empty}
    />
  );
}

/** 4.7-1: the badge that was scanned, a visitor's card, or that there was none and why. */
function Worn({ visit: { badge, noBadge, visitorCard } }: { visit: Visit }) {
  const s = useStrings(strings);
  const words = useWords();
  if (visitorCard !== null) return s.visitorCardShort(visitorCard);
  if (badge !== null) return <span className="sc-num">{s.badgeScanned(badge)}</span>;
  return noBadge === null ? '—' : <StatusTag tone="attention">{words(noBadgeNames[noBadge])}</StatusTag>;
}
