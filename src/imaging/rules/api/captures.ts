import { z } from 'zod';
import { act, stream, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, instant, line, none, text, words } from '#/base/rules/wire.ts';
import { aims, faces, mostBytes, mostFiles } from '../capture.ts';
import { checkIds } from '../checks.ts';
import { defectKinds } from '../inspection.ts';

/** Who feeds a scanner. A team leader helps out, as the line of the project allows it. */
export const scanners = ['scanner', 'teamLeader'] as const satisfies readonly Role[];

const scanned = line(120);
const position = z.number().int().min(1);
const bytes = z.number().int().min(1).max(mostBytes);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** 扫流程单: from now on what the scanner writes are pages of this original. */
export const captureOpen = act({
  name: 'imaging.capture.open',
  label: { zh: '扫码开卷', en: 'Open for scanning' },
  roles: scanners,
  clauses: ['5.6-4', '6.4-2', '6.5-1'],
  subject: 'site',
  input: z.strictObject({
    code: scanned,
    /** Number of an admitted device. */
    device: line(30),
  }),
  output: z.object({ captureId: id, unitId: id, code: z.string() }),
});

export const captureClose = act({
  name: 'imaging.capture.close',
  label: { zh: '结束扫描', en: 'Close after scanning' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'capture',
  input: none,
  output: none,
});

/** Files that will be sent. What was begun before is gone on with; what is there already is told as such. */
export const uploadBegin = act({
  name: 'imaging.upload.begin',
  label: { zh: '开始上传图像', en: 'Begin sending images' },
  roles: scanners,
  clauses: ['5.6-4'],
  agent: true,
  subject: 'capture',
  input: z.strictObject({
    files: z
      .array(
        z.strictObject({
          name: line(200),
          bytes,
          /** SHA-256 as the sender measured it. */
          sha256,
          aim: z.enum(aims).default('append'),
          /** Behind which, or in whose place. */
          slotId: id.nullable().default(null),
        }),
      )
      .min(1)
      .max(mostFiles),
  }),
  output: z.object({
    files: z.array(
      z.object({
        name: z.string(),
        /** Null when there is nothing to send. */
        uploadId: id.nullable(),
        /** For the stream `imaging.upload.bytes`; null when all its bytes are there. */
        grant: z.string().nullable(),
        /** Number of the image that has these very bytes. */
        known: position.nullable(),
        /** Code of another original that has them: the file lies in the wrong volume. */
        elsewhere: z.string().nullable(),
        /** These very bytes were refused for this original: they are not looked at once more. */
        quarantined: z.boolean(),
      }),
    ),
  }),
});

/** The bytes, by the tus protocol 1.0: HEAD tells how many have arrived, PATCH goes on there. */
export const uploadBytes = stream({
  name: 'imaging.upload.bytes',
  label: { zh: '上传图像数据', en: 'Bytes of an image' },
  clauses: ['5.6-4'],
  agent: true,
  grantedBy: uploadBegin.name,
  direction: 'resume',
});

/** What has arrived is put in its order, acknowledged, and looked at. */
export const uploadFinish = act({
  name: 'imaging.upload.finish',
  label: { zh: '图像入位', en: 'Take images into their order' },
  roles: scanners,
  clauses: ['5.6-4', '6.5-1'],
  agent: true,
  subject: 'capture',
  input: z.strictObject({ uploads: z.array(id).min(1).max(mostFiles) }),
  output: z.object({
    positions: z.array(z.object({ uploadId: id, slotId: id.nullable(), position: position.nullable() })),
  }),
});

export const finding = z.object({
  check: z.enum(checkIds),
  verdict: z.enum(['ask', 'fail']),
  measured: z.union([z.number(), words]).nullable(),
  limit: z.union([z.number(), words]).nullable(),
  /** Number of the other image, where two are compared. */
  other: position.nullable(),
});

export const imageState = z.enum(['good', 'pending', 'empty']);

export const slotShown = z.object({
  id,
  position,
  version: z.number().int(),
  face: z.enum(faces),
  state: imageState,
  masterId: id.nullable(),
  name: z.string().nullable(),
  /** Pixels, as it is shown. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  dpi: z.number().nullable(),
  findings: z.array(finding),
});

export const quarantined = z.object({
  id,
  name: z.string(),
  position: position.nullable(),
  code: z.string(),
  what: words,
  next: words,
  at: instant,
});

export const unscannedShown = z.object({
  id,
  pages: z.number().int(),
  face: z.enum(faces),
  place: z.string(),
  reason: z.string(),
});

export const returnedShown = z.object({
  id,
  slotId: id,
  position: position.nullable(),
  kind: z.enum(defectKinds),
  note: z.string().nullable(),
});

/** What lies open at somebody; asked for again and again while he scans. */
export const captureShow = view({
  name: 'imaging.capture.show',
  label: { zh: '查看扫描进度', en: 'Progress of scanning' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'capture',
  record: 'quiet',
  input: none,
  output: z.object({
    capture: z
      .object({
        id,
        unitId: id,
        projectId: id,
        /** Step of the line, under which it is submitted. */
        step: z.string(),
        code: z.string(),
        title: z.string().nullable(),
        device: z.string(),
        openedAt: instant,
        /** Numbered pages as preparation counted them, or the catalogue; null where nobody has. */
        counted: z.number().int().nullable(),
        /** Numbered pages that are missing (below 0) or too many. */
        difference: z.number().int().nullable(),
        filled: z.number().int(),
        pending: z.number().int(),
        /** Number of the last image that has arrived. */
        last: z.number().int(),
        feedFrom: position,
        slots: z.array(slotShown),
        quarantine: z.array(quarantined),
        unscanned: z.array(unscannedShown),
        /** Sent back by an inspector, and open. */
        defects: z.array(returnedShown),
        /** What still keeps it from being submitted. */
        obstacles: z.array(z.object({ what: words, next: words })),
      })
      .nullable(),
  }),
});

export const slotRemove = act({
  name: 'imaging.slot.remove',
  label: { zh: '删除图像位', en: 'Take an image out' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'image',
  input: z.strictObject({ reason: text(200) }),
  output: none,
});

export const slotMove = act({
  name: 'imaging.slot.move',
  label: { zh: '移动图像位', en: 'Move an image' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'image',
  input: z.strictObject({ to: position }),
  output: none,
});

export const slotMark = act({
  name: 'imaging.slot.mark',
  label: { zh: '标注图像内容', en: 'Say what an image shows' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'image',
  input: z.strictObject({ face: z.enum(faces) }),
  output: none,
});

/** A file that is in quarantine and not needed: its page was scanned again, or it is none. */
export const quarantineSettle = act({
  name: 'imaging.quarantine.settle',
  label: { zh: '处理隔离文件', en: 'Settle a file in quarantine' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'upload',
  input: none,
  output: none,
});

/** §7.1: faces that are not scanned, with the reason. */
export const unscannedAdd = act({
  name: 'imaging.unscanned.add',
  label: { zh: '登记不扫页', en: 'Register faces not scanned' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'unit',
  input: z.strictObject({
    pages: z.number().int().min(1).max(10_000),
    face: z.enum(faces).exclude(['blank']),
    place: line(100),
    reason: text(200),
  }),
  output: z.object({ unscannedId: id }),
});

export const unscannedWithdraw = act({
  name: 'imaging.unscanned.withdraw',
  label: { zh: '撤销不扫页登记', en: 'Withdraw faces not scanned' },
  roles: scanners,
  clauses: ['5.6-4'],
  subject: 'unit',
  input: z.strictObject({ unscannedId: id }),
  output: none,
});
