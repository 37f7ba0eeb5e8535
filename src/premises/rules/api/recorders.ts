import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles } from '#/base/rules/roles.ts';
import { day, id, instant, line, none, person, text } from '#/base/rules/wire.ts';
import { recorderStates } from '../recorder.ts';
import { footageKeepers, footageViewers } from './footage.ts';

/** 录像机登记: a recorder of another make that keeps the footage of these cameras. */
export const recorderRegister = act({
  name: 'premises.recorder.register',
  label: { zh: '登记录像机', en: 'Register a recorder' },
  roles: footageKeepers,
  clauses: ['4.3-1', '4.3-6'],
  subject: 'recorder',
  input: z.strictObject({
    code: line(30),
    model: line(100),
    location: line(100),
    installedOn: day,
    cameraIds: z.array(id).min(1).max(64),
  }),
  output: z.object({ recorderId: id }),
});

export const recorderRetire = act({
  name: 'premises.recorder.retire',
  label: { zh: '停用录像机', en: 'Retire a recorder' },
  roles: footageKeepers,
  clauses: ['4.3-1'],
  subject: 'recorder',
  input: none,
  output: none,
});

/** 录像机每周读数: how far back it still plays; the subject is the recorder. */
export const recorderRead = act({
  name: 'premises.recorder.read',
  label: { zh: '登记录像机读数', en: 'Read a recorder' },
  roles: [...archiveRoles],
  clauses: ['4.3-3', '4.3-6'],
  subject: 'recorder',
  input: z.strictObject({
    earliest: instant,
    capacityGb: z.number().int().min(1).max(10_000_000),
    usedGb: z.number().int().min(0).max(10_000_000),
    remark: text(300, 0).default(''),
  }),
  output: z.object({ readingId: id, state: z.enum(recorderStates) }),
  late: { roles: [...archiveRoles], ttlHours: 72 },
});

export const recorderList = view({
  name: 'premises.recorder.list',
  label: { zh: '录像机', en: 'Recorders' },
  roles: footageViewers,
  clauses: ['4.3-1', '4.3-6'],
  subject: 'site',
  input: none,
  output: z.object({
    recorders: z.array(
      z.object({
        id,
        code: z.string(),
        model: z.string(),
        location: z.string(),
        installedOn: day,
        cameras: z.array(z.object({ id, code: z.string() })),
        state: z.enum(recorderStates),
        reaches: z.number().int().nullable(),
        holds: z.number().int().nullable(),
        overwritesAt: instant.nullable(),
        last: z
          .object({
            at: instant,
            by: person,
            earliest: instant,
            capacityGb: z.number().int(),
            usedGb: z.number().int(),
            remark: z.string(),
          })
          .nullable(),
        dueOn: day,
        version: z.number().int(),
      }),
    ),
  }),
});
