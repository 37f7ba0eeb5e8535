import { useState } from 'react';
import { Button, Skeleton, Space, Table } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { BytesText } from '#/base/web/BytesText.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { carrierRead, transferRegister, transferShow } from '../rules/api/transfer.ts';
import { TransferForm } from './TransferForm.tsx';
import { Transfers } from './Transfers.tsx';
import { transferStrings } from './transfer-strings.ts';

type Shown = OutputOf<typeof transferShow>;
export type Carrier = Shown['carriers'][number];
export type Transfer = Shown['transfers'][number];

/** 数据移交 (7.2-5). */
export function TransferPage() {
  const s = useStrings(transferStrings);
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <ProjectPick pick={pick} />
      {project !== null && <Project key={project.id} projectId={project.id} />}
    </>
  );
}

function Project({ projectId }: { projectId: string }) {
  const { data, problem, refetch } = useView(transferShow, { subject: projectId, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      <Carriers projectId={projectId} carriers={data.carriers} onAgain={() => void refetch()} />
      <Transfers transfers={data.transfers} />
    </>
  );
}

interface CarriersProps {
  projectId: string;
  carriers: readonly Carrier[];
  onAgain: () => void;
}

function Carriers({ projectId, carriers, onAgain }: CarriersProps) {
  const s = useStrings(transferStrings);
  const may = usePermitted();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [open, setOpen] = useState(false);
  // The first that was written stands first in the annex; what went over meanwhile is chosen no more.
  const ready = carriers.filter(({ id, obstacle }) => obstacle === null && chosen.includes(id)).toReversed();
  const close = (): void => {
    setOpen(false);
    // Asked for already: another request for them would fail where it is agreed to.
    setChosen([]);
  };
  const registers = may(transferRegister.name);
  return (
    <section className="sc-card sc-pad sc-transfer" aria-label={s.carriers}>
      <div className="sc-overall-head">
        <h2>{s.carriers}</h2>
        <Space className="sc-overall-acts">
          <Button onClick={onAgain}>{s.refresh}</Button>
          {registers && (
            <Button type="primary" disabled={ready.length === 0} onClick={() => setOpen(true)}>
              {s.register(ready.length)}
            </Button>
          )}
        </Space>
      </div>
      {carriers.length === 0 ? (
        <p className="sc-empty">{s.carriersEmpty}</p>
      ) : (
        <CarrierTable
          carriers={carriers}
          {...(registers && { chosen: ready.map(({ id }) => id), onChoose: setChosen })}
        />
      )}
      <TransferForm projectId={projectId} carriers={ready} open={open} onClose={close} />
    </section>
  );
}

interface TableProps {
  carriers: readonly Carrier[];
  chosen?: readonly string[];
  onChoose?: (ids: readonly string[]) => void;
}

function CarrierTable({ carriers, chosen = [], onChoose }: TableProps) {
  const s = useStrings(transferStrings);
  const words = useWords();
  return (
    <Table<Carrier>
      size="middle"
      rowKey="id"
      dataSource={[...carriers]}
      pagination={false}
      {...(onChoose && {
        rowSelection: {
          selectedRowKeys: [...chosen],
          onChange: (keys) => onChoose(keys.map(String)),
          getCheckboxProps: ({ obstacle, target }) => ({ disabled: obstacle !== null, 'aria-label': target }),
        },
      })}
      columns={[
        { key: 'target', title: s.carrier, render: (_, { target }) => <b>{target}</b> },
        {
          key: 'package',
          title: s.package,
          render: (_, row) => (
            <>
              <span className="sc-num">{row.package}</span>{' '}
              <span className="sc-faint">{s.amount(row.units, row.images)}</span>
            </>
          ),
        },
        {
          key: 'written',
          title: s.written,
          width: 150,
          render: (_, { writtenAt }) =>
            writtenAt === null ? <StatusTag tone="active">{s.writing}</StatusTag> : <TimeText at={writtenAt} />,
        },
        { key: 'reading', title: s.reading, width: 270, render: (_, row) => <Reading reading={row.reading} /> },
        {
          key: 'standing',
          title: s.standing,
          render: (_, { obstacle }) =>
            obstacle === null ? (
              <StatusTag tone="done">{s.ready}</StatusTag>
            ) : (
              <span className="sc-small">{words(obstacle)}</span>
            ),
        },
        { key: 'acts', title: '', width: 90, align: 'right', render: (_, row) => <ReadIt carrier={row} /> },
      ]}
    />
  );
}

function Reading({ reading }: { reading: Carrier['reading'] }) {
  const s = useStrings(transferStrings);
  const words = useWords();
  if (reading === null) return <StatusTag tone="plain">{s.unread}</StatusTag>;
  if (reading.whole === null) return <StatusTag tone="active">{s.beingRead}</StatusTag>;
  const { troubles, troubled, startedBy } = reading;
  return (
    <>
      <StatusTag tone={reading.whole ? 'done' : 'alarm'}>{reading.whole ? s.whole : s.troubled(troubled)}</StatusTag>{' '}
      <span className="sc-faint sc-small">{startedBy.name}</span>
      <div className="sc-small">
        {s.readFigures(reading.files ?? 0)} <BytesText bytes={reading.bytes} />
      </div>
      {troubles.length > 0 && (
        <details className="sc-check-failures" open={troubles.length <= 5}>
          <summary>{s.troubles(troubles.length, troubled)}</summary>
          <ul>
            {troubles.map(({ file, what }, at) => (
              <li key={`${at} ${file}`}>
                <span className="sc-num">{file}</span> {words(what)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function ReadIt({ carrier: { id, target, written, reading } }: { carrier: Carrier }) {
  const s = useStrings(transferStrings);
  const may = usePermitted();
  if (written !== 'done' || reading?.whole === null || !may(carrierRead.name)) return null;
  return (
    <ConfirmAct
      decl={carrierRead}
      subject={id}
      question={s.readAsk(target)}
      toInput={() => ({})}
      button={{ size: 'small', 'aria-label': `${s.read} ${target}` }}
    >
      {s.read}
    </ConfirmAct>
  );
}
