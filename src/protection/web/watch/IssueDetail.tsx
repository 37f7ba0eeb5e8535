import { useState } from 'react';
import { attachmentOpen } from '#/base/rules/api/files.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { Button, Descriptions, Skeleton, Space, Timeline } from '#/base/web/antd.ts';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { LateBadge } from '#/base/web/LateBadge.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { issueCorrect, issueGet, issueRecheck } from '../../rules/api/issues.ts';
import { issueTones } from './issue-tones.ts';
import { CorrectForm, RecheckForm } from './IssueForms.tsx';
import { strings } from './strings.ts';

type Issue = OutputOf<typeof issueGet>;
type Step = Issue['steps'][number];

/** One issue from its finding to its last recheck. */
export function IssueDetail({ id }: { id: string }) {
  const s = useStrings(strings).issues;
  const issue = useView(issueGet, { subject: id });
  const [file, setFile] = useState<string | null>(null);
  if (issue.problem !== null) return <ProblemAlert problem={issue.problem} />;
  if (issue.data === undefined) return <Skeleton active />;
  const { data } = issue;
  return (
    <>
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          {
            key: 'state',
            label: s.state,
            children: <StatusTag tone={issueTones[data.state]}>{s.states[data.state]}</StatusTag>,
          },
          { key: 'due', label: s.due, children: data.dueOn },
          { key: 'owner', label: s.owner, children: data.owner.name },
        ]}
      />
      <NextStep issue={data} />
      <h2 className="sc-group-title sc-issue-steps">{s.steps}</h2>
      <Timeline
        items={data.steps.map((step) => ({
          key: step.id,
          color: step.passed === false ? 'red' : 'blue',
          content: <StepText step={step} onFile={setFile} />,
        }))}
      />
      <AttachmentDrawer id={file} onClose={() => setFile(null)} />
    </>
  );
}

function NextStep({ issue }: { issue: Issue }) {
  const permitted = usePermitted();
  const s = useStrings(strings).issues;
  const [open, setOpen] = useState<'correct' | 'recheck' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className="sc-act">
      {issue.state === 'open' && permitted(issueCorrect.name) && (
        <Button type="primary" onClick={() => setOpen('correct')}>
          {s.correct}
        </Button>
      )}
      {issue.state === 'corrected' && permitted(issueRecheck.name) && (
        <Button type="primary" onClick={() => setOpen('recheck')}>
          {s.recheck}
        </Button>
      )}{' '}
      <span className="sc-faint">{s.next[issue.state]}</span>
      <CorrectForm issue={issue} open={open === 'correct'} onClose={close} />
      <RecheckForm issue={issue} open={open === 'recheck'} onClose={close} />
    </div>
  );
}

function StepText({ step, onFile }: { step: Step; onFile: (id: string) => void }) {
  const s = useStrings(strings).issues;
  const permitted = usePermitted();
  const mayOpen = permitted(attachmentOpen.name);
  return (
    <div className="sc-step">
      <Space size={10} wrap>
        <b>{s.stepKinds[step.kind]}</b>
        {step.passed !== null && (
          <StatusTag tone={step.passed ? 'done' : 'alarm'}>{step.passed ? s.verdicts.yes : s.verdicts.no}</StatusTag>
        )}
        <span>{step.by.name}</span>
        <TimeText at={step.occurredAt} />
        {step.late !== null && <LateBadge occurredAt={step.occurredAt} />}
      </Space>
      <p className="sc-step-text">{step.text}</p>
      {step.late !== null && (
        <p className="sc-step-late">
          {s.form} {step.late.formNumber} · {s.lateReason} {step.late.reason} · {s.recordedAt}{' '}
          <TimeText at={step.recordedAt} />{' '}
          <Button type="link" size="small" disabled={!mayOpen} onClick={() => onFile(step.late?.scanId ?? '')}>
            {s.scan}
          </Button>
        </p>
      )}
      {step.attachments.length > 0 && (
        <Space size={4} wrap>
          {step.attachments.map((one) => (
            <Button
              key={one.id}
              type="link"
              size="small"
              disabled={!mayOpen || one.state !== 'stored'}
              onClick={() => onFile(one.id)}
            >
              {one.fileName ?? s.file}
              {one.state === 'purged' && ` (${s.purged})`}
            </Button>
          ))}
        </Space>
      )}
    </div>
  );
}
