import { archiveRoles, type Role, vendorRoles } from '#/base/rules/roles.ts';

/** Who sees projects: everybody who works in one, and whoever looks after it. */
export const projectViewers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  ...archiveRoles,
  ...vendorRoles,
  'externalInspector',
];
