import type { OutputOf } from '#/base/rules/declare.ts';
import { Alert, Empty, Table } from '#/base/web/antd.ts';
import { useDensity } from '#/base/web/density.tsx';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { restoreDrillList } from '../../rules/api/backup.ts';
import { strings } from './strings.ts';

type Drill = OutputOf<typeof restoreDrillList>['items'][number];

/** Restore drills, newest first, and when the next is due. */
export function Drills() {
  const s = useStrings(strings).backups;
  const { density } = useDensity();
  const list = useView(restoreDrillList, {});
  const { data } = list;
  return (
    <>
      <ProblemAlert problem={list.problem} />
      {data !== undefined && (
        <Alert
          type={data.nextDueOn === null ? 'warning' : 'info'}
          showIcon
          className="sc-warnings"
          title={data.nextDueOn === null ? s.never : `${s.nextDue} ${data.nextDueOn}`}
        />
      )}
      <div className="sc-card sc-data">
        <Table<Drill>
          rowKey="id"
          dataSource={data?.items ?? []}
          loading={list.isFetching}
          pagination={false}
          size={density === 'compact' ? 'small' : 'middle'}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.noDrills} /> }}
          columns={[
            { key: 'day', title: s.drilledOn, className: 'sc-num', render: (_, row) => row.drilledOn },
            {
              key: 'passed',
              title: s.result,
              render: (_, row) => (
                <StatusTag tone={row.passed ? 'done' : 'alarm'}>{row.passed ? s.passed : s.failed}</StatusTag>
              ),
            },
            { key: 'machine', title: s.machine, render: (_, row) => row.machine },
            { key: 'facts', title: s.facts, render: (_, row) => <Facts drill={row} /> },
            { key: 'backup', title: s.backups, render: (_, row) => <DigestText digest={row.backupId} /> },
            { key: 'remarks', title: s.remarks, width: 220, render: (_, row) => row.remarks || '—' },
            { key: 'by', title: s.recordedBy, render: (_, row) => row.recordedBy.name },
            { key: 'confirmed', title: s.confirmedBy, render: (_, row) => row.confirmedBy.name },
          ]}
        />
      </div>
    </>
  );
}

function Facts({ drill }: { drill: Drill }) {
  const s = useStrings(strings).backups;
  const { rows, objects, differences } = drill.facts;
  return s.factText(String(rows ?? '—'), String(objects ?? '—'), String(differences ?? '—'));
}
