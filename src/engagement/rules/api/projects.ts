import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { day, id, instant, line, listOf, none, nullablePerson, page, person, role, text } from '#/base/rules/wire.ts';
import { openingNeeds, projectKinds, projectStates } from '../project.ts';
import { specificationShape } from '../specification.ts';
import { trainingKinds } from '../training.ts';
import { projectViewers } from './viewers.ts';
import { scopeRow } from './scopes.ts';

const version = z.number().int();

const terms = {
  name: line(100),
  kind: z.enum(projectKinds),
  vendorId: id.nullable().default(null),
  startsOn: day,
  endsOn: day,
  remark: text(500, 0).default(''),
};

/** 立项: what is to be done, by whom, from when to when. */
export const projectCreate = act({
  name: 'engagement.project.create',
  label: { zh: '登记项目', en: 'Register a project' },
  roles: ['archiveLead'],
  clauses: ['2.2-1'],
  subject: 'project',
  input: z.strictObject(terms),
  output: z.object({ projectId: id, number: z.string() }),
});

export const projectChange = act({
  name: 'engagement.project.change',
  label: { zh: '修改项目', en: 'Change a project' },
  roles: ['archiveLead'],
  clauses: ['2.2-1'],
  subject: 'project',
  input: z.strictObject(terms),
  output: none,
});

/** 技术指标 of a project, for everything in it or for one type of archives. A new one replaces it; both are kept. */
export const specificationSet = act({
  name: 'engagement.specification.set',
  label: { zh: '设定技术指标', en: 'Set a technical specification' },
  roles: ['archiveLead'],
  clauses: ['2.2-3'],
  subject: 'project',
  input: z.strictObject({
    /** Category code (门类代码) it is for; null for the whole project. */
    archiveType: line(20).nullable().default(null),
    specification: specificationShape,
    reason: text(300, 0).default(''),
  }),
  output: z.object({ specificationId: id, number: z.number().int() }),
});

/** 开工, while nothing is lacking. */
export const projectOpen = act({
  name: 'engagement.project.open',
  label: { zh: '开工', en: 'Open a project' },
  roles: ['archiveLead'],
  clauses: ['2.1-2', '2.2-1', '2.2-3', '3.7-2'],
  subject: 'project',
  input: none,
  output: none,
});

/** 结项, while nobody has anything in hand. */
export const projectClose = act({
  name: 'engagement.project.close',
  label: { zh: '结项', en: 'Close a project' },
  roles: ['archiveLead'],
  clauses: ['2.8-5'],
  subject: 'project',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

const project = {
  id,
  number: z.string(),
  name: z.string(),
  kind: z.enum(projectKinds),
  vendor: z.object({ id, name: z.string() }).nullable(),
  startsOn: day,
  endsOn: day,
  state: z.enum(projectStates),
  version,
};

export const projectList = view({
  name: 'engagement.project.list',
  label: { zh: '项目', en: 'Projects' },
  roles: projectViewers,
  clauses: ['2.2-1'],
  subject: 'site',
  input: z.strictObject({ state: z.enum(projectStates).optional(), ...page }),
  output: listOf(z.object(project)),
});

const specification = z.object({
  id,
  number: z.number().int(),
  archiveType: z.string().nullable(),
  specification: specificationShape,
  setBy: person,
  setAt: instant,
  reason: z.string(),
  /** The newest of its type: the one that holds. */
  holds: z.boolean(),
});

export const projectShow = view({
  name: 'engagement.project.show',
  label: { zh: '查看项目', en: 'Open a project' },
  roles: projectViewers,
  clauses: ['2.2-1', '2.2-3'],
  subject: 'project',
  input: none,
  output: z.object({
    ...project,
    remark: z.string(),
    registeredBy: person,
    registeredAt: instant,
    openedBy: nullablePerson,
    openedAt: instant.nullable(),
    closedBy: nullablePerson,
    closedAt: instant.nullable(),
    closeReason: z.string().nullable(),
    scopes: z.array(scopeRow),
    specifications: z.array(specification),
    members: z.array(
      z.object({
        person,
        role,
        from: day,
        until: day.nullable(),
        everywhere: z.boolean(),
        /** Trainings he may not work without. */
        lacks: z.array(z.enum(trainingKinds)),
      }),
    ),
    lacks: z.array(z.enum(openingNeeds.map(({ code }) => code))),
  }),
});

/** Vendors to choose from, by name only. */
export const vendorChoices = view({
  name: 'engagement.vendor.list',
  label: { zh: '服务机构', en: 'Vendors' },
  roles: ['archiveLead'],
  clauses: ['2.2-1'],
  subject: 'site',
  input: none,
  output: z.object({ items: z.array(z.object({ id, name: z.string() })) }),
});
