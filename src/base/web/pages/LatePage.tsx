import { useState } from 'react';
import { attachmentOpen, lateList } from '#/base/rules/api/files.ts';
import { useActName } from '../act-names.ts';
import { Button } from '../antd.ts';
import { AttachmentDrawer } from '../AttachmentView.tsx';
import { LateBadge } from '../LateBadge.tsx';
import { useStrings } from '../locale.tsx';
import { PageHeader } from '../PageHeader.tsx';
import { usePermitted } from '../session.ts';
import { DataTable } from '../table/DataTable.tsx';
import { TimeText } from '../TimeText.tsx';
import { strings } from './strings.ts';

export function LatePage() {
  const s = useStrings(strings).late;
  const permitted = usePermitted();
  const actName = useActName();
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <DataTable
        tableKey="base.late"
        view={lateList}
        rowKey={(row) => row.entryId}
        filters={[{ kind: 'days', name: 'days', label: s.days, from: 'from', to: 'to', as: 'day' }]}
        columns={[
          { key: 'act', title: s.act, render: (row) => actName(row.act), always: true },
          {
            key: 'occurredAt',
            title: s.occurredAt,
            render: (row) => (
              <>
                <TimeText at={row.occurredAt} /> <LateBadge occurredAt={row.occurredAt} />
              </>
            ),
          },
          { key: 'recordedAt', title: s.recordedAt, render: (row) => <TimeText at={row.recordedAt} /> },
          { key: 'form', title: s.form, render: (row) => row.formNumber },
          { key: 'reason', title: s.reason, width: 240, render: (row) => row.reason },
          { key: 'by', title: s.by, render: (row) => row.recordedBy.name },
          { key: 'confirmedBy', title: s.confirmedBy, render: (row) => row.confirmedBy.name },
          { key: 'subject', title: s.subject, render: (row) => row.subjectId ?? '—', hidden: true },
        ]}
        rowActions={(row) =>
          permitted(attachmentOpen.name) && (
            <Button type="link" size="small" onClick={() => setOpened(row.scanId)}>
              {s.scan}
            </Button>
          )
        }
        empty={s.empty}
      />
      <AttachmentDrawer id={opened} onClose={() => setOpened(null)} />
    </>
  );
}
