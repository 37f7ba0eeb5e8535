import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
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
  person,
  text,
  words,
} from '#/base/rules/wire.ts';
import { encodings, fileKinds, packageStates } from '../package.ts';

/** Who makes products, of either side. */
export const makers = [
  'teamLeader',
  'vendorManager',
  'archiveLead',
  'archiveKeeper',
] as const satisfies readonly Role[];
/** Who answers for what leaves. */
export const keepers = ['archiveLead', 'archiveKeeper'] as const satisfies readonly Role[];
/** Who sees what was made: codes and figures, no titles and no images. */
export const packageViewers: readonly Role[] = [
  ...archiveRoles,
  ...(['teamLeader', 'vendorManager', 'securityOfficer', 'auditor', 'externalInspector'] as const),
];

export const mostUnits = 5_000;
const number = z.number().int();

/** 待制作: finished units with their images, and what keeps one from being packed. */
export const unitList = view({
  name: 'products.unit.list',
  label: { zh: '可制作的成品', en: 'What products can be made of' },
  roles: makers,
  clauses: ['5.6-5'],
  subject: 'project',
  input: none,
  output: z.object({
    items: z.array(
      z.object({
        unitId: id,
        code: z.string(),
        images: number,
        /** Images whose text was read. */
        read: number,
        /** Why it cannot be packed; null where it can. */
        obstacle: words.nullable(),
      }),
    ),
    /** Finished ones that are in a package. */
    packed: number,
  }),
});

/** 封装: decides what goes into a package; from its instant come all dates of what is made. */
export const packageSeal = act({
  name: 'products.package.seal',
  label: { zh: '封装信息包', en: 'Seal a package' },
  roles: makers,
  clauses: ['5.6-5'],
  subject: 'project',
  input: z.strictObject({
    /** Null: all that can be packed. */
    codes: z.array(line(100)).min(1).max(mostUnits).nullable(),
    pdf: z.boolean(),
    ofd: z.boolean(),
    encoding: z.enum(encodings),
  }),
  output: z.object({ packageId: id, number: z.string(), units: number, images: number }),
});

const packageRow = z.object({
  id,
  number: z.string(),
  state: z.enum(packageStates),
  pdf: z.boolean(),
  ofd: z.boolean(),
  encoding: z.enum(encodings),
  units: number,
  made: number,
  images: number,
  files: number,
  bytes: int8,
  sealedBy: person,
  sealedAt: instant,
  madeAt: instant.nullable(),
  /** SHA-256 of the list of its lists; null until it is made. */
  seal: z.string().nullable(),
  fault: words.nullable(),
  withdrawn: z.object({ by: nullablePerson, at: instant, reason: z.string() }).nullable(),
  version: number,
});

export const packageList = view({
  name: 'products.package.list',
  label: { zh: '信息包', en: 'Packages' },
  roles: packageViewers,
  clauses: ['5.6-5'],
  subject: 'project',
  input: z.strictObject({ ...page }),
  output: listOf(packageRow),
});

export const packageShow = view({
  name: 'products.package.show',
  label: { zh: '查看信息包', en: 'Open a package' },
  roles: packageViewers,
  clauses: ['5.6-5'],
  subject: 'package',
  input: none,
  output: packageRow.extend({
    projectId: id,
    kinds: z.array(z.object({ kind: z.enum(fileKinds), files: number, bytes: int8 })),
    carriers: z.array(
      z.object({
        id,
        target: z.string(),
        state: z.enum(['waiting', 'done', 'failed']),
        files: number.nullable(),
        bytes: int8.nullable(),
        seal: z.string().nullable(),
        requestedBy: person,
        approvedBy: person,
        at: instant,
        finishedAt: instant.nullable(),
      }),
    ),
  }),
});

/** How far the making of a project's packages is; asked again and again while one is made. */
export const packageProgress = view({
  name: 'products.package.progress',
  label: { zh: '制作进度', en: 'Progress of making' },
  roles: packageViewers,
  clauses: ['5.6-5'],
  subject: 'project',
  input: none,
  output: z.object({
    items: z.array(z.object({ id, state: z.enum(packageStates), made: number, units: number })),
  }),
  record: 'quiet',
});

export const packageFiles = view({
  name: 'products.package.files',
  label: { zh: '信息包文件清单', en: 'Files of a package' },
  roles: packageViewers,
  clauses: ['5.6-5'],
  subject: 'package',
  input: z.strictObject({ kind: z.enum(fileKinds).optional(), ...page }),
  output: listOf(
    z.object({
      path: z.string(),
      kind: z.enum(fileKinds),
      code: z.string().nullable(),
      bytes: int8,
      sha256: z.string(),
      sm3: z.string(),
    }),
  ),
});

/** 重新制作: once more, after what was in the way is mended. */
export const packageRetry = act({
  name: 'products.package.retry',
  label: { zh: '重新制作', en: 'Make it again' },
  roles: makers,
  clauses: ['5.6-5'],
  subject: 'package',
  input: none,
  output: none,
});

/** 撤回: its units can be worked on again; what was made of them is no product any more. */
export const packageWithdraw = act({
  name: 'products.package.withdraw',
  label: { zh: '撤回信息包', en: 'Withdraw a package' },
  roles: keepers,
  clauses: ['5.6-5'],
  subject: 'package',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

/** 导出到载体: the request; the copy is entered with its digest by the job that wrote it (2.8-4). */
export const packageExport = act({
  name: 'products.package.export',
  label: { zh: '导出信息包到载体', en: 'Write a package to a carrier' },
  roles: keepers,
  clauses: ['5.6-5', '2.8-4'],
  subject: 'package',
  input: z.strictObject({
    /** Number of the registered medium or folder that receives it. */
    target: line(mostTargetLetters),
    purpose: text(300),
  }),
  output: z.object({ carrierId: id, folder: z.string() }),
  approval: { roles: ['securityOfficer', 'archiveLead'], ttlHours: 24 },
  stepUp: true,
});
