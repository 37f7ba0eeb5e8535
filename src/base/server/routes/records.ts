import { sql } from 'kysely';
import { copyList, lateList } from '#/base/rules/api/files.ts';
import { jobCancel, jobList, jobRetry, type jobStates } from '#/base/rules/api/jobs.ts';
import { addDays, startOfDay } from '#/base/rules/business-day.ts';
import { bindAct, bindView, type Binding } from '../door/bind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { siteZone } from '../site.ts';
import { type NamesOf, personFrom } from '../store/names.ts';
import { cutPage } from '../store/page.ts';

export interface RecordDeps {
  namesOf: NamesOf;
  queue: Pick<JobQueue, 'retry' | 'cancel'>;
}

export const recordRoutes = (deps: RecordDeps): Binding[] => [...listRoutes(deps), ...jobRoutes(deps)];

const listRoutes = ({ namesOf }: RecordDeps): Binding[] => [
  bindView(lateList, async (tx, { input }) => {
    const zone = await siteZone(tx);
    let query = tx
      .selectFrom('late_entry')
      .selectAll()
      .orderBy('entry_id', 'desc')
      .limit(input.limit + 1);
    if (input.cursor !== undefined) query = query.where('entry_id', '<', input.cursor);
    if (input.from !== undefined) query = query.where('occurred_at', '>=', new Date(startOfDay(input.from, zone)));
    if (input.to !== undefined)
      query = query.where('occurred_at', '<', new Date(startOfDay(addDays(input.to, 1), zone)));
    const rows = await query.execute();
    const { page, next } = cutPage(rows, input.limit, (row) => row.entry_id);
    const known = await namesOf(
      tx,
      page.flatMap((row) => [row.recorded_by, row.confirmed_by]),
    );
    const person = personFrom(known);
    const items = page.map((row) => ({
      entryId: row.entry_id,
      act: row.act,
      subjectId: row.subject_id,
      occurredAt: row.occurred_at.toISOString(),
      recordedAt: row.recorded_at.toISOString(),
      reason: row.reason,
      formNumber: row.form_number,
      scanId: row.scan_id,
      recordedBy: person(row.recorded_by),
      confirmedBy: person(row.confirmed_by),
    }));
    return { items, next };
  }),

  bindView(copyList, async (tx, { input }) => {
    let query = tx
      .selectFrom('copy_record')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(input.limit + 1);
    if (input.cursor !== undefined) query = query.where('id', '<', input.cursor);
    if (input.act !== undefined) query = query.where('act', '=', input.act);
    const rows = await query.execute();
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const known = await namesOf(
      tx,
      page.flatMap((row) => [row.requested_by, row.approved_by]),
    );
    const person = personFrom(known);
    const items = page.map((row) => ({
      id: row.id,
      act: row.act,
      subjectId: row.subject_id,
      sha256: row.sha256,
      bytes: row.bytes,
      target: row.target,
      purpose: row.purpose,
      requestedBy: person(row.requested_by),
      approvedBy: person(row.approved_by),
      copiedAt: row.copied_at.toISOString(),
    }));
    return { items, next };
  }),
];

interface JobRow {
  id: string;
  name: string;
  state: (typeof jobStates)[number];
  percent: number | null;
  created_on: Date;
  created_text: string;
  started_on: Date | null;
  completed_on: Date | null;
  retry_count: number;
  retry_limit: number;
  error: string | null;
}

const jobRoutes = ({ queue }: RecordDeps): Binding[] => [
  bindView(jobList, async (tx, { input }) => {
    const { rows } = await sql<JobRow>`
      select j.id, j.name, j.state::text as state, p.percent, j.created_on, j.created_on::text as created_text, j.started_on, j.completed_on,
             j.retry_count, j.retry_limit, j.output ->> 'error' as error
        from job.job j left join job_progress p on p.job_id = j.id
       where (${input.queue ?? null}::text is null or j.name = ${input.queue ?? null})
         and (${input.state ?? null}::text is null or j.state::text = ${input.state ?? null})
         and (${input.cursor ?? null}::text is null or (j.created_on, j.id::text) < (split_part(${input.cursor ?? ''}, '/', 1)::timestamptz, split_part(${input.cursor ?? ''}, '/', 2)))
       order by j.created_on desc, j.id::text desc limit ${input.limit + 1}`.execute(tx);
    const { page, next } = cutPage(rows, input.limit, (row) => `${row.created_text}/${row.id}`);
    const items = page.map((row) => ({
      id: row.id,
      queue: row.name,
      state: row.state,
      progress: row.state === 'completed' ? 100 : row.percent,
      createdAt: row.created_on.toISOString(),
      startedAt: row.started_on?.toISOString() ?? null,
      completedAt: row.completed_on?.toISOString() ?? null,
      retries: row.retry_count,
      retryLimit: row.retry_limit,
      error: row.error,
    }));
    return { items, next };
  }),

  bindAct(jobRetry, {
    async run(tx, { subject, input }) {
      return (await queue.retry(tx, input.queue, subject ?? '')) ?? { output: {} };
    },
  }),

  bindAct(jobCancel, {
    async run(tx, { subject, input }) {
      return (await queue.cancel(tx, input.queue, subject ?? '')) ?? { output: {} };
    },
  }),
];
