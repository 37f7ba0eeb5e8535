import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { VendorRole } from '#/base/rules/roles.ts';
import {
  day,
  id,
  instant,
  line,
  listOf,
  none,
  nullablePerson,
  page,
  person,
  printed,
  text,
} from '#/base/rules/wire.ts';
import { batchStates, conditions, directions, planBreaches } from '../handover.ts';
import { archiveKeepers, originalViewers } from './originals.ts';

/** Who receives originals for the vendor, and gives them back. */
export const vendorReceivers: readonly VendorRole[] = ['vendorManager', 'teamLeader'];

/** 调档计划: when, how many in all, how many at one time. The newest of a project holds. */
export const planSet = act({
  name: 'custody.plan.set',
  label: { zh: '设定调档计划', en: 'Set a retrieval plan' },
  roles: ['archiveLead'],
  clauses: ['6.2-1'],
  subject: 'project',
  input: z.strictObject({
    startsOn: day,
    endsOn: day,
    mostTotal: z.number().int().min(1).max(10_000_000),
    mostAtOnce: z.number().int().min(1).max(1_000_000),
    /** 6.7-4: days out after which an original is disinfected before it goes back. */
    disinfectAfterDays: z.number().int().min(1).max(3650).default(30),
    remark: text(500, 0).default(''),
  }),
  output: z.object({ planId: id }),
});

/** 申请调档: these originals, by their codes. */
export const batchRequest = act({
  name: 'custody.batch.request',
  label: { zh: '申请调档', en: 'Ask for a batch' },
  roles: [...archiveKeepers, ...vendorReceivers],
  clauses: ['2.2-1', '6.1-1', '6.2-1'],
  subject: 'project',
  input: z.strictObject({
    name: line(100),
    codes: z.array(line(100)).min(1).max(1000),
    remark: text(500, 0).default(''),
  }),
  output: z.object({ batchId: id, number: z.string(), count: z.number().int() }),
});

/** 批准调档; beyond the plan with a reason (6.2-1). */
export const batchApprove = act({
  name: 'custody.batch.approve',
  label: { zh: '批准调档', en: 'Approve a batch' },
  roles: ['archiveLead'],
  clauses: ['6.2-1'],
  subject: 'batch',
  input: z.strictObject({ overReason: text(300, 0).default('') }),
  output: none,
});

export const batchCancel = act({
  name: 'custody.batch.cancel',
  label: { zh: '取消调档', en: 'Cancel a batch' },
  roles: archiveKeepers,
  clauses: ['6.2-1'],
  subject: 'batch',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

/** Not found on its shelf, or not fit to go: out of the batch before it goes out. */
export const batchDrop = act({
  name: 'custody.batch.drop',
  label: { zh: '移出批次', en: 'Take out of a batch' },
  roles: archiveKeepers,
  clauses: ['6.1-5', '6.2-2'],
  subject: 'batch',
  input: z.strictObject({ code: line(100), reason: text(300) }),
  output: none,
});

/** 清点: a scan counts one original on the side of whoever scans. */
export const countScan = act({
  name: 'custody.count.scan',
  label: { zh: '清点', en: 'Count' },
  roles: [...archiveKeepers, ...vendorReceivers, 'preparer'],
  clauses: ['6.2-2', '6.2-4'],
  subject: 'batch',
  input: z.strictObject({
    direction: z.enum(directions),
    code: line(100),
    condition: z.enum(conditions).default('intact'),
    note: line(200, 0).default(''),
  }),
  output: z.object({
    code: z.string(),
    title: z.string().nullable(),
    pages: z.number().int().nullable(),
    /** Still to be counted on this side. */
    left: z.number().int(),
  }),
});

export const countUndo = act({
  name: 'custody.count.undo',
  label: { zh: '撤销清点', en: 'Undo a count' },
  roles: [...archiveKeepers, ...vendorReceivers, 'preparer'],
  clauses: ['6.2-2'],
  subject: 'batch',
  input: z.strictObject({ direction: z.enum(directions), code: line(100) }),
  output: z.object({ left: z.number().int() }),
});

/** 交接: the archive's keeper hands over, the vendor's receiver agrees with his own factor. */
export const handoverOut = act({
  name: 'custody.handover.out',
  label: { zh: '调出交接', en: 'Hand over to the vendor' },
  roles: archiveKeepers,
  approval: { roles: vendorReceivers, ttlHours: 24 },
  stepUp: true,
  clauses: ['6.2-2', '6.2-3', '6.2-4', '6.4-1'],
  subject: 'batch',
  input: z.strictObject({ content: line(200), remark: text(500, 0).default('') }),
  output: z.object({ handoverId: id, number: z.string(), count: z.number().int() }),
});

/** 归还: the vendor's person gives back what both sides have counted, the archive's keeper takes it. */
export const handoverReturn = act({
  name: 'custody.handover.return',
  label: { zh: '归还交接', en: 'Give back to the archive' },
  roles: vendorReceivers,
  approval: { roles: archiveKeepers, ttlHours: 24 },
  stepUp: true,
  clauses: ['6.2-2', '6.2-3', '6.2-4', '6.7-3'],
  subject: 'batch',
  input: z.strictObject({ content: line(200), remark: text(500, 0).default('') }),
  output: z.object({ handoverId: id, number: z.string(), count: z.number().int() }),
});

const counts = z.object({
  total: z.number().int(),
  in: z.number().int(),
  out: z.number().int(),
  halted: z.number().int(),
  lost: z.number().int(),
});

const batch = {
  id,
  number: z.string(),
  name: z.string(),
  project: z.object({ id, number: z.string(), name: z.string() }),
  state: z.enum(batchStates),
  requestedBy: person,
  requestedAt: instant,
  approvedBy: nullablePerson,
  counts,
  version: z.number().int(),
};

export const batchList = view({
  name: 'custody.batch.list',
  label: { zh: '调档批次', en: 'Batches' },
  roles: originalViewers,
  clauses: ['6.2-1'],
  subject: 'site',
  input: z.strictObject({ state: z.enum(batchStates).optional(), projectId: id.optional(), ...page }),
  output: listOf(z.object(batch)),
});

const countRow = z.object({
  by: person,
  at: instant,
  condition: z.enum(conditions),
  note: z.string(),
});

export const batchShow = view({
  name: 'custody.batch.show',
  label: { zh: '查看批次', en: 'Open a batch' },
  roles: originalViewers,
  clauses: ['6.2-1', '6.2-2', '6.2-4'],
  subject: 'batch',
  input: none,
  output: z.object({
    ...batch,
    remark: z.string(),
    breaches: z.array(z.enum(planBreaches)),
    overReason: z.string().nullable(),
    /** What is being counted now. */
    direction: z.enum(directions).nullable(),
    originals: z.array(
      z.object({
        id,
        code: z.string(),
        title: z.string().nullable(),
        pages: z.number().int().nullable(),
        dropped: z.string().nullable(),
        archive: countRow.nullable(),
        vendor: countRow.nullable(),
      }),
    ),
    handovers: z.array(
      z.object({
        id,
        number: z.string(),
        direction: z.enum(directions),
        count: z.number().int(),
        givenBy: person,
        receivedBy: person,
        at: instant,
        /** When it was closed on the paper that both sides signed. */
        paper: z.object({ scanId: id, signedAt: instant, checkedBy: person }).nullable(),
        /** 业务签收. */
        receipt: z.object({ by: person, at: instant, pages: z.number().int() }).nullable(),
      }),
    ),
  }),
});

/** 交接清单, two copies. */
export const handoverPrint = view({
  name: 'custody.handover.print',
  label: { zh: '打印交接清单', en: 'Print a handover list' },
  roles: [...archiveKeepers, ...vendorReceivers],
  clauses: ['6.2-3', '6.2-4'],
  subject: 'handover',
  input: none,
  output: printed,
});
