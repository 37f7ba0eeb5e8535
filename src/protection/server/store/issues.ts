import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import type { LateColumns } from '#/base/server/late.ts';
import type { IssueFacts, IssueState } from '../../rules/issues.ts';
import { nextNumber } from './numbers.ts';

export async function insertIssue(
  tx: Tx,
  row: {
    title: string;
    facts: string;
    owner: string;
    dueOn: string;
    openedBy: string;
    occurredAt: Date;
    origin: object | null;
  },
): Promise<{ id: string; number: string }> {
  const number = await nextNumber(tx, 'issue');
  const id = newId();
  await tx
    .insertInto('issue')
    .values({
      id,
      number,
      title: row.title,
      facts: row.facts,
      owner: row.owner,
      due_on: row.dueOn,
      origin: row.origin,
      opened_by: row.openedBy,
      occurred_at: row.occurredAt,
    })
    .execute();
  return { id, number };
}

export async function addStep(
  tx: Tx,
  row: {
    issueId: string;
    kind: 'open' | 'correct' | 'recheck';
    body: string;
    passed: boolean | null;
    by: string;
    attachments: readonly string[];
  },
  when: LateColumns,
): Promise<void> {
  const id = newId();
  await tx
    .insertInto('issue_step')
    .values({
      id,
      issue_id: row.issueId,
      kind: row.kind,
      body: row.body,
      passed: row.passed,
      by_person: row.by,
      ...when,
    })
    .execute();
  if (row.attachments.length === 0) return;
  const links = [...new Set(row.attachments)].map((attachmentId) => ({ step_id: id, attachment_id: attachmentId }));
  await tx.insertInto('issue_step_attachment').values(links).execute();
}

export async function lockIssue(tx: Tx, id: string): Promise<(IssueFacts & { version: number }) | null> {
  const issue = await tx
    .selectFrom('issue')
    .select(['state', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!issue) return null;
  const corrected = await tx
    .selectFrom('issue_step')
    .select('by_person')
    .where('issue_id', '=', id)
    .where('kind', '=', 'correct')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return { ...issue, correctedBy: corrected?.by_person ?? null };
}

export const moveIssue = (tx: Tx, id: string, state: IssueState) =>
  tx
    .updateTable('issue')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export function listIssues(
  db: Db | Tx,
  filter: { state: IssueState | null; overdueOn: string | null; before: string | null; limit: number },
) {
  let query = db
    .selectFrom('issue')
    .selectAll()
    .select(
      sql<boolean>`exists (select 1 from issue_step s where s.issue_id = issue.id and s.late_reason is not null)`.as(
        'late',
      ),
    )
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.state !== null) query = query.where('state', '=', filter.state);
  if (filter.overdueOn !== null) query = query.where('state', '<>', 'closed').where('due_on', '<', filter.overdueOn);
  if (filter.before !== null) query = query.where('id', '<', filter.before);
  return query.execute();
}

export async function stepsOf(db: Db | Tx, issueId: string) {
  const steps = await db.selectFrom('issue_step').selectAll().where('issue_id', '=', issueId).orderBy('id').execute();
  const files = await db
    .selectFrom('issue_step_attachment')
    .innerJoin('attachment', 'attachment.id', 'issue_step_attachment.attachment_id')
    .innerJoin('issue_step', 'issue_step.id', 'issue_step_attachment.step_id')
    .select(['issue_step_attachment.step_id', 'attachment.id', 'attachment.file_name', 'attachment.state'])
    .where('issue_step.issue_id', '=', issueId)
    .orderBy('attachment.id')
    .execute();
  return steps.map((step) => ({
    ...step,
    attachments: files
      .filter((file) => file.step_id === step.id)
      .map((file) => ({ id: file.id, fileName: file.file_name, state: file.state })),
  }));
}

/** Issues that are not closed, with when each was found. */
export async function issuesOpen(db: Db | Tx): Promise<{ number: string; occurredAt: Date }[]> {
  const rows = await db.selectFrom('issue').select(['number', 'occurred_at']).where('state', '<>', 'closed').execute();
  return rows.map(({ number, occurred_at: occurredAt }) => ({ number, occurredAt }));
}
