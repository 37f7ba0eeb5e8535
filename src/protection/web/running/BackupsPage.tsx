import { Tabs } from '#/base/web/antd.ts';
import { BytesText } from '#/base/web/BytesText.tsx';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { backupList, restoreDrillRecord } from '../../rules/api/backup.ts';
import { RecordDrill } from './DrillForm.tsx';
import { Drills } from './Drills.tsx';
import { strings } from './strings.ts';
import { Targets } from './Targets.tsx';

type Backup = RowOf<typeof backupList>;

const tones: Record<Backup['state'], Tone> = { running: 'active', done: 'done', failed: 'alarm', removed: 'off' };

/** 备份与恢复演练 (5.6-7). */
export function BackupsPage() {
  const s = useStrings(strings).backups;
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <Tabs
        items={[
          {
            key: 'backups',
            label: s.backups,
            children: (
              <>
                <Targets />
                <BackupTable />
              </>
            ),
          },
          { key: 'drills', label: s.drills, children: <Drills /> },
        ]}
      />
    </>
  );
}

function BackupTable() {
  const s = useStrings(strings).backups;
  const permitted = usePermitted();
  return (
    <DataTable
      tableKey="protection.backups"
      view={backupList}
      rowKey={(row) => row.id}
      title={<h2 className="sc-table-title">{s.backups}</h2>}
      columns={[
        { key: 'target', title: s.target, always: true, render: (row) => row.targetName },
        {
          key: 'state',
          title: s.state,
          always: true,
          render: (row) => (
            <>
              <StatusTag tone={tones[row.state]}>{s.states[row.state]}</StatusTag>
              {row.error !== null && <code className="sc-long">{row.error}</code>}
            </>
          ),
        },
        { key: 'started', title: s.startedAt, render: (row) => <TimeText at={row.startedAt} /> },
        { key: 'finished', title: s.finishedAt, render: (row) => <TimeText at={row.finishedAt} />, hidden: true },
        { key: 'how', title: s.how, render: (row) => (row.scheduled ? s.scheduled : s.manual) },
        { key: 'by', title: s.by, render: (row) => row.requestedBy?.name ?? '—' },
        { key: 'bytes', title: s.bytes, align: 'right', render: (row) => <BytesText bytes={row.bytes} /> },
        {
          key: 'rows',
          title: s.rows,
          align: 'right',
          render: (row) => <span className="sc-num">{row.rows ?? '—'}</span>,
        },
        {
          key: 'objects',
          title: s.objects,
          align: 'right',
          render: (row) => <span className="sc-num">{row.objects ?? '—'}</span>,
        },
        {
          key: 'ledger',
          title: s.ledger,
          align: 'right',
          render: (row) => <span className="sc-num">{row.ledgerSize ?? '—'}</span>,
        },
        { key: 'sha256', title: s.sha256, render: (row) => <DigestText digest={row.sha256} /> },
        { key: 'folder', title: s.folder, render: (row) => <code>{row.folder}</code>, hidden: true },
      ]}
      {...(permitted(restoreDrillRecord.name) && { rowActions: (row: Backup) => <RecordDrill backup={row} /> })}
      empty={s.empty}
    />
  );
}
