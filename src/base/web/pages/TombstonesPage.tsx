import { useState } from 'react';
import { purgeCertificate, tombstoneList } from '#/base/rules/api/files.ts';
import { Button } from '../antd.ts';
import { DigestText } from '../DigestText.tsx';
import { useStrings } from '../locale.tsx';
import { PageHeader } from '../PageHeader.tsx';
import { PrintViewDrawer } from '../PrintPreview.tsx';
import { usePermitted } from '../session.ts';
import { DataTable } from '../table/DataTable.tsx';
import { TimeText } from '../TimeText.tsx';
import { strings } from './strings.ts';

export function TombstonesPage() {
  const s = useStrings(strings).tombstones;
  const permitted = usePermitted();
  const [printed, setPrinted] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <DataTable
        tableKey="base.tombstones"
        view={tombstoneList}
        rowKey={(row) => row.id}
        columns={[
          { key: 'at', title: s.at, render: (row) => <TimeText at={row.purgedAt} />, always: true },
          {
            key: 'subject',
            title: s.subject,
            render: (row) => s.subjects[row.subjectType as keyof typeof s.subjects] ?? row.subjectType,
          },
          { key: 'digest', title: s.digest, render: (row) => <DigestText digest={row.digest} /> },
          { key: 'removed', title: s.removed, align: 'right', render: (row) => row.removed.length },
          { key: 'reason', title: s.reason, width: 280, render: (row) => row.reason },
          { key: 'requestedBy', title: s.requestedBy, render: (row) => row.requestedBy.name },
          { key: 'approvedBy', title: s.approvedBy, render: (row) => row.approvedBy.name },
        ]}
        rowActions={(row) =>
          permitted(purgeCertificate.name) && (
            <Button type="link" size="small" onClick={() => setPrinted(row.id)}>
              {s.certificate}
            </Button>
          )
        }
        empty={s.empty}
      />
      <PrintViewDrawer view={purgeCertificate} subject={printed} onClose={() => setPrinted(null)} />
    </>
  );
}
