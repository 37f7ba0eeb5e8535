import { Skeleton, Table } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { unitTrack } from '../rules/api/tracking.ts';
import { taskStateNames } from '../rules/task.ts';
import { strings } from './strings.ts';
import { taskTones } from './tones.ts';

type Unit = OutputOf<typeof unitTrack>['units'][number];

/** 一件的过程: each step, and everything that happened (5.6-3). */
export function UnitWay({ originalId }: { originalId: string }) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(unitTrack, { subject: originalId, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  if (data.units.length === 0) return <p className="sc-empty">{s.noWay}</p>;
  return data.units.map((unit) => <Way key={unit.unitId} unit={unit} />);
}

function Way({ unit }: { unit: Unit }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <section className="sc-flow-part">
      <p className="sc-faint">{unit.workflow}</p>
      <h3>{s.tasks}</h3>
      <Table
        size="small"
        rowKey="step"
        pagination={false}
        dataSource={unit.tasks}
        columns={[
          { key: 'name', title: s.step, render: (_, row) => row.name },
          {
            key: 'state',
            title: s.state,
            render: (_, row) => <StatusTag tone={taskTones[row.state]}>{words(taskStateNames[row.state])}</StatusTag>,
          },
          {
            key: 'by',
            title: s.by,
            render: (_, row) => row.by?.name ?? (row.reservedFor === null ? '' : s.reservedFor(row.reservedFor.name)),
          },
          {
            key: 'round',
            title: s.returned,
            align: 'right',
            render: (_, row) => <span className="sc-num">{row.round}</span>,
          },
        ]}
      />
      <h3>{s.events}</h3>
      <Table
        size="small"
        rowKey={(row) => `${row.at}/${row.event}/${row.step ?? ''}`}
        pagination={false}
        dataSource={unit.events}
        columns={[
          { key: 'at', title: s.at, render: (_, row) => <TimeText at={row.at} precision="second" /> },
          { key: 'event', title: s.event, render: (_, row) => s.eventNames[row.event] ?? row.event },
          { key: 'step', title: s.step, render: (_, row) => row.name ?? '' },
          { key: 'by', title: s.by, render: (_, row) => who(row) },
          { key: 'reason', title: s.reason, render: (_, row) => row.reason ?? '' },
        ]}
      />
    </section>
  );
}

/** Whose act it was, and whom it concerned where that is another. */
const who = ({ by, person }: Unit['events'][number]): string =>
  [...new Set([by?.name, person?.name])].filter((name) => name !== undefined).join(' → ');
