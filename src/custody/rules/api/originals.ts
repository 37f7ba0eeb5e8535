import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role, vendorRoles } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, page, person, text } from '#/base/rules/wire.ts';
import { stages } from '#/premises/rules/plan.ts';
import { places } from '../custody.ts';
import { originalKinds, secrecies } from '../original.ts';

export const originalViewers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  ...archiveRoles,
  ...vendorRoles,
  'externalInspector',
];
export const archiveKeepers: readonly (typeof archiveRoles)[number][] = ['archiveLead', 'archiveKeeper'];

export const fondsAdd = act({
  name: 'custody.fonds.add',
  label: { zh: '登记全宗', en: 'Register a fonds' },
  roles: archiveKeepers,
  clauses: ['6.1-4'],
  subject: 'fonds',
  input: z.strictObject({ code: line(20), name: line(100), creator: text(100, 0).default('') }),
  output: z.object({ fondsId: id }),
});

export const fondsList = view({
  name: 'custody.fonds.list',
  label: { zh: '全宗', en: 'Fonds' },
  roles: originalViewers,
  clauses: ['6.1-4'],
  subject: 'site',
  input: none,
  output: z.object({ items: z.array(z.object({ id, code: z.string(), name: z.string(), creator: z.string() })) }),
});

/** What a catalogue says of an original. */
export const catalogueEntry = {
  title: line(1000).nullable().default(null),
  author: line(200).nullable().default(null),
  documentNumber: line(200).nullable().default(null),
  dated: line(30).nullable().default(null),
  retention: line(20).nullable().default(null),
  pages: z.number().int().min(1).max(100_000).nullable().default(null),
  marking: line(50).nullable().default(null),
  remark: line(500).nullable().default(null),
};

/** One original, as a list that is imported has many. */
export const originalAdd = act({
  name: 'custody.original.add',
  label: { zh: '登记档案', en: 'Register an original' },
  roles: archiveKeepers,
  clauses: ['2.2-1', '6.1-4', '6.1-5', '6.7-1'],
  subject: 'project',
  input: z.strictObject({
    schemeId: id,
    kind: z.enum(originalKinds),
    code: line(100),
    /** Fonds number, where codes do not begin with it. */
    fonds: line(20).nullable().default(null),
    /** In whose charge it is while it stands on its shelf. */
    keeper: id,
    ...catalogueEntry,
  }),
  output: z.object({ originalId: id, code: z.string() }),
});

/** 涉密检查 (6.1-1): from the paper. Many that bear no mark may be entered together, one that bears one by itself. */
export const secrecyDecide = act({
  name: 'custody.secrecy.decide',
  label: { zh: '登记涉密检查', en: 'Enter a secrecy check' },
  roles: archiveKeepers,
  clauses: ['6.1-1', '6.1-5'],
  subject: 'project',
  input: z.strictObject({
    codes: z.array(line(100)).min(1).max(200),
    verdict: z.enum(['unmarked', 'declassified', 'classified']),
    basis: line(200).nullable().default(null),
    declassifiedOn: day.nullable().default(null),
    page: line(30).nullable().default(null),
  }),
  output: z.object({ count: z.number().int() }),
  late: { roles: ['archiveLead'], ttlHours: 72 },
});

const whereabouts = z.object({
  place: z.enum(places),
  holder: person,
  cabinet: z.string().nullable(),
  since: instant,
  stage: z.enum(stages).nullable(),
  batch: z.object({ id, number: z.string() }).nullable(),
  halted: z.boolean(),
  unbound: z.boolean(),
  parts: z.number().int(),
});

const original = {
  id,
  kind: z.enum(originalKinds),
  code: z.string(),
  title: z.string().nullable(),
  pages: z.number().int().nullable(),
  secrecy: z.enum(secrecies),
  /** Null for what lies in a volume and goes with it. */
  whereabouts: whereabouts.nullable(),
};

/** 实体台账: where each is, who holds it, since when. */
export const originalList = view({
  name: 'custody.original.list',
  label: { zh: '档案实体台账', en: 'Originals' },
  roles: originalViewers,
  clauses: ['6.4-3', '6.7-1', '6.7-2'],
  subject: 'project',
  input: z.strictObject({
    code: line(100).optional(),
    place: z.enum(places).optional(),
    secrecy: z.enum(secrecies).optional(),
    batchId: id.optional(),
    ...page,
  }),
  output: listOf(z.object(original)),
});

export const originalShow = view({
  name: 'custody.original.show',
  label: { zh: '查看档案', en: 'Open an original' },
  roles: originalViewers,
  clauses: ['6.1-1', '6.4-3', '6.7-1'],
  subject: 'original',
  input: none,
  output: z.object({
    ...original,
    project: z.object({ id, number: z.string(), name: z.string() }),
    writtenCode: z.string(),
    author: z.string().nullable(),
    documentNumber: z.string().nullable(),
    dated: z.string().nullable(),
    retention: z.string().nullable(),
    marking: z.string().nullable(),
    remark: z.string().nullable(),
    items: z.number().int(),
    version: z.number().int(),
    checks: z.array(
      z.object({
        verdict: z.enum(['unmarked', 'declassified', 'classified']),
        basis: z.string().nullable(),
        declassifiedOn: day.nullable(),
        page: z.string().nullable(),
        decidedBy: person,
        at: instant,
      }),
    ),
    movements: z.array(
      z.object({
        id,
        event: z.string(),
        part: z.number().int().nullable(),
        place: z.enum(places),
        holder: person,
        cabinet: z.string().nullable(),
        by: person,
        at: instant,
      }),
    ),
  }),
});
