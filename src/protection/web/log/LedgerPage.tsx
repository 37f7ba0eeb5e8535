import { troubleWords } from '#/base/rules/ledger/trouble.ts';
import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Button, Card, Descriptions, Form, Input, Skeleton, Space } from '#/base/web/antd.ts';
import { problemOf } from '#/base/web/client.ts';
import { CopyButton } from '#/base/web/DigestText.tsx';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useClient, useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { verifyCodes } from '#/base/rules/ledger/verdict.ts';
import { checkpointPage, ledgerExport, ledgerStatus, ledgerVerify } from '../../rules/api/log.ts';
import { LongText } from '../fields/LongText.tsx';
import { strings } from './strings.ts';

/** 日志核验 (5.5-5): state of the ledger, and the auditor's check against what he holds outside. */
export function LedgerPage() {
  const s = useStrings(strings).ledger;
  const permitted = usePermitted();
  const [printing, setPrinting] = useState(false);
  const [exporting, setExporting] = useState(false);
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={
          <Space>
            {permitted(checkpointPage.name) && <Button onClick={() => setPrinting(true)}>{s.print}</Button>}
            {permitted(ledgerExport.name) && <Button onClick={() => setExporting(true)}>{s.export}</Button>}
          </Space>
        }
      />
      <div className="sc-columns">
        <StatusCard />
        {permitted(ledgerVerify.name) && <VerifyCard />}
      </div>
      <PrintViewDrawer view={checkpointPage} subject={printing ? 'newest' : null} onClose={() => setPrinting(false)} />
      <FormDrawer
        decl={ledgerExport}
        open={exporting}
        onClose={() => setExporting(false)}
        toInput={(values: { target: string; purpose: string }) => values}
      >
        <Form.Item name="target" label={s.target} rules={[{ required: true, message: '' }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="purpose" label={s.purpose} rules={[{ required: true, message: '' }]}>
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
      </FormDrawer>
    </>
  );
}

function StatusCard() {
  const s = useStrings(strings).ledger;
  const words = useWords();
  const status = useView(ledgerStatus, {});
  const data = status.data;
  if (data === undefined) {
    return (
      <Card title={s.status}>
        <ProblemAlert problem={status.problem} />
        {status.problem === null && <Skeleton active />}
      </Card>
    );
  }
  const behind = Number(data.size) - Number(data.sinkSize);
  const after = data.witnessed === null ? null : String(Number(data.size) - Number(data.witnessed.size));
  return (
    <Card
      title={s.status}
      extra={
        <StatusTag tone={data.healthy ? 'done' : 'alarm'}>
          {data.trouble === null ? s.healthy : `${s.trouble}：${words(troubleWords[data.trouble])}`}
        </StatusTag>
      }
    >
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'origin', label: s.origin, children: data.origin },
          { key: 'suite', label: s.suite, children: s.suites[data.suite] },
          { key: 'size', label: s.size, children: data.size },
          { key: 'at', label: s.sealedAt, children: <TimeText at={data.sealedAt} precision="second" /> },
          { key: 'sink', label: s.sink, children: behind > 0 ? s.sinkBehind(behind) : s.sinkLevel },
          {
            key: 'witness',
            label: s.witnessed,
            children:
              data.witnessed === null ? (
                <span className="sc-bad">{s.notWitnessed}</span>
              ) : (
                <span>
                  {data.witnessed.name} {data.witnessed.size} (<TimeText at={data.witnessed.at} precision="second" />){' '}
                  {after !== '0' && s.exposure(after ?? '')}
                </span>
              ),
          },
        ]}
      />
      <h3 className="sc-group-title">
        {s.checkpoint} {data.checkpoint && <CopyButton text={data.checkpoint.note} label={s.checkpoint} />}
      </h3>
      <LongText label={s.checkpoint} text={data.checkpoint?.note ?? s.none} />
      <h3 className="sc-group-title">{s.keys}</h3>
      <ul className="sc-plain-list">
        {data.keys.map((key) => (
          <li key={key.key}>
            {s.keyKinds[key.kind]} <code className="sc-whole">{key.key}</code>{' '}
            <CopyButton text={key.key} label={s.keyKinds[key.kind]} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Verdict = OutputOf<typeof ledgerVerify>;

function VerifyCard() {
  const s = useStrings(strings).ledger;
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const run = async ({ note }: { note: string }): Promise<void> => {
    setBusy(true);
    setProblem(null);
    setVerdict(null);
    try {
      setVerdict(await client.read(ledgerVerify, { input: { note } }));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={s.verify}>
      <p className="sc-faint">{s.limits}</p>
      <Form layout="vertical" requiredMark={false} onFinish={(values: { note: string }) => void run(values)}>
        <ProblemAlert problem={problem} />
        <Form.Item name="note" label={s.noteLabel} rules={[{ required: true, message: '' }]}>
          <Input.TextArea rows={8} className="sc-mono" placeholder={s.notePlaceholder} spellCheck={false} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {s.run}
        </Button>
      </Form>
      {verdict !== null && <VerdictAlert verdict={verdict} />}
    </Card>
  );
}

function VerdictAlert({ verdict }: { verdict: Verdict }) {
  const s = useStrings(strings).ledger;
  const { language } = useLanguage();
  const fault = verdict.fault === null ? null : verifyCodes[verdict.fault as keyof typeof verifyCodes];
  return (
    <Alert
      className="sc-verdict-alert"
      role="status"
      type={verdict.ok ? 'success' : 'error'}
      showIcon
      title={verdict.ok ? s.good : `${s.bad}: ${fault?.[language] ?? verdict.fault ?? ''}`}
      description={
        <>
          <div>{s.checked(verdict.checked, verdict.heldSize)}</div>
          <div>
            {s.signers} {verdict.signers.join(', ') || '—'}
          </div>
          <div>{s.seconds((verdict.milliseconds / 1000).toFixed(2))}</div>
        </>
      }
    />
  );
}
