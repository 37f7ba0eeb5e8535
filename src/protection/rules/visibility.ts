import { isOffice, type Role } from '#/base/rules/roles.ts';

/**
 * 5.5-5: who sees which log. 审计员: everything. 保密员: what the operators did (业务), as metadata,
 * not what officers did. 管理员: the run log only, which is no ledger. Others: their own.
 */
export type LogScope = 'all' | 'operators' | 'none';

export function logScope(roles: readonly Role[]): LogScope {
  if (roles.includes('auditor')) return 'all';
  return roles.includes('securityOfficer') ? 'operators' : 'none';
}

/** An entry is an operator's when its actor held no office. */
export const isOperatorEntry = (actorRoles: readonly Role[]): boolean =>
  actorRoles.length > 0 && !actorRoles.some(isOffice);
