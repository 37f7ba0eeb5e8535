import { z } from 'zod';
import { act, stream, view } from '../declare.ts';
import { archiveRoles } from '../roles.ts';
import { day, id, instant, int8, line, listOf, none, page, person, text, printed } from '../wire.ts';

export const attachmentPurposes = [
  'late-entry',
  'issue',
  'correction',
  'recheck',
  'officer-order',
  'restore-drill',
  'site-check',
  'patrol',
  'badge-photo',
  'device',
  'catalogue',
  'original',
  'handover',
  'staff',
  'training',
  'acceptance',
  'transfer',
] as const;
export type AttachmentPurpose = (typeof attachmentPurposes)[number];

export const attachmentBegin = act({
  name: 'base.attachment.begin',
  label: { zh: '登记附件', en: 'Begin an attachment' },
  roles: 'signedIn',
  clauses: ['2.7-2'],
  subject: 'attachment',
  input: z.strictObject({ purpose: z.enum(attachmentPurposes), fileName: line(255) }),
  output: z.object({ attachmentId: id, grant: z.string().meta({ secret: true }) }),
});

export const attachmentBytes = stream({
  name: 'base.attachment.bytes',
  label: { zh: '上传附件内容', en: 'Send an attachment' },
  clauses: ['2.7-2'],
  grantedBy: 'base.attachment.begin',
  direction: 'up',
});

export const attachmentFinish = act({
  name: 'base.attachment.finish',
  label: { zh: '确认附件', en: 'Finish an attachment' },
  roles: 'signedIn',
  clauses: ['2.7-2', '1.4-3'],
  subject: 'attachment',
  input: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  output: z.object({ attachmentId: id, bytes: int8, sha256: z.string(), sm3: z.string(), mediaType: z.string() }),
});

export const attachmentOpen = view({
  name: 'base.attachment.open',
  label: { zh: '查看附件', en: 'Open an attachment' },
  roles: 'signedIn',
  clauses: ['5.5-6'],
  subject: 'attachment',
  input: none,
  output: z.object({
    attachmentId: id,
    fileName: z.string(),
    mediaType: z.string(),
    bytes: int8,
    grant: z.string().meta({ secret: true }),
  }),
});

export const attachmentRead = stream({
  name: 'base.attachment.read',
  label: { zh: '读取附件内容', en: 'Read an attachment' },
  clauses: ['5.5-6'],
  grantedBy: 'base.attachment.open',
  direction: 'down',
});

export const attachmentList = view({
  name: 'base.attachment.list',
  label: { zh: '附件清单', en: 'Attachments' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['5.5-6'],
  subject: 'attachment',
  input: z.strictObject({ state: z.enum(['stored', 'purged']).optional(), ...page }),
  output: listOf(
    z.object({
      id,
      purpose: z.enum(attachmentPurposes),
      state: z.enum(['begun', 'stored', 'purged']),
      fileName: z.string().nullable(),
      mediaType: z.string().nullable(),
      bytes: int8.nullable(),
      createdBy: person,
      createdAt: instant,
      version: z.number().int(),
    }),
  ),
});

const removedItem = z.object({
  kind: z.string(),
  where: z.string(),
  digest: z.string().nullable(),
  bytes: int8.nullable(),
});

export const purgePreview = view({
  name: 'base.purge.preview',
  label: { zh: '清除预览', en: 'What a purge would remove' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['6.5-1'],
  subject: 'attachment',
  input: none,
  output: z.object({ items: z.array(removedItem), version: z.number().int() }),
});

/** The only delete (清除): two archive persons, everything listed and removed, a tombstone stays. */
export const purge = act({
  name: 'base.purge',
  label: { zh: '清除', en: 'Purge' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['6.5-1', '2.8-5'],
  subject: 'attachment',
  input: z.strictObject({ reason: text(500) }),
  output: z.object({ tombstoneId: id, removed: z.array(removedItem) }),
  approval: { roles: ['archiveLead', 'archiveKeeper'], ttlHours: 24 },
  stepUp: true,
});

export const tombstoneList = view({
  name: 'base.tombstone.list',
  label: { zh: '清除记录', en: 'Tombstones' },
  roles: [...archiveRoles, 'securityOfficer', 'auditor', 'externalInspector'],
  clauses: ['6.5-1', '2.8-5'],
  subject: 'tombstone',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      subjectType: z.string(),
      subjectId: z.string(),
      digest: z.string(),
      removed: z.array(removedItem),
      reason: z.string(),
      requestedBy: person,
      approvedBy: person,
      purgedAt: instant,
    }),
  ),
});

export const purgeCertificate = view({
  name: 'base.purge.certificate',
  label: { zh: '打印清除证明', en: 'Print a purge certificate' },
  roles: ['archiveLead', 'archiveKeeper', 'securityOfficer', 'auditor'],
  clauses: ['6.5-1'],
  subject: 'tombstone',
  input: none,
  output: printed,
});

export const printAgain = view({
  name: 'base.print.again',
  label: { zh: '重打表单', en: 'Reprint a form' },
  roles: [...archiveRoles, 'administrator', 'securityOfficer', 'auditor'],
  clauses: ['2.7-2'],
  subject: 'print',
  input: none,
  output: printed,
});

export const lateList = view({
  name: 'base.late.list',
  label: { zh: '补录清单', en: 'Late entries' },
  roles: [...archiveRoles, 'securityOfficer', 'auditor', 'externalInspector'],
  clauses: ['2.7-2'],
  subject: 'late-entry',
  input: z.strictObject({ from: day.optional(), to: day.optional(), ...page }),
  output: listOf(
    z.object({
      entryId: id,
      act: z.string(),
      subjectId: z.string().nullable(),
      occurredAt: instant,
      recordedAt: instant,
      reason: z.string(),
      formNumber: z.string(),
      scanId: id,
      recordedBy: person,
      confirmedBy: person,
    }),
  ),
});

export const copyList = view({
  name: 'base.copy.list',
  label: { zh: '拷贝台账', en: 'Copy ledger' },
  roles: [...archiveRoles, 'securityOfficer', 'auditor', 'externalInspector'],
  clauses: ['2.8-4', '5.9-2'],
  subject: 'copy',
  input: z.strictObject({ act: z.string().max(100).optional(), ...page }),
  output: listOf(
    z.object({
      id,
      act: z.string(),
      subjectId: z.string().nullable(),
      sha256: z.string(),
      bytes: int8,
      target: z.string(),
      purpose: z.string(),
      requestedBy: person,
      approvedBy: person,
      copiedAt: instant,
    }),
  ),
});
