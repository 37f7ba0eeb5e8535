import { copyList } from '#/base/rules/api/files.ts';
import { useActName } from '../act-names.ts';
import { BytesText } from '../BytesText.tsx';
import { DigestText } from '../DigestText.tsx';
import { useStrings } from '../locale.tsx';
import { PageHeader } from '../PageHeader.tsx';
import { DataTable } from '../table/DataTable.tsx';
import { TimeText } from '../TimeText.tsx';
import { strings } from './strings.ts';

export function CopiesPage() {
  const s = useStrings(strings).copies;
  const actName = useActName();
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <DataTable
        tableKey="base.copies"
        view={copyList}
        rowKey={(row) => row.id}
        columns={[
          { key: 'at', title: s.at, render: (row) => <TimeText at={row.copiedAt} />, always: true },
          { key: 'act', title: s.act, render: (row) => actName(row.act) },
          { key: 'target', title: s.target, render: (row) => row.target },
          { key: 'purpose', title: s.purpose, width: 260, render: (row) => row.purpose },
          { key: 'bytes', title: s.bytes, align: 'right', render: (row) => <BytesText bytes={row.bytes} /> },
          { key: 'sha256', title: s.sha256, render: (row) => <DigestText digest={row.sha256} /> },
          { key: 'requestedBy', title: s.requestedBy, render: (row) => row.requestedBy.name },
          { key: 'approvedBy', title: s.approvedBy, render: (row) => row.approvedBy.name },
        ]}
        empty={s.empty}
      />
    </>
  );
}
