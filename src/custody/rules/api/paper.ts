import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, instant, line, none, person, printed, text } from '#/base/rules/wire.ts';
import { vendorReceivers } from './batches.ts';
import { archiveKeepers } from './originals.ts';

/** 待签清单: what both sides have counted, to be signed and sealed on paper where there is no second factor. */
export const handoverDraft = view({
  name: 'custody.handover.draft',
  label: { zh: '打印待签交接清单', en: 'Print a handover list to sign' },
  roles: archiveKeepers,
  clauses: ['6.2-3', '6.2-4'],
  subject: 'batch',
  input: z.strictObject({
    content: line(200),
    remark: text(500, 0).default(''),
    /** Of the vendor: who receives, or gives back. */
    counterpart: id,
  }),
  output: printed,
});

/** 登记已签清单: its QR code is scanned and a scan of it attached; another of the archive compares both. */
export const handoverPaper = act({
  name: 'custody.handover.paper',
  label: { zh: '登记已签交接清单', en: 'Enter a signed handover list' },
  roles: archiveKeepers,
  approval: { roles: archiveKeepers, ttlHours: 24 },
  stepUp: true,
  clauses: ['6.2-2', '6.2-3', '6.2-4'],
  subject: 'batch',
  input: z.strictObject({
    /** What its QR code says: form, version, id and hash. */
    mark: line(200),
    scanId: id,
    signedAt: instant,
  }),
  output: z.object({ handoverId: id, number: z.string(), count: z.number().int() }),
});

/** Of the side that receives: it takes over the work. */
export const businessReceivers: readonly Role[] = [...archiveKeepers, ...vendorReceivers];

/** 业务签收, apart from who took the paper. */
export const receiptSign = act({
  name: 'custody.receipt.sign',
  label: { zh: '业务签收', en: 'Sign for the work' },
  roles: businessReceivers,
  clauses: ['6.2-3'],
  subject: 'handover',
  input: z.strictObject({ pages: z.number().int().min(0).max(10_000_000), remark: text(300, 0).default('') }),
  output: none,
});

/** Of the vendor, in the project of a batch: who may receive and give back. */
export const receiverList = view({
  name: 'custody.receiver.list',
  label: { zh: '可接收的人员', en: 'Who may receive' },
  roles: archiveKeepers,
  clauses: ['6.2-2'],
  subject: 'batch',
  input: none,
  output: z.object({ items: z.array(person) }),
});
