import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role, workingRoles } from '#/base/rules/roles.ts';
import { id, line, listOf, none, page, secret, text, words } from '#/base/rules/wire.ts';
import { levels, mostCharacters, schemaShape } from '../field.ts';

const level = z.enum(levels);
const pass = z.union([z.literal(1), z.literal(2)]);
const key = z.string().max(30);

const box = z.strictObject({
  page: z.number().int().min(1),
  x: z.number().int().min(0),
  y: z.number().int().min(0),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
});

const typed = z.strictObject({
  field: key,
  text: text(mostCharacters * 2, 0),
  /** Where the suggestion stands from which it was taken; null for what was typed. */
  source: box.nullable().default(null),
});

/** 保存一条: what he types himself; of the other entry nothing is told (5.6-4). */
export const entrySave = act({
  name: 'description.entry.save',
  label: { zh: '保存著录条目', en: 'Save an entry' },
  roles: workingRoles,
  clauses: ['2.8-6', '5.6-4', '6.5-1'],
  subject: 'original',
  input: z.strictObject({
    /** Null for one more entry. */
    entryId: id.nullable(),
    level,
    /** Archival code of one more item; null for the next number. */
    code: line(100).nullable().default(null),
    // Content of an archive: neither the ledger nor a stored answer keeps it beside the register.
    values: secret(z.array(typed).max(60)),
  }),
  output: z.object({
    entryId: id,
    code: z.string(),
    version: z.number().int(),
    compared: z.boolean(),
    /** Code that one more item would have; null where none is added. */
    nextCode: z.string().nullable(),
    /** What still keeps the original from being submitted. */
    lacks: words.nullable(),
  }),
});

/** 删除一条: opened by mistake, and not compared yet. */
export const entryRemove = act({
  name: 'description.entry.remove',
  label: { zh: '删除著录条目', en: 'Remove an entry' },
  roles: workingRoles,
  clauses: ['5.6-4'],
  subject: 'entry',
  input: none,
  output: none,
});

/** 著录工位: an original that he has claimed, with what he himself has typed (2.8-6). */
export const deskShow = view({
  name: 'description.desk.show',
  label: { zh: '著录工位', en: 'Description station' },
  roles: workingRoles,
  clauses: ['2.8-6', '5.6-4', '6.5-1'],
  subject: 'original',
  input: none,
  output: z.object({
    unitId: id,
    projectId: id,
    code: z.string(),
    kind: level,
    step: z.object({ key: z.string(), name: z.string() }),
    pass,
    schema: schemaShape,
    entries: z.array(
      z.object({
        entryId: id,
        level,
        code: z.string(),
        /** By which schema it was opened. */
        fields: schemaShape.shape.item,
        /** Of his own entry; 0 before he has saved it. */
        version: z.number().int(),
        /** Both have typed it: what was typed twice is not changed any more. */
        compared: z.boolean(),
        values: z.array(z.object({ field: key, text: z.string(), source: box.nullable() })),
      }),
    ),
    /** Code that one more item would have; null where none is added. */
    nextCode: z.string().nullable(),
    /** What the recognised text proposes; never for a second entry. */
    suggestions: z.array(z.object({ field: key, text: z.string(), box })),
    /** What still keeps it from being submitted. */
    lacks: words.nullable(),
  }),
});

/** 待著录: what he has claimed to describe, by code and figures. */
export const deskList = view({
  name: 'description.desk.list',
  label: { zh: '待著录', en: 'To be described' },
  roles: workingRoles,
  clauses: ['2.8-6', '5.6-2'],
  subject: 'project',
  input: none,
  output: z.object({
    items: z.array(
      z.object({
        originalId: id,
        code: z.string(),
        /** Number of its routing slip: a scan of that means it too. */
        slip: z.string(),
        step: z.string(),
        name: z.string(),
        pass,
        round: z.number().int(),
        halted: z.boolean(),
        /** Entries that there are, and of how many his own is typed. */
        entries: z.number().int(),
        typed: z.number().int(),
        /** Differences that wait for an arbiter. */
        open: z.number().int(),
      }),
    ),
  }),
});

/** Those who see the whole description of their project; whoever works sees that of what he has claimed (2.8-6). */
export const archiveReaders: readonly Role[] = archiveRoles;

const settled = z.object({
  entryId: id,
  originalId: id,
  level,
  code: z.string(),
  /** `open`: differences wait to be decided. */
  open: z.number().int(),
  /** Null for what is halted or classified: nothing of its content is shown (6.5-1). */
  values: z.array(z.object({ field: key, zh: z.string(), en: z.string(), text: z.string() })).nullable(),
});

/** 著录结果: the values that hold, by archival code. */
export const entryList = view({
  name: 'description.entry.list',
  label: { zh: '著录结果', en: 'Entries' },
  roles: archiveReaders,
  clauses: ['2.8-6', '5.6-4'],
  subject: 'project',
  input: z.strictObject({ code: line(100).optional(), ...page }),
  output: listOf(settled),
});

/** 一件的著录: the values that hold, for whoever works on with it. */
export const entryRead = view({
  name: 'description.entry.read',
  label: { zh: '查看著录', en: 'Read a description' },
  roles: [...archiveRoles, ...workingRoles],
  clauses: ['2.8-6', '5.6-4', '6.5-1'],
  subject: 'original',
  input: none,
  output: z.object({ code: z.string(), entries: z.array(settled) }),
});
