import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { id, instant, line, none, person } from '#/base/rules/wire.ts';
import { grammarShape } from '../archival-code/grammar.ts';
import { projectViewers } from './viewers.ts';

/** 档号规则: how codes are written. It is never changed: what was entered by it rests on it. */
export const schemeAdd = act({
  name: 'engagement.scheme.add',
  label: { zh: '新增档号规则', en: 'Add a code scheme' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['2.2-1'],
  subject: 'codeScheme',
  input: z.strictObject({ name: line(60), grammar: grammarShape }),
  output: z.object({ schemeId: id }),
});

export const scheme = z.object({
  id,
  name: z.string(),
  grammar: grammarShape,
  addedBy: person,
  addedAt: instant,
});

export const schemeList = view({
  name: 'engagement.scheme.list',
  label: { zh: '档号规则', en: 'Code schemes' },
  roles: projectViewers,
  clauses: ['2.2-1'],
  subject: 'site',
  input: none,
  output: z.object({ items: z.array(scheme), next: z.string().nullable() }),
});

const count = z.number().int().min(1).max(100_000_000).nullable().default(null);

/** 项目范围: codes from one to another, with all that lies below; either may be cut off behind any segment. */
export const codeRange = z.strictObject({ from: line(100), to: line(100) });

export const scopeAdd = act({
  name: 'engagement.scope.add',
  label: { zh: '增加项目范围', en: 'Add to the scope' },
  roles: ['archiveLead'],
  clauses: ['2.2-1'],
  subject: 'project',
  input: z.strictObject({
    schemeId: id,
    range: codeRange,
    label: line(100),
    volumes: count,
    items: count,
    pages: count,
  }),
  output: z.object({ scopeId: id }),
});

export const scopeRemove = act({
  name: 'engagement.scope.remove',
  label: { zh: '移出项目范围', en: 'Take out of the scope' },
  roles: ['archiveLead'],
  clauses: ['2.2-1'],
  subject: 'projectScope',
  input: none,
  output: none,
});

export const scopeRow = z.object({
  id,
  scheme: z.object({ id, name: z.string() }),
  range: codeRange,
  label: z.string(),
  volumes: z.number().int().nullable(),
  items: z.number().int().nullable(),
  pages: z.number().int().nullable(),
  addedBy: person,
  addedAt: instant,
  version: z.number().int(),
});
