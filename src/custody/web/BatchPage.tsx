import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Alert, Button, Skeleton, Space, Table } from '#/base/web/antd.ts';
import { ReasonField } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { batchApprove, batchCancel, batchDrop, batchShow, handoverPrint } from '../rules/api/batches.ts';
import { labelPrint, precheckPrint } from '../rules/api/examinations.ts';
import { slipPrint } from '../rules/api/work.ts';
import { batchStateNames, conditionNames, directionNames, planBreachNames, sideNames } from '../rules/handover.ts';
import { Approve, type Batch, Cancel } from './BatchForms.tsx';
import { batchTones } from './BatchesPage.tsx';
import { CountPanel } from './CountPanel.tsx';
import { HandoverPaper, Receipt } from './PaperForms.tsx';
import { paperStrings } from './paper-strings.ts';
import { examinationStrings } from './examination-strings.ts';
import { strings } from './strings.ts';

/** One batch: counted, handed over, given back (6.2). */
export function BatchPage() {
  const { id = '' } = useParams();
  const { data, problem, refetch } = useView(batchShow, { subject: id });
  const again = (): void => void refetch();
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={again} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      <Head batch={data} onDone={again} />
      {data.direction !== null && <CountPanel key={data.direction} batch={data} onDone={again} />}
      <Handovers batch={data} onDone={again} />
      <Originals batch={data} onDone={again} />
    </>
  );
}

function Head({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const navigate = useNavigate();
  const [printing, setPrinting] = useState<string | null>(null);
  const { state, counts } = batch;
  return (
    <>
      <PageHeader
        title={`${batch.number}　${batch.name}`}
        note={
          <Space size={14}>
            <StatusTag tone={batchTones[state]}>{words(batchStateNames[state])}</StatusTag>
            {(state === 'out' || state === 'closed') && (
              <span>
                {s.standing} <span className="sc-num">{`${counts.total} · ${counts.out} · ${counts.in}`}</span>
              </span>
            )}
          </Space>
        }
        actions={
          <Space>
            <Button onClick={() => void navigate('/batches')}>{s.back}</Button>
            {state === 'out' && permitted(slipPrint.name) && (
              <Button onClick={() => setPrinting(batch.id)}>{s.printSlips}</Button>
            )}
            {(state === 'requested' || state === 'approved') && <PrintPrecheck batch={batch} />}
            {(state === 'requested' || state === 'approved') && permitted(batchCancel.name) && (
              <Cancel batch={batch} onDone={onDone} />
            )}
            {state === 'requested' && permitted(batchApprove.name) && <Approve batch={batch} onDone={onDone} />}
          </Space>
        }
      />
      {batch.breaches.length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="sc-warnings"
          title={s.breaches(batch.breaches.map((one) => words(planBreachNames[one])).join(' · '))}
        />
      )}
      <PrintViewDrawer view={slipPrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}

/** 6.1: what the archive found of its originals, and labels to lie on those that differ. */
function PrintPrecheck({ batch: { id } }: { batch: Batch }) {
  const t = useStrings(examinationStrings);
  const permitted = usePermitted();
  const [printing, setPrinting] = useState<'precheck' | 'labels' | null>(null);
  if (!permitted(precheckPrint.name)) return null;
  const close = (): void => setPrinting(null);
  return (
    <>
      <Button onClick={() => setPrinting('precheck')}>{t.printPrecheck}</Button>
      <Button onClick={() => setPrinting('labels')}>{t.printLabels}</Button>
      <PrintViewDrawer view={precheckPrint} subject={printing === 'precheck' ? id : null} onClose={close} />
      <PrintViewDrawer view={labelPrint} subject={printing === 'labels' ? id : null} onClose={close} />
    </>
  );
}

function Handovers({ batch: { handovers, originals }, onDone }: { batch: Batch; onDone: () => void }) {
  const s = useStrings(strings);
  const t = useStrings(paperStrings);
  const words = useWords();
  const permitted = usePermitted();
  const [printing, setPrinting] = useState<string | null>(null);
  if (handovers.length === 0) return null;
  const pages = originals.reduce((sum, row) => sum + (row.dropped === null ? (row.pages ?? 0) : 0), 0);
  return (
    <section className="sc-custody-part">
      <h3>{s.handovers}</h3>
      <Table<Batch['handovers'][number]>
        size="small"
        rowKey={(row) => row.id}
        dataSource={handovers}
        pagination={false}
        columns={[
          { title: s.number, render: (_, row) => <span className="sc-num">{row.number}</span> },
          { title: s.direction, render: (_, row) => words(directionNames[row.direction]) },
          { title: s.count, align: 'right', render: (_, row) => row.count },
          { title: s.givenBy, render: (_, row) => row.givenBy.name },
          { title: s.receivedBy, render: (_, row) => row.receivedBy.name },
          { title: s.at, render: (_, row) => <TimeText at={row.at} /> },
          { title: t.onPaper, render: (_, row) => <HandoverPaper paper={row.paper} /> },
          {
            title: t.receipt,
            render: (_, row) => <Receipt handover={row} pages={pages} onDone={onDone} />,
          },
          {
            title: '',
            render: (_, row) =>
              permitted(handoverPrint.name) && (
                <Button type="link" size="small" onClick={() => setPrinting(row.id)}>
                  {s.print}
                </Button>
              ),
          },
        ]}
      />
      <PrintViewDrawer view={handoverPrint} subject={printing} onClose={() => setPrinting(null)} />
    </section>
  );
}

function Originals({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const droppable = (batch.state === 'requested' || batch.state === 'approved') && permitted(batchDrop.name);
  const seen = (count: Batch['originals'][number]['archive']) =>
    count === null ? s.none : `${words(conditionNames[count.condition])}${count.note === '' ? '' : ` ${count.note}`}`;
  return (
    <section className="sc-custody-part">
      <h3>{s.list}</h3>
      <Table<Batch['originals'][number]>
        size="small"
        rowKey={(row) => row.id}
        dataSource={batch.originals}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: s.code, render: (_, row) => <span className="sc-num">{row.code}</span> },
          { title: s.title, render: (_, row) => <span className="sc-long">{row.title ?? s.none}</span> },
          { title: s.pages, align: 'right', render: (_, row) => row.pages ?? s.none },
          { title: words(sideNames.archive), render: (_, row) => seen(row.archive) },
          { title: words(sideNames.vendor), render: (_, row) => seen(row.vendor) },
          {
            title: '',
            render: (_, row) =>
              row.dropped !== null ? (
                <span className="sc-faint">{s.dropped(row.dropped)}</span>
              ) : (
                droppable && (
                  <ConfirmAct
                    decl={batchDrop}
                    subject={batch.id}
                    toInput={({ reason }: { reason: string }) => ({ code: row.code, reason })}
                    question={s.dropQuestion(row.code)}
                    fields={<ReasonField />}
                    button={{ type: 'link', size: 'small', danger: true }}
                    onDone={onDone}
                  >
                    {s.drop}
                  </ConfirmAct>
                )
              ),
          },
        ]}
      />
    </section>
  );
}
