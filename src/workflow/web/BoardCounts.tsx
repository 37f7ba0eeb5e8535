import { Button } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { boardCount } from '../rules/api/tracking.ts';
import { type TaskState, taskStateNames } from '../rules/task.ts';
import type { BoardFilter } from './board-filter.ts';
import { strings } from './strings.ts';
import { taskTones } from './tones.ts';

type Row = OutputOf<typeof boardCount>['rows'][number];

/** What needs somebody stands first. */
const shown: readonly TaskState[] = ['blocked', 'returned', 'claimed', 'ready', 'done'];

interface Asking {
  asked: BoardFilter;
  onAsk: (filter: BoardFilter) => void;
}

interface Props extends Asking {
  projectId: string;
  steps: readonly { key: string; name: string }[];
}

/** 工序 × 状态: every unit is counted in one cell; a cell asks for its units. */
export function BoardCounts({ projectId, steps, ...asking }: Props) {
  const s = useStrings(strings);
  const words = useWords();
  const { data, problem, refetch } = useView(boardCount, { subject: projectId, input: {} });
  const rows = data?.rows ?? [];
  // In the order of the line; a step at which nothing stands takes no room.
  const known = [...new Set([...steps.map(({ key }) => key), ...rows.map(({ step }) => step)])];
  const lines = known.flatMap((key) => {
    const own = rows.filter(({ step }) => step === key);
    const name = steps.find((step) => step.key === key)?.name ?? own[0]?.name ?? key;
    return own.length === 0 ? [] : [{ key, name, own }];
  });
  return (
    <section className="sc-card sc-pad sc-flow-counts">
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable */}
      <div className="sc-flow-scroll" role="region" aria-label={s.progress} tabIndex={0}>
        <table className="sc-flow-board">
          <thead>
            <tr>
              <th scope="col">{s.step}</th>
              {shown.map((state) => (
                <th key={state} scope="col">
                  <StatusTag tone={taskTones[state]}>{words(taskStateNames[state])}</StatusTag>
                </th>
              ))}
              <th scope="col">{s.overdue}</th>
              <th scope="col">{s.total}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, name, own }) => (
              <Line key={key} name={name} rows={own} filter={{ step: key }} {...asking} />
            ))}
          </tbody>
          <tfoot>
            <Line name={s.total} rows={rows} filter={{}} {...asking} />
          </tfoot>
        </table>
      </div>
    </section>
  );
}

const sumOf = (rows: readonly Row[], what: 'count' | 'overdue'): number =>
  rows.reduce((sum, row) => sum + row[what], 0);

function Line({ name, rows, filter, ...asking }: Asking & { name: string; rows: readonly Row[]; filter: BoardFilter }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <tr>
      <th scope="row">{name}</th>
      {shown.map((state) => (
        <Cell
          key={state}
          value={sumOf(
            rows.filter((row) => row.state === state),
            'count',
          )}
          filter={{ ...filter, state }}
          label={`${name} ${words(taskStateNames[state])}`}
          {...asking}
        />
      ))}
      <Cell
        value={sumOf(rows, 'overdue')}
        filter={{ ...filter, overdue: true }}
        label={`${name} ${s.overdue}`}
        {...asking}
      />
      <Cell value={sumOf(rows, 'count')} filter={filter} label={`${name} ${s.total}`} {...asking} />
    </tr>
  );
}

function Cell({ value, filter, label, asked, onAsk }: Asking & { value: number; filter: BoardFilter; label: string }) {
  const same = Object.keys(filter).length > 0 && JSON.stringify(filter) === JSON.stringify(asked);
  return (
    <td>
      {value === 0 ? (
        <span className="sc-faint sc-num">0</span>
      ) : (
        <Button
          type="link"
          size="small"
          className="sc-num"
          aria-pressed={same}
          aria-label={`${label} ${value}`}
          onClick={() => onAsk(same ? {} : filter)}
        >
          {value}
        </Button>
      )}
    </td>
  );
}
