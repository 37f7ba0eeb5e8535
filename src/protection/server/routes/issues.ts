import { refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { lateColumns } from '#/base/server/late.ts';
import { today } from '#/base/server/site.ts';
import { issueCorrect, issueGet, issueList, issueOpen, issueRecheck } from '../../rules/api/issues.ts';
import { afterStep, refuseStep } from '../../rules/issues.ts';
import { openIssue } from '../issues.ts';
import { addStep, listIssues, lockIssue, moveIssue, stepsOf } from '../store/issues.ts';
import { names } from '../store/people.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { personFrom } from '#/base/server/store/names.ts';

export const issueRoutes = (): Binding[] => [openRoute(), ...stepRoutes(), ...readRoutes()];

const openRoute = (): Binding =>
  bindAct(issueOpen, {
    async check(tx, { actor, input }) {
      if (input.dueOn < (await today(tx))) return refuse('due-in-past', {}, 'input.dueOn');
      if (!(await names(tx, [input.owner])).has(input.owner))
        return refuse('not-found', { what: '责任人 / owner' }, 'input.owner');
      return refuseAttachments(tx, input.attachments, actor.personId);
    },
    async run(tx, { actor, input, late }) {
      const issue = await openIssue(tx, { ...input, openedBy: actor.personId, late, origin: null });
      return {
        output: { issueId: issue.id, number: issue.number },
        subjectId: issue.id,
        after: { number: issue.number, dueOn: input.dueOn },
      };
    },
  });

const stepRoutes = (): Binding[] => [
  bindAct(issueCorrect, {
    async check(tx, { actor, subject, input, version }) {
      const issue = await lockIssue(tx, subject ?? '');
      if (!issue) return refuse('not-found', { what: '问题 / issue' });
      const stale = refuseStale(version, issue.version);
      if (stale) return stale;
      return refuseStep(issue, 'correct', actor.personId) ?? refuseAttachments(tx, input.attachments, actor.personId);
    },
    async run(tx, { actor, subject, input, late }) {
      const id = subject ?? '';
      await addStep(
        tx,
        {
          issueId: id,
          kind: 'correct',
          body: input.what,
          passed: null,
          by: actor.personId,
          attachments: input.attachments,
        },
        lateColumns(late),
      );
      await moveIssue(tx, id, afterStep('correct', true));
      return { output: {}, before: { state: 'open' }, after: { state: 'corrected' } };
    },
  }),

  bindAct(issueRecheck, {
    async check(tx, { actor, subject, input, version }) {
      const issue = await lockIssue(tx, subject ?? '');
      if (!issue) return refuse('not-found', { what: '问题 / issue' });
      const stale = refuseStale(version, issue.version);
      if (stale) return stale;
      return refuseStep(issue, 'recheck', actor.personId) ?? refuseAttachments(tx, input.attachments, actor.personId);
    },
    async run(tx, { actor, subject, input, late }) {
      const id = subject ?? '';
      await addStep(
        tx,
        {
          issueId: id,
          kind: 'recheck',
          body: input.finding,
          passed: input.passed,
          by: actor.personId,
          attachments: input.attachments,
        },
        lateColumns(late),
      );
      const state = afterStep('recheck', input.passed);
      await moveIssue(tx, id, state);
      return { output: {}, before: { state: 'corrected' }, after: { state } };
    },
  }),
];

const readRoutes = (): Binding[] => [
  bindView(issueList, async (tx, { input }) => {
    const day = await today(tx);
    const rows = await listIssues(tx, {
      state: input.state ?? null,
      overdueOn: input.overdue ? day : null,
      before: input.cursor ?? null,
      limit: input.limit + 1,
    });
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const known = await names(
      tx,
      page.flatMap((row) => [row.owner, row.opened_by]),
    );
    const person = personFrom(known);
    const items = page.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      state: row.state,
      dueOn: row.due_on,
      overdue: row.state !== 'closed' && row.due_on < day,
      owner: person(row.owner),
      openedBy: person(row.opened_by),
      occurredAt: row.occurred_at.toISOString(),
      late: row.late,
      version: row.version,
    }));
    return { items, next };
  }),

  bindView(issueGet, async (tx, { subject }) => {
    const issue = await tx
      .selectFrom('issue')
      .selectAll()
      .where('id', '=', subject ?? '')
      .executeTakeFirst();
    if (!issue) return refuse('not-found', { what: '问题 / issue' });
    const steps = await stepsOf(tx, issue.id);
    const known = await names(tx, [issue.owner, ...steps.map((step) => step.by_person)]);
    const person = personFrom(known);
    return {
      id: issue.id,
      number: issue.number,
      title: issue.title,
      facts: issue.facts,
      state: issue.state,
      dueOn: issue.due_on,
      owner: person(issue.owner),
      version: issue.version,
      steps: steps.map((step) => ({
        id: step.id,
        kind: step.kind,
        text: step.body,
        passed: step.passed,
        by: person(step.by_person),
        occurredAt: step.occurred_at.toISOString(),
        recordedAt: step.recorded_at.toISOString(),
        late:
          step.late_reason === null
            ? null
            : { reason: step.late_reason, formNumber: step.late_form_number ?? '', scanId: step.late_scan_id ?? '' },
        attachments: step.attachments,
      })),
    };
  }),
];
