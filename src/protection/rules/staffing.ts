import { offices, type Role, roleNames } from '#/base/rules/roles.ts';

export interface StaffingRow {
  role: Role;
  /** Least number of persons. */
  least: number;
  why: { zh: string; en: string };
  clause: string;
}

/** Minimum staffing (最低人员配置表): fewer persons cannot run a site without breaking a separation. */
export const minimumStaffing: readonly StaffingRow[] = [
  {
    role: 'administrator',
    least: 1,
    why: { zh: '开通账号、备份、运行维护', en: 'accounts, backups, operation' },
    clause: '5.6-8',
  },
  {
    role: 'securityOfficer',
    least: 1,
    why: { zh: '授权、终端与介质策略、审批', en: 'rights, terminals and media, approvals' },
    clause: '5.6-8',
  },
  {
    role: 'auditor',
    least: 1,
    why: { zh: '审计全部日志，含另外两员', en: 'audits everybody, the other two included' },
    clause: '5.6-8',
  },
  {
    role: 'archiveLead',
    least: 1,
    why: { zh: '项目负责、第二人审批', en: 'leads the project, second person' },
    clause: '2.1-2',
  },
  {
    role: 'archiveKeeper',
    least: 1,
    why: { zh: '实体交接；与主管共同办理清除、补录', en: 'originals; purge and late entry with the lead' },
    clause: '6.7-1',
  },
  { role: 'vendorManager', least: 1, why: { zh: '服务方负责人', en: 'answers for the vendor' }, clause: '3.5-2' },
  {
    role: 'vendorSecurityLead',
    least: 1,
    why: { zh: '服务方专职安全保密，不兼生产岗位', en: "security on the vendor's side, nothing else" },
    clause: '3.7-2',
  },
];

/** 5.6-8: the offices for which the ceremony names nobody. */
export const missingOffices = (named: Partial<Record<string, unknown>>) =>
  offices.filter((office) => named[office] === undefined).map((office) => roleNames[office]);
