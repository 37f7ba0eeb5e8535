/**
 * Who may act: the closed list of roles (岗位), by party.
 *
 * Offices (三员) belong to the commissioning unit only, one person each (5.6-8); a person never
 * holds two offices, nor an office beside a business role. `protection` enforces that in the
 * database, by the matrix and at the door; this file only names the roles.
 */

/** 三员, clause 5.6-8. 管理员 · 保密员 · 审计员. */
export const offices = ['administrator', 'securityOfficer', 'auditor'] as const;

/** Archive department side (档案部门): 主管/项目负责人 · 档案保管员 · 监理 · 验收组. */
export const archiveRoles = ['archiveLead', 'archiveKeeper', 'supervisor', 'acceptanceMember'] as const;

/** Vendor side (数字化服务机构); `vendorSecurityLead` is the 专人 of 3.7-2, not an officer. */
export const vendorRoles = [
  'vendorManager',
  'teamLeader',
  'preparer',
  'scanner',
  'imageProcessor',
  'describer',
  'qualityInspector',
  'vendorSecurityLead',
] as const;

/** Those who do the work (加工岗位): of the vendor, or of the archive where it does the work itself (自行). */
export const workingRoles = [
  'teamLeader',
  'preparer',
  'scanner',
  'imageProcessor',
  'describer',
  'qualityInspector',
] as const satisfies readonly (typeof vendorRoles)[number][];

/** 检查员: outside inspector, read-only and time-limited (3.9-1). */
export const outsideRoles = ['externalInspector'] as const;

export const roles = [...offices, ...archiveRoles, ...vendorRoles, ...outsideRoles] as const;

export type Office = (typeof offices)[number];
export type VendorRole = (typeof vendorRoles)[number];
export type WorkingRole = (typeof workingRoles)[number];
export type Role = (typeof roles)[number];

/** Party kinds (当事方): 档案部门, 数字化服务机构, and the authority that sends inspectors. */
export const partyKinds = ['archive', 'vendor', 'authority'] as const;
export type PartyKind = (typeof partyKinds)[number];

/** The party a role belongs to by the regulation. The 监理 is hired by the archive and acts for it. */
export function partyOfRole(role: Role): PartyKind {
  if ((vendorRoles as readonly Role[]).includes(role)) return 'vendor';
  return role === 'externalInspector' ? 'authority' : 'archive';
}

/** Party kinds of which a role's holder may be. A project says which of them counts in it. */
export const partiesOfRole = (role: Role): readonly PartyKind[] =>
  isWorkingRole(role) ? ['vendor', 'archive'] : [partyOfRole(role)];

export const isWorkingRole = (role: Role): role is WorkingRole => (workingRoles as readonly Role[]).includes(role);
export const isOffice = (role: Role): role is Office => (offices as readonly Role[]).includes(role);
export const isVendorRole = (role: Role): role is VendorRole => (vendorRoles as readonly Role[]).includes(role);

/** 术语 for screens, forms and messages. */
export const roleNames: Record<Role, { zh: string; en: string }> = {
  administrator: { zh: '管理员', en: 'System administrator' },
  securityOfficer: { zh: '保密员', en: 'Security officer' },
  auditor: { zh: '审计员', en: 'Auditor' },
  archiveLead: { zh: '档案主管（项目负责人）', en: 'Archive lead' },
  archiveKeeper: { zh: '档案保管员', en: 'Archive keeper' },
  supervisor: { zh: '监理', en: 'Supervisor' },
  acceptanceMember: { zh: '验收组成员', en: 'Acceptance member' },
  vendorManager: { zh: '服务方项目经理', en: 'Vendor project manager' },
  teamLeader: { zh: '组长', en: 'Team leader' },
  preparer: { zh: '整理员', en: 'Preparer' },
  scanner: { zh: '扫描员', en: 'Scanner operator' },
  imageProcessor: { zh: '图像处理员', en: 'Image processor' },
  describer: { zh: '著录员', en: 'Describer' },
  qualityInspector: { zh: '质检员', en: 'Quality inspector' },
  vendorSecurityLead: { zh: '服务方安全保密专员', en: 'Vendor security lead' },
  externalInspector: { zh: '检查员', en: 'External inspector' },
};
