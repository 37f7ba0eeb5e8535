import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, page, person, text } from '#/base/rules/wire.ts';

export const issueStates = ['open', 'corrected', 'closed'] as const;

/** 问题: found in supervision, patrol or audit (2.8-2). May be entered late from paper. */
export const issueOpen = act({
  name: 'protection.issue.open',
  label: { zh: '登记问题', en: 'Open an issue' },
  roles: [...archiveRoles, 'securityOfficer', 'auditor', 'vendorSecurityLead'],
  clauses: ['2.8-2', '1.4-5'],
  subject: 'issue',
  input: z.strictObject({
    title: line(100),
    facts: text(2000),
    owner: id,
    dueOn: day,
    attachments: z.array(id).max(20).default([]),
  }),
  output: z.object({ issueId: id, number: z.string() }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

/** 整改. */
export const issueCorrect = act({
  name: 'protection.issue.correct',
  label: { zh: '登记整改', en: 'Enter a correction' },
  roles: [...archiveRoles, 'securityOfficer', 'administrator', 'vendorManager', 'teamLeader', 'vendorSecurityLead'],
  clauses: ['2.8-2'],
  subject: 'issue',
  input: z.strictObject({ what: text(2000), attachments: z.array(id).max(20).default([]) }),
  output: none,
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

/** 复查: by the archive side, never by the person who corrected. */
export const issueRecheck = act({
  name: 'protection.issue.recheck',
  label: { zh: '复查', en: 'Recheck' },
  roles: [...archiveRoles, 'securityOfficer', 'auditor'],
  clauses: ['2.8-2', '1.4-5'],
  subject: 'issue',
  input: z.strictObject({ passed: z.boolean(), finding: text(2000), attachments: z.array(id).max(20).default([]) }),
  output: none,
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

export const issueList = view({
  name: 'protection.issue.list',
  label: { zh: '问题整改', en: 'Issues' },
  roles: [
    ...archiveRoles,
    'securityOfficer',
    'auditor',
    'administrator',
    'vendorManager',
    'teamLeader',
    'vendorSecurityLead',
    'externalInspector',
  ],
  clauses: ['2.8-2'],
  subject: 'issue',
  input: z.strictObject({ state: z.enum(issueStates).optional(), overdue: z.boolean().optional(), ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      title: z.string(),
      state: z.enum(issueStates),
      dueOn: day,
      overdue: z.boolean(),
      owner: person,
      openedBy: person,
      occurredAt: instant,
      late: z.boolean(),
      version: z.number().int(),
    }),
  ),
});

export const issueGet = view({
  name: 'protection.issue.get',
  label: { zh: '查看问题', en: 'Open an issue record' },
  roles: issueList.roles,
  clauses: ['2.8-2'],
  subject: 'issue',
  input: none,
  output: z.object({
    id,
    number: z.string(),
    title: z.string(),
    facts: z.string(),
    state: z.enum(issueStates),
    dueOn: day,
    owner: person,
    version: z.number().int(),
    steps: z.array(
      z.object({
        id,
        kind: z.enum(['open', 'correct', 'recheck']),
        text: z.string(),
        passed: z.boolean().nullable(),
        by: person,
        occurredAt: instant,
        recordedAt: instant,
        late: z.object({ reason: z.string(), formNumber: z.string(), scanId: id }).nullable(),
        attachments: z.array(z.object({ id, fileName: z.string().nullable(), state: z.string() })),
      }),
    ),
  }),
});
