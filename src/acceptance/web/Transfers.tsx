import { useState } from 'react';
import { Button, Space, Table } from '#/base/web/antd.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { DigestText } from '#/base/web/DigestText.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PrintButton } from '#/base/web/PrintPreview.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { transferAttach, transferPrint } from '../rules/api/transfer.ts';
import { carrierText, gigabytes } from '../rules/transfer.ts';
import type { Transfer } from './TransferPage.tsx';
import { transferStrings } from './transfer-strings.ts';

/** 已移交 (7.2-5): the register, its annex, and what came back with seals. */
export function Transfers({ transfers }: { transfers: readonly Transfer[] }) {
  const s = useStrings(transferStrings);
  const may = usePermitted();
  const [attaching, setAttaching] = useState<string | null>(null);
  const [paper, setPaper] = useState<string | null>(null);
  return (
    <section className="sc-card sc-pad sc-transfer" aria-label={s.transfers}>
      <div className="sc-overall-head">
        <h2>{s.transfers}</h2>
      </div>
      {transfers.length === 0 ? (
        <p className="sc-empty">{s.transfersEmpty}</p>
      ) : (
        <Table<Transfer>
          size="middle"
          rowKey="id"
          dataSource={[...transfers]}
          pagination={false}
          expandable={{
            defaultExpandedRowKeys: transfers.slice(0, 1).map(({ id }) => id),
            expandedRowRender: (row) => <Annex transfer={row} />,
          }}
          columns={[
            { key: 'number', title: s.number, render: (_, { number }) => <b className="sc-num">{number}</b> },
            { key: 'at', title: s.at, render: (_, { at }) => <TimeText at={at} /> },
            {
              key: 'sides',
              title: s.sides,
              render: (_, { givenBy, receivedBy }) => `${givenBy.name} → ${receivedBy.name}`,
            },
            { key: 'size', title: s.size, render: (_, row) => <Amount transfer={row} /> },
            { key: 'papers', title: s.papers, render: (_, row) => <Papers transfer={row} onOpen={setPaper} /> },
            {
              key: 'acts',
              title: '',
              align: 'right',
              render: (_, { id, number }) => (
                <Space>
                  <PrintButton view={transferPrint} subject={id} of={number} size="small" />
                  {may(transferAttach.name) && (
                    <Button size="small" aria-label={`${s.attach} ${number}`} onClick={() => setAttaching(id)}>
                      {s.attach}
                    </Button>
                  )}
                </Space>
              ),
            },
          ]}
        />
      )}
      <FormDrawer<typeof transferAttach, { attachments?: string[] }>
        decl={transferAttach}
        subject={attaching}
        open={attaching !== null}
        onClose={() => setAttaching(null)}
        toInput={({ attachments = [] }) => ({ attachments })}
      >
        <AttachmentsField name="attachments" label={s.papers} purpose="transfer" note={s.attachNote} required />
      </FormDrawer>
      <AttachmentDrawer id={paper} onClose={() => setPaper(null)} />
    </section>
  );
}

function Amount({ transfer: { units, images, bytes } }: { transfer: Transfer }) {
  const s = useStrings(transferStrings);
  return (
    <>
      {s.amount(units, images)} <Capacity bytes={bytes} />
    </>
  );
}

function Papers({ transfer: { papers }, onOpen }: { transfer: Transfer; onOpen: (id: string) => void }) {
  const s = useStrings(transferStrings);
  if (papers.length === 0) return <span className="sc-faint">{s.noPapers}</span>;
  return papers.map((id, at) => (
    <Button key={id} type="link" size="small" onClick={() => onOpen(id)}>
      {s.paper(at + 1)}
    </Button>
  ));
}

/** As on paper, and exactly. */
const Capacity = ({ bytes }: { bytes: string }) => (
  <span className="sc-num" title={`${bytes} B`}>
    {gigabytes(BigInt(bytes))} GB
  </span>
);

type Line = Transfer['carriers'][number];

/** 附:载体编号 × 内容 × 数字摘要 × 容量. */
function Annex({ transfer: { carriers } }: { transfer: Transfer }) {
  const s = useStrings(transferStrings);
  const words = useWords();
  return (
    <Table<Line>
      size="small"
      rowKey="target"
      dataSource={[...carriers]}
      pagination={false}
      columns={[
        { key: 'label', title: s.label, render: (_, { label }) => <b>{label}</b> },
        { key: 'kind', title: s.kind, render: (_, { kind, size }) => words(carrierText(kind, size)) },
        {
          key: 'package',
          title: s.package,
          render: (_, row) => (
            <>
              <span className="sc-num">{row.package}</span>{' '}
              <span className="sc-faint">{s.amount(row.units, row.images)}</span>{' '}
              {row.state === 'withdrawn' && <StatusTag tone="alarm">{s.withdrawn}</StatusTag>}
            </>
          ),
        },
        { key: 'seal', title: s.seal, render: (_, { seal }) => <DigestText digest={seal} head={16} /> },
        {
          key: 'files',
          title: s.files,
          align: 'right',
          render: (_, { files }) => <span className="sc-num">{files}</span>,
        },
        {
          key: 'bytes',
          title: s.capacity,
          align: 'right',
          render: (_, { bytes }) => <Capacity bytes={bytes} />,
        },
      ]}
    />
  );
}
