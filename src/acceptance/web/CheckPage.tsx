import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Alert, Button, Descriptions, Form, Input, Skeleton, Space, Table } from '#/base/web/antd.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { DigestText } from '#/base/web/DigestText.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintButton } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { checkAnswer, checkPrint, checkShow, checkStart } from '../rules/api/checks.ts';
import {
  type CheckAnswer,
  type CheckResult,
  columnNames,
  properties,
  propertyNames,
  standingOf,
} from '../rules/checks.ts';
import { CheckTag, StartCheck } from './CheckStanding.tsx';
import { checkStrings } from './check-strings.ts';

type Run = OutputOf<typeof checkShow>;
type Item = Run['items'][number];

/** 四性检测 of a package (7.2): item by item, by property. */
export function CheckPage() {
  const { id = '' } = useParams();
  const { data, problem, refetch } = useView(checkShow, { subject: id, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  return data === undefined ? <Skeleton active /> : <Shown run={data} onAgain={() => void refetch()} />;
}

function Shown({ run, onAgain }: { run: Run; onAgain: () => void }) {
  const s = useStrings(checkStrings);
  const words = useWords();
  const may = usePermitted();
  const [answering, setAnswering] = useState<Item | null>(null);
  const [paper, setPaper] = useState<string | null>(null);
  const again = run.newest && run.state !== 'running' && may(checkStart.name);
  return (
    <>
      <PageHeader
        title={s.title(run.number)}
        note={s.note}
        actions={
          <Space>
            <Button onClick={onAgain}>{s.refresh}</Button>
            {run.state === 'examined' && <PrintButton view={checkPrint} subject={run.id} />}
            {again && <StartCheck packageId={run.packageId} number={run.number} again />}
          </Space>
        }
      />
      <div className="sc-sample-way">
        <Link to="/sampling">{s.back}</Link>
      </div>
      <Figures run={run} />
      {properties.map((property) => {
        const items = run.items.filter((one) => one.property === property);
        return (
          items.length > 0 && (
            <section key={property} className="sc-card sc-pad sc-check" aria-label={words(propertyNames[property])}>
              <h2>{words(propertyNames[property])}</h2>
              <Items
                items={items}
                open={run.newest && run.state === 'examined' && may(checkAnswer.name)}
                onAnswer={setAnswering}
                onPaper={setPaper}
              />
            </section>
          )
        );
      })}
      <AnswerForm run={run} item={answering} onClose={() => setAnswering(null)} />
      <AttachmentDrawer id={paper} onClose={() => setPaper(null)} />
    </>
  );
}

function Figures({ run }: { run: Run }) {
  const s = useStrings(checkStrings);
  const count = (...of: CheckResult[]): number => run.items.filter((one) => of.includes(standingOf(one))).length;
  const figures = { failed: count('fail'), open: count('person', 'proof') };
  const told = { running: s.runningNote, stopped: s.stoppedNote, examined: null }[run.state];
  return (
    <section className="sc-card sc-pad sc-check" aria-label={s.result}>
      {told !== null && <Alert type="info" showIcon title={told} />}
      {!run.newest && <Alert type="warning" showIcon title={s.notNewest} />}
      <Descriptions
        size="small"
        column={3}
        items={[
          {
            key: 'verdict',
            label: s.result,
            children: <CheckTag check={{ state: run.state, verdict: run.verdict, ...figures }} />,
          },
          { key: 'round', label: s.column, children: s.round(run.round) },
          {
            key: 'by',
            label: s.startedBy,
            children: (
              <span>
                {run.startedBy.name} <TimeText at={run.startedAt} />
              </span>
            ),
          },
          { key: 'files', label: s.files, children: <span className="sc-num">{run.files ?? ''}</span> },
          { key: 'units', label: s.units, children: <span className="sc-num">{run.units ?? ''}</span> },
          { key: 'ended', label: s.endedAt, children: run.endedAt === null ? '' : <TimeText at={run.endedAt} /> },
          { key: 'seal', label: s.seal, span: 3, children: <DigestText digest={run.seal} head={64} /> },
        ]}
      />
    </section>
  );
}

interface ItemsProps {
  items: readonly Item[];
  open: boolean;
  onAnswer: (item: Item) => void;
  onPaper: (id: string) => void;
}

function Items({ items, open, onAnswer, onPaper }: ItemsProps) {
  const s = useStrings(checkStrings);
  const words = useWords();
  return (
    <Table<Item>
      size="small"
      rowKey="code"
      dataSource={[...items]}
      pagination={false}
      columns={[
        {
          key: 'item',
          title: s.item,
          render: (_, item) => (
            <>
              <b>{words(item.label)}</b>
              <Failures item={item} />
            </>
          ),
        },
        {
          key: 'source',
          title: s.source,
          width: 230,
          render: (_, { source, column }) => (
            <span className="sc-faint sc-small">
              {source}
              <br />
              {s.column72(words(columnNames[column]))}
            </span>
          ),
        },
        {
          key: 'counts',
          title: s.counts,
          width: 130,
          align: 'right',
          render: (_, { by, examined, failed }) =>
            by === 'machine' && (
              <span className="sc-num">
                {examined} / {failed}
              </span>
            ),
        },
        {
          key: 'result',
          title: s.result,
          width: 230,
          render: (_, item) => <Result item={item} onPaper={onPaper} />,
        },
        {
          key: 'acts',
          title: '',
          width: 90,
          align: 'right',
          render: (_, item) =>
            open &&
            ['person', 'proof'].includes(standingOf(item)) && (
              <Button size="small" aria-label={`${s.judge} ${words(item.label)}`} onClick={() => onAnswer(item)}>
                {s.judge}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Failures({ item: { failed, failures } }: { item: Item }) {
  const s = useStrings(checkStrings);
  const words = useWords();
  if (failures.length === 0) return null;
  return (
    <details className="sc-check-failures" open={failures.length <= 5}>
      <summary>{s.failures(failures.length, failed)}</summary>
      <ul>
        {failures.map(({ at, what }, index) => (
          <li key={`${index} ${at}`}>
            <span className="sc-num">{at}</span> {words(what)}
          </li>
        ))}
      </ul>
    </details>
  );
}

const tones: Record<CheckResult, Tone> = {
  pass: 'done',
  fail: 'alarm',
  person: 'attention',
  proof: 'attention',
  na: 'off',
};

function Result({ item, onPaper }: { item: Item; onPaper: (id: string) => void }) {
  const s = useStrings(checkStrings);
  const standing = standingOf(item);
  return (
    <>
      <StatusTag tone={tones[standing]}>{s.results[standing]}</StatusTag>
      {item.note !== null && (
        <div className="sc-small">
          {item.note} <span className="sc-faint">{item.answeredBy?.name}</span>
        </div>
      )}
      {item.papers.map((id, at) => (
        <Button key={id} type="link" size="small" onClick={() => onPaper(id)}>
          {s.paper(at + 1)}
        </Button>
      ))}
    </>
  );
}

interface AnswerValues {
  answer: CheckAnswer;
  note: string;
  attachments?: string[];
}

function AnswerForm({ run, item, onClose }: { run: Run; item: Item | null; onClose: () => void }) {
  const s = useStrings(checkStrings);
  const words = useWords();
  return (
    <FormDrawer<typeof checkAnswer, AnswerValues>
      decl={checkAnswer}
      subject={run.id}
      open={item !== null}
      onClose={onClose}
      title={item === null ? '' : words(item.label)}
      toInput={({ answer, note, attachments = [] }) => ({ code: item!.code, answer, note, attachments })}
    >
      <RadioField
        name="answer"
        label={s.verdict}
        options={[
          { value: 'pass', label: s.pass },
          { value: 'fail', label: s.fail },
        ]}
      />
      <Form.Item name="note" label={s.noteField} rules={[{ required: true, message: s.required }]}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <AttachmentsField
        name="attachments"
        label={s.papers}
        purpose="acceptance"
        note={item?.result === 'proof' ? s.papersProof : s.papersPerson}
      />
    </FormDrawer>
  );
}
