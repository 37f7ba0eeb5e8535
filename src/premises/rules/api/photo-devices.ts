import { z } from 'zod';
import { act, view } from '#/base/rules/declare.ts';
import { archiveRoles } from '#/base/rules/roles.ts';
import { id, line, none } from '#/base/rules/wire.ts';
import { photoDeviceKinds } from '../photo-device.ts';

/** 拍照设备登记: a document camera, or a camera of the archive department. */
export const photoDeviceRegister = act({
  name: 'premises.photoDevice.register',
  label: { zh: '登记拍照设备', en: 'Register a photo device' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['4.6-3'],
  subject: 'photo-device',
  input: z.strictObject({ code: line(30), kind: z.enum(photoDeviceKinds), model: line(100) }),
  output: z.object({ deviceId: id }),
});

export const photoDeviceRetire = act({
  name: 'premises.photoDevice.retire',
  label: { zh: '停用拍照设备', en: 'Retire a photo device' },
  roles: ['archiveLead', 'archiveKeeper'],
  clauses: ['4.6-3'],
  subject: 'photo-device',
  input: none,
  output: none,
});

/** For whoever enters checks and rounds: what a photograph may be taken with, registered devices, and stills of the cameras. */
export const photoDeviceList = view({
  name: 'premises.photoDevice.list',
  label: { zh: '拍照设备', en: 'Photo devices' },
  roles: [...archiveRoles, 'vendorManager', 'teamLeader', 'vendorSecurityLead'],
  clauses: ['4.6-3'],
  subject: 'site',
  input: none,
  output: z.object({
    devices: z.array(
      z.object({
        id,
        code: z.string(),
        kind: z.enum(photoDeviceKinds),
        model: z.string(),
        version: z.number().int(),
      }),
    ),
    cameras: z.array(z.object({ id, code: z.string() })),
  }),
});
