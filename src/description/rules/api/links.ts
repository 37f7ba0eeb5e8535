import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role, workingRoles } from '#/base/rules/roles.ts';
import { id, none, person, text } from '#/base/rules/wire.ts';
import { linkTerms } from '../link.ts';

export const accepters = ['archiveLead', 'archiveKeeper'] as const satisfies readonly Role[];

const number = z.number().int();
const unknown = number.nullable();

/** Most units of one answer: what is due first. */
export const mostLinks = 300;

/** 挂接清单: three counts of each unit. Whoever works is told of what he has claimed alone (2.8-6). */
export const linkList = view({
  name: 'description.link.list',
  label: { zh: '挂接核对', en: 'Linking by count' },
  roles: [...workingRoles, ...archiveRoles],
  clauses: ['2.8-6', '5.6-4'],
  subject: 'project',
  input: none,
  output: z.object({
    items: z.array(
      z.object({
        unitId: id,
        code: z.string(),
        /** Key of the step in the line of this unit. */
        step: z.string(),
        /** Claimed by whoever asks: he may submit it. */
        own: z.boolean(),
        halted: z.boolean(),
        ...{ catalogued: unknown, counted: unknown, leaves: unknown },
        ...{ expected: number, images: number, notScanned: number },
        differing: z.array(z.enum(linkTerms)),
        /** The archive took these figures. */
        accepted: z.object({ reason: z.string(), by: person }).nullable(),
      }),
    ),
  }),
});

/** 认可差异: the archive takes a unit whose figures differ, as it is. */
export const linkAccept = act({
  name: 'description.link.accept',
  label: { zh: '认可数量差异', en: 'Take differing figures' },
  roles: accepters,
  clauses: ['5.6-4'],
  subject: 'unit',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});
