import { type ReactNode, useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Button, Descriptions, Skeleton, Space, Table } from '#/base/web/antd.ts';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { deviceShow } from '../rules/api/devices.ts';
import { deviceKindNames, deviceOwnerNames, wirelessWayNames } from '../rules/device.ts';
import { strings } from './strings.ts';

type Card = OutputOf<typeof deviceShow>;

/** 设备卡: what the device is, and every sealing and admission. */
export function DeviceCard({ id }: { id: string }): ReactNode {
  const s = useStrings(strings);
  const words = useWords();
  const { data, problem, refetch } = useView(deviceShow, { subject: id });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <div className="sc-device-card">
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'kind', label: s.kind, children: words(deviceKindNames[data.kind]) },
          { key: 'model', label: s.model, children: data.model },
          { key: 'serial', label: s.serial, children: <span className="sc-num">{data.serial}</span> },
          { key: 'owner', label: s.owner, children: words(deviceOwnerNames[data.owner]) },
          { key: 'domestic', label: s.domestic, children: data.domestic ? s.yes : s.no },
          { key: 'holds', label: s.holdsData, children: data.holdsData ? s.yes : s.no },
          { key: 'remark', label: s.remark, children: data.remark || '—', span: 2 },
        ]}
      />
      <h3>{s.seals}</h3>
      <Seals seals={data.seals} />
      <h3>{s.admissions}</h3>
      <Admissions admissions={data.admissions} />
    </div>
  );
}

function Seals({ seals }: { seals: Card['seals'] }) {
  const s = useStrings(strings);
  const words = useWords();
  const [photo, setPhoto] = useState<string | null>(null);
  return (
    <>
      <Table<Card['seals'][number]>
        size="small"
        rowKey="id"
        dataSource={seals}
        pagination={false}
        locale={{ emptyText: s.noSeals }}
        columns={[
          { title: s.doneOn, render: (_, row) => <span className="sc-num">{row.doneOn}</span> },
          { title: s.way, render: (_, row) => `${words(wirelessWayNames[row.way])} ${row.sealNumber ?? ''}` },
          { title: s.sealedBy, render: (_, row) => row.doneBy.name },
          {
            title: s.photos,
            render: (_, row) => (
              <Space size={4} wrap>
                {row.photos.map((one, index) => (
                  <Button key={one} type="link" size="small" onClick={() => setPhoto(one)}>
                    {s.photo(index + 1)}
                  </Button>
                ))}
                <span className="sc-faint">{row.photographed}</span>
              </Space>
            ),
          },
          {
            title: s.state,
            render: (_, row) =>
              row.brokenAt === null ? (
                <StatusTag tone="done">{s.holds}</StatusTag>
              ) : (
                <StatusTag tone="alarm">{s.broken}</StatusTag>
              ),
          },
        ]}
      />
      <AttachmentDrawer id={photo} onClose={() => setPhoto(null)} />
    </>
  );
}

function Admissions({ admissions }: { admissions: Card['admissions'] }) {
  const s = useStrings(strings);
  return (
    <Table<Card['admissions'][number]>
      size="small"
      rowKey="id"
      dataSource={admissions}
      pagination={false}
      locale={{ emptyText: s.noAdmissions }}
      columns={[
        { title: s.admittedAt, render: (_, row) => <TimeText at={row.admittedAt} /> },
        { title: s.admittedBy, render: (_, row) => row.admittedBy.name },
        { title: s.terminal, render: (_, row) => row.terminal ?? '—' },
        { title: s.endedAt, render: (_, row) => <TimeText at={row.endedAt} /> },
        { title: s.reason, render: (_, row) => row.reason ?? '—' },
      ]}
    />
  );
}
