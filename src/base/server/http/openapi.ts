import { z } from 'zod';
import { type AnyDecl, routeOf } from '#/base/rules/declare.ts';

const problem = { description: 'Refused', content: { 'application/problem+json': { schema: { type: 'object' } } } };

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}

/** OpenAPI 3.1 document of everything declared, for outsiders; our own page reads the declarations. */
export function openApiDocument(declared: readonly AnyDecl[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const decl of declared) {
    const { method, path } = routeOf(decl);
    const openPath = path.replace(':grant', '{grant}');
    paths[openPath] = { ...paths[openPath], [method.toLowerCase()]: operationOf(decl) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Shoucang 守藏', version: '1', license: { name: 'Apache-2.0' } },
    paths,
  };
}

function operationOf(decl: AnyDecl): object {
  const common = {
    operationId: decl.name,
    summary: `${decl.label.zh} · ${decl.label.en}`,
    tags: [decl.name.split('.')[0]],
    'x-kind': decl.kind,
    'x-clauses': decl.clauses,
    ...('roles' in decl ? { 'x-roles': decl.roles } : {}),
  };
  if (decl.kind === 'stream') {
    const parameters = [{ name: 'grant', in: 'path', required: true, schema: { type: 'string' } }];
    return { ...common, parameters, 'x-granted-by': decl.grantedBy, responses: { default: problem } };
  }
  const output = {
    description: 'Done',
    content: {
      'application/json': { schema: { type: 'object', properties: { output: schemaOf(decl.output, 'output') } } },
    },
  };
  const input = schemaOf(decl.input, 'input');
  if (decl.kind === 'view') {
    const parameters = [
      { name: 'subject', in: 'query', schema: { type: 'string' } },
      { name: 'input', in: 'query', content: { 'application/json': { schema: input } } },
    ];
    return { ...common, parameters, responses: { '200': output, default: problem } };
  }
  if (decl.kind === 'public') {
    const body = decl.method === 'POST' ? { requestBody: { content: { 'application/json': { schema: input } } } } : {};
    return { ...common, ...body, responses: { '200': output, default: problem } };
  }
  const envelope = {
    type: 'object',
    properties: {
      subject: { type: ['string', 'null'] },
      input,
      version: { type: ['integer', 'null'] },
      approval: { type: ['string', 'null'], format: 'uuid' },
      late: { type: ['object', 'null'] },
    },
  };
  return {
    ...common,
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
    requestBody: { content: { 'application/json': { schema: envelope } } },
    responses: { '200': output, '202': { description: 'Waits for a second person' }, default: problem },
  };
}
