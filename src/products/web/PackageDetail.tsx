import { useMemo, useState } from 'react';
import { Alert, Button, Descriptions, Form, Input, Select, Skeleton, Space, Table } from '#/base/web/antd.ts';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { BytesText } from '#/base/web/BytesText.tsx';
import { CopyText, DigestText } from '#/base/web/DigestText.tsx';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { usePages, useView } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { packageExport, packageFiles, packageRetry, packageShow, packageWithdraw } from '../rules/api/packages.ts';
import { encodingNames, type FileKind, fileKindNames, packageStateNames } from '../rules/package.ts';
import { strings } from './strings.ts';
import { packageTones } from './tones.ts';

type Shown = OutputOf<typeof packageShow>;

export function PackageDetail({ id }: { id: string }) {
  const s = useStrings(strings);
  const words = useWords();
  const { data, problem, refetch } = useView(packageShow, { subject: id, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const { fault, withdrawn } = data;
  return (
    <div className="sc-products-detail">
      <Acts data={data} />
      {fault !== null && <Alert type="error" showIcon title={words(fault)} />}
      {withdrawn !== null && (
        <Alert
          type="warning"
          showIcon
          title={withdrawn.by === null ? s.withdrawnBySystem : s.withdrawnBy(withdrawn.by.name)}
          description={withdrawn.reason}
        />
      )}
      <Descriptions
        size="small"
        column={2}
        items={[
          {
            key: 'state',
            label: s.state,
            children: <StatusTag tone={packageTones[data.state]}>{words(packageStateNames[data.state])}</StatusTag>,
          },
          { key: 'units', label: s.units, children: s.progress(data.made, data.units) },
          { key: 'by', label: s.sealedBy, children: data.sealedBy.name },
          { key: 'at', label: s.sealedAt, children: <TimeText at={data.sealedAt} /> },
          { key: 'encoding', label: s.encoding, children: encodingNames[data.encoding] },
          { key: 'bytes', label: s.bytes, children: <BytesText bytes={data.bytes} /> },
          { key: 'seal', label: s.seal, span: 2, children: <DigestText digest={data.seal} head={64} /> },
        ]}
      />
      {data.seal !== null && <p className="sc-faint sc-small">{s.sealNote}</p>}
      <Carriers data={data} />
      {data.files > 0 && <Files data={data} />}
    </div>
  );
}

interface ExportValues {
  target: string;
  purpose: string;
}

function Acts({ data }: { data: Shown }) {
  const s = useStrings(strings);
  const may = usePermitted();
  const [open, setOpen] = useState(false);
  const { state, number, id } = data;
  const shown = [
    state === 'made' && may(packageExport.name) && (
      <Button key="export" type="primary" onClick={() => setOpen(true)}>
        {s.export}
      </Button>
    ),
    state === 'failed' && may(packageRetry.name) && (
      <ConfirmAct
        key="retry"
        decl={packageRetry}
        subject={id}
        question={s.retryAsk(number)}
        toInput={() => ({})}
        button={{ type: 'primary' }}
      >
        {s.retry}
      </ConfirmAct>
    ),
    state !== 'withdrawn' && may(packageWithdraw.name) && (
      <ConfirmAct<typeof packageWithdraw, { reason: string }>
        key="withdraw"
        decl={packageWithdraw}
        subject={id}
        question={s.withdrawAsk(number)}
        fields={<ReasonField />}
        toInput={reasonOf}
        button={{ danger: true }}
      >
        {s.withdraw}
      </ConfirmAct>
    ),
  ].filter((one) => one !== false);
  if (shown.length === 0) return null;
  return (
    <>
      <Space>{shown}</Space>
      <FormDrawer<typeof packageExport, ExportValues>
        decl={packageExport}
        subject={id}
        open={open}
        onClose={() => setOpen(false)}
        toInput={({ target, purpose }) => ({ target, purpose })}
      >
        <Form.Item name="target" label={s.target} extra={s.targetNote} rules={[{ required: true }]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="purpose" label={s.purpose} rules={[{ required: true }]}>
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      </FormDrawer>
    </>
  );
}

function Carriers({ data }: { data: Shown }) {
  const s = useStrings(strings);
  const tones = { waiting: 'active', done: 'done', failed: 'alarm' } as const;
  return (
    <section aria-label={s.carriers}>
      <h3>{s.carriers}</h3>
      {data.carriers.length === 0 ? (
        <p className="sc-faint">{s.carriersEmpty}</p>
      ) : (
        <Table<Shown['carriers'][number]>
          size="small"
          rowKey="id"
          dataSource={data.carriers}
          pagination={false}
          columns={[
            { key: 'target', title: s.target, render: (_, row) => row.target },
            {
              key: 'state',
              title: s.state,
              render: (_, row) => <StatusTag tone={tones[row.state]}>{s.carrierStates[row.state]}</StatusTag>,
            },
            { key: 'bytes', title: s.bytes, align: 'right', render: (_, row) => <BytesText bytes={row.bytes} /> },
            { key: 'by', title: s.requestedBy, render: (_, row) => row.requestedBy.name },
            { key: 'agreed', title: s.approvedBy, render: (_, row) => row.approvedBy.name },
            { key: 'at', title: s.writtenAt, render: (_, row) => <TimeText at={row.finishedAt ?? row.at} /> },
          ]}
        />
      )}
      {data.carriers.some(({ state }) => state === 'done') && (
        <p className="sc-small">
          {s.verifyNote} <CopyText text="npm run verify -- exports/…" />{' '}
          <CopyText text="python3 tools/verify_bag.py exports/…" />
        </p>
      )}
    </section>
  );
}

function Files({ data }: { data: Shown }) {
  const s = useStrings(strings);
  const words = useWords();
  const [kind, setKind] = useState<FileKind | null>(null);
  const input = useMemo(() => (kind === null ? { limit: 100 } : { kind, limit: 100 }), [kind]);
  const { rows, problem, loading, loadingMore, more, refresh } = usePages(packageFiles, { subject: data.id, input });
  return (
    <section aria-label={s.files}>
      <div className="sc-products-head">
        <h3>{s.files}</h3>
        <Select<FileKind | ''>
          aria-label={s.kind}
          value={kind ?? ''}
          onChange={(value) => setKind(value === '' ? null : value)}
          options={[
            { value: '', label: `${s.allKinds} ${data.files}` },
            ...data.kinds.map((one) => ({ value: one.kind, label: `${words(fileKindNames[one.kind])} ${one.files}` })),
          ]}
        />
      </div>
      <ProblemAlert problem={problem} onRetry={refresh} />
      <Table<RowOf<typeof packageFiles>>
        size="small"
        rowKey="path"
        loading={loading}
        dataSource={[...rows]}
        pagination={false}
        columns={[
          { key: 'path', title: s.path, render: (_, row) => <span className="sc-products-path">{row.path}</span> },
          { key: 'bytes', title: s.bytes, align: 'right', render: (_, row) => <BytesText bytes={row.bytes} /> },
          { key: 'sha256', title: 'SHA-256', render: (_, row) => <DigestText digest={row.sha256} head={8} /> },
          { key: 'sm3', title: 'SM3', render: (_, row) => <DigestText digest={row.sm3} head={8} /> },
        ]}
      />
      {more !== null && (
        <Button loading={loadingMore} onClick={more}>
          {s.more}
        </Button>
      )}
    </section>
  );
}
