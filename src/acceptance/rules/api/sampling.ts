import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
import { id, instant, line, none, nullablePerson, person, printed, text } from '#/base/rules/wire.ts';
import { runStates, runVerdicts } from '../checks.ts';
import { defectKinds } from '../sampling.ts';

/** Who draws and decides. */
export const deciders = ['archiveLead', 'acceptanceMember'] as const satisfies readonly Role[];
/** Who looks at what was drawn. */
export const samplers = ['archiveLead', 'acceptanceMember', 'supervisor'] as const satisfies readonly Role[];
export const acceptanceViewers: readonly Role[] = [
  ...archiveRoles,
  ...(['vendorManager', 'teamLeader', 'securityOfficer', 'auditor', 'externalInspector'] as const),
];

const number = z.number().int();
const verdict = z.enum(['passed', 'failed']).nullable();
const limits = z.object({
  samplePermille: number,
  sampleLeast: number,
  passCatalogue: number,
  passOther: number,
});

const sampling = z.object({
  id,
  size: number,
  looked: number,
  /** Per mille so far, or as they were decided. */
  catalogue: number,
  other: number,
  limits,
  seed: z.string(),
  verdict,
  opinion: z.string().nullable(),
  drawnBy: person,
  drawnAt: instant,
  decidedBy: nullablePerson,
  decidedAt: instant.nullable(),
});

/** 批次验收: packages of a project, and how their sampling stands. Not locked by 7.1. */
export const batchList = view({
  name: 'acceptance.batch.list',
  label: { zh: '批次验收', en: 'Acceptance of batches' },
  roles: acceptanceViewers,
  clauses: ['5.6-6'],
  subject: 'project',
  input: none,
  output: z.object({
    items: z.array(
      z.object({
        packageId: id,
        number: z.string(),
        state: z.enum(['sealed', 'made', 'failed', 'withdrawn']),
        units: number,
        images: number,
        sampling: sampling.nullable(),
        /** 四性检测: the newest run; null where there was none. */
        check: z
          .object({
            ...{ id, round: number, state: z.enum(runStates), verdict: z.enum(runVerdicts) },
            ...{ failed: number, open: number },
          })
          .nullable(),
      }),
    ),
  }),
});

/** 抽样: by a seed that nobody chooses; the list stays as it was drawn. */
export const samplingDraw = act({
  name: 'acceptance.sampling.draw',
  label: { zh: '抽样', en: 'Draw a sample' },
  roles: deciders,
  clauses: ['5.6-6'],
  subject: 'package',
  input: none,
  output: z.object({ samplingId: id, size: number, population: number, seed: z.string() }),
});

const defect = z.object({
  id,
  kind: z.enum(defectKinds),
  page: number.nullable(),
  note: z.string(),
  by: person,
  at: instant,
});

export const samplingShow = view({
  name: 'acceptance.sampling.show',
  label: { zh: '抽检名单', en: 'Units of a sample' },
  roles: acceptanceViewers,
  clauses: ['5.6-6'],
  subject: 'sampling',
  input: none,
  output: sampling.extend({
    packageId: id,
    number: z.string(),
    projectId: id,
    population: number,
    units: z.array(
      z.object({
        unitId: id,
        position: number,
        code: z.string(),
        verdict,
        halted: z.boolean(),
        lookedBy: nullablePerson,
        defects: z.array(defect),
      }),
    ),
  }),
});

/** 抽检一件: what was described of it; its images by the pictures of its unit. */
export const sampleUnit = view({
  name: 'acceptance.sample.unit',
  label: { zh: '查看抽中件', en: 'Look at a unit of a sample' },
  roles: samplers,
  clauses: ['5.6-6', '5.5-6'],
  subject: 'sampling',
  input: z.strictObject({ unitId: id }),
  output: z.object({
    unitId: id,
    code: z.string(),
    images: number,
    entries: z.array(
      z.object({
        level: z.enum(['volume', 'item']),
        code: z.string(),
        values: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string(), text: z.string() })),
      }),
    ),
  }),
});

export const defectAdd = act({
  name: 'acceptance.sample.defect',
  label: { zh: '登记抽检缺陷', en: 'Enter a defect of a sample' },
  roles: samplers,
  clauses: ['5.6-6'],
  subject: 'sampling',
  input: z.strictObject({
    unitId: id,
    kind: z.enum(defectKinds),
    /** Running number of the image; null for what is about the whole. */
    page: z.number().int().min(1).max(100_000).nullable(),
    note: line(200),
  }),
  output: z.object({ defectId: id }),
});

export const sampleDefectWithdraw = act({
  name: 'acceptance.sample.withdraw',
  label: { zh: '撤销抽检缺陷', en: 'Take a defect of a sample back' },
  roles: samplers,
  clauses: ['5.6-6'],
  subject: 'sampling',
  input: z.strictObject({ defectId: id }),
  output: none,
});

/** 判定一件: passed without a defect, failed by one. */
export const sampleJudge = act({
  name: 'acceptance.sample.judge',
  label: { zh: '判定抽中件', en: 'Judge a unit of a sample' },
  roles: samplers,
  clauses: ['5.6-6'],
  subject: 'sampling',
  input: z.strictObject({ unitId: id }),
  output: z.object({ verdict: z.enum(['passed', 'failed']), left: number }),
});

/** 抽检结论: follows from the figures; one that failed gives its units back to be reworked. */
export const samplingDecide = act({
  name: 'acceptance.sampling.decide',
  label: { zh: '抽检结论', en: 'Verdict of a sampling' },
  roles: deciders,
  clauses: ['5.6-6'],
  subject: 'sampling',
  input: z.strictObject({ opinion: text(500) }),
  output: z.object({ verdict: z.enum(['passed', 'failed']), catalogue: number, other: number }),
  stepUp: true,
});

/** 抽检表. */
export const samplingPrint = view({
  name: 'acceptance.sampling.print',
  label: { zh: '打印抽检表', en: 'Print a sampling' },
  roles: acceptanceViewers,
  clauses: ['5.6-6'],
  subject: 'sampling',
  input: none,
  output: printed,
});
