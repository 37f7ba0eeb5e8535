import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { id, instant, none, nullablePerson, person, printed, text, words } from '#/base/rules/wire.ts';
import { checkAnswers, checkCodes, checkResults, columns, properties, runStates, runVerdicts } from '../checks.ts';
import { acceptanceViewers, deciders } from './sampling.ts';

const number = z.number().int();
const code = z.enum(checkCodes);

/** 四性检测: of every file and unit of a made package, by the machine. */
export const checkStart = act({
  name: 'acceptance.check.start',
  label: { zh: '开始四性检测', en: 'Check a package' },
  roles: deciders,
  clauses: ['7.2-1', '7.2-2', '7.2-3', '7.2-4', '5.6-6'],
  subject: 'package',
  input: none,
  output: z.object({ runId: id, round: number }),
});

const checkedItem = z.object({
  code,
  label: words,
  property: z.enum(properties),
  column: z.enum(columns),
  /** Standard and clause. */
  source: z.string(),
  by: z.enum(['machine', 'person', 'proof']),
  /** As the machine left it. */
  result: z.enum(checkResults),
  examined: number,
  failed: number,
  /** The first ones. */
  failures: z.array(z.object({ at: z.string(), what: words })),
  answer: z.enum(checkAnswers).nullable(),
  note: z.string().nullable(),
  answeredBy: nullablePerson,
  answeredAt: instant.nullable(),
  papers: z.array(id),
});

export const checkShow = view({
  name: 'acceptance.check.show',
  label: { zh: '四性检测结果', en: 'Check of a package' },
  roles: acceptanceViewers,
  clauses: ['7.2-1', '7.2-2', '7.2-3', '7.2-4', '5.6-6'],
  subject: 'checkRun',
  input: none,
  output: z.object({
    id,
    packageId: id,
    projectId: id,
    number: z.string(),
    round: number,
    state: z.enum(runStates),
    verdict: z.enum(runVerdicts),
    seal: z.string(),
    files: number.nullable(),
    units: number.nullable(),
    startedBy: person,
    startedAt: instant,
    endedAt: instant.nullable(),
    /** The newest run of its package: the one that counts. */
    newest: z.boolean(),
    items: z.array(checkedItem),
  }),
});

/** 人工判定、外部凭证: once; another run is started instead of a change. */
export const checkAnswer = act({
  name: 'acceptance.check.answer',
  label: { zh: '判定检测项', en: 'Answer an item of a check' },
  roles: deciders,
  clauses: ['7.2-1', '7.2-2', '7.2-3', '7.2-4', '5.6-6'],
  subject: 'checkRun',
  input: z.strictObject({
    code,
    answer: z.enum(checkAnswers),
    note: text(1000),
    attachments: z.array(id).max(20).default([]),
  }),
  output: z.object({ verdict: z.enum(runVerdicts), left: number }),
});

/** 四性检测报告. */
export const checkPrint = view({
  name: 'acceptance.check.print',
  label: { zh: '打印检测报告', en: 'Print the report of a check' },
  roles: acceptanceViewers,
  clauses: ['7.2-1', '7.2-2', '7.2-3', '7.2-4', '5.6-6'],
  subject: 'checkRun',
  input: none,
  output: printed,
});
