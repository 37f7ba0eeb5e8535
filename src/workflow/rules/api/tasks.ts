import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { workingRoles } from '#/base/rules/roles.ts';
import { id, instant, line, none, person, text } from '#/base/rules/wire.ts';
import { taskStates } from '../task.ts';

/** What a scanner says: the number of a slip, or an archival code. */
const scanned = line(120);
const step = line(30);
const reason = text(300);

/** Who holds up, lets go and takes back. */
export const foremen = ['teamLeader', 'vendorManager'] as const satisfies readonly Role[];
/** Who may say that a unit waits for something. */
export const holders = [...foremen, 'archiveLead', 'archiveKeeper'] as const satisfies readonly Role[];

const claimed = z.object({ claimId: id.nullable(), count: z.number().int(), codes: z.array(z.string()) });

/** 领取一摞: as many as there are, at most so many. */
export const taskClaim = act({
  name: 'workflow.task.claim',
  label: { zh: '领取任务', en: 'Claim a pile' },
  roles: workingRoles,
  clauses: ['2.8-6', '5.6-2', '6.5-1'],
  subject: 'project',
  input: z.strictObject({ step, count: z.number().int().min(1).max(200) }),
  output: claimed,
});

/** 扫码领取: the one whose slip was scanned, at the first of its steps that can be done by whoever scans. */
export const taskPick = act({
  name: 'workflow.task.pick',
  label: { zh: '扫码领取', en: 'Claim by scan' },
  roles: workingRoles,
  clauses: ['2.8-6', '5.6-2', '6.5-1'],
  subject: 'site',
  input: z.strictObject({ code: scanned }),
  output: z.object({ claimId: id, code: z.string(), step, name: z.string() }),
});

/** 派工: a pile for somebody else. */
export const taskAssign = act({
  name: 'workflow.task.assign',
  label: { zh: '派工', en: 'Assign a pile' },
  roles: foremen,
  clauses: ['5.6-2'],
  subject: 'project',
  input: z.strictObject({ step, count: z.number().int().min(1).max(200), to: id }),
  output: claimed,
});

/** 提交: those that were scanned, or all that he has claimed at a step. */
export const taskSubmit = act({
  name: 'workflow.task.submit',
  label: { zh: '提交任务', en: 'Submit a pile' },
  roles: workingRoles,
  clauses: ['5.6-2', '5.6-3', '6.4-1', '6.4-2', '6.5-1'],
  subject: 'project',
  input: z.strictObject({
    step,
    /** Null for the whole pile. */
    codes: z.array(scanned).min(1).max(200).nullable(),
    /** Number of an admitted device. */
    device: line(30).nullable().default(null),
  }),
  output: z.object({
    count: z.number().int(),
    pages: z.number().int(),
    a4: z.number().int(),
    /** Left in the pile: a classified mark was found (6.5-1). */
    halted: z.number().int(),
  }),
});

/** 退回: to the step that caused it, and to whoever did that. */
export const taskSendBack = act({
  name: 'workflow.task.sendBack',
  label: { zh: '退回返工', en: 'Send back' },
  roles: [...workingRoles, 'vendorManager', 'archiveLead', 'archiveKeeper'],
  clauses: ['5.6-2', '5.6-3'],
  subject: 'site',
  input: z.strictObject({ code: scanned, to: step, reason }),
  output: z.object({ person: person.nullable(), reopened: z.array(z.string()) }),
});

export const taskTakeBack = act({
  name: 'workflow.task.takeBack',
  label: { zh: '回收任务', en: 'Take a task back' },
  roles: foremen,
  clauses: ['5.6-2'],
  subject: 'unit',
  input: z.strictObject({ step, reason }),
  output: none,
});

/** 略过: what the workflow does not ask of every unit. */
export const taskOmit = act({
  name: 'workflow.task.omit',
  label: { zh: '略过工序', en: 'Leave a step out' },
  roles: foremen,
  clauses: ['5.6-1'],
  subject: 'unit',
  input: z.strictObject({ step, reason }),
  output: none,
});

export const unitBlock = act({
  name: 'workflow.unit.block',
  label: { zh: '挂起', en: 'Hold a unit up' },
  roles: holders,
  clauses: ['5.6-2', '5.6-3'],
  subject: 'unit',
  input: z.strictObject({ reason }),
  output: none,
});

export const unitRelease = act({
  name: 'workflow.unit.release',
  label: { zh: '恢复', en: 'Let a unit go on' },
  roles: holders,
  clauses: ['5.6-2', '5.6-3'],
  subject: 'unit',
  input: none,
  output: none,
});

/** 我的任务: what he has claimed, and how much there is to claim; of nothing else anything is told (2.8-6). */
export const pileShow = view({
  name: 'workflow.pile.show',
  label: { zh: '我的任务', en: 'My pile' },
  roles: workingRoles,
  clauses: ['2.8-6', '5.6-2'],
  subject: 'project',
  input: none,
  output: z.object({
    steps: z.array(
      z.object({
        key: step,
        name: z.string(),
        needsDevice: z.boolean(),
        /** Can be claimed by him: fresh ones, and what was sent back to him. */
        ready: z.number().int(),
        returned: z.number().int(),
        claimed: z.number().int(),
      }),
    ),
    items: z.array(
      z.object({
        unitId: id,
        step,
        code: z.string(),
        /** Number of its routing slip: a scan of that means it too. */
        slip: z.string(),
        /** Null for what is halted: nothing of its content is shown (6.5-1). */
        title: z.string().nullable(),
        pages: z.number().int(),
        state: z.enum(taskStates),
        halted: z.boolean(),
        round: z.number().int(),
        /** Why it was sent back, last. */
        remark: z.string().nullable(),
        claimedAt: instant,
        leaseUntil: instant,
      }),
    ),
    /** Done by him today. */
    today: z.object({ tasks: z.number().int(), pages: z.number().int(), a4: z.number().int() }),
  }),
});

/** Keeps his claims while his page is open; says nothing of them. */
export const pileKeep = view({
  name: 'workflow.pile.keep',
  label: { zh: '续期', en: 'Keep my claims' },
  roles: workingRoles,
  clauses: ['5.6-2'],
  subject: 'site',
  input: none,
  output: z.object({ kept: z.number().int() }),
  record: 'quiet',
});
