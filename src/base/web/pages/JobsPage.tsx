import { jobCancel, jobList, jobRetry, jobStates } from '#/base/rules/api/jobs.ts';
import { ConfirmAct } from '../ActForm.tsx';
import { Progress, Space } from '../antd.ts';
import { DigestText } from '../DigestText.tsx';
import { useStrings } from '../locale.tsx';
import { PageHeader } from '../PageHeader.tsx';
import type { RowOf } from '../room.ts';
import { usePermitted } from '../session.ts';
import { StatusTag, type Tone } from '../StatusTag.tsx';
import { DataTable } from '../table/DataTable.tsx';
import { TimeText } from '../TimeText.tsx';
import { strings } from './strings.ts';

type Job = RowOf<typeof jobList>;

const tones: Record<Job['state'], Tone> = {
  created: 'plain',
  retry: 'attention',
  active: 'active',
  completed: 'done',
  cancelled: 'off',
  failed: 'alarm',
};

/** Stopped for good: may be tried again by hand. */
const stopped = (job: Job): boolean => job.state === 'failed' || job.state === 'cancelled';
const unfinished = (job: Job): boolean => job.state === 'created' || job.state === 'retry' || job.state === 'active';

function JobActions({ job }: { job: Job }) {
  const s = useStrings(strings).jobs;
  const permitted = usePermitted();
  const toInput = () => ({ queue: job.queue });
  return (
    <Space>
      {stopped(job) && permitted(jobRetry.name) && (
        <ConfirmAct
          decl={jobRetry}
          subject={job.id}
          toInput={toInput}
          question={s.retryQuestion}
          button={{ type: 'link', size: 'small' }}
        >
          {s.retry}
        </ConfirmAct>
      )}
      {unfinished(job) && permitted(jobCancel.name) && (
        <ConfirmAct
          decl={jobCancel}
          subject={job.id}
          toInput={toInput}
          question={s.cancelQuestion}
          button={{ type: 'link', size: 'small', danger: true }}
        >
          {s.cancel}
        </ConfirmAct>
      )}
    </Space>
  );
}

export function JobsPage() {
  const s = useStrings(strings).jobs;
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <DataTable
        tableKey="base.jobs"
        view={jobList}
        rowKey={(job) => job.id}
        filters={[
          { kind: 'text', name: 'queue', label: s.queue },
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: jobStates.map((value) => ({ value, label: s.states[value] })),
          },
        ]}
        columns={[
          { key: 'queue', title: s.queue, render: (job) => job.queue, always: true },
          {
            key: 'state',
            title: s.state,
            render: (job) => <StatusTag tone={tones[job.state]}>{s.states[job.state]}</StatusTag>,
          },
          {
            key: 'progress',
            title: s.progress,
            width: 140,
            render: (job) =>
              job.progress !== null && <Progress percent={job.progress} size="small" aria-label={s.progress} />,
          },
          { key: 'created', title: s.created, render: (job) => <TimeText at={job.createdAt} precision="second" /> },
          { key: 'started', title: s.started, render: (job) => <TimeText at={job.startedAt} precision="second" /> },
          {
            key: 'completed',
            title: s.completed,
            render: (job) => <TimeText at={job.completedAt} precision="second" />,
          },
          { key: 'retries', title: s.retries, align: 'right', render: (job) => `${job.retries} / ${job.retryLimit}` },
          { key: 'error', title: s.error, render: (job) => job.error !== null && <code>{job.error}</code> },
          { key: 'id', title: s.id, render: (job) => <DigestText digest={job.id} />, hidden: true },
        ]}
        rowActions={(job) => <JobActions job={job} />}
        empty={s.empty}
      />
    </>
  );
}
