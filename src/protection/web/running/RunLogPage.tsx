import { ReloadOutlined } from '@ant-design/icons';
import { useDeferredValue, useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Button, Empty, Input, Segmented, Select, Table } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { runLog } from '../../rules/api/session.ts';
import { strings } from './strings.ts';

type Line = OutputOf<typeof runLog>['lines'][number];

const tones: Record<string, Tone> = { warn: 'attention', error: 'alarm', fatal: 'alarm', debug: 'off' };
const isTrouble = (line: Line): boolean => line.level !== 'info' && line.level !== 'debug';

/** 运行日志 (5.5-4): what the processes say of themselves. Read when asked, never by itself. */
export function RunLogPage() {
  const s = useStrings(strings).runLog;
  const [limit, setLimit] = useState(200);
  const [which, setWhich] = useState<'all' | 'troubles'>('all');
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim().toLowerCase());
  const log = useView(runLog, { input: { limit } });
  const lines = (log.data?.lines ?? [])
    .filter((line) => which === 'all' || isTrouble(line))
    .filter((line) => `${line.process} ${line.message}`.toLowerCase().includes(text));
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <ProblemAlert problem={log.problem} />
      <div className="sc-card sc-data">
        <div className="sc-runlog-bar">
          <Segmented
            aria-label={s.which}
            value={which}
            onChange={setWhich}
            options={[
              { value: 'all', label: s.all },
              { value: 'troubles', label: s.troubles },
            ]}
          />
          <Input.Search
            allowClear
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder={s.filter}
            aria-label={s.filter}
          />
          <Select
            aria-label={s.lines}
            value={limit}
            onChange={setLimit}
            options={[100, 200, 500].map((value) => ({ value, label: `${s.lines} ${value}` }))}
          />
          <span role="status" className="sc-faint">
            {s.shown(lines.length)}
          </span>
          <Button icon={<ReloadOutlined aria-hidden />} loading={log.isFetching} onClick={() => void log.refetch()}>
            {s.refresh}
          </Button>
        </div>
        <LineTable lines={lines} loading={log.isFetching} />
      </div>
    </>
  );
}

function LineTable({ lines, loading }: { lines: readonly Line[]; loading: boolean }) {
  const s = useStrings(strings).runLog;
  const levels: Record<string, string> = s.levels;
  return (
    <Table<Line & { key: number }>
      dataSource={lines.map((line, at) => ({ ...line, key: at }))}
      loading={loading}
      pagination={false}
      size="small"
      sticky={{ offsetHeader: 48 }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.empty} /> }}
      columns={[
        { key: 'at', title: s.at, width: 170, render: (_, line) => <TimeText at={line.at} precision="second" /> },
        {
          key: 'level',
          title: s.level,
          width: 100,
          render: (_, line) => (
            <StatusTag tone={tones[line.level] ?? 'plain'}>{levels[line.level] ?? line.level}</StatusTag>
          ),
        },
        { key: 'process', title: s.process, width: 130, render: (_, line) => <code>{line.process}</code> },
        {
          key: 'message',
          title: s.message,
          render: (_, line) => <span className="sc-runlog-text">{line.message}</span>,
        },
      ]}
    />
  );
}
