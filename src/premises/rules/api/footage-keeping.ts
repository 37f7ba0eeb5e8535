import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import {
  id,
  instant,
  int8,
  line,
  listOf,
  none,
  nullablePerson,
  page,
  person,
  printed,
  text,
} from '#/base/rules/wire.ts';
import { footageKeepers, footageViewers } from './footage.ts';

const readers: readonly Role[] = footageViewers;
const printers: readonly Role[] = readers.filter((role) => role !== 'externalInspector');
const camera = z.object({ id, code: z.string() });

/** 删除录像 of a period; the subject is the camera. Agreed to by the 保密员, and measured again when he has. */
export const footageDelete = act({
  name: 'premises.footage.delete',
  label: { zh: '删除录像', en: 'Delete footage' },
  roles: footageKeepers,
  clauses: ['4.3-6', '4.3-8'],
  subject: 'camera',
  input: z.strictObject({ from: instant, to: instant, reason: text(300) }),
  output: z.object({ deletionId: id, number: z.string(), pieces: z.number().int(), bytes: int8 }),
  approval: { roles: ['securityOfficer'], ttlHours: 72 },
  stepUp: true,
});

/** 重读录像: pieces of a period that were found altered or gone are read again; the subject is the camera. */
export const footageReread = act({
  name: 'premises.footage.reread',
  label: { zh: '重读录像', en: 'Read footage again' },
  roles: footageKeepers,
  clauses: ['4.3-6'],
  subject: 'camera',
  input: z.strictObject({ from: instant, to: instant, reason: text(300) }),
  output: z.object({ pieces: z.number().int() }),
});

/** 录像删除记录: what is left of footage that went. */
export const footageDeletionList = view({
  name: 'premises.footage.deletions',
  label: { zh: '录像删除记录', en: 'Deleted footage' },
  roles: readers,
  clauses: ['4.3-8'],
  subject: 'site',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      camera,
      from: instant,
      to: instant,
      reason: z.string(),
      pieces: z.number().int(),
      bytes: int8,
      digest: z.string(),
      requestedBy: person,
      approvedBy: person,
      deletedAt: instant,
      /** False while bytes still lie on the disk. */
      erased: z.boolean(),
    }),
  ),
});

/** 查证保留: what must stay whatever its age. Without a subject it concerns every camera. */
export const footageHoldPlace = act({
  name: 'premises.footageHold.place',
  label: { zh: '设置查证保留', en: 'Hold footage' },
  roles: ['securityOfficer', 'auditor', 'archiveLead', 'archiveKeeper'],
  clauses: ['4.3-6'],
  subject: 'footage-hold',
  input: z.strictObject({ cameraId: id.nullable().default(null), from: instant, to: instant, reason: text(300) }),
  output: z.object({ holdId: id }),
});

export const footageHoldLift = act({
  name: 'premises.footageHold.lift',
  label: { zh: '解除查证保留', en: 'Lift a hold on footage' },
  roles: ['archiveLead', 'securityOfficer'],
  clauses: ['4.3-6'],
  subject: 'footage-hold',
  input: z.strictObject({ reason: text(300) }),
  output: none,
  approval: { roles: ['archiveLead', 'securityOfficer', 'auditor'], ttlHours: 72 },
});

export const footageHoldList = view({
  name: 'premises.footageHold.list',
  label: { zh: '查证保留', en: 'Holds on footage' },
  roles: readers,
  clauses: ['4.3-6'],
  subject: 'site',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      camera: camera.nullable(),
      from: instant,
      to: instant,
      reason: z.string(),
      placedBy: person,
      placedAt: instant,
      liftedBy: nullablePerson,
      liftReason: z.string().nullable(),
      liftedAt: instant.nullable(),
      version: z.number().int(),
    }),
  ),
});

const handedFile = z.strictObject({
  cameraId: id,
  name: line(200),
  from: instant,
  to: instant,
  bytes: int8,
  /** Lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** 录像移交: the vendor's footage on a medium, received by the footage keeper; the vendor's person agrees to the list. */
export const footageHandOver = act({
  name: 'premises.footage.handOver',
  label: { zh: '登记录像移交', en: 'Receive footage' },
  roles: footageKeepers,
  clauses: ['4.3-5'],
  subject: 'footage-handover',
  input: z.strictObject({
    mediumNumber: line(60),
    remark: text(300, 0).default(''),
    files: z.array(handedFile).min(1).max(500),
  }),
  output: z.object({ handoverId: id, number: z.string() }),
  approval: { roles: ['vendorManager', 'vendorSecurityLead'], ttlHours: 72 },
});

export const footageHandoverList = view({
  name: 'premises.footage.handovers',
  label: { zh: '录像移交', en: 'Footage handed over' },
  roles: readers,
  clauses: ['4.3-5'],
  subject: 'site',
  input: z.strictObject({ ...page }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      mediumNumber: z.string(),
      handedBy: person,
      receivedBy: person,
      remark: z.string(),
      receivedAt: instant,
      files: z.number().int(),
      bytes: int8,
    }),
  ),
});

/** 监控数据移交单, on paper; the subject is the handover. */
export const footageHandoverPrint = view({
  name: 'premises.footage.handoverPrint',
  label: { zh: '打印录像移交单', en: 'Print a footage handover' },
  roles: printers,
  clauses: ['4.3-5'],
  subject: 'footage-handover',
  input: none,
  output: printed,
});

const comparedWith = z.strictObject({
  /** What the other clock showed. */
  shown: instant,
  /** Which clock it was. */
  reference: line(100),
});
const compared = z.object({ wrongBySeconds: z.number().int() });

/** 核对时钟: somebody compared the machine's clock with another one. Not after a jump. */
export const clockConfirm = act({
  name: 'premises.clock.confirm',
  label: { zh: '核对系统时钟', en: 'Confirm the clock' },
  roles: ['securityOfficer', 'archiveLead'],
  clauses: ['4.3-6'],
  subject: 'site',
  input: comparedWith,
  output: compared,
});

/** 核对存疑时钟: after a jump one person alone does not let deletion go on; a second one looks at the other clock too. */
export const clockUnfreeze = act({
  name: 'premises.clock.unfreeze',
  label: { zh: '核对存疑的系统时钟', en: 'Confirm a clock in doubt' },
  roles: ['securityOfficer', 'archiveLead'],
  clauses: ['4.3-6'],
  subject: 'site',
  input: comparedWith,
  output: compared,
  // Carried out within minutes of the look at the other clock, or looked at again.
  approval: { roles: ['securityOfficer', 'archiveLead', 'auditor'], ttlHours: 1 },
});
