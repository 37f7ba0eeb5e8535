import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role, vendorRoles, workingRoles } from '#/base/rules/roles.ts';
import { id, instant, line, none, person } from '#/base/rules/wire.ts';
import { stepKinds } from '../step.ts';

const key = z.string().regex(/^[a-z][a-zA-Z0-9]{0,29}$/);
const keys = z.array(key).max(30);

export const stepShape = z.strictObject({
  key,
  kind: z.enum(stepKinds),
  name: line(20),
  mandatory: z.boolean(),
  after: keys,
  roles: z.array(z.enum(workingRoles)).max(workingRoles.length),
  notBy: keys,
  reopens: keys,
  needsDevice: z.boolean(),
  leaseMinutes: z.number().int().min(15).max(1440),
  overdueHours: z.number().int().min(1).max(720),
});

/** Who decides how work is done. */
export const definers = ['archiveLead', 'vendorManager'] as const satisfies readonly Role[];

export const workflowViewers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  ...archiveRoles,
  ...vendorRoles,
  'externalInspector',
];

/** 发布流程: a new number of a workflow, for ever as it is. */
export const definitionRelease = act({
  name: 'workflow.definition.release',
  label: { zh: '发布流程', en: 'Release a workflow' },
  roles: definers,
  approval: { roles: definers, ttlHours: 72 },
  clauses: ['5.6-1'],
  subject: 'site',
  input: z.strictObject({ name: line(60), steps: z.array(stepShape).max(30) }),
  output: z.object({ versionId: id, number: z.number().int() }),
});

const versionRow = {
  versionId: id,
  name: z.string(),
  number: z.number().int(),
  releasedBy: person,
  agreedBy: person,
  releasedAt: instant,
};

export const definitionList = view({
  name: 'workflow.definition.list',
  label: { zh: '流程', en: 'Workflows' },
  roles: workflowViewers,
  clauses: ['5.6-1'],
  subject: 'site',
  input: none,
  output: z.object({ items: z.array(z.object({ ...versionRow, steps: z.array(stepShape) })) }),
});

/** 启用: by which version originals of a project are worked from now on; what is at work keeps its own. */
export const projectBind = act({
  name: 'workflow.project.bind',
  label: { zh: '项目启用流程', en: 'Use a workflow in a project' },
  roles: ['archiveLead'],
  clauses: ['5.6-1'],
  subject: 'project',
  input: z.strictObject({ versionId: id }),
  /** How many units of what is out already came into work. */
  output: z.object({ units: z.number().int() }),
});

export const projectLine = view({
  name: 'workflow.project.show',
  label: { zh: '项目流程', en: 'Workflow of a project' },
  roles: workflowViewers,
  clauses: ['5.6-1'],
  subject: 'project',
  input: none,
  output: z.object({
    bound: z.object({ ...versionRow, steps: z.array(stepShape), boundBy: person, boundAt: instant }).nullable(),
  }),
});
