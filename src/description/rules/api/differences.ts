import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
import { day, id, instant, listOf, none, page, person, secret, text, words } from '#/base/rules/wire.ts';
import { choices } from '../double-entry.ts';
import { fieldKinds, levels, mostCharacters } from '../field.ts';

/** A third person decides: of the archive, or who inspects or leads for the vendor. */
export const arbiters = ['archiveKeeper', 'archiveLead', 'qualityInspector', 'teamLeader'] as const satisfies Role[];

/** 待仲裁: where and since when, and no word of what was typed (2.8-6). */
export const differenceList = view({
  name: 'description.difference.list',
  label: { zh: '双录仲裁', en: 'Differences' },
  roles: arbiters,
  clauses: ['2.8-6', '5.6-4'],
  subject: 'project',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({ differenceId: id, code: z.string(), level: z.enum(levels), field: words, foundAt: instant }),
  ),
});

/** 仲裁: both values with what differs between them; who typed which is not told. */
export const differenceShow = view({
  name: 'description.difference.show',
  label: { zh: '查看双录差异', en: 'Look at a difference' },
  roles: arbiters,
  clauses: ['2.8-6', '5.6-4', '6.5-1'],
  subject: 'difference',
  input: none,
  output: z.object({
    differenceId: id,
    code: z.string(),
    level: z.enum(levels),
    field: z.object({
      ...words.shape,
      kind: z.enum(fieldKinds),
      key: z.string(),
      max: z.number().int(),
      values: z.array(z.string()),
    }),
    first: z.string(),
    second: z.string(),
    pieces: z.array(z.object({ in: z.enum(['both', 'first', 'second']), text: z.string() })),
    /** Whose page images lie beside. */
    unitId: id.nullable(),
  }),
});

export const differenceDecide = act({
  name: 'description.difference.decide',
  label: { zh: '仲裁双录差异', en: 'Decide a difference' },
  roles: arbiters,
  clauses: ['5.6-4', '6.5-1'],
  subject: 'difference',
  input: z.strictObject({
    choice: z.enum(choices),
    /** What neither typed; only with that choice. */
    third: secret(
      text(mostCharacters * 2, 0)
        .nullable()
        .default(null),
    ),
  }),
  output: z.object({ code: z.string() }),
});

/** Who sees how well everybody types; who only types sees himself. */
export const rateViewers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  ...archiveRoles,
  'vendorManager',
  'teamLeader',
  'qualityInspector',
  'describer',
  'externalInspector',
];

const figures = {
  /** Characters that he typed of what was typed twice. */
  characters: z.number().int(),
  /** Differences that were decided against him. */
  errors: z.number().int(),
  /** In a thousand characters, to a tenth. */
  permille: z.number().nullable(),
};

/** 差错率: by person and field, and by day of typing. */
export const rateShow = view({
  name: 'description.rate.show',
  label: { zh: '录入差错率', en: 'Error rate' },
  roles: rateViewers,
  clauses: ['5.6-3', '5.6-4'],
  subject: 'project',
  input: z.strictObject({ from: day, to: day }),
  output: z.object({
    fields: z.array(z.object({ person, key: z.string(), field: words, ...figures })),
    days: z.array(z.object({ person, day, ...figures })),
    total: z.object(figures),
  }),
});
