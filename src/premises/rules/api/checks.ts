import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, page, person, printed, words } from '#/base/rules/wire.ts';
import { checklistCodes } from '../checklist.ts';
import { photoSourceField, pointFields } from '../points.ts';
import { humidity, placeViewers, temperature } from './plan.ts';

/** 场所安全检查, some points of the checklist or all of them. */
export const siteCheckEnter = act({
  name: 'premises.siteCheck.enter',
  label: { zh: '登记场所安全检查', en: 'Enter a safety check' },
  roles: [...archiveRoles, 'vendorSecurityLead'],
  clauses: [
    '4.1-2',
    '4.2-1',
    '4.2-2',
    '4.2-3',
    '4.2-4',
    '4.2-5',
    '4.2-6',
    '4.2-7',
    '4.2-8',
    '4.2-9',
    '4.3-4',
    '4.4-1',
    '4.5-2',
    '4.6-1',
    '4.6-2',
    '4.8-2',
    '4.8-3',
  ],
  subject: 'site',
  input: z.strictObject({
    ...photoSourceField,
    items: z
      .array(z.strictObject({ item: z.enum(checklistCodes), ...pointFields }))
      .min(1)
      .max(checklistCodes.length),
  }),
  output: z.object({ checkId: id, issues: z.array(z.string()) }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

/** Where each point of the checklist stands today. */
export const checklistShow = view({
  name: 'premises.checklist.show',
  label: { zh: '场所安全检查', en: 'Safety checks' },
  roles: placeViewers,
  clauses: ['4.2-1'],
  subject: 'site',
  input: none,
  output: z.object({
    items: z.array(
      z.object({
        code: z.enum(checklistCodes),
        clause: z.string(),
        label: words,
        look: words,
        everyDays: z.number().int(),
        photo: z.boolean(),
        lastOn: day.nullable(),
        passed: z.boolean().nullable(),
        dueOn: day.nullable(),
        overdue: z.boolean(),
      }),
    ),
    next: z.null(),
  }),
});

export const siteCheckList = view({
  name: 'premises.siteCheck.list',
  label: { zh: '场所安全检查记录', en: 'Records of safety checks' },
  roles: placeViewers,
  clauses: ['4.2-1'],
  subject: 'site',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      checkedOn: day,
      checkedBy: person,
      occurredAt: instant,
      late: z.boolean(),
      points: z.number().int(),
      failed: z.number().int(),
    }),
  ),
});

/** 场所安全检查表 of one check, on paper. */
export const siteCheckPrint = view({
  name: 'premises.siteCheck.print',
  label: { zh: '打印场所安全检查表', en: 'Print a safety check' },
  roles: placeViewers.filter((role) => role !== 'externalInspector'),
  clauses: ['4.2-1'],
  subject: 'site-check',
  input: none,
  output: printed,
});

/** 温湿度记录, every working day in each zone that holds originals. */
export const readingEnter = act({
  name: 'premises.reading.enter',
  label: { zh: '登记温湿度', en: 'Enter a reading' },
  roles: [...archiveRoles, 'vendorSecurityLead'],
  clauses: ['4.2-5', '4.2-6'],
  subject: 'zone',
  input: z.strictObject({ instrument: line(50), temperature, humidity }),
  output: z.object({ readingId: id, inRange: z.boolean() }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

export const readingList = view({
  name: 'premises.reading.list',
  label: { zh: '温湿度记录', en: 'Readings' },
  roles: placeViewers,
  clauses: ['4.2-5', '4.2-6'],
  subject: 'site',
  input: z.strictObject({ outOfRange: z.boolean().optional(), ...page }),
  output: listOf(
    z.object({
      id,
      zone: z.object({ id, name: z.string() }),
      instrument: z.string(),
      temperature: z.number(),
      humidity: z.number(),
      inRange: z.boolean(),
      takenBy: person,
      occurredAt: instant,
      late: z.boolean(),
    }),
  ),
});
