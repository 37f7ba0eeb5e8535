import type { Late } from '#/base/rules/actor.ts';
import type { Tx } from '#/base/server/db.ts';
import { lateColumns } from '#/base/server/late.ts';
import { addStep, insertIssue } from './store/issues.ts';

interface NewIssue {
  title: string;
  facts: string;
  /** Who corrects it. */
  owner: string;
  /** By which business day. */
  dueOn: string;
  attachments: readonly string[];
  openedBy: string;
  late: Late | null;
  /** Where it came from, as the calling room says; opaque here. */
  origin: object | null;
}

/** Opens an issue (问题) within the caller's act (2.8-2). What the act takes must have been checked by it. */
export async function openIssue(tx: Tx, issue: NewIssue): Promise<{ id: string; number: string }> {
  const when = lateColumns(issue.late);
  const { title, facts, owner, dueOn, openedBy, origin } = issue;
  const row = { title, facts, owner, dueOn, openedBy, origin, occurredAt: when.occurred_at };
  const opened = await insertIssue(tx, row);
  await addStep(
    tx,
    {
      issueId: opened.id,
      kind: 'open',
      body: facts,
      passed: null,
      by: openedBy,
      attachments: issue.attachments,
    },
    when,
  );
  return opened;
}
