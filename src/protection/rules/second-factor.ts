import { isVendorRole, type Role } from '#/base/rules/roles.ts';

/**
 * 等保三级: two factors for everybody. Line workers (vendor roles only) prove the second by the
 * enrolled terminal they sit at; offices, archive side and inspectors bring one of their own.
 */
export const needsOwnFactor = (roles: readonly Role[]): boolean => !roles.every(isVendorRole);
