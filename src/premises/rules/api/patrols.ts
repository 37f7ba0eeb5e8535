import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, page, person, printed } from '#/base/rules/wire.ts';
import { patrolCodes, roundStates, sides } from '../patrol.ts';
import { photoSourceField, pointFields } from '../points.ts';
import { placeViewers } from './plan.ts';

const viewers: readonly Role[] = [...placeViewers, 'teamLeader'];
const printers: readonly Role[] = viewers.filter((role) => role !== 'externalInspector');

/** Time of day, `HH:MM`. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const side = z.enum(sides);

const shift = {
  name: line(30),
  /** 1 Monday to 7 Sunday. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  startsAt: clock,
  endsAt: clock,
  sides: z.array(side).min(1).max(sides.length),
};

/** 巡查计划: a round in this shift, by each of these sides. */
export const shiftPlan = act({
  name: 'premises.patrolShift.plan',
  label: { zh: '增加巡查班次', en: 'Plan a patrol shift' },
  roles: ['archiveLead'],
  clauses: ['4.9-2'],
  subject: 'patrol-shift',
  input: z.strictObject(shift),
  output: z.object({ shiftId: id }),
});

export const shiftEnd = act({
  name: 'premises.patrolShift.end',
  label: { zh: '停用巡查班次', en: 'End a patrol shift' },
  roles: ['archiveLead'],
  clauses: ['4.9-2'],
  subject: 'patrol-shift',
  input: none,
  output: none,
});

/** 登记巡查, by the patroller himself, at a wired terminal; the subject is the shift. */
export const patrolEnter = act({
  name: 'premises.patrol.enter',
  label: { zh: '登记巡查', en: 'Enter a patrol' },
  roles: [...archiveRoles, 'vendorManager', 'teamLeader', 'vendorSecurityLead'],
  clauses: ['4.9-1', '4.9-2', '4.9-3', '4.8-1', '4.8-2', '4.8-3'],
  subject: 'patrol-shift',
  input: z.strictObject({
    /** When the round was made, earlier today; null for now. A late entry says it on its form. */
    at: instant.nullable().default(null),
    ...photoSourceField,
    items: z
      .array(z.strictObject({ item: z.enum(patrolCodes), ...pointFields }))
      .min(1)
      .max(patrolCodes.length),
  }),
  output: z.object({ patrolId: id, issues: z.array(z.string()) }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

/** The plan, today's rounds, and how many each side made since the first of the month. */
export const patrolPlan = view({
  name: 'premises.patrol.plan',
  label: { zh: '巡查', en: 'Patrols' },
  roles: viewers,
  clauses: ['4.9-1', '4.9-2'],
  subject: 'site',
  input: none,
  output: z.object({
    shifts: z.array(z.object({ id, ...shift, version: z.number().int() })),
    today: z.array(
      z.object({
        shift: z.object({ id, name: z.string() }),
        side,
        from: instant,
        to: instant,
        state: z.enum(roundStates),
      }),
    ),
    tally: z.array(
      z.object({
        side,
        due: z.number().int(),
        done: z.number().int(),
        missed: z.number().int(),
      }),
    ),
    patrollers: z.array(z.object({ person, side })),
  }),
});

export const patrolList = view({
  name: 'premises.patrol.list',
  label: { zh: '巡查记录', en: 'Records of patrols' },
  roles: viewers,
  clauses: ['4.9-2'],
  subject: 'site',
  input: z.strictObject({ side: side.optional(), failed: z.boolean().optional(), ...page }),
  output: listOf(
    z.object({
      id,
      shift: z.string(),
      on: day,
      side,
      patrolledBy: person,
      occurredAt: instant,
      late: z.boolean(),
      failed: z.number().int(),
      issues: z.array(z.string()),
    }),
  ),
});

/** 巡查记录 of one round, on paper. */
export const patrolPrint = view({
  name: 'premises.patrol.print',
  label: { zh: '打印巡查记录', en: 'Print a patrol' },
  roles: printers,
  clauses: ['4.9-2'],
  subject: 'patrol',
  input: none,
  output: printed,
});

/** 巡查表 to fill in on the round: no device is carried in the room (4.5-1, 4.6-3). The subject is the shift. */
export const patrolSheet = view({
  name: 'premises.patrol.sheet',
  label: { zh: '打印巡查表', en: 'Print a patrol sheet' },
  roles: printers,
  clauses: ['4.9-2'],
  subject: 'patrol-shift',
  input: z.strictObject({ on: day, side }),
  output: printed,
});

/** The round that a printed sheet is for, by the id in its QR code; the subject is the print. */
export const patrolSheetFind = view({
  name: 'premises.patrol.sheetFind',
  label: { zh: '按巡查表查找', en: 'Find by patrol sheet' },
  roles: viewers,
  clauses: ['4.9-2'],
  subject: 'print',
  input: none,
  output: z.object({ shiftId: id, on: day, side }),
});
