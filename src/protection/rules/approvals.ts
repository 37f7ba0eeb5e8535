import type { PersonActor } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { isOffice, type Role } from '#/base/rules/roles.ts';

export interface ApprovalFacts {
  act: string;
  subject: string | null;
  digest: string;
  state: 'pending' | 'approved' | 'refused' | 'withdrawn' | 'used';
  approverRoles: readonly Role[];
  requestedBy: string;
  /** Roles that the requester holds now. */
  requesterRoles: readonly Role[];
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** 双人审批: another person, of a named role, in time, having seen exactly what was asked. */
export function refuseDecision(
  facts: ApprovalFacts,
  approver: PersonActor,
  seenDigest: string,
  now: number,
): Refusal | null {
  if (approver.personId === facts.requestedBy) return refuse('approver-same-person');
  if (facts.state !== 'pending' || facts.expiresAt <= now) return refuse('approval-closed');
  if (!approver.roles.some((role) => facts.approverRoles.includes(role))) return refuse('approver-role');
  if (seenDigest !== facts.digest) return refuse('approval-digest');
  return refuseThirdOffice(facts, approver);
}

/**
 * 5.6-8: an appointment to an office is agreed by the two *other* offices: the approver's is neither
 * the requester's nor the one concerned.
 */
function refuseThirdOffice(facts: ApprovalFacts, approver: PersonActor): Refusal | null {
  if (!facts.act.startsWith('protection.office.')) return null;
  const taken = [facts.subject, ...facts.requesterRoles.filter(isOffice)];
  return approver.roles.filter(isOffice).some((office) => !taken.includes(office)) ? null : refuse('own-office');
}

/** Why an approval cannot be used for a request now, or null. */
export function refuseUse(facts: ApprovalFacts, caller: PersonActor, digest: string, now: number): Refusal | null {
  if (facts.requestedBy !== caller.personId)
    return refuse('approval-void', { why: "不是本人的申请 / another person's request" });
  if (facts.digest !== digest) return refuse('approval-void', { why: '内容已变更 / the content changed' });
  if (facts.state !== 'approved') return refuse('approval-void', { why: '未获批准或已使用 / not approved, or used' });
  return facts.expiresAt <= now ? refuse('approval-void', { why: '已过期 / lapsed' }) : null;
}
