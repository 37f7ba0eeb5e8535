import { z } from 'zod';
import { view } from '#/base/rules/declare.ts';
import { id, instant, line, words } from '#/base/rules/wire.ts';
import { vendorReceivers } from './batches.ts';
import { archiveKeepers, originalViewers } from './originals.ts';
import { handlers } from '../work.ts';

/** 待办: what waits for whoever asks among originals, of the projects that he works in. */
export const custodyDueList = view({
  name: 'custody.due.list',
  label: { zh: '档案待办', en: 'Due among originals' },
  roles: [...archiveKeepers, ...vendorReceivers, 'vendorSecurityLead'],
  clauses: ['6.2-1', '6.3-2', '6.5-3', '6.6-1', '6.7-3'],
  subject: 'site',
  input: z.strictObject({ limit: z.number().int().min(1).max(200).optional(), cursor: z.string().optional() }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        title: words,
        note: words,
        at: instant.nullable(),
        overdue: z.boolean(),
        path: z.string(),
      }),
    ),
    next: z.string().nullable(),
  }),
});

/** 扫码查找: what a label that no page has asked for names; a page opens on it. */
export const scanFind = view({
  name: 'custody.scan.find',
  label: { zh: '扫码查找', en: 'Find by a scan' },
  roles: originalViewers,
  clauses: ['6.4-3'],
  subject: 'site',
  input: z.strictObject({ code: line(120) }),
  output: z.object({
    code: z.string(),
    title: z.string().nullable(),
    projectId: id,
    /** The batch that is counted now, where whoever scans counts. */
    counting: id.nullable(),
  }),
});

/** Who counts a batch that he scans an original of. */
export const counters = [...archiveKeepers, ...vendorReceivers, ...handlers.filter((role) => role === 'preparer')];
