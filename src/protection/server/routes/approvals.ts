import type { AnyDecl } from '#/base/rules/declare.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { roles } from '#/base/rules/roles.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { approvalDecide, approvalList, approvalWithdraw } from '../../rules/api/approvals.ts';
import { matrixShow } from '../../rules/api/people.ts';
import { refuseDecision } from '../../rules/approvals.ts';
import { matrixRows } from '../../rules/permit.ts';
import { decideApproval, listApprovals, lockApproval, withdrawApproval } from '../store/approvals.ts';
import { names } from '../store/people.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { personFrom } from '#/base/server/store/names.ts';

export const approvalRoutes = (declared: readonly AnyDecl[]): Binding[] => [
  bindView(matrixShow, async () => ({ roles: [...roles], rows: matrixRows(declared) })),

  bindView(approvalList, async (tx, { actor, input }) => {
    // Everything is for those who watch; the others see what concerns them.
    const watcher = actor.roles.includes('auditor') || actor.roles.includes('securityOfficer');
    if (input.which === 'all' && !watcher) return refuse('not-permitted', { label: '全部审批' });
    const rows = await listApprovals(tx, {
      personId: actor.personId,
      roles: actor.roles,
      which: input.which,
      before: input.cursor ?? null,
      limit: input.limit,
    });
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const known = await names(
      tx,
      page.flatMap((row) => [row.requested_by, row.decided_by]),
    );
    const person = personFrom(known);
    const now = new Date();
    const items = page.map((row) => ({
      id: row.id,
      act: row.act,
      label: declared.find((decl) => decl.name === row.act)?.label ?? { zh: row.act, en: row.act },
      subject: row.subject,
      request: row.request,
      digest: row.digest,
      state: ['pending', 'approved'].includes(row.state) && row.expires_at <= now ? ('lapsed' as const) : row.state,
      requestedBy: person(row.requested_by),
      requestedAt: row.requested_at.toISOString(),
      decidedBy: row.decided_by === null ? null : person(row.decided_by),
      decidedAt: row.decided_at?.toISOString() ?? null,
      comment: row.comment,
      expiresAt: row.expires_at.toISOString(),
      late: row.late,
      mine: row.requested_by === actor.personId,
      mayDecide:
        row.state === 'pending' &&
        row.expires_at > now &&
        row.requested_by !== actor.personId &&
        actor.roles.some((role) => row.approver_roles.includes(role)),
    }));
    return { items, next };
  }),

  bindAct(approvalDecide, {
    async run(tx, { actor, subject, input }) {
      const facts = await lockApproval(tx, subject ?? '');
      if (!facts) return refuse('not-found', { what: '申请 / request' });
      const refused = refuseDecision(facts, actor, input.digest, Date.now());
      if (refused) return refused;
      const state = input.decision === 'approve' ? ('approved' as const) : ('refused' as const);
      await decideApproval(tx, subject ?? '', actor.personId, state, input.comment);
      return { output: { state }, before: { state: facts.state }, after: { state, digest: facts.digest } };
    },
  }),

  bindAct(approvalWithdraw, {
    async run(tx, { actor, subject }) {
      const facts = await lockApproval(tx, subject ?? '');
      if (!facts || facts.requestedBy !== actor.personId) return refuse('not-found', { what: '申请 / request' });
      if (facts.state !== 'pending' && facts.state !== 'approved') return refuse('approval-closed');
      await withdrawApproval(tx, subject ?? '');
      return { output: {}, before: { state: facts.state }, after: { state: 'withdrawn' } };
    },
  }),
];
