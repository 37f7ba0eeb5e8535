/** Releasing description schemas, and by which a project is described (5.6-1). */
import { refuse } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { noProject } from '#/engagement/rules/project.ts';
import { findProject, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { workflowViewers } from '#/workflow/rules/api/definitions.ts';
import { projectSchema, schemaBind, schemaList, schemaRelease } from '../../rules/api/schemas.ts';
import { schemaFaults } from '../../rules/schema.ts';
import {
  boundSchema,
  findSchema,
  insertProjectSchema,
  insertSchema,
  listSchemas,
  type SchemaRow,
} from '../store/schemas.ts';

export const schemaRoutes = (): Binding[] => [releaseRoute(), listRoute(), bindRoute(), showRoute()];

const releaseRoute = (): Binding =>
  bindAct(schemaRelease, {
    check: (_tx, { input }) => Promise.resolve(schemaFaults(input.schema)[0] ?? null),
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('released without a second person');
      const { name, schema } = input;
      const row = { name, schema, releasedBy: actor.personId, agreedBy: approval.approverId };
      const output = await insertSchema(tx, row);
      return { output, subjectId: output.schemaId, after: { ...output, name, schema } };
    },
  });

const present = (row: SchemaRow, person: ReturnType<typeof personFrom>) => ({
  ...{ schemaId: row.id, name: row.name, number: row.number, schema: row.fields },
  ...{ releasedBy: person(row.released_by), agreedBy: person(row.agreed_by) },
  releasedAt: row.released_at.toISOString(),
});

const listRoute = (): Binding =>
  bindView(schemaList, async (tx) => {
    const rows = await listSchemas(tx);
    const ids = rows.flatMap((row) => [row.released_by, row.agreed_by]);
    const person = personFrom(await namesOf(tx, ids));
    return { items: rows.map((row) => present(row, person)) };
  });

const bindRoute = (): Binding =>
  bindAct(schemaBind, {
    async run(tx, { actor, subject, input }) {
      const project = await findProject(tx, subject ?? '');
      if (!project) return noProject();
      if (project.state === 'closed') return refuse('project-not-open');
      const outside = await refuseOutsider(tx, actor, project.id, ['archiveLead']);
      if (outside) return outside;
      const schema = await findSchema(tx, input.schemaId);
      if (!schema) return refuse('not-found', { what: { zh: '著录规则', en: 'schema' } }, 'input.schemaId');
      const before = await boundSchema(tx, project.id);
      if (before?.id === schema.id) return refuse('schema-bound', {}, 'input.schemaId');
      await insertProjectSchema(tx, { projectId: project.id, schemaId: schema.id, by: actor.personId });
      const named = { schema: schema.name, number: schema.number };
      return { output: {}, before: { schemaId: before?.id ?? null }, after: { ...input, ...named } };
    },
  });

const showRoute = (): Binding =>
  bindView(projectSchema, async (tx, { actor, subject }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', workflowViewers);
    if (outside) return outside;
    const row = await boundSchema(tx, subject ?? '');
    if (!row) return { bound: null };
    const person = personFrom(await namesOf(tx, [row.released_by, row.agreed_by, row.bound_by]));
    return { bound: { ...present(row, person), boundBy: person(row.bound_by), boundAt: row.bound_at.toISOString() } };
  });
