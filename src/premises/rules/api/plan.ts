import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import { day, id, instant, line, none, person, text, words } from '#/base/rules/wire.ts';
import { duties } from '../acceptance.ts';
import { fixtureKinds, stages, zoneKinds } from '../plan.ts';

/** Who arranges the place: the archive department, whose responsibility it is. */
const arranges: readonly Role[] = ['archiveLead', 'archiveKeeper'];

/** Everybody but the line workers sees the plan: it shows where cameras do not look. */
export const placeViewers: readonly Role[] = [
  'securityOfficer',
  'auditor',
  'archiveLead',
  'archiveKeeper',
  'supervisor',
  'acceptanceMember',
  'vendorManager',
  'vendorSecurityLead',
  'externalInspector',
];

const millimetres = z.number().int().min(0).max(200_000);
const length = z.number().int().min(100).max(200_000);
/** Degrees Celsius, to a tenth. */
export const temperature = z.number().min(-40).max(80).multipleOf(0.1);
/** Percent relative humidity, to a tenth. */
export const humidity = z.number().min(0).max(100).multipleOf(0.1);

const place = {
  name: line(100),
  address: line(200),
  location: z.enum(['inside', 'outside']),
  /** Asked for where the place is outside the archive department (4.1-1). */
  outsideReason: text(500).nullable().default(null),
  planWidth: z.number().int().min(2_000).max(200_000),
  planHeight: z.number().int().min(2_000).max(200_000),
  temperatureMin: temperature,
  temperatureMax: temperature,
  humidityMin: humidity,
  humidityMax: humidity,
};

/** 场所登记, again when something about it changes. */
export const placeRegister = act({
  name: 'premises.place.register',
  label: { zh: '登记场所', en: 'Register the place' },
  roles: ['archiveLead'],
  clauses: ['4.1-1', '4.2-5', '4.2-6'],
  subject: 'site',
  input: z.strictObject(place),
  output: none,
});

const zone = {
  code: line(20),
  name: line(50),
  kind: z.enum(zoneKinds),
  x: millimetres,
  y: millimetres,
  width: length,
  height: length,
};

export const zoneAdd = act({
  name: 'premises.zone.add',
  label: { zh: '增加分区', en: 'Add a zone' },
  roles: arranges,
  clauses: ['4.4-2', '4.6-2'],
  subject: 'zone',
  input: z.strictObject(zone),
  output: z.object({ zoneId: id }),
});

export const zoneChange = act({
  name: 'premises.zone.change',
  label: { zh: '修改分区', en: 'Change a zone' },
  roles: arranges,
  clauses: ['4.4-2', '4.6-2'],
  subject: 'zone',
  input: z.strictObject(zone),
  output: none,
});

export const zoneRetire = act({
  name: 'premises.zone.retire',
  label: { zh: '撤销分区', en: 'Retire a zone' },
  roles: arranges,
  clauses: ['4.4-2'],
  subject: 'zone',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

const fixture = {
  zoneId: id,
  kind: z.enum(fixtureKinds),
  code: line(20),
  name: line(50, 0).default(''),
  x: millimetres,
  y: millimetres,
  /** Of a cabinet: what may lie in it (4.4-2). */
  stage: z.enum(stages).nullable().default(null),
  terminalId: id.nullable().default(null),
};

export const fixtureAdd = act({
  name: 'premises.fixture.add',
  label: { zh: '放置设施', en: 'Place a fixture' },
  roles: arranges,
  clauses: ['4.3-2', '4.4-1', '4.4-2', '4.6-1'],
  subject: 'fixture',
  input: z.strictObject(fixture),
  output: z.object({ fixtureId: id }),
});

/** The kind stays: a door does not become a workstation. */
export const fixtureChange = act({
  name: 'premises.fixture.change',
  label: { zh: '修改设施', en: 'Change a fixture' },
  roles: arranges,
  clauses: ['4.3-2', '4.4-2'],
  subject: 'fixture',
  input: z.strictObject(fixture),
  output: none,
});

export const fixtureRetire = act({
  name: 'premises.fixture.retire',
  label: { zh: '撤除设施', en: 'Retire a fixture' },
  roles: arranges,
  clauses: ['4.3-2'],
  subject: 'fixture',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

const camera = {
  zoneId: id,
  code: line(20),
  model: line(100),
  resolution: line(30),
  storage: line(100),
  x: millimetres,
  y: millimetres,
  direction: z.number().int().min(0).max(359),
  angle: z.number().int().min(10).max(360),
  reach: z.number().int().min(500).max(100_000),
  /** Fixtures that a person has seen in its picture. */
  covers: z.array(id).max(200),
};

export const cameraAdd = act({
  name: 'premises.camera.add',
  label: { zh: '登记摄像机', en: 'Register a camera' },
  roles: arranges,
  clauses: ['4.3-1', '4.3-2'],
  subject: 'camera',
  input: z.strictObject(camera),
  output: z.object({ cameraId: id }),
});

export const cameraChange = act({
  name: 'premises.camera.change',
  label: { zh: '修改摄像机', en: 'Change a camera' },
  roles: arranges,
  clauses: ['4.3-1', '4.3-2'],
  subject: 'camera',
  input: z.strictObject(camera),
  output: none,
});

export const cameraRetire = act({
  name: 'premises.camera.retire',
  label: { zh: '停用摄像机', en: 'Retire a camera' },
  roles: arranges,
  clauses: ['4.3-1'],
  subject: 'camera',
  input: z.strictObject({ reason: text(300) }),
  output: none,
});

/** 监控责任人 and 巡查人员. The subject is the person. */
export const dutyAssign = act({
  name: 'premises.duty.assign',
  label: { zh: '指定责任人', en: 'Name who is responsible' },
  roles: ['archiveLead'],
  clauses: ['4.3-3', '4.9-1'],
  subject: 'person',
  input: z.strictObject({ duty: z.enum(duties) }),
  output: z.object({ dutyId: id }),
});

export const dutyEnd = act({
  name: 'premises.duty.end',
  label: { zh: '解除责任人', en: 'End a duty' },
  roles: ['archiveLead'],
  clauses: ['4.3-3', '4.9-1'],
  subject: 'duty',
  input: none,
  output: none,
});

/** 场所验收: refused while anything is lacking, each lack by name. */
export const siteAccept = act({
  name: 'premises.site.accept',
  label: { zh: '场所验收', en: 'Accept the place' },
  roles: ['archiveLead'],
  clauses: ['4.1-2', '4.3-2', '4.9-1'],
  subject: 'site',
  input: z.strictObject({ remarks: text(500, 0).default('') }),
  output: z.object({ acceptanceId: id }),
  approval: { roles: ['securityOfficer', 'supervisor'], ttlHours: 24 },
});

const version = z.number().int();

/** The plan with all that stands on it, what is lacking, and who is responsible. */
export const placeShow = view({
  name: 'premises.place.show',
  label: { zh: '场所平面图', en: 'Floor plan' },
  roles: placeViewers,
  clauses: ['4.3-2'],
  subject: 'site',
  input: none,
  output: z.object({
    place: z.object({ ...place, outsideReason: z.string().nullable(), registeredAt: instant, version }).nullable(),
    zones: z.array(z.object({ ...zone, id, version })),
    fixtures: z.array(z.object({ ...fixture, id, version, terminalName: z.string().nullable(), covered: z.boolean() })),
    cameras: z.array(z.object({ ...camera, id, version })),
    duties: z.array(z.object({ id, duty: z.enum(duties), person, party: z.enum(['archive', 'vendor']), since: day })),
    lacks: z.array(z.object({ code: z.string(), clause: z.string(), what: words })),
    acceptance: z.object({ acceptedOn: day, acceptedBy: person, confirmedBy: person, remarks: z.string() }).nullable(),
  }),
});
