import { useState } from 'react';
import { attachmentList, attachmentOpen, purge } from '#/base/rules/api/files.ts';
import { Button, Space } from '../antd.ts';
import { AttachmentDrawer } from '../AttachmentView.tsx';
import { BytesText } from '../BytesText.tsx';
import { useStrings } from '../locale.tsx';
import { PageHeader } from '../PageHeader.tsx';
import type { RowOf } from '../room.ts';
import { usePermitted } from '../session.ts';
import { StatusTag, type Tone } from '../StatusTag.tsx';
import { DataTable } from '../table/DataTable.tsx';
import { TimeText } from '../TimeText.tsx';
import { PurgeDrawer } from './PurgeDrawer.tsx';
import { strings } from './strings.ts';

type Attachment = RowOf<typeof attachmentList>;
const tones: Record<Attachment['state'], Tone> = { begun: 'active', stored: 'done', purged: 'off' };

export function AttachmentsPage() {
  const s = useStrings(strings).attachments;
  const permitted = usePermitted();
  const [opened, setOpened] = useState<string | null>(null);
  const [purged, setPurged] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <DataTable
        tableKey="base.attachments"
        view={attachmentList}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: (['stored', 'purged'] as const).map((value) => ({ value, label: s.states[value] })),
          },
        ]}
        columns={[
          { key: 'name', title: s.fileName, render: (row) => row.fileName ?? '—', always: true },
          { key: 'purpose', title: s.purpose, render: (row) => s.purposes[row.purpose] },
          {
            key: 'state',
            title: s.state,
            render: (row) => <StatusTag tone={tones[row.state]}>{s.states[row.state]}</StatusTag>,
          },
          { key: 'type', title: s.type, render: (row) => row.mediaType ?? '—' },
          { key: 'bytes', title: s.bytes, align: 'right', render: (row) => <BytesText bytes={row.bytes} /> },
          { key: 'by', title: s.by, render: (row) => row.createdBy.name },
          { key: 'at', title: s.at, render: (row) => <TimeText at={row.createdAt} /> },
        ]}
        rowActions={(row) =>
          row.state === 'stored' && (
            <Space>
              {permitted(attachmentOpen.name) && (
                <Button type="link" size="small" onClick={() => setOpened(row.id)}>
                  {s.open}
                </Button>
              )}
              {permitted(purge.name) && (
                <Button type="link" size="small" danger onClick={() => setPurged(row.id)}>
                  {s.purge}
                </Button>
              )}
            </Space>
          )
        }
        empty={s.empty}
      />
      <AttachmentDrawer id={opened} onClose={() => setOpened(null)} />
      {purged !== null && <PurgeDrawer id={purged} onClose={() => setPurged(null)} />}
    </>
  );
}
