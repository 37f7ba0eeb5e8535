import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { id, instant, line, none, person } from '#/base/rules/wire.ts';
import { definers, workflowViewers } from '#/workflow/rules/api/definitions.ts';
import { schemaShape } from '../field.ts';

/** 发布著录规则: a new number of a schema, for ever as it is. */
export const schemaRelease = act({
  name: 'description.schema.release',
  label: { zh: '发布著录规则', en: 'Release a description schema' },
  roles: definers,
  approval: { roles: definers, ttlHours: 72 },
  clauses: ['5.6-1'],
  subject: 'site',
  input: z.strictObject({ name: line(60), schema: schemaShape }),
  output: z.object({ schemaId: id, number: z.number().int() }),
});

const versionRow = {
  schemaId: id,
  name: z.string(),
  number: z.number().int(),
  releasedBy: person,
  agreedBy: person,
  releasedAt: instant,
  schema: schemaShape,
};

export const schemaList = view({
  name: 'description.schema.list',
  label: { zh: '著录规则', en: 'Description schemas' },
  roles: workflowViewers,
  clauses: ['5.6-1'],
  subject: 'site',
  input: none,
  output: z.object({ items: z.array(z.object(versionRow)) }),
});

/** 启用: by which schema entries of a project are opened from now on; an entry keeps its own. */
export const schemaBind = act({
  name: 'description.schema.bind',
  label: { zh: '项目启用著录规则', en: 'Use a schema in a project' },
  roles: ['archiveLead'],
  clauses: ['5.6-1'],
  subject: 'project',
  input: z.strictObject({ schemaId: id }),
  output: none,
});

export const projectSchema = view({
  name: 'description.schema.show',
  label: { zh: '项目著录规则', en: 'Schema of a project' },
  roles: workflowViewers,
  clauses: ['5.6-1'],
  subject: 'project',
  input: none,
  output: z.object({ bound: z.object({ ...versionRow, boundBy: person, boundAt: instant }).nullable() }),
});
