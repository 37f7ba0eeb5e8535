import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { day, id, instant, int8, line, none, nullablePerson, page, person, text } from '#/base/rules/wire.ts';

/** A registered place for backups: a mounted folder of the archive's own disk or server. */
export const backupTargetRegister = act({
  name: 'protection.backupTarget.register',
  label: { zh: '登记备份目标', en: 'Register a backup target' },
  roles: ['administrator'],
  clauses: ['5.6-7', '5.7-2'],
  subject: 'backup-target',
  input: z.strictObject({
    name: line(60),
    /** Absolute path on the server. */
    folder: z.string().trim().min(2).max(400).startsWith('/'),
    mediumNumber: line(60),
    /** Hour of the day, site zone, of the daily backup; null: by hand only. */
    dailyAtHour: z.number().int().min(0).max(23).nullable(),
    /** How many backups are kept there. */
    keep: z.number().int().min(2).max(400).default(14),
  }),
  output: z.object({ targetId: id }),
  approval: { roles: ['securityOfficer'], ttlHours: 24 },
});

export const backupTargetRetire = act({
  name: 'protection.backupTarget.retire',
  label: { zh: '停用备份目标', en: 'Retire a backup target' },
  roles: ['administrator'],
  clauses: ['5.6-7'],
  subject: 'backup-target',
  input: z.strictObject({ reason: text(200) }),
  output: none,
  approval: { roles: ['securityOfficer'], ttlHours: 24 },
});

/** The request; the copy itself is entered when its digest is known, by the job on his behalf. */
export const backupRun = act({
  name: 'protection.backup.run',
  label: { zh: '立即备份', en: 'Back up now' },
  roles: ['administrator'],
  clauses: ['5.6-7', '2.8-4'],
  subject: 'backup-target',
  input: z.strictObject({ purpose: text(300) }),
  output: z.object({ backupId: id, jobId: id }),
  approval: { roles: ['securityOfficer', 'archiveLead'], ttlHours: 24 },
});

export const backupList = view({
  name: 'protection.backup.list',
  label: { zh: '备份', en: 'Backups' },
  roles: ['administrator', 'securityOfficer', 'auditor', 'archiveLead', 'externalInspector'],
  clauses: ['5.6-7'],
  subject: 'backup',
  input: z.strictObject({ ...page }),
  output: z.object({
    targets: z.array(
      z.object({
        id,
        name: z.string(),
        folder: z.string(),
        mediumNumber: z.string(),
        dailyAtHour: z.number().int().nullable(),
        keep: z.number().int(),
        state: z.enum(['active', 'retired']),
        lastGoodAt: instant.nullable(),
        overdue: z.boolean(),
        version: z.number().int(),
      }),
    ),
    items: z.array(
      z.object({
        id,
        targetName: z.string(),
        folder: z.string(),
        state: z.enum(['running', 'done', 'failed', 'removed']),
        scheduled: z.boolean(),
        startedAt: instant,
        finishedAt: instant.nullable(),
        rows: int8.nullable(),
        objects: int8.nullable(),
        bytes: int8.nullable(),
        sha256: z.string().nullable(),
        ledgerSize: int8.nullable(),
        error: z.string().nullable(),
        requestedBy: nullablePerson,
      }),
    ),
    next: z.string().nullable(),
  }),
});

export const restoreDrillRecord = act({
  name: 'protection.restoreDrill.record',
  label: { zh: '登记恢复演练', en: 'Record a restore drill' },
  roles: ['administrator'],
  clauses: ['5.6-7'],
  subject: 'backup',
  input: z.strictObject({
    drilledOn: day,
    /** Machine that was restored to. */
    machine: line(100),
    /** JSON report that `npm run restore` prints. */
    report: z.string().max(20_000),
    remarks: text(500, 0),
  }),
  output: z.object({ drillId: id, passed: z.boolean() }),
  approval: { roles: ['securityOfficer', 'archiveLead'], ttlHours: 72 },
});

export const restoreDrillList = view({
  name: 'protection.restoreDrill.list',
  label: { zh: '恢复演练记录', en: 'Restore drills' },
  roles: ['administrator', 'securityOfficer', 'auditor', 'archiveLead', 'externalInspector'],
  clauses: ['5.6-7'],
  subject: 'backup',
  input: none,
  output: z.object({
    items: z.array(
      z.object({
        id,
        backupId: id,
        drilledOn: day,
        machine: z.string(),
        passed: z.boolean(),
        facts: z.record(z.string(), z.union([z.string(), z.number()])),
        remarks: z.string(),
        recordedBy: person,
        confirmedBy: person,
      }),
    ),
    nextDueOn: day.nullable(),
  }),
});
