import type { ApprovalRule } from '#/base/rules/declare.ts';
import { refuse } from '#/base/rules/refusal.ts';
import type { Role } from '#/base/rules/roles.ts';
import type { Tx } from '#/base/server/db.ts';
import { hasSecrets } from '#/base/server/door/plain.ts';
import type { Call, Policy } from '#/base/server/door/ports.ts';
import { today } from '#/base/server/site.ts';
import { refuseUse } from '../rules/approvals.ts';
import { decide } from '../rules/permit.ts';
import { insertApproval, lockApproval, markUsed } from './store/approvals.ts';
import { rolesInForce } from './store/people.ts';

/** The policy port of base: role matrix, step-up, and four-eyes approvals on persons. */
export const createPolicy = (): Policy => ({
  permit: (call) => decide(call.decl, call.actor, Date.now()),

  async requestApproval(tx: Tx, call: Call, rule: ApprovalRule) {
    // What an approver cannot see he cannot approve.
    if (hasSecrets(call.decl.input)) throw new Error(`${call.decl.name} has secret input and cannot wait for approval`);
    const expiresAt = new Date(Date.now() + rule.ttlHours * 3_600_000);
    const id = await insertApproval(tx, {
      act: call.decl.name,
      subject: call.subject,
      request: call.request,
      digest: call.digest,
      late: call.late !== null,
      approverRoles: rule.roles as Role[],
      requestedBy: call.actor.personId,
      expiresAt,
    });
    return { id, expiresAt };
  },

  async useApproval(tx: Tx, call: Call, approvalId: string) {
    const facts = await lockApproval(tx, approvalId);
    if (!facts) return refuse('approval-void', { why: '没有该审批 / no such approval' });
    const refusal = refuseUse(facts, call.actor, call.digest, Date.now());
    if (refusal) return refusal;
    const approverId = facts.decidedBy ?? '';
    // The second person must still be entitled when the act happens, not only when he agreed.
    const held = await rolesInForce(tx, approverId, await today(tx));
    if (!held.some((role) => facts.approverRoles.includes(role))) {
      return refuse('approval-void', { why: '审批人已无此岗位 / the approver no longer holds the role' });
    }
    await markUsed(tx, approvalId);
    return { id: approvalId, approverId, requestedAt: facts.requestedAt, digest: facts.digest };
  },
});
