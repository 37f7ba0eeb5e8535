import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, instant, line, none, nullablePerson, person, printed, text, words } from '#/base/rules/wire.ts';
import { itemVerdicts, securityCodes } from '../security.ts';
import { acceptanceViewers } from './sampling.ts';

export const securityLeads = ['archiveLead'] as const satisfies readonly Role[];
export const securityJudges = ['archiveLead', 'acceptanceMember'] as const satisfies readonly Role[];

const number = z.number().int();
const verdict = z.enum(['passed', 'failed']).nullable();

const item = z.object({
  code: z.enum(securityCodes),
  clause: z.string(),
  label: words,
  /** Entered by hand, with its papers. */
  byHand: z.boolean(),
  verdict: z.enum(itemVerdicts).nullable(),
  note: z.string().nullable(),
  judgedBy: nullablePerson,
  judgedAt: instant.nullable(),
  papers: z.array(id),
  /** What the registers say now, or said when it was decided. */
  facts: z.array(z.object({ label: words, value: z.string() })),
  /** What stands against it now; null where nothing does. */
  against: words.nullable(),
});

const round = z.object({
  id,
  round: number,
  verdict,
  opinion: z.string().nullable(),
  openedBy: person,
  openedAt: instant,
  decidedBy: nullablePerson,
  agreedBy: nullablePerson,
  decidedAt: instant.nullable(),
  members: z.array(z.object({ name: z.string(), organization: z.string(), qualification: z.string() })),
  items: z.array(item),
});

/** 专项验收与总体验收: every round, and what keeps the overall acceptance locked (7.1-6). */
export const securityShow = view({
  name: 'acceptance.security.show',
  label: { zh: '安全保密专项验收', en: 'Security acceptance' },
  roles: acceptanceViewers,
  clauses: ['7.1-1', '7.1-2', '7.1-3', '7.1-4', '7.1-5', '7.1-6'],
  subject: 'project',
  input: none,
  output: z.object({
    /** The newest first. */
    rounds: z.array(round),
    overall: z.object({ by: person, agreedBy: person, at: instant, opinion: z.string(), round: number }).nullable(),
    /** Why the overall acceptance cannot be done now; empty when it can. */
    locks: z.array(words),
  }),
});

export const securityOpen = act({
  name: 'acceptance.security.open',
  label: { zh: '开始专项验收', en: 'Open a security acceptance' },
  roles: securityLeads,
  clauses: ['7.1-1'],
  subject: 'project',
  input: z.strictObject({
    members: z
      .array(z.strictObject({ name: line(50), organization: line(100), qualification: line(200) }))
      .min(2)
      .max(20),
  }),
  output: z.object({ acceptanceId: id, round: number }),
});

export const securityJudge = act({
  name: 'acceptance.security.judge',
  label: { zh: '判定专项验收项', en: 'Judge an item of a security acceptance' },
  roles: securityJudges,
  clauses: ['7.1-2', '7.1-3', '7.1-4', '7.1-5'],
  subject: 'securityAcceptance',
  input: z.strictObject({
    code: z.enum(securityCodes),
    verdict: z.enum(itemVerdicts),
    note: text(1000),
    attachments: z.array(id).max(20).default([]),
  }),
  output: none,
});

/** 专项验收结论: passed when every item is; nobody chooses it. */
export const securityDecide = act({
  name: 'acceptance.security.decide',
  label: { zh: '专项验收结论', en: 'Verdict of a security acceptance' },
  roles: securityLeads,
  clauses: ['7.1-1', '7.1-6'],
  subject: 'securityAcceptance',
  input: z.strictObject({ opinion: text(1000) }),
  output: z.object({ verdict: z.enum(['passed', 'failed']) }),
  approval: { roles: ['acceptanceMember', 'securityOfficer'], ttlHours: 72 },
  stepUp: true,
});

/** 安全保密专项验收表. */
export const securityPrint = view({
  name: 'acceptance.security.print',
  label: { zh: '打印专项验收表', en: 'Print a security acceptance' },
  roles: acceptanceViewers,
  clauses: ['7.1-1', '7.1-6'],
  subject: 'securityAcceptance',
  input: none,
  output: printed,
});

/** 总体验收: refused while a security item is open (7.1-6). */
export const overallAccept = act({
  name: 'acceptance.overall.accept',
  label: { zh: '总体验收', en: 'Overall acceptance' },
  roles: securityLeads,
  clauses: ['7.1-6', '5.6-6'],
  subject: 'project',
  input: z.strictObject({ opinion: text(1000) }),
  output: z.object({ overallId: id }),
  approval: { roles: ['acceptanceMember', 'archiveLead'], ttlHours: 72 },
  stepUp: true,
});
