import { z } from 'zod';
import { act, publicDoor, view } from '#/base/rules/declare.ts';
import { partyKinds } from '#/base/rules/roles.ts';
import { id, instant, line, none, person, role, secret, printed } from '#/base/rules/wire.ts';

/** Login name: letters, digits, dot, hyphen, underscore; case does not matter. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/);

/** The policy of password.ts is applied by the server; this only bounds the size. */
export const password = secret(z.string().min(1).max(256));

/** 动态口令牌 · 口令卡 · 安全密钥 · 数字证书. */
export const factorKinds = ['fob', 'card', 'webauthn', 'certificate'] as const;
export const factorKind = z.enum(factorKinds);

const webauthnOptions = z.record(z.string(), z.unknown());

const ceremonyPerson = z.strictObject({
  name: line(50),
  /** 18-digit identity number or other number of a document; shows that three persons are three. */
  idNumber: secret(line(40, 6)),
  username,
  password,
});

export const ceremonyStatus = publicDoor({
  name: 'protection.ceremony.status',
  label: { zh: '启用状态', en: 'Is the site opened' },
  clauses: [],
  subject: 'site',
  method: 'GET',
  input: none,
  output: z.object({ opened: z.boolean(), siteName: z.string().nullable() }),
});

/** Opening ceremony (启用仪式): the archive department and its three officers, once. */
export const ceremonyOpen = publicDoor({
  name: 'protection.ceremony.open',
  label: { zh: '启用仪式', en: 'Opening ceremony' },
  clauses: ['5.6-8', '5.5-1', '2.1-2'],
  subject: 'site',
  method: 'POST',
  input: z.strictObject({
    setupCode: secret(z.string().trim().min(1).max(64)),
    archiveName: line(100),
    timeZone: z.string().max(60).default('Asia/Shanghai'),
    suite: z.enum(['intl', 'gm']),
    officers: z.strictObject({
      administrator: ceremonyPerson.optional(),
      securityOfficer: ceremonyPerson.optional(),
      auditor: ceremonyPerson.optional(),
    }),
  }),
  output: z.object({
    officers: z.array(
      z.object({ role, person, username: z.string(), cardNumber: z.string(), codes: secret(z.array(z.string())) }),
    ),
    /** Minimum staffing table (最低人员配置表). */
    staffing: printed,
    /** One a card, in the order of `officers`. */
    cards: secret(z.array(printed)),
  }),
});

export const loginPassword = publicDoor({
  name: 'protection.login.password',
  label: { zh: '登录：口令', en: 'Sign in: password' },
  clauses: ['5.5-1', '5.5-2'],
  subject: 'session',
  method: 'POST',
  input: z.strictObject({ username, password }),
  output: z.object({
    /** `signedIn`: the enrolled terminal was the second factor. */
    next: z.enum(['signedIn', 'secondFactor', 'changePassword']),
    challenge: z.string().nullable(),
    factors: z.array(factorKind),
    webauthn: webauthnOptions.nullable(),
  }),
});

export const loginSecondFactor = publicDoor({
  name: 'protection.login.secondFactor',
  label: { zh: '登录：第二因素', en: 'Sign in: second factor' },
  clauses: ['5.5-1', '5.5-2'],
  subject: 'session',
  method: 'POST',
  input: z.strictObject({
    challenge: z.string().max(100),
    factor: factorKind,
    /** Digits of a fob or card; for webauthn the authenticator's answer; nothing for a certificate. */
    code: secret(z.string().max(20)).optional(),
    webauthn: z.record(z.string(), z.unknown()).optional(),
  }),
  output: z.object({ next: z.enum(['signedIn', 'changePassword']) }),
});

/** First sign-in, or after a reset: the code printed for the person becomes his own password. */
export const accountActivate = publicDoor({
  name: 'protection.account.activate',
  label: { zh: '启用账号', en: 'Activate an account' },
  clauses: ['5.5-1'],
  subject: 'account',
  method: 'POST',
  input: z.strictObject({ username, activationCode: secret(z.string().trim().max(64)), newPassword: password }),
  output: none,
});

export const terminalEnrol = publicDoor({
  name: 'protection.terminal.enrol',
  label: { zh: '终端注册', en: 'Enrol this terminal' },
  clauses: ['5.5-2'],
  subject: 'terminal',
  method: 'POST',
  input: z.strictObject({ code: secret(z.string().trim().max(64)) }),
  output: z.object({ terminal: z.object({ id, name: z.string() }) }),
});

export const sessionCurrent = view({
  name: 'protection.session.current',
  label: { zh: '当前会话', en: 'Current session' },
  roles: 'signedIn',
  clauses: [],
  subject: 'session',
  record: 'quiet',
  input: none,
  output: z.object({
    person,
    party: z.object({ id, name: z.string(), kind: z.enum(partyKinds) }),
    roles: z.array(role),
    terminal: z.object({ id, name: z.string() }).nullable(),
    site: z.object({ name: z.string(), timeZone: z.string() }),
    counts: z.object({ todo: z.number().int(), alarms: z.number().int() }),
    expiresAt: instant,
    serverTime: instant,
    permitted: z.array(z.string()),
    banner: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
    factors: z.array(factorKind),
  }),
});

export const sessionSignOut = act({
  name: 'protection.session.signOut',
  label: { zh: '退出登录', en: 'Sign out' },
  roles: 'signedIn',
  clauses: ['5.5-6'],
  subject: 'session',
  input: none,
  output: none,
});

/** Options for a WebAuthn proof of step-up; other factors need none. */
export const sessionStepUpOptions = view({
  name: 'protection.session.stepUpOptions',
  label: { zh: '再次验证选项', en: 'Step-up options' },
  roles: 'signedIn',
  clauses: [],
  subject: 'session',
  record: 'quiet',
  input: none,
  output: z.object({ factors: z.array(factorKind), webauthn: webauthnOptions.nullable() }),
});

export const sessionStepUp = act({
  name: 'protection.session.stepUp',
  label: { zh: '再次验证身份', en: 'Prove the second factor again' },
  roles: 'signedIn',
  clauses: ['5.5-1'],
  subject: 'session',
  input: z.strictObject({
    factor: z.enum(['password', ...factorKinds]),
    code: secret(z.string().max(256)).optional(),
    webauthn: z.record(z.string(), z.unknown()).optional(),
  }),
  output: z.object({ until: instant }),
});

export const passwordChange = act({
  name: 'protection.password.change',
  label: { zh: '修改口令', en: 'Change password' },
  roles: 'signedIn',
  clauses: ['5.5-1'],
  subject: 'account',
  input: z.strictObject({ current: password, next: password }),
  output: none,
});

export const runLog = view({
  name: 'protection.runlog.list',
  label: { zh: '运行日志', en: 'Run log' },
  roles: ['administrator', 'auditor'],
  clauses: ['5.5-4'],
  subject: 'site',
  input: z.strictObject({ limit: z.number().int().min(1).max(500).default(200) }),
  output: z.object({
    lines: z.array(z.object({ at: instant, level: z.string(), process: z.string(), message: z.string() })),
  }),
});
