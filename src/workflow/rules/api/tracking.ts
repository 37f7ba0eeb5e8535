import { z } from 'zod';
import { view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role, workingRoles } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, nullablePerson, page, person } from '#/base/rules/wire.ts';
import { taskStates } from '../task.ts';

/** Who sees how all the work goes on; whoever works at it sees his own pile (2.8-6). */
export const trackers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  ...archiveRoles,
  'vendorManager',
  'teamLeader',
  'vendorSecurityLead',
  'externalInspector',
];

const state = z.enum(taskStates);
const step = line(30);

/** 进度看板: each unit once, in one state; what is held up first, then what is longest overdue. Codes, no titles. */
export const boardShow = view({
  name: 'workflow.board.show',
  label: { zh: '进度看板', en: 'Board' },
  roles: trackers,
  clauses: ['5.6-3'],
  subject: 'project',
  input: z.strictObject({ step: step.optional(), state: state.optional(), overdue: z.boolean().optional(), ...page }),
  output: listOf(
    z.object({
      unitId: id,
      originalId: id,
      code: z.string(),
      state,
      halted: z.boolean(),
      step,
      name: z.string(),
      mandatory: z.boolean(),
      holder: nullablePerson,
      since: instant,
      dueAt: instant.nullable(),
      overdue: z.boolean(),
      reason: z.string().nullable(),
    }),
  ),
});

/** Over all open units: how many stand at which step in which state; their sum is how many there are. */
export const boardCount = view({
  name: 'workflow.board.count',
  label: { zh: '进度汇总', en: 'Progress' },
  roles: trackers,
  clauses: ['5.6-3'],
  subject: 'project',
  input: none,
  output: z.object({
    rows: z.array(z.object({ step, name: z.string(), state, count: z.number().int(), overdue: z.number().int() })),
    total: z.number().int(),
  }),
});

/** 一件的过程: where each of its tasks stands, and everything that happened. */
export const unitTrack = view({
  name: 'workflow.unit.track',
  label: { zh: '追踪一件', en: 'Track a unit' },
  roles: trackers,
  clauses: ['5.6-3'],
  subject: 'original',
  input: none,
  output: z.object({
    units: z.array(
      z.object({
        unitId: id,
        code: z.string(),
        workflow: z.string(),
        openedAt: instant,
        closedAt: instant.nullable(),
        tasks: z.array(
          z.object({
            step,
            name: z.string(),
            mandatory: z.boolean(),
            state,
            by: nullablePerson,
            reservedFor: nullablePerson,
            round: z.number().int(),
          }),
        ),
        events: z.array(
          z.object({
            event: z.string(),
            step: step.nullable(),
            name: z.string().nullable(),
            /** Whose act it was; null for a claim that ran out. */
            by: nullablePerson,
            /** Whom it concerns: who got a pile assigned, to whom it was sent back. */
            person: nullablePerson,
            reason: z.string().nullable(),
            at: instant,
          }),
        ),
      }),
    ),
  }),
});

const amount = z.object({
  pages: z.number().int(),
  a4: z.number().int(),
  items: z.number().int(),
  volumes: z.number().int(),
});

/** Who sees piece-work; those who only work see their own. */
export const counters: readonly Role[] = [...new Set([...trackers, ...workingRoles])];

/** 计件: of those whose work he sees, or of himself. */
export const pieceWorkShow = view({
  name: 'workflow.piecework.show',
  label: { zh: '计件', en: 'Piece-work' },
  roles: counters,
  clauses: ['5.6-3'],
  subject: 'project',
  input: z.strictObject({ from: day, to: day }),
  output: z.object({
    rows: z.array(z.object({ person, day, step, name: z.string(), submitted: amount, rework: amount, net: amount })),
    total: z.object({ submitted: amount, rework: amount, net: amount }),
  }),
});

/** Who may be given a pile: those who work in the project at that step. */
export const workerList = view({
  name: 'workflow.worker.list',
  label: { zh: '可派工人员', en: 'Who may be assigned' },
  roles: ['teamLeader', 'vendorManager'],
  clauses: ['5.6-2'],
  subject: 'project',
  input: z.strictObject({ step }),
  output: z.object({ items: z.array(z.object({ ...person.shape, inside: z.boolean() })) }),
});
