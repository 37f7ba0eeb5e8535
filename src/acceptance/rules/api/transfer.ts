import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { id, instant, int8, none, person, printed, words } from '#/base/rules/wire.ts';
import { packageStates } from '#/products/rules/package.ts';
import { carrierKinds, carrierLabel, carrierSizes } from '../transfer.ts';
import { acceptanceViewers } from './sampling.ts';

/** Who gives data over, of the vendor, and who receives it, of the archive. */
export const givers = ['vendorManager', 'teamLeader'] as const satisfies readonly Role[];
export const receivers = ['archiveLead', 'archiveKeeper'] as const satisfies readonly Role[];
/** Who reads carriers before they are received. */
export const carrierReaders = [...receivers, 'acceptanceMember'] as const satisfies readonly Role[];

export const mostCarriers = 200;
const number = z.number().int();

const reading = z.object({
  id,
  /** Null while it is read. */
  whole: z.boolean().nullable(),
  files: number.nullable(),
  bytes: int8.nullable(),
  seal: z.string().nullable(),
  /** The first ones: file and what is wrong with it. */
  troubles: z.array(z.object({ file: z.string(), what: words })),
  troubled: number,
  startedBy: person,
  startedAt: instant,
  endedAt: instant.nullable(),
});

const transferred = z.object({
  id,
  number: z.string(),
  units: number,
  images: number,
  files: number,
  bytes: int8,
  givenBy: person,
  receivedBy: person,
  at: instant,
  carriers: z.array(
    z.object({
      target: z.string(),
      label: z.string(),
      kind: z.enum(carrierKinds),
      size: z.string().nullable(),
      package: z.string(),
      /** Of its package now: one may be withdrawn since. */
      state: z.enum(packageStates),
      units: number,
      images: number,
      files: number,
      bytes: int8,
      /** SHA-256 of `tagmanifest-sha256.txt`. */
      seal: z.string(),
    }),
  ),
  papers: z.array(id),
});

/** 数据移交: carriers with what keeps each from going over, and the transfers that were signed. */
export const transferShow = view({
  name: 'acceptance.transfer.show',
  label: { zh: '数据移交', en: 'Transfer of data' },
  roles: acceptanceViewers,
  clauses: ['7.2-5'],
  subject: 'project',
  input: none,
  output: z.object({
    /** Those that did not go over; the newest first. */
    carriers: z.array(
      z.object({
        id,
        target: z.string(),
        packageId: id,
        package: z.string(),
        state: z.enum(packageStates),
        units: number,
        images: number,
        written: z.enum(['waiting', 'done', 'failed']),
        writtenAt: instant.nullable(),
        reading: reading.nullable(),
        /** Why it cannot go over now; null where it can. */
        obstacle: words.nullable(),
      }),
    ),
    /** The newest first. */
    transfers: z.array(transferred),
  }),
});

/** 载体读检: every file, byte for byte, by whoever is to receive it. */
export const carrierRead = act({
  name: 'acceptance.carrier.read',
  label: { zh: '载体读检', en: 'Read a carrier' },
  roles: carrierReaders,
  clauses: ['7.2-3', '7.2-5'],
  subject: 'packageCarrier',
  input: none,
  output: z.object({ readingId: id }),
});

/** 登记数据移交: by whoever gives, agreed to by whoever receives. */
export const transferRegister = act({
  name: 'acceptance.transfer.register',
  label: { zh: '登记数据移交', en: 'Register a transfer of data' },
  roles: givers,
  clauses: ['7.2-5'],
  subject: 'project',
  input: z.strictObject({
    carriers: z
      .array(
        z.strictObject({
          carrierId: id,
          /** 载体编号: what stands on the carrier itself. */
          label: z.string().trim().normalize('NFC').regex(carrierLabel),
          kind: z.enum(carrierKinds),
          /** How much it holds, as `2 TB`; null for what goes by wire. */
          size: z.string().regex(carrierSizes).nullable(),
        }),
      )
      .min(1)
      .max(mostCarriers),
    /** 移交方检验: accurate, complete, usable, safe, and its outside as it should be. */
    selfChecked: z.literal(true),
  }),
  output: z.object({ transferId: id, number: z.string(), bytes: int8 }),
  approval: { roles: receivers, ttlHours: 72 },
  stepUp: true,
});

/** 盖章扫描件: the register with signatures and seals. */
export const transferAttach = act({
  name: 'acceptance.transfer.attach',
  label: { zh: '回传盖章登记表', en: 'Add the sealed register' },
  roles: [...givers, ...receivers],
  clauses: ['7.2-5'],
  subject: 'dataTransfer',
  input: z.strictObject({ attachments: z.array(id).min(1).max(20) }),
  output: none,
});

/** 电子档案移交与接收登记表. */
export const transferPrint = view({
  name: 'acceptance.transfer.print',
  label: { zh: '打印移交与接收登记表', en: 'Print the register of a transfer' },
  roles: acceptanceViewers,
  clauses: ['7.2-5'],
  subject: 'dataTransfer',
  input: none,
  output: printed,
});
