import { z } from 'zod';
import { act, stream, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { day, id, instant, int8, line, none, person, words } from '#/base/rules/wire.ts';
import { footageOrigins, footageProblems, intakeOutcomes, longestName, nameTroubles } from '../footage.ts';

/** Who keeps footage: a person of the archive department who holds the duty (4.3-3). */
export const footageKeepers: readonly Role[] = ['archiveLead', 'archiveKeeper'];

/** Who sees footage: never the vendor, whose people it shows, nor the administrator. */
export const footageViewers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  'archiveLead',
  'archiveKeeper',
  'supervisor',
  'acceptanceMember',
  'externalInspector',
];

export const period = z.object({ from: instant, to: instant });
const camera = z.object({ id, code: z.string() });

/** One piece as the register shows it. */
export const piece = z.object({
  id,
  from: instant,
  to: instant,
  origin: z.enum(footageOrigins),
  keptOn: z.enum(['store', 'medium']),
  fileName: z.string(),
  sha256: z.string(),
  bytes: int8,
  playableMs: z.number().int(),
  problem: z.enum(footageProblems).nullable(),
});

/** 录像台账 of a month: what each camera's days hold, and what somebody vouches for. */
export const footageMonth = view({
  name: 'premises.footage.month',
  label: { zh: '录像台账', en: 'Footage' },
  roles: footageViewers,
  clauses: ['4.3-1', '4.3-6', '4.3-7'],
  subject: 'site',
  input: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
  output: z.object({
    cameras: z.array(
      z.object({
        ...camera.shape,
        retired: z.boolean(),
        days: z.array(
          z.object({
            on: day,
            heldMinutes: z.number(),
            checkedMinutes: z.number(),
            problems: z.number().int(),
            deleted: z.boolean(),
          }),
        ),
      }),
    ),
    /** Free space where footage is kept; null when it cannot be said. */
    disk: z.object({ usedPercent: z.number(), freeBytes: int8 }).nullable(),
    /** Whether ffmpeg is there to record with. */
    canRecord: z.boolean(),
    keepers: z.array(person),
    clock: z.object({ frozen: z.boolean(), confirmedAt: instant.nullable() }),
  }),
});

/** One camera's day: pieces, gaps to the second, what is vouched for and held. The subject is the camera. */
export const footageDay = view({
  name: 'premises.footage.day',
  label: { zh: '单日录像', en: 'A day of footage' },
  roles: footageViewers,
  clauses: ['4.3-1', '4.3-6', '4.3-7'],
  subject: 'camera',
  input: z.strictObject({ on: day }),
  output: z.object({
    camera,
    day: period,
    pieces: z.array(piece),
    gaps: z.array(period),
    checks: z.array(z.object({ id, number: z.string(), ...period.shape })),
    holds: z.array(z.object({ ...period.shape, reason: words })),
    /** The first moment at which everything of the day may go by its age; null where nobody can say, or nothing is held. */
    keptUntil: instant.nullable(),
  }),
});

/** 回放: opens a camera's footage of a period for its player. The subject is the camera. */
export const footagePlay = view({
  name: 'premises.footage.play',
  label: { zh: '回放录像', en: 'Play footage' },
  roles: footageViewers,
  clauses: ['4.3-7'],
  subject: 'camera',
  input: z.strictObject({ from: instant, to: instant }),
  output: z.object({
    grant: z.string(),
    pieces: z.array(
      z.object({
        ...piece.shape,
        /** As a browser takes it; null when it cannot play the piece. */
        mediaType: z.string().nullable(),
        inFragments: z.boolean(),
      }),
    ),
  }),
});

/** Bytes of one piece of an opened period, whole or a range of them: `?piece=<id>`. */
export const footageBytes = stream({
  name: 'premises.footage.bytes',
  label: { zh: '录像数据', en: 'Footage bytes' },
  clauses: ['4.3-7'],
  grantedBy: footagePlay.name,
  direction: 'down',
});

/** Exported files that wait in the inbox, and the imports of the last days. */
export const footageInbox = view({
  name: 'premises.footage.inbox',
  label: { zh: '待收录像', en: 'Footage inbox' },
  roles: footageKeepers,
  clauses: ['4.3-6'],
  subject: 'site',
  input: none,
  output: z.object({
    folder: z.string(),
    files: z.array(
      z.object({
        name: z.string(),
        bytes: int8,
        /** As its name says. */
        from: instant.nullable(),
        to: instant.nullable(),
        waiting: z.boolean(),
      }),
    ),
    /** Files that nobody can ask for, because of their names. */
    refused: z.array(z.object({ name: z.string(), trouble: z.enum(nameTroubles) })),
    intakes: z.array(
      z.object({
        camera,
        requestedAt: instant,
        files: z.array(
          z.object({
            name: z.string(),
            state: z.enum(['waiting', 'taken', 'failed']),
            outcome: z.enum(intakeOutcomes).nullable(),
            problem: z.enum(footageProblems).nullable(),
          }),
        ),
      }),
    ),
  }),
});

/** 导入录像 from the inbox; the subject is the camera that made it. */
export const footageImport = act({
  name: 'premises.footage.import',
  label: { zh: '导入录像', en: 'Import footage' },
  roles: footageKeepers,
  clauses: ['4.3-3', '4.3-6'],
  subject: 'camera',
  input: z.strictObject({
    files: z
      .array(
        z.strictObject({
          name: line(longestName),
          from: instant,
          /** Null: as long as its video. */
          to: instant.nullable().default(null),
        }),
      )
      .min(1)
      .max(200),
  }),
  output: z.object({ intakeId: id }),
});
