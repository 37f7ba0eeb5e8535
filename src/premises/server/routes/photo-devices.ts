import { refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { photoDeviceList, photoDeviceRegister, photoDeviceRetire } from '../../rules/api/photo-devices.ts';
import {
  insertPhotoDevice,
  isPhotoDeviceCode,
  listPhotoDevices,
  lockPhotoDevice,
  retirePhotoDevice,
} from '../store/photo-devices.ts';
import { listCameraCodes } from '../store/footage.ts';

export const photoDeviceRoutes = (): Binding[] => [
  bindAct(photoDeviceRegister, {
    async check(tx, { input }) {
      return (await isPhotoDeviceCode(tx, input.code))
        ? refuse('code-taken', { code: input.code }, 'input.code')
        : null;
    },
    async run(tx, { actor, input }) {
      const deviceId = await insertPhotoDevice(tx, { ...input, registeredBy: actor.personId });
      return { output: { deviceId }, subjectId: deviceId, after: input };
    },
  }),

  bindAct(photoDeviceRetire, {
    async check(tx, { subject, version }) {
      const device = await lockPhotoDevice(tx, subject ?? '');
      if (!device) return refuse('not-found', { what: '拍照设备 / photo device' });
      if (device.retired_at !== null) return refuse('retired');
      return refuseStale(version, device.version);
    },
    async run(tx, { subject }) {
      await retirePhotoDevice(tx, subject ?? '');
      return { output: {}, before: { inUse: true }, after: { inUse: false } };
    },
  }),

  bindView(photoDeviceList, async (tx) => ({
    devices: await listPhotoDevices(tx),
    cameras: (await listCameraCodes(tx))
      .filter(({ state }) => state === 'active')
      .map(({ id, code }) => ({ id, code })),
  })),
];
