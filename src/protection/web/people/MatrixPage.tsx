import { useDeferredValue, useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { Input, Skeleton } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { matrixShow } from '../../rules/api/people.ts';
import { strings } from './strings.ts';

type Matrix = OutputOf<typeof matrixShow>;
type MatrixRow = Matrix['rows'][number];
type Cell = Exclude<MatrixRow['cells'][number], ''>;

/** Full mark: does; ring: approves; half: both. The word says it too. */
const marks: Record<Cell, Tone> = { does: 'done', approves: 'plain', both: 'active' };

const matches = (row: MatrixRow, text: string): boolean =>
  [row.name, row.label.zh, row.label.en, ...row.clauses].some((one) => one.toLowerCase().includes(text));

/** 权限总表 (5.5-1): every act and view against the 16 roles. */
export function MatrixPage() {
  const s = useStrings(strings).matrix;
  const matrix = useView(matrixShow, {});
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim().toLowerCase());
  const { data } = matrix;
  const rows = data?.rows.filter((row) => text === '' || matches(row, text)) ?? [];
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <ProblemAlert problem={matrix.problem} />
      {data === undefined && matrix.problem === null && <Skeleton active />}
      {data !== undefined && (
        <div className="sc-card">
          <div className="sc-matrix-bar">
            <Input.Search
              allowClear
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              placeholder={s.filterNote}
              aria-label={s.filter}
            />
            <span role="status">{s.shown(rows.length, data.rows.length)}</span>
            <Legend />
          </div>
          <MatrixTable roles={data.roles} rows={rows} />
        </div>
      )}
    </>
  );
}

function Legend() {
  const s = useStrings(strings).matrix;
  return (
    <span className="sc-matrix-legend">
      {(['does', 'approves', 'both'] as const).map((cell) => (
        <span key={cell}>
          <StatusTag tone={marks[cell]}>{s.cells[cell]}</StatusTag> <span className="sc-faint">{s.meaning[cell]}</span>
        </span>
      ))}
    </span>
  );
}

function MatrixTable({ roles, rows }: { roles: Matrix['roles']; rows: readonly MatrixRow[] }) {
  const s = useStrings(strings).matrix;
  const words = useWords();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div className="sc-matrix" role="region" aria-label={s.title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{s.act}</th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {words(roleNames[role])}
              </th>
            ))}
            <th scope="col">{s.clauses}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" title={row.name}>
                {words(row.label)}
                <span className="sc-faint sc-small">{s.kinds[row.kind as keyof typeof s.kinds] ?? row.kind}</span>
              </th>
              {row.cells.map((cell, at) => (
                <td key={roles[at]}>{cell !== '' && <StatusTag tone={marks[cell]}>{s.cells[cell]}</StatusTag>}</td>
              ))}
              <td className="sc-matrix-clauses">{row.clauses.join(' ') || '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="sc-empty">{s.nothing}</p>}
    </div>
  );
}
