import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { id, instant, line, none, person, printed, text } from '#/base/rules/wire.ts';
import { stages } from '#/premises/rules/plan.ts';
import { undoables } from '../custody.ts';
import { handlers, holders, slipSteps } from '../work.ts';
import { vendorReceivers } from './batches.ts';
import { archiveKeepers, originalViewers } from './originals.ts';

/** What a scanner says: the number of a slip, an archival code; a part follows as `/2`. */
const scanned = line(120);

const moved = z.object({
  /** Of its history: an undo names it. */
  movementId: id,
  originalId: id,
  code: z.string(),
  title: z.string().nullable(),
  part: z.number().int().nullable(),
  stage: z.enum(stages).nullable(),
  cabinet: z.string().nullable(),
});

/** 领取: out of its cabinet, into the hand of whoever scans. */
export const workTake = act({
  name: 'custody.work.take',
  label: { zh: '领取档案', en: 'Take an original' },
  roles: handlers,
  clauses: ['6.4-1', '6.4-3', '6.6-2'],
  subject: 'site',
  input: z.strictObject({ code: scanned }),
  output: moved,
});

/** 入柜: a cabinet for what is at the other stage refuses it (4.4-2). */
export const workStore = act({
  name: 'custody.work.store',
  label: { zh: '档案入柜', en: 'Put into a cabinet' },
  roles: [...holders, ...archiveKeepers],
  clauses: ['4.4-2', '6.4-3', '6.6-1', '6.7-2'],
  subject: 'site',
  input: z.strictObject({ code: scanned, cabinet: line(60) }),
  output: moved,
});

/** 撤销: the last scan of an original, by whoever made it, on the same day, while nothing has happened since. */
export const workUndo = act({
  name: 'custody.work.undo',
  label: { zh: '撤销扫码', en: 'Take a scan back' },
  roles: [...holders, ...archiveKeepers],
  clauses: ['6.4-3'],
  subject: 'site',
  input: z.strictObject({ movement: id }),
  output: moved.extend({ undone: z.enum(undoables) }),
});

/** 人对人交接: a pile changes hands, and whoever gets it agrees. */
export const workPass = act({
  name: 'custody.work.pass',
  label: { zh: '当面交接', en: 'Pass to another person' },
  roles: holders,
  approval: { roles: handlers, ttlHours: 4 },
  clauses: ['6.4-3', '6.7-1'],
  subject: 'site',
  input: z.strictObject({ codes: z.array(scanned).min(1).max(200), to: id }),
  output: z.object({ count: z.number().int() }),
});

export const workUnbind = act({
  name: 'custody.work.unbind',
  label: { zh: '拆卷', en: 'Take apart' },
  roles: handlers,
  clauses: ['6.3-5'],
  subject: 'site',
  input: z.strictObject({ code: scanned, binding: line(100) }),
  output: moved,
});

/** 装订复核: bound again, and looked at by a second person. */
export const workRebind = act({
  name: 'custody.work.rebind',
  label: { zh: '装订复核', en: 'Bind again' },
  roles: handlers,
  approval: { roles: [...handlers, ...archiveKeepers], ttlHours: 12 },
  clauses: ['6.3-5', '6.4-1'],
  subject: 'site',
  input: z.strictObject({ code: scanned, remark: text(300, 0).default('') }),
  output: moved,
});

/** 加工完毕: from here on it lies among what is processed. */
export const workProcess = act({
  name: 'custody.work.process',
  label: { zh: '加工完毕', en: 'Mark as processed' },
  roles: handlers,
  clauses: ['4.4-2', '6.7-3'],
  subject: 'site',
  input: z.strictObject({ code: scanned }),
  output: moved,
});

/** 分单: some of its pages at another place. */
export const partOut = act({
  name: 'custody.part.out',
  label: { zh: '取出分单', en: 'Take out a part' },
  roles: handlers,
  clauses: ['6.4-1', '6.4-3'],
  subject: 'site',
  input: z.strictObject({ code: scanned, description: line(200), to: id }),
  output: moved,
});

export const partBack = act({
  name: 'custody.part.back',
  label: { zh: '收回分单', en: 'Bring a part back' },
  roles: handlers,
  clauses: ['6.4-1', '6.4-3'],
  subject: 'site',
  input: z.strictObject({ code: scanned }),
  output: moved,
});

/** A line of the slip: what was done, with which device, how much, by whom, when. */
export const slipSign = act({
  name: 'custody.slip.sign',
  label: { zh: '登记工序', en: 'Enter a step' },
  roles: handlers,
  clauses: ['6.4-1', '6.4-2', '6.4-3'],
  subject: 'site',
  input: z.strictObject({
    code: scanned,
    step: z.enum(slipSteps),
    /** Number of an admitted device. */
    device: line(30).nullable().default(null),
    items: z.number().int().min(0).max(100_000),
    pages: z.number().int().min(0).max(1_000_000),
    startedAt: instant,
    note: text(300, 0).default(''),
  }),
  output: z.object({ stepId: id }),
  late: { roles: ['teamLeader', 'archiveLead', 'archiveKeeper'], ttlHours: 72 },
});

export const slipShow = view({
  name: 'custody.slip.show',
  label: { zh: '查看流程单', en: 'Open a routing slip' },
  roles: originalViewers,
  clauses: ['6.4-1', '6.4-2'],
  subject: 'original',
  input: none,
  output: z.object({
    slips: z.array(
      z.object({
        number: z.string(),
        batch: z.string(),
        madeAt: instant,
        steps: z.array(
          z.object({
            id,
            step: z.enum(slipSteps),
            part: z.number().int().nullable(),
            device: z.string().nullable(),
            items: z.number().int(),
            pages: z.number().int(),
            startedAt: instant,
            finishedAt: instant,
            by: person,
            note: z.string(),
          }),
        ),
      }),
    ),
  }),
});

/** Slips of a batch to print: each with its barcode and empty lines. */
export const slipPrint = view({
  name: 'custody.slip.print',
  label: { zh: '打印流程单', en: 'Print routing slips' },
  roles: [...archiveKeepers, ...vendorReceivers],
  clauses: ['6.4-1', '6.4-2'],
  subject: 'batch',
  input: none,
  output: printed,
});

/** Persons who may get originals in hand, by name. */
export const handlerList = view({
  name: 'custody.handler.list',
  label: { zh: '可接手的人员', en: 'Who may take originals' },
  roles: holders,
  clauses: ['6.4-3'],
  subject: 'site',
  input: none,
  output: z.object({ items: z.array(person) }),
});

/** 档案装具: their labels, and how much is registered in each. */
export const cabinetList = view({
  name: 'custody.cabinet.list',
  label: { zh: '档案装具', en: 'Cabinets' },
  roles: [...new Set([...handlers, ...archiveKeepers, ...vendorReceivers])],
  clauses: ['4.4-2', '6.7-2'],
  subject: 'site',
  input: none,
  output: z.object({
    items: z.array(z.object({ id, code: z.string(), stage: z.enum(stages), count: z.number().int() })),
  }),
});
