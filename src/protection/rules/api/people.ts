import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, partyKinds } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, page, person, role, secret, text, printed } from '#/base/rules/wire.ts';
import { factorKind, username } from './session.ts';

const version = z.number().int();
const twoOfficers = { roles: ['securityOfficer'], ttlHours: 24 } as const;

export const partyCreate = act({
  name: 'protection.party.create',
  label: { zh: '登记单位', en: 'Register a party' },
  roles: ['administrator', 'archiveLead'],
  clauses: ['2.1-2', '1.2-2'],
  subject: 'party',
  input: z.strictObject({ name: line(100), kind: z.enum(['vendor', 'authority']) }),
  output: z.object({ partyId: id }),
});

export const partyList = view({
  name: 'protection.party.list',
  label: { zh: '单位清单', en: 'Parties' },
  roles: ['administrator', 'securityOfficer', 'auditor', 'archiveLead'],
  clauses: ['2.1-2'],
  subject: 'party',
  input: none,
  output: listOf(z.object({ id, name: z.string(), kind: z.enum(partyKinds), people: z.number().int() })),
});

export const personCreate = act({
  name: 'protection.person.create',
  label: { zh: '登记人员', en: 'Register a person' },
  roles: ['administrator', 'archiveLead'],
  clauses: ['2.1-2', '3.3-1'],
  subject: 'person',
  input: z.strictObject({ name: line(50), idNumber: secret(line(40, 6)), partyId: id }),
  output: z.object({ personId: id }),
});

const accountRow = z.object({
  id,
  username: z.string(),
  state: z.enum(['pending', 'active', 'suspended', 'disabled']),
  lockedUntil: instant.nullable(),
  lastSignInAt: instant.nullable(),
  version,
});

export const personList = view({
  name: 'protection.person.list',
  label: { zh: '人员与账号', en: 'People and accounts' },
  roles: ['administrator', 'securityOfficer', 'auditor', 'archiveLead'],
  clauses: ['5.5-1', '2.1-2'],
  subject: 'person',
  input: z.strictObject({
    text: z.string().trim().max(50).optional(),
    partyId: id.optional(),
    role: role.optional(),
    state: z.enum(['none', 'pending', 'active', 'suspended', 'disabled']).optional(),
    ...page,
  }),
  output: listOf(
    z.object({
      id,
      name: z.string(),
      party: z.object({ id, name: z.string(), kind: z.enum(partyKinds) }),
      account: accountRow.nullable(),
      roles: z.array(
        z.object({
          assignmentId: id,
          role,
          from: day,
          until: day.nullable(),
          office: z.boolean(),
          inForce: z.boolean(),
        }),
      ),
      factors: z.array(
        z.object({ id, kind: factorKind, label: z.string(), issuedAt: instant, left: z.number().int().nullable() }),
      ),
    }),
  ),
});

/** Who there is, by name and party only: whoever opens an issue names its owner, whoever approves reads a name. */
export const personNames = view({
  name: 'protection.person.names',
  label: { zh: '人员姓名', en: 'Names of people' },
  roles: [
    'administrator',
    'securityOfficer',
    'auditor',
    ...archiveRoles,
    'vendorManager',
    'teamLeader',
    'vendorSecurityLead',
  ],
  clauses: ['2.8-2', '1.4-5'],
  subject: 'person',
  input: z.strictObject({ text: z.string().trim().max(50).optional(), ...page }),
  output: listOf(z.object({ id, name: z.string(), party: z.string(), accountId: id.nullable() })),
});

export const accountCreate = act({
  name: 'protection.account.create',
  label: { zh: '开通账号', en: 'Create an account' },
  roles: ['administrator'],
  clauses: ['5.5-1'],
  subject: 'person',
  input: z.strictObject({ username }),
  output: z.object({ accountId: id, activationCode: secret(z.string()), expiresAt: instant }),
  approval: twoOfficers,
});

/** Takes effect at once and ends the person's sessions; needs nobody else. */
export const accountSuspend = act({
  name: 'protection.account.suspend',
  label: { zh: '停用账号', en: 'Suspend an account' },
  roles: ['securityOfficer', 'administrator'],
  clauses: ['5.5-1', '2.5-3', '3.1-1'],
  subject: 'account',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});

export const accountResume = act({
  name: 'protection.account.resume',
  label: { zh: '恢复账号', en: 'Resume an account' },
  roles: ['administrator'],
  clauses: ['5.5-1'],
  subject: 'account',
  input: z.strictObject({ reason: text(200) }),
  output: none,
  approval: twoOfficers,
});

export const accountUnlock = act({
  name: 'protection.account.unlock',
  label: { zh: '解锁账号', en: 'Unlock an account' },
  roles: ['securityOfficer'],
  clauses: ['5.5-1'],
  subject: 'account',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});

export const accountReset = act({
  name: 'protection.account.reset',
  label: { zh: '重置口令', en: 'Reset a password' },
  roles: ['administrator'],
  clauses: ['5.5-1'],
  subject: 'account',
  input: z.strictObject({ reason: text(200) }),
  output: z.object({ activationCode: secret(z.string()), expiresAt: instant }),
  approval: twoOfficers,
});

/**
 * 启用码单, for one person or a whole group in one run: of accounts that nobody has ever used, whose
 * opening the security officer agreed to. A new code voids the former one.
 */
export const accountPrintCodes = act({
  name: 'protection.account.printCodes',
  label: { zh: '打印启用码', en: 'Print activation codes' },
  roles: ['administrator'],
  clauses: ['5.5-1'],
  subject: 'account',
  input: z.strictObject({ accounts: z.array(id).min(1).max(50) }),
  output: z.object({ printed: secret(printed), expiresAt: instant }),
});

/** 权限变更双人 (5.5-1): the security officer grants, the administrator or the archive lead confirms. */
export const roleGrant = act({
  name: 'protection.role.grant',
  label: { zh: '授予岗位', en: 'Grant a role' },
  roles: ['securityOfficer'],
  clauses: ['5.5-1', '1.4-4', '5.6-8'],
  subject: 'person',
  input: z.strictObject({ role, from: day, until: day.nullable(), scope: id.nullable().default(null) }),
  output: z.object({ assignmentId: id }),
  approval: { roles: ['administrator', 'archiveLead'], ttlHours: 24 },
});

/** Taking a right away is never delayed by a second person. */
export const roleRevoke = act({
  name: 'protection.role.revoke',
  label: { zh: '收回岗位', en: 'Revoke a role' },
  roles: ['securityOfficer'],
  clauses: ['5.5-1'],
  subject: 'role-assignment',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});

export const matrixShow = view({
  name: 'protection.matrix.show',
  label: { zh: '权限总表', en: 'Permissions' },
  roles: ['administrator', 'securityOfficer', 'auditor', ...archiveRoles, 'externalInspector'],
  clauses: ['5.5-1', '5.6-8'],
  subject: 'site',
  input: none,
  output: z.object({
    roles: z.array(role),
    rows: z.array(
      z.object({
        name: z.string(),
        kind: z.string(),
        label: z.object({ zh: z.string(), en: z.string() }),
        clauses: z.array(z.string()),
        /** One cell a role, in the order of `roles`: does, approves, both, or nothing. */
        cells: z.array(z.enum(['', 'does', 'approves', 'both'])),
      }),
    ),
  }),
});

export const terminalRegister = act({
  name: 'protection.terminal.register',
  label: { zh: '登记终端', en: 'Register a terminal' },
  roles: ['securityOfficer'],
  clauses: ['5.5-2', '5.2-1'],
  subject: 'terminal',
  input: z.strictObject({
    name: line(60),
    /** A port registered as an exception for a security key or certificate token. */
    secondFactorPort: z.boolean(),
    sealNumber: line(60).nullable(),
  }),
  output: z.object({ terminalId: id, code: secret(z.string()), expiresAt: instant }),
});

export const terminalRevoke = act({
  name: 'protection.terminal.revoke',
  label: { zh: '注销终端', en: 'Revoke a terminal' },
  roles: ['securityOfficer'],
  clauses: ['5.5-2'],
  subject: 'terminal',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});

export const terminalList = view({
  name: 'protection.terminal.list',
  label: { zh: '终端清单', en: 'Terminals' },
  roles: ['administrator', 'securityOfficer', 'auditor', 'externalInspector'],
  clauses: ['5.5-2'],
  subject: 'terminal',
  input: none,
  output: listOf(
    z.object({
      id,
      name: z.string(),
      state: z.enum(['pending', 'enrolled', 'revoked']),
      secondFactorPort: z.boolean(),
      sealNumber: z.string().nullable(),
      enrolledAt: instant.nullable(),
      /** The folder watcher: whether a code for it waits, and since when it is enrolled. */
      agentInvited: z.boolean(),
      agentEnrolledAt: instant.nullable(),
      version,
    }),
  ),
});

export const factorIssueCard = act({
  name: 'protection.factor.issueCard',
  label: { zh: '发放口令卡', en: 'Issue a code card' },
  roles: ['securityOfficer', 'administrator'],
  clauses: ['5.5-1'],
  subject: 'person',
  input: none,
  output: z.object({
    factorId: id,
    cardNumber: z.string(),
    codes: secret(z.array(z.string())),
    printed: secret(printed),
  }),
});

export const factorRegisterFob = act({
  name: 'protection.factor.registerFob',
  label: { zh: '登记动态口令牌', en: 'Register a one-time-code fob' },
  roles: ['securityOfficer', 'administrator'],
  clauses: ['5.5-1'],
  subject: 'person',
  input: z.strictObject({
    serial: line(40),
    /** RFC 6238 seed as the maker delivers it: base32 or hexadecimal. */
    seed: secret(z.string().trim().min(16).max(256)),
    algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']).default('SHA1'),
    digits: z.union([z.literal(6), z.literal(8)]).default(6),
    periodSeconds: z.union([z.literal(30), z.literal(60)]).default(30),
    /** Two consecutive codes prove that seed and fob belong together. */
    firstCode: secret(z.string().max(10)),
    secondCode: secret(z.string().max(10)),
  }),
  output: z.object({ factorId: id }),
});

export const factorRegisterCertificate = act({
  name: 'protection.factor.registerCertificate',
  label: { zh: '登记数字证书', en: 'Register a certificate' },
  roles: ['securityOfficer', 'administrator'],
  clauses: ['5.5-1'],
  subject: 'person',
  input: z.strictObject({ pem: z.string().max(20_000) }),
  output: z.object({ factorId: id, fingerprint: z.string(), notAfter: instant }),
});

export const factorKeyOptions = view({
  name: 'protection.factor.keyOptions',
  label: { zh: '安全密钥登记选项', en: 'Security key options' },
  roles: 'signedIn',
  clauses: ['5.5-1', '5.2-1'],
  subject: 'person',
  input: none,
  output: z.object({ options: z.record(z.string(), z.unknown()) }),
});

export const factorRegisterKey = act({
  name: 'protection.factor.registerKey',
  label: { zh: '登记安全密钥', en: 'Register a security key' },
  roles: 'signedIn',
  clauses: ['5.5-1', '5.2-1'],
  subject: 'person',
  input: z.strictObject({ label: line(40), webauthn: z.record(z.string(), z.unknown()) }),
  output: z.object({ factorId: id }),
  stepUp: true,
});

export const factorRevoke = act({
  name: 'protection.factor.revoke',
  label: { zh: '注销第二因素', en: 'Revoke a second factor' },
  roles: ['securityOfficer', 'administrator'],
  clauses: ['5.5-1'],
  subject: 'factor',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});

export const officeList = view({
  name: 'protection.office.list',
  label: { zh: '三员', en: 'Three officers' },
  roles: ['administrator', 'securityOfficer', 'auditor', ...archiveRoles, 'externalInspector'],
  clauses: ['5.6-8'],
  subject: 'office',
  input: none,
  output: z.object({
    offices: z.array(
      z.object({
        office: z.enum(['administrator', 'securityOfficer', 'auditor']),
        holder: person,
        deputy: person.nullable(),
        active: person,
        since: instant,
        version,
      }),
    ),
  }),
});

const otherOffices = { roles: ['administrator', 'securityOfficer', 'auditor'], ttlHours: 72 } as const;

/** Asked by one of the other two offices, agreed by the remaining one (5.6-8). Subject: the office. */
export const officeAppoint = act({
  name: 'protection.office.appoint',
  label: { zh: '任免三员', en: 'Appoint to an office' },
  roles: ['administrator', 'securityOfficer', 'auditor'],
  clauses: ['5.6-8'],
  subject: 'office',
  input: z.strictObject({
    personId: id.nullable(),
    seat: z.enum(['principal', 'deputy']),
    /** Scan of the written order. */
    orderId: id,
    orderNumber: line(60),
  }),
  output: none,
  approval: otherOffices,
  stepUp: true,
});

export const officeActivate = act({
  name: 'protection.office.activate',
  label: { zh: '启用正职或副职', en: 'Activate principal or deputy' },
  roles: ['administrator', 'securityOfficer', 'auditor'],
  clauses: ['5.6-8'],
  subject: 'office',
  input: z.strictObject({ seat: z.enum(['principal', 'deputy']), reason: text(200) }),
  output: none,
  approval: otherOffices,
  stepUp: true,
});
