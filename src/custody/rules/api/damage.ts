import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, instant, line, listOf, none, nullablePerson, page, person, printed, text } from '#/base/rules/wire.ts';
import { damageKinds, incidentStates, liables, remedies } from '../damage.ts';
import { handlers } from '../work.ts';
import { vendorReceivers } from './batches.ts';
import { archiveKeepers, originalViewers } from './originals.ts';

export const damageReporters: readonly Role[] = [
  ...new Set([...archiveKeepers, ...handlers, ...vendorReceivers, 'supervisor' as const]),
];

const photographs = { photos: z.array(id).max(10).default([]), photoSource: id.nullable().default(null) };

/** 损毁登记: damaged while it was out, or missing. */
export const damageReport = act({
  name: 'custody.damage.report',
  label: { zh: '损毁登记', en: 'Report damage or loss' },
  roles: damageReporters,
  clauses: ['6.3-1', '6.3-4'],
  subject: 'site',
  input: z.strictObject({
    code: line(120),
    kind: z.enum(damageKinds),
    place: line(100),
    description: text(500),
    cause: text(300, 0).default(''),
    ...photographs,
  }),
  output: z.object({ incidentId: id, number: z.string() }),
  late: { roles: archiveKeepers, ttlHours: 72 },
});

/** 定责: who is liable, on what basis, and what follows; both sides agree. */
export const damageJudge = act({
  name: 'custody.damage.judge',
  label: { zh: '损毁定责', en: 'Judge an incident' },
  roles: ['archiveLead'],
  approval: { roles: ['vendorManager', 'archiveLead'], ttlHours: 72 },
  clauses: ['6.3-2'],
  subject: 'damageIncident',
  input: z.strictObject({
    liable: z.enum(liables),
    basis: text(300),
    penalty: text(300, 0).default(''),
    remedy: z.enum(remedies),
    /** Why the vendor does not sign, or has no part in it: another lead of the archive then agrees. */
    withoutVendor: text(300, 0).default(''),
  }),
  output: none,
});

/** 送修复: into the restorer's charge; what is out is with the archive's keeper meanwhile. */
export const damageRepair = act({
  name: 'custody.damage.repair',
  label: { zh: '送修复', en: 'Have it repaired' },
  roles: archiveKeepers,
  clauses: ['6.3-3'],
  subject: 'damageIncident',
  input: z.strictObject({ repairer: line(60), method: text(300) }),
  output: none,
});

/** 修复验收, by two of the archive, with photographs of how it is now. */
export const damageAccept = act({
  name: 'custody.damage.accept',
  label: { zh: '修复验收', en: 'Accept a repair' },
  roles: archiveKeepers,
  approval: { roles: archiveKeepers, ttlHours: 24 },
  clauses: ['6.3-3'],
  subject: 'damageIncident',
  input: z.strictObject({ result: text(300), ...photographs }),
  output: none,
});

/** 找到: what was missing is in the keeper's hand again. */
export const damageFound = act({
  name: 'custody.damage.found',
  label: { zh: '登记找到', en: 'Enter as found' },
  roles: archiveKeepers,
  clauses: ['6.3-4'],
  subject: 'damageIncident',
  input: z.strictObject({ note: text(300) }),
  output: none,
});

export const damageList = view({
  name: 'custody.damage.list',
  label: { zh: '损毁登记簿', en: 'Damage and loss' },
  roles: originalViewers,
  clauses: ['6.3-1', '6.3-4'],
  subject: 'site',
  input: z.strictObject({ state: z.enum(incidentStates).optional(), code: line(100).optional(), ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      code: z.string(),
      originalId: id,
      batch: z.string().nullable(),
      kind: z.enum(damageKinds),
      place: z.string(),
      description: z.string(),
      cause: z.string(),
      reportedBy: person,
      at: instant,
      state: z.enum(incidentStates),
      liable: z.enum(liables).nullable(),
      basis: z.string().nullable(),
      penalty: z.string().nullable(),
      remedy: z.enum(remedies).nullable(),
      judgedBy: nullablePerson,
      agreedBy: nullablePerson,
      judgedAt: instant.nullable(),
      repairer: z.string().nullable(),
      method: z.string().nullable(),
      sentAt: instant.nullable(),
      result: z.string().nullable(),
      acceptedBy: nullablePerson,
      acceptedWith: nullablePerson,
      acceptedAt: instant.nullable(),
      found: z.string().nullable(),
      foundAt: instant.nullable(),
      photos: z.array(z.object({ id, after: z.boolean() })),
      version: z.number().int(),
    }),
  ),
});

/** 档案损毁登记表 (6.3). */
export const damagePrint = view({
  name: 'custody.damage.print',
  label: { zh: '打印损毁登记表', en: 'Print an incident' },
  roles: [...archiveKeepers, ...vendorReceivers],
  clauses: ['6.3-2', '6.3-3', '6.3-4'],
  subject: 'damageIncident',
  input: none,
  output: printed,
});

/** 消毒杀虫: what was out long, or mouldy or eaten, before it goes back (6.7-4). */
export const disinfectionEnter = act({
  name: 'custody.disinfection.enter',
  label: { zh: '登记消毒杀虫', en: 'Enter a disinfection' },
  roles: archiveKeepers,
  clauses: ['6.7-4'],
  subject: 'project',
  input: z.strictObject({
    codes: z.array(line(120)).min(1).max(1000),
    method: line(100),
    place: line(60),
    doneBy: line(60),
    startedAt: instant,
    endedAt: instant,
    remark: text(300, 0).default(''),
  }),
  output: z.object({ disinfectionId: id, number: z.string(), count: z.number().int() }),
});

export const disinfectionList = view({
  name: 'custody.disinfection.list',
  label: { zh: '消毒杀虫记录', en: 'Disinfections' },
  roles: originalViewers,
  clauses: ['6.7-4'],
  subject: 'project',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      method: z.string(),
      place: z.string(),
      doneBy: z.string(),
      startedAt: instant,
      endedAt: instant,
      remark: z.string(),
      enteredBy: person,
      count: z.number().int(),
    }),
  ),
});

/** 消毒杀虫记录 to print, with its codes. */
export const disinfectionPrint = view({
  name: 'custody.disinfection.print',
  label: { zh: '打印消毒杀虫记录', en: 'Print a disinfection' },
  roles: archiveKeepers,
  clauses: ['6.7-4'],
  subject: 'disinfection',
  input: none,
  output: printed,
});
