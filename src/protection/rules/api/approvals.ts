import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { id, instant, listOf, none, nullablePerson, page, person, text } from '#/base/rules/wire.ts';

const approvalRow = z.object({
  id,
  act: z.string(),
  label: z.object({ zh: z.string(), en: z.string() }),
  subject: z.string().nullable(),
  /** Canonical request without secrets, as the approver must see it. */
  request: z.string(),
  digest: z.string(),
  state: z.enum(['pending', 'approved', 'refused', 'withdrawn', 'used', 'lapsed']),
  requestedBy: person,
  requestedAt: instant,
  decidedBy: nullablePerson,
  decidedAt: instant.nullable(),
  comment: z.string().nullable(),
  expiresAt: instant,
  late: z.boolean(),
  mine: z.boolean(),
  mayDecide: z.boolean(),
});

export const approvalList = view({
  name: 'protection.approval.list',
  label: { zh: '双人审批', en: 'Approvals' },
  roles: 'signedIn',
  clauses: ['5.5-1'],
  subject: 'approval',
  input: z.strictObject({ which: z.enum(['todo', 'mine', 'all']).default('todo'), ...page }),
  output: listOf(approvalRow),
});

export const approvalDecide = act({
  name: 'protection.approval.decide',
  label: { zh: '审批', en: 'Decide an approval' },
  roles: 'signedIn',
  clauses: ['5.5-1'],
  subject: 'approval',
  input: z.strictObject({ decision: z.enum(['approve', 'refuse']), digest: z.string().max(64), comment: text(300, 0) }),
  output: z.object({ state: z.enum(['approved', 'refused']) }),
  stepUp: true,
});

export const approvalWithdraw = act({
  name: 'protection.approval.withdraw',
  label: { zh: '撤回申请', en: 'Withdraw a request' },
  roles: 'signedIn',
  clauses: ['5.5-1'],
  subject: 'approval',
  input: none,
  output: none,
});
