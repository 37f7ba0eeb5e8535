import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { workingRoles } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, nullablePerson, page, person, text } from '#/base/rules/wire.ts';
import { mostStaff } from '../staff.ts';
import { trainers, trainingKinds } from '../training.ts';
import { projectViewers } from './viewers.ts';

const registrars: readonly Role[] = [...new Set([...trainers.secrecy, ...trainers.trade])];

/** What a training was. */
const facts = {
  kind: z.enum(trainingKinds),
  /** Last business day of it. */
  heldOn: day,
  days: z.number().int().min(1).max(60),
  hours: z.number().min(0.5).max(500),
  topic: line(200),
  /** Whoever taught. */
  trainer: line(100),
};

const outcome = {
  /** The post it was for; null for secrecy education. */
  role: z.enum(workingRoles).nullable(),
  /** Of 100; null where none was given. */
  score: z.number().int().min(0).max(100).nullable(),
  passed: z.boolean(),
};

/** 登记培训: what was taught to whom, and who passed. Without it nobody claims a task. */
export const trainingRegister = act({
  name: 'engagement.training.register',
  label: { zh: '登记培训', en: 'Register training' },
  roles: registrars,
  clauses: ['2.5-3', '3.8-1', '3.8-2'],
  subject: 'project',
  input: z.strictObject({
    ...facts,
    /** The signed list of who was there, scanned. */
    attachmentId: id.nullable(),
    people: z
      .array(z.strictObject({ personId: id, ...outcome }))
      .min(1)
      .max(mostStaff),
  }),
  output: z.object({ trainingId: id }),
});

/** 撤销: entered wrongly; from then on it counts for nobody. */
export const trainingWithdraw = act({
  name: 'engagement.training.withdraw',
  label: { zh: '撤销培训登记', en: 'Withdraw a training' },
  roles: registrars,
  clauses: ['2.5-3', '3.8-2'],
  subject: 'training',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

export const trainingList = view({
  name: 'engagement.training.list',
  label: { zh: '培训记录', en: 'Training' },
  roles: projectViewers,
  clauses: ['2.5-3', '3.8-1'],
  subject: 'project',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      ...facts,
      people: z.array(z.object({ person, ...outcome })),
      attachmentId: id.nullable(),
      registeredBy: person,
      registeredAt: instant,
      withdrawnBy: nullablePerson,
      withdrawReason: z.string().nullable(),
    }),
  ),
});
