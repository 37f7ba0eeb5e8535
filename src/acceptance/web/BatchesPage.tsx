import { useNavigate } from 'react-router';
import { Button, Skeleton, Table } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { packageStateNames } from '#/products/rules/package.ts';
import { batchList, samplingDraw } from '../rules/api/sampling.ts';
import { checkStrings } from './check-strings.ts';
import { CheckStanding } from './CheckStanding.tsx';
import { strings } from './strings.ts';

type Batch = OutputOf<typeof batchList>['items'][number];

/** 批次抽检 (5.6-6). */
export function BatchesPage() {
  const s = useStrings(strings);
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.batchesTitle} note={s.batchesNote} />
      <ProjectPick pick={pick} />
      {project !== null && <Batches key={project.id} projectId={project.id} />}
    </>
  );
}

function Batches({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const c = useStrings(checkStrings);
  const words = useWords();
  const { data, problem, refetch } = useView(batchList, { subject: projectId, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const again = (
    <p className="sc-batches-acts">
      <Button onClick={() => void refetch()}>{s.refresh}</Button>
    </p>
  );
  if (data.items.length === 0)
    return (
      <>
        {again}
        <p className="sc-empty">{s.batchesEmpty}</p>
      </>
    );
  return (
    <section className="sc-card sc-pad">
      {again}
      <Table<Batch>
        size="middle"
        rowKey="packageId"
        dataSource={[...data.items]}
        pagination={false}
        columns={[
          {
            key: 'number',
            title: s.number,
            render: (_, row) => (
              <>
                <b className="sc-num">{row.number}</b>{' '}
                {row.state !== 'made' && <span className="sc-faint">{words(packageStateNames[row.state])}</span>}
              </>
            ),
          },
          {
            key: 'units',
            title: s.units,
            align: 'right',
            render: (_, row) => <span className="sc-num">{row.units}</span>,
          },
          {
            key: 'images',
            title: s.images,
            align: 'right',
            render: (_, row) => <span className="sc-num">{row.images}</span>,
          },
          { key: 'sampling', title: s.sampling, render: (_, row) => <Standing batch={row} /> },
          {
            key: 'rates',
            title: s.rates,
            align: 'right',
            render: (_, { sampling }) =>
              sampling === null || sampling.looked === 0 ? (
                ''
              ) : (
                <span className="sc-num">
                  {s.permille(sampling.catalogue)} / {s.permille(sampling.other)}
                </span>
              ),
          },
          { key: 'check', title: c.column, render: (_, row) => <CheckStanding batch={row} /> },
          { key: 'acts', title: '', align: 'right', render: (_, row) => <BatchActs batch={row} /> },
        ]}
      />
    </section>
  );
}

function Standing({ batch: { sampling } }: { batch: Batch }) {
  const s = useStrings(strings);
  if (sampling === null) return <StatusTag tone="plain">{s.notDrawn}</StatusTag>;
  if (sampling.verdict === 'passed') return <StatusTag tone="done">{s.passed}</StatusTag>;
  if (sampling.verdict === 'failed') return <StatusTag tone="alarm">{s.failed}</StatusTag>;
  return <StatusTag tone="active">{s.looked(sampling.looked, sampling.size)}</StatusTag>;
}

function BatchActs({ batch }: { batch: Batch }) {
  const s = useStrings(strings);
  const may = usePermitted();
  const navigate = useNavigate();
  const { sampling, packageId, number, state } = batch;
  if (sampling !== null)
    return (
      <Button
        type={sampling.verdict === null ? 'primary' : 'default'}
        onClick={() => void navigate(`/sampling/${sampling.id}`)}
      >
        {s.open}
      </Button>
    );
  if (state !== 'made' || !may(samplingDraw.name)) return null;
  return (
    <ConfirmAct
      decl={samplingDraw}
      subject={packageId}
      question={s.drawAsk(number)}
      toInput={() => ({})}
      button={{ type: 'primary' }}
      onDone={({ samplingId }) => void navigate(`/sampling/${samplingId}`)}
    />
  );
}
