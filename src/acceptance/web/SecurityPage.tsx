import { Alert, Button, Form, Input, Skeleton, Space } from '#/base/web/antd.ts';
import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { PrintButton } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { overallAccept, securityDecide, securityOpen, securityPrint, securityShow } from '../rules/api/security.ts';
import { SecurityItems } from './SecurityItems.tsx';
import { strings } from './strings.ts';

type Shown = OutputOf<typeof securityShow>;
export type Round = Shown['rounds'][number];

/** 专项与总体验收 (7.1): the overall acceptance stays locked, and says by what. */
export function SecurityPage() {
  const s = useStrings(strings);
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.securityTitle} note={s.securityNote} />
      <ProjectPick pick={pick} />
      {project !== null && <Project key={project.id} projectId={project.id} />}
    </>
  );
}

function Project({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(securityShow, { subject: projectId, input: {} });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      <Overall projectId={projectId} shown={data} onAgain={() => void refetch()} />
      {data.rounds.length === 0 && <p className="sc-empty">{s.noRounds}</p>}
      {data.rounds.map((round) => (
        <RoundCard key={round.id} round={round} />
      ))}
    </>
  );
}

interface Opinion {
  opinion: string;
}

function OpinionField() {
  const s = useStrings(strings);
  return (
    <Form.Item name="opinion" label={s.opinion} rules={[{ required: true, message: s.required }]}>
      <Input.TextArea rows={3} maxLength={1000} />
    </Form.Item>
  );
}

const opinionOf = ({ opinion }: Opinion) => ({ opinion });

interface OverallProps {
  projectId: string;
  shown: Shown;
  onAgain: () => void;
}

function Overall({ projectId, shown: { overall, locks, rounds }, onAgain }: OverallProps) {
  const s = useStrings(strings);
  const words = useWords();
  const may = usePermitted();
  const [opening, setOpening] = useState(false);
  const newest = rounds[0];
  const canOpen = overall === null && newest?.verdict !== null && may(securityOpen.name);
  return (
    <section className="sc-card sc-pad sc-overall" aria-label={s.overall}>
      <div className="sc-overall-head">
        <h2>{s.overall}</h2>
        {overall === null ? (
          <StatusTag tone={locks.length > 0 ? 'alarm' : 'done'}>{locks.length > 0 ? s.locked : s.unlocked}</StatusTag>
        ) : (
          <StatusTag tone="done">{s.overallDone(overall.by.name, overall.agreedBy.name)}</StatusTag>
        )}
        <Space className="sc-overall-acts">
          <Button onClick={onAgain}>{s.refresh}</Button>
          {(canOpen || newest === undefined) && may(securityOpen.name) && (
            <Button onClick={() => setOpening(true)}>{newest === undefined ? s.begin : s.beginAgain}</Button>
          )}
          {overall === null && may(overallAccept.name) && (
            <ConfirmAct<typeof overallAccept, Opinion>
              decl={overallAccept}
              subject={projectId}
              question={s.acceptAsk}
              fields={<OpinionField />}
              toInput={opinionOf}
              button={{ type: 'primary', disabled: locks.length > 0 }}
            >
              {s.accept}
            </ConfirmAct>
          )}
        </Space>
      </div>
      {overall !== null && (
        <p>
          {overall.opinion} <TimeText at={overall.at} />
        </p>
      )}
      {locks.length > 0 && (
        <ul className="sc-overall-locks">
          {locks.map((lock) => (
            <li key={lock.zh}>{words(lock)}</li>
          ))}
        </ul>
      )}
      <OpenForm projectId={projectId} open={opening} onClose={() => setOpening(false)} />
    </section>
  );
}

interface MemberValues {
  members: { name: string; organization: string; qualification: string }[];
}

function OpenForm({ projectId, open, onClose }: { projectId: string; open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer<typeof securityOpen, MemberValues>
      decl={securityOpen}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={760}
      initial={{
        members: [
          { name: '', organization: '', qualification: '' },
          { name: '', organization: '', qualification: '' },
        ],
      }}
      toInput={({ members }) => ({ members })}
    >
      <p className="sc-faint">{s.membersNote}</p>
      <Form.List name="members">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="sc-security-member">
                <Form.Item name={[name, 'name']} label={s.name} rules={required}>
                  <Input maxLength={50} autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'organization']} label={s.organization} rules={required}>
                  <Input maxLength={100} autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, 'qualification']} label={s.qualification} rules={required}>
                  <Input maxLength={200} autoComplete="off" />
                </Form.Item>
                <Button disabled={fields.length <= 2} onClick={() => remove(name)}>
                  {s.removeMember}
                </Button>
              </div>
            ))}
            <Button onClick={() => add({ name: '', organization: '', qualification: '' })}>{s.addMember}</Button>
          </>
        )}
      </Form.List>
    </FormDrawer>
  );
}

function RoundCard({ round }: { round: Round }) {
  const s = useStrings(strings);
  const may = usePermitted();
  const { verdict, members, openedBy, openedAt } = round;
  const judged = round.items.filter((item) => item.verdict !== null).length;
  return (
    <section className="sc-card sc-pad sc-security-round" aria-label={s.round(round.round)}>
      <div className="sc-overall-head">
        <h2>{s.round(round.round)}</h2>
        {verdict === null ? (
          <StatusTag tone="active">
            {s.underWay} {judged}/{round.items.length}
          </StatusTag>
        ) : (
          <StatusTag tone={verdict === 'passed' ? 'done' : 'alarm'}>
            {verdict === 'passed' ? s.passed : s.failed}
          </StatusTag>
        )}
        <span className="sc-faint">
          {openedBy.name} <TimeText at={openedAt} />
        </span>
        <Space className="sc-overall-acts">
          <PrintButton view={securityPrint} subject={round.id} />
          {verdict === null && may(securityDecide.name) && (
            <ConfirmAct<typeof securityDecide, Opinion>
              decl={securityDecide}
              subject={round.id}
              question={s.concludeAsk}
              fields={<OpinionField />}
              toInput={opinionOf}
              button={{ type: 'primary', disabled: judged < round.items.length }}
            >
              {s.conclude}
            </ConfirmAct>
          )}
        </Space>
      </div>
      <p className="sc-small">
        {s.members}：
        {members
          .map(({ name, organization, qualification }) => `${name}（${organization}，${qualification}）`)
          .join('；')}
      </p>
      {round.opinion !== null && (
        <Alert
          type={verdict === 'passed' ? 'success' : 'error'}
          title={round.opinion}
          description={[round.decidedBy?.name, round.agreedBy?.name].filter(Boolean).join('、')}
        />
      )}
      <SecurityItems round={round} />
    </section>
  );
}
