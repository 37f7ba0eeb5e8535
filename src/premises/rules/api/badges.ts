import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role, roles } from '#/base/rules/roles.ts';
import {
  day,
  id,
  instant,
  line,
  listOf,
  nullablePerson,
  page,
  person,
  printed,
  secret,
  text,
} from '#/base/rules/wire.ts';
import { badgeStates, formerFates } from '../badges.ts';
import { belongings } from '../visits.ts';
import { placeViewers } from './plan.ts';
import { atDoor } from './visits.ts';

/**
 * A badge opens the archive's premises, so the archive issues it (4.7-1); the vendor's security
 * lead checks badges at the door and reports losses, and issues none to his own people.
 */
const issuers: readonly Role[] = ['archiveLead', 'archiveKeeper', 'securityOfficer'];

/** 发放工牌; the subject is the person. A second badge needs the fate of the first: one is valid at a time. */
export const badgeIssue = act({
  name: 'premises.badge.issue',
  label: { zh: '发放工牌', en: 'Issue a badge' },
  roles: issuers,
  clauses: ['4.7-1'],
  subject: 'person',
  input: z.strictObject({
    /** Attachment of purpose `badge-photo`; null to take the one on his former badge. */
    photoId: id.nullable().default(null),
    /** Last day on which it holds. */
    validUntil: day,
    former: z
      .strictObject({ fate: z.enum(formerFates), remark: text(300, 0).default('') })
      .nullable()
      .default(null),
  }),
  output: z.object({ badgeId: id, number: z.string() }),
});

/**
 * 成批发放, for a group that starts together: each of them as by `badge.issue`, or none of them. Whoever
 * holds a badge already is not among them.
 */
export const badgeIssueMany = act({
  name: 'premises.badge.issueMany',
  label: { zh: '成批发放工牌', en: 'Issue badges to a group' },
  roles: issuers,
  clauses: ['4.7-1'],
  subject: 'site',
  input: z.strictObject({
    validUntil: day,
    people: z
      .array(z.strictObject({ personId: id, photoId: id.nullable().default(null) }))
      .min(1)
      .max(50),
  }),
  output: z.object({ badges: z.array(id) }),
});

/** 收回工牌: somebody else has it in his hand again. */
export const badgeReturn = act({
  name: 'premises.badge.return',
  label: { zh: '收回工牌', en: 'Take a badge back' },
  roles: issuers,
  clauses: ['4.7-1'],
  subject: 'badge',
  input: z.strictObject({ remark: text(300, 0).default('') }),
  output: z.object({}),
});

/** 挂失: never delayed by a second person, and by whoever hears of it at the door. */
export const badgeLose = act({
  name: 'premises.badge.lose',
  label: { zh: '工牌挂失', en: 'Report a badge lost' },
  roles: [...atDoor, 'vendorManager'],
  clauses: ['4.7-1'],
  subject: 'badge',
  input: z.strictObject({ remark: text(300) }),
  output: z.object({}),
});

const locker = { id, code: z.string(), name: z.string() };

/** 扫描工牌 at the door. That a badge was shown is a fact of its own: a lost one that turns up must leave a trace. */
export const badgeScan = act({
  name: 'premises.badge.scan',
  label: { zh: '扫描工牌', en: 'Scan a badge' },
  roles: atDoor,
  clauses: ['4.7-1', '4.7-2'],
  subject: 'badge',
  input: z.strictObject({ code: secret(z.string().max(64)) }),
  output: z.object({
    scanId: id,
    state: z.enum(badgeStates),
    number: z.string(),
    validUntil: day,
    person,
    party: z.string(),
    /** In force today; none: he is nobody's colleague any more (4.7-4). */
    roles: z.array(z.enum(roles)),
    /** For the one who compares the face; null once it is purged. */
    photoId: id.nullable(),
    /** The free locker for what he hands in: the one he had the last time, or the first. A queue waits for no list. */
    locker: z.object(locker).nullable(),
    /** His stay, when he is inside. */
    visit: z
      .object({
        id,
        enteredAt: instant,
        deposited: z.array(z.enum(belongings)),
        locker: z.string().nullable(),
        version: z.number().int(),
      })
      .nullable(),
  }),
});

export const badgeList = view({
  name: 'premises.badge.list',
  label: { zh: '工牌', en: 'Badges' },
  roles: placeViewers,
  clauses: ['4.7-1'],
  subject: 'badge',
  input: z.strictObject({
    /** Badge number or name, or a part of either. */
    text: line(50).optional(),
    state: z.enum(badgeStates).optional(),
    personId: id.optional(),
    ...page,
  }),
  output: listOf(
    z.object({
      id,
      number: z.string(),
      person,
      party: z.string(),
      state: z.enum(badgeStates),
      issuedOn: day,
      issuedBy: person,
      validUntil: day,
      /** Opened by `base.attachment.open`, by those who may; null once it is purged. */
      photoId: id.nullable(),
      closedAt: instant.nullable(),
      closedBy: nullablePerson,
      closeRemark: z.string().nullable(),
      version: z.number().int(),
    }),
  ),
});

/** Cards to cut out, several on a sheet; photographs and codes are printed, and kept by no record of the print. */
export const badgePrint = view({
  name: 'premises.badge.print',
  label: { zh: '打印工牌', en: 'Print badges' },
  roles: issuers,
  clauses: ['4.7-1'],
  subject: 'badge',
  input: z.strictObject({ badges: z.array(id).min(1).max(50) }),
  output: printed,
});

/** Lockers as they stand at the door (4.6-1); the subject is whoever is to be signed in, if he is known. */
export const lockerList = view({
  name: 'premises.locker.list',
  label: { zh: '物品柜', en: 'Lockers' },
  roles: [...archiveRoles, 'securityOfficer', 'vendorSecurityLead'],
  clauses: ['4.6-1', '4.6-3'],
  subject: 'person',
  input: z.strictObject({}),
  output: z.object({
    lockers: z.array(
      z.object({
        ...locker,
        free: z.boolean(),
        /** He had it the last time. */
        usual: z.boolean(),
      }),
    ),
  }),
});
