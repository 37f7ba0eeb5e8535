import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles, type Role } from '#/base/rules/roles.ts';
import { day, id, instant, line, listOf, none, page, person, printed, text, words } from '#/base/rules/wire.ts';
import { photoSourceField } from '#/premises/rules/points.ts';
import { admissionCodes, deviceKinds, deviceOwners, deviceStates, wirelessWays } from '../device.ts';

const deviceViewers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  ...archiveRoles,
  'vendorManager',
  'teamLeader',
  'vendorSecurityLead',
  'externalInspector',
];

/** 设备登记, before anything is done with it. */
export const deviceRegister = act({
  name: 'equipment.device.register',
  label: { zh: '登记设备', en: 'Register a device' },
  roles: ['archiveLead', 'archiveKeeper', 'vendorManager', 'vendorSecurityLead'],
  clauses: ['5.1-1', '5.3-1'],
  subject: 'device',
  input: z.strictObject({
    code: line(30),
    kind: z.enum(deviceKinds),
    model: line(100),
    serial: line(100),
    owner: z.enum(deviceOwners),
    /** Made in China (5.3-1). */
    domestic: z.boolean(),
    /** Has a disk or memory that keeps what it handled (5.7). */
    holdsData: z.boolean(),
    remark: text(300, 0).default(''),
  }),
  output: z.object({ deviceId: id }),
});

/** 无线封断: how, when, by whom, with photographs. The archive's person or the vendor's security lead enters it. */
export const wirelessSeal = act({
  name: 'equipment.wireless.seal',
  label: { zh: '登记无线封断', en: 'Enter a wireless sealing' },
  roles: ['archiveLead', 'archiveKeeper', 'vendorSecurityLead'],
  clauses: ['4.5-1'],
  subject: 'device',
  input: z.strictObject({
    way: z.enum(wirelessWays),
    sealNumber: line(50).nullable().default(null),
    doneOn: day,
    doneBy: id,
    photos: z.array(id).max(10).default([]),
    ...photoSourceField,
    remark: text(300, 0).default(''),
  }),
  output: z.object({ sealId: id }),
});

/** 设备准入: examined point by point, and only while its wireless is sealed; then it may stand for a terminal. */
export const deviceAdmit = act({
  name: 'equipment.device.admit',
  label: { zh: '设备准入', en: 'Admit a device' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['4.5-1', '5.1-2', '5.5-2'],
  subject: 'device',
  input: z.strictObject({
    terminalId: id.nullable().default(null),
    items: z
      .array(z.strictObject({ item: z.enum(admissionCodes), passed: z.boolean(), remark: text(300, 0).default('') }))
      .min(1)
      .max(admissionCodes.length),
  }),
  output: z.object({ admissionId: id }),
});

/** 设备停用: what is not in order does not work on; a broken sealing is void from here. */
export const deviceSuspend = act({
  name: 'equipment.device.suspend',
  label: { zh: '停用设备', en: 'Suspend a device' },
  roles: ['archiveLead', 'archiveKeeper', 'securityOfficer', 'vendorSecurityLead'],
  clauses: ['4.5-2', '5.5-2'],
  subject: 'device',
  input: z.strictObject({ reason: text(300), sealBroken: z.boolean() }),
  output: none,
});

/** 设备退场: it is not used any more, and its number never again. */
export const deviceWithdraw = act({
  name: 'equipment.device.withdraw',
  label: { zh: '设备退场', en: 'Withdraw a device' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['5.5-2'],
  subject: 'device',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

const seal = z.object({
  id,
  way: z.enum(wirelessWays),
  sealNumber: z.string().nullable(),
  doneOn: day,
  doneBy: person,
  enteredBy: person,
  enteredAt: instant,
  photos: z.array(id),
  photographed: z.string().nullable(),
  remark: z.string(),
  brokenAt: instant.nullable(),
});

const device = {
  id,
  code: z.string(),
  kind: z.enum(deviceKinds),
  model: z.string(),
  serial: z.string(),
  owner: z.enum(deviceOwners),
  domestic: z.boolean(),
  holdsData: z.boolean(),
  remark: z.string(),
  state: z.enum(deviceStates),
  /** The sealing that holds; null when there is none. */
  seal: seal.pick({ way: true, sealNumber: true, doneOn: true }).nullable(),
  terminal: z.object({ id, name: z.string() }).nullable(),
  version: z.number().int(),
};

export const deviceList = view({
  name: 'equipment.device.list',
  label: { zh: '加工设备', en: 'Devices' },
  roles: deviceViewers,
  clauses: ['4.5-1', '5.1-1', '5.5-2'],
  subject: 'site',
  input: z.strictObject({
    text: line(100).optional(),
    state: z.enum(deviceStates).optional(),
    owner: z.enum(deviceOwners).optional(),
    ...page,
  }),
  output: listOf(z.object(device)),
});

const admission = z.object({
  id,
  admittedBy: person,
  admittedAt: instant,
  terminal: z.string().nullable(),
  items: z.array(z.object({ item: z.enum(admissionCodes), remark: z.string() })),
  endedAt: instant.nullable(),
  endedBy: person.nullable(),
  reason: z.string().nullable(),
});

/** 设备卡: the device with every sealing and every admission, newest first. */
export const deviceShow = view({
  name: 'equipment.device.show',
  label: { zh: '查看设备卡', en: 'Open a device card' },
  roles: deviceViewers,
  clauses: ['4.5-1', '5.1-2'],
  subject: 'device',
  input: none,
  output: z.object({ ...device, seals: z.array(seal), admissions: z.array(admission) }),
});

export const devicePrint = view({
  name: 'equipment.device.print',
  label: { zh: '打印设备卡', en: 'Print a device card' },
  roles: deviceViewers.filter((role) => role !== 'externalInspector'),
  clauses: ['4.5-1', '5.1-2'],
  subject: 'device',
  input: none,
  output: printed,
});

/** Terminals that a device may stand for: names only, for whoever admits devices. */
export const terminalChoices = view({
  name: 'equipment.terminal.list',
  label: { zh: '可绑定终端', en: 'Terminals to bind' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['5.5-2'],
  subject: 'site',
  input: none,
  output: z.object({ items: z.array(z.object({ id, name: z.string(), device: z.string().nullable() })) }),
});

/** What waits among devices and terminals. */
export const equipmentDueList = view({
  name: 'equipment.due.list',
  label: { zh: '设备待办', en: 'Due among devices' },
  roles: ['archiveLead', 'archiveKeeper', 'vendorSecurityLead'],
  clauses: ['4.5-1', '5.1-2'],
  subject: 'site',
  input: none,
  output: listOf(z.object({ id, title: words, note: words })),
});
