import { Table, Tabs } from '#/base/web/antd.ts';
import { BytesText } from '#/base/web/BytesText.tsx';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { useSiteTime } from '#/base/web/TimeText.tsx';
import { originNames, problemNames } from '../../rules/footage.ts';
import type { FootageDay } from './DayPage.tsx';
import { strings } from './strings.ts';

type Piece = FootageDay['pieces'][number];

const lengthOf = ({ from, to }: { from: string; to: string }): string => {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

/** The day's files and what lies between them, to the second. */
export function DayFiles({ data }: { data: FootageDay }) {
  const s = useStrings(strings);
  const words = useWords();
  const time = useSiteTime();
  const clock = (at: string): string => time(at, 'second').slice(11);
  const span = (one: { from: string; to: string }) => (
    <span className="sc-num">{`${clock(one.from)}–${clock(one.to)}`}</span>
  );
  return (
    <Tabs
      items={[
        {
          key: 'pieces',
          label: `${s.pieces} ${data.pieces.length}`,
          children: (
            <Table<Piece>
              size="small"
              rowKey="id"
              dataSource={data.pieces}
              pagination={data.pieces.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
              locale={{ emptyText: s.noPieces }}
              columns={[
                { title: s.time, render: (_, one) => span(one) },
                { title: s.length, render: (_, one) => <span className="sc-num">{lengthOf(one)}</span> },
                {
                  title: s.state,
                  render: (_, { problem, keptOn }) =>
                    problem !== null ? (
                      <StatusTag tone="alarm">{words(problemNames[problem])}</StatusTag>
                    ) : keptOn === 'medium' ? (
                      <StatusTag tone="plain">{s.onMedium}</StatusTag>
                    ) : (
                      <StatusTag tone="done">{s.whole}</StatusTag>
                    ),
                },
                { title: s.origin, render: (_, { origin }) => words(originNames[origin]) },
                { title: s.file, render: (_, { fileName }) => <span className="sc-long">{fileName}</span> },
                { title: s.size, align: 'right', render: (_, { bytes }) => <BytesText bytes={bytes} /> },
                { title: s.digest, render: (_, { sha256 }) => <DigestText digest={sha256} /> },
              ]}
            />
          ),
        },
        {
          key: 'gaps',
          label: `${s.gaps} ${data.gaps.length}`,
          children: (
            <Table<FootageDay['gaps'][number]>
              size="small"
              rowKey="from"
              dataSource={data.gaps}
              pagination={data.gaps.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
              locale={{ emptyText: s.noGaps }}
              columns={[
                { title: s.time, render: (_, one) => span(one) },
                { title: s.length, render: (_, one) => <span className="sc-num">{lengthOf(one)}</span> },
              ]}
            />
          ),
        },
      ]}
    />
  );
}
