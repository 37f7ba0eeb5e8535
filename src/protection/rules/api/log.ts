import { type LedgerTrouble, troubleWords } from '#/base/rules/ledger/trouble.ts';
import { z } from 'zod';
import { act, copy, view } from '#/base/rules/declare.ts';
import {
  id,
  instant,
  int8,
  line,
  listOf,
  mostTargetLetters,
  none,
  nullablePerson,
  page,
  role,
  text,
  printed,
  words,
} from '#/base/rules/wire.ts';

const logRow = z.object({
  entryId: id,
  seq: int8.nullable(),
  recordedAt: instant,
  occurredAt: instant,
  late: z.boolean(),
  act: z.string(),
  label: z.object({ zh: z.string(), en: z.string() }),
  kind: z.string(),
  result: z.string(),
  person: nullablePerson,
  roles: z.array(role),
  process: z.string().nullable(),
  terminal: z.object({ id, name: z.string() }).nullable(),
  /** The terminal's folder watcher called for the person. */
  via: z.enum(['agent']).nullable(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
});

const logFilter = {
  personId: id.optional(),
  act: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  terminalId: id.optional(),
  result: z.enum(['ok', 'refused']).optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...page,
};

/** 保密员 sees the operators' events as metadata; 审计员 sees all, both other officers included. */
export const logSearch = view({
  name: 'protection.log.search',
  label: { zh: '查询审计日志', en: 'Search the ledger' },
  roles: ['securityOfficer', 'auditor'],
  clauses: ['5.5-4', '5.5-5', '5.5-6'],
  subject: 'ledger',
  input: z.strictObject(logFilter),
  output: listOf(logRow),
});

export const logMine = view({
  name: 'protection.log.mine',
  label: { zh: '我的操作记录', en: 'My own log' },
  roles: 'signedIn',
  clauses: ['5.5-6'],
  subject: 'ledger',
  input: z.strictObject({ from: instant.optional(), to: instant.optional(), ...page }),
  output: listOf(logRow),
});

export const logEntry = view({
  name: 'protection.log.entry',
  label: { zh: '查看日志条目', en: 'Open a ledger entry' },
  roles: ['securityOfficer', 'auditor'],
  clauses: ['5.5-5'],
  subject: 'entry',
  input: none,
  output: z.object({
    row: logRow,
    /** The exact bytes that are sealed. */
    body: z.string(),
    leaf: z.string(),
    /** Inclusion proof against the newest checkpoint, when sealed. */
    proof: z.object({ size: int8, hashes: z.array(z.string()) }).nullable(),
  }),
});

export const ledgerStatus = view({
  name: 'protection.ledger.status',
  label: { zh: '日志状态', en: 'State of the ledger' },
  roles: ['administrator', 'securityOfficer', 'auditor', 'archiveLead', 'externalInspector'],
  clauses: ['5.5-4', '5.5-5'],
  subject: 'ledger',
  input: none,
  output: z.object({
    suite: z.enum(['intl', 'gm']),
    origin: z.string(),
    size: int8,
    sealedAt: instant.nullable(),
    sinkSize: int8,
    sinkAt: instant.nullable(),
    keys: z.array(z.object({ name: z.string(), key: z.string(), kind: z.enum(['log', 'witness']) })),
    checkpoint: z
      .object({
        size: int8,
        note: z.string(),
        signedAt: instant,
        cosigners: z.array(z.object({ name: z.string(), at: instant })),
      })
      .nullable(),
    /** Newest checkpoint that a witness outside has seen: what came later rests on this machine alone. */
    witnessed: z.object({ size: int8, at: instant, name: z.string() }).nullable(),
    healthy: z.boolean(),
    trouble: z.enum(Object.keys(troubleWords) as LedgerTrouble[]).nullable(),
  }),
});

/** 审计员: the delivered log against a checkpoint that he holds outside (paper, disc, witness). */
export const ledgerVerify = view({
  name: 'protection.ledger.verify',
  label: { zh: '核验日志', en: 'Verify the ledger' },
  roles: ['auditor'],
  clauses: ['5.5-5', '1.4-3'],
  subject: 'ledger',
  input: z.strictObject({ note: z.string().max(20_000) }),
  output: z.object({
    ok: z.boolean(),
    /** Stable code of the first fault, e.g. `root-mismatch`. */
    fault: z.string().nullable(),
    heldSize: int8,
    size: int8,
    /** Entries rehashed. */
    checked: int8,
    signers: z.array(z.string()),
    milliseconds: z.number().int(),
  }),
});

/** Duty-log page (值班日志) with the newest checkpoint as QR. */
export const checkpointPage = view({
  name: 'protection.ledger.checkpointPage',
  label: { zh: '打印校验点', en: 'Print a checkpoint' },
  roles: ['securityOfficer', 'auditor', 'archiveLead'],
  clauses: ['5.5-5', '1.4-3'],
  subject: 'ledger',
  input: none,
  output: printed,
});

export const ledgerExport = copy({
  name: 'protection.ledger.export',
  label: { zh: '导出审计日志', en: 'Export the ledger' },
  roles: ['auditor'],
  clauses: ['7.5-1', '2.8-4'],
  subject: 'ledger',
  input: z.strictObject({
    /** Number of the registered medium or folder that receives it. */
    target: line(mostTargetLetters),
    purpose: text(300),
  }),
  output: z.object({ folder: z.string(), entries: int8, bytes: int8, sha256: z.string() }),
  approval: { roles: ['securityOfficer', 'archiveLead'], ttlHours: 24 },
  stepUp: true,
});

export const alarmList = view({
  name: 'protection.alarm.list',
  label: { zh: '预警', en: 'Alarms' },
  roles: ['securityOfficer', 'auditor', 'archiveLead', 'administrator'],
  clauses: ['5.5-5', '2.8-6'],
  subject: 'alarm',
  input: z.strictObject({ state: z.enum(['open', 'closed']).optional(), ...page }),
  output: listOf(
    z.object({
      id,
      kind: z.string(),
      label: words,
      raisedAt: instant,
      person: nullablePerson,
      terminal: z.object({ id, name: z.string() }).nullable(),
      facts: z.array(z.object({ name: z.string(), label: words, value: z.union([z.string(), z.number()]) })),
      state: z.enum(['open', 'closed']),
      closedBy: nullablePerson,
      closedAt: instant.nullable(),
      note: z.string().nullable(),
      version: z.number().int(),
    }),
  ),
});

export const alarmClose = act({
  name: 'protection.alarm.close',
  label: { zh: '处置预警', en: 'Close an alarm' },
  roles: ['securityOfficer', 'auditor'],
  clauses: ['5.5-5'],
  subject: 'alarm',
  input: z.strictObject({ note: text(500) }),
  output: none,
});

const rule = z.object({
  /** Declared by a room: see `AlarmDecl`. */
  kind: z.string(),
  label: words,
  /** What the threshold counts; null where there is nothing to count. */
  unit: words.nullable(),
  windowed: z.boolean(),
  enabled: z.boolean(),
  /** Count, hours or percent, as the kind says. */
  threshold: z.number().int().min(1).max(100_000),
  /** Minutes looked back, where the kind counts events. */
  windowMinutes: z.number().int().min(1).max(10_080),
  version: z.number().int(),
});

export const alarmRuleList = view({
  name: 'protection.alarmRule.list',
  label: { zh: '审计规则', en: 'Audit rules' },
  roles: ['securityOfficer', 'auditor', 'externalInspector'],
  clauses: ['5.5-5'],
  subject: 'alarm-rule',
  input: none,
  output: listOf(rule),
});

export const alarmRuleSet = act({
  name: 'protection.alarmRule.set',
  label: { zh: '修改审计规则', en: 'Change an audit rule' },
  roles: ['auditor'],
  clauses: ['5.5-5'],
  subject: 'alarm-rule',
  input: rule.pick({ enabled: true, threshold: true, windowMinutes: true }).strict(),
  output: none,
});

export const reportMonthly = view({
  name: 'protection.report.monthly',
  label: { zh: '月度审计报告', en: 'Monthly audit report' },
  roles: ['auditor'],
  clauses: ['5.5-5'],
  subject: 'site',
  input: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
  output: printed,
});
