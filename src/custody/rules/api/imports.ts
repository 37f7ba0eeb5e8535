import { z } from 'zod';
import { act, copy, view } from '#/base/rules/declare.ts';
import { id, instant, line, listOf, mostTargetLetters, page, person, text } from '#/base/rules/wire.ts';
import { importFields } from '../catalogue-import.ts';
import { archiveKeepers, originalViewers } from './originals.ts';

const column = z.number().int().min(0).max(199);
export const mappingShape = z.partialRecord(z.enum(importFields), column);

/** How a file is read: where a workbook has several sheets, a title above the headings, no encoding of its own. */
const reading = {
  sheet: line(100).optional(),
  headerRow: z.number().int().min(0).max(50).optional(),
  encoding: line(20).optional(),
};

/** 看表: headings, first rows, and which column is suggested for what. Nothing is registered. */
export const importLook = view({
  name: 'custody.import.look',
  label: { zh: '查看待导入的目录', en: 'Look at a catalogue' },
  roles: archiveKeepers,
  clauses: ['6.1-4'],
  subject: 'project',
  input: z.strictObject({ attachmentId: id, ...reading }),
  output: z.object({
    sheets: z.array(z.object({ name: z.string(), hidden: z.boolean(), empty: z.boolean() })),
    sheet: z.string().nullable(),
    headerRow: z.number().int(),
    headings: z.array(z.string()),
    top: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
    mapping: mappingShape,
    /** From a former file of the same headings. */
    remembered: z.boolean(),
    warnings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })),
  }),
});

/** 导入目录, or a trial of it: runs as a job, row by row; good rows are registered, each bad one is told. */
export const importStart = act({
  name: 'custody.import.start',
  label: { zh: '导入目录', en: 'Import a catalogue' },
  roles: archiveKeepers,
  clauses: ['2.2-1', '6.1-4', '6.1-5', '6.7-1'],
  subject: 'project',
  input: z.strictObject({
    attachmentId: id,
    schemeId: id,
    keeper: id,
    fonds: line(20).nullable().default(null),
    ...reading,
    mapping: mappingShape,
    dry: z.boolean(),
  }),
  output: z.object({ importId: id }),
});

const imported = z.object({
  id,
  fileName: z.string(),
  dry: z.boolean(),
  state: z.enum(['waiting', 'done', 'failed']),
  good: z.number().int(),
  known: z.number().int(),
  bad: z.number().int(),
  doneRow: z.number().int(),
  /** Rows that are classified by the list itself, or by what was found on the paper since (6.1-5). */
  classified: z.number().int(),
  /** The file as it was sent: while it is kept, whatever is classified in it is readable. */
  source: z.object({ attachmentId: id, kept: z.boolean() }),
  problem: z.object({ zh: z.string(), en: z.string() }).nullable(),
  startedBy: person,
  startedAt: instant,
  finishedAt: instant.nullable(),
});

export const importList = view({
  name: 'custody.import.list',
  label: { zh: '目录导入', en: 'Imports of catalogues' },
  roles: originalViewers,
  clauses: ['6.1-4', '6.1-5'],
  subject: 'project',
  input: z.strictObject({ ...page }),
  output: listOf(imported),
});

/**
 * 导出错误行: the rows that were refused, as they stood, each with what is wrong and what to do; corrected it
 * is fed again. It bears titles of the holding, so it leaves as every copy does: approved, to a named target.
 */
export const importErrors = copy({
  name: 'custody.import.errors',
  label: { zh: '导出错误行', en: 'Export the refused rows' },
  roles: archiveKeepers,
  clauses: ['6.1-4', '2.8-4'],
  subject: 'catalogueImport',
  input: z.strictObject({
    /** Number of the registered medium or folder that receives it. */
    target: line(mostTargetLetters),
    purpose: text(300),
  }),
  output: z.object({ folder: z.string(), file: z.string(), rows: z.number().int(), sha256: z.string() }),
  approval: { roles: ['securityOfficer', 'archiveLead'], ttlHours: 24 },
  stepUp: true,
});

export const importProblems = view({
  name: 'custody.import.problems',
  label: { zh: '导入中的问题', en: 'What is wrong in an import' },
  roles: archiveKeepers,
  clauses: ['6.1-4'],
  subject: 'catalogueImport',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      key: z.string(),
      row: z.number().int(),
      field: z.enum(importFields).nullable(),
      text: z.string(),
      zh: z.string(),
      en: z.string(),
      nextZh: z.string(),
      nextEn: z.string(),
    }),
  ),
});
