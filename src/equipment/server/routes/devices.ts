import { refuse, refuseStale, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { refuseAttachments } from '#/base/server/store/attachments.ts';
import { photoSourceOf, refusePhotoSource } from '#/premises/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { deviceAdmit, deviceRegister, deviceSuspend, deviceWithdraw, wirelessSeal } from '../../rules/api/devices.ts';
import { refuseAdmission, refuseSealing, refuseState } from '../../rules/device.ts';
import {
  admitDevice,
  bearerOfSeal,
  endDevice,
  holdingSeal,
  insertDevice,
  insertSeal,
  isDeviceCode,
  listTerminalDevices,
  lockDevice,
} from '../store/devices.ts';

const noDevice = () => refuse('not-found', { what: { zh: '设备', en: 'device' } });

export const deviceRoutes = (): Binding[] => [
  registerRoute(),
  sealRoute(),
  admitRoute(),
  suspendRoute(),
  withdrawRoute(),
];

const registerRoute = (): Binding =>
  bindAct(deviceRegister, {
    async check(tx, { input }) {
      return (await isDeviceCode(tx, input.code))
        ? refuse('device-code-taken', { code: input.code }, 'input.code')
        : null;
    },
    async run(tx, { actor, input }) {
      const deviceId = await insertDevice(tx, input, actor.personId);
      return { output: { deviceId }, subjectId: deviceId, after: input };
    },
  });

const sealRoute = (): Binding =>
  bindAct(wirelessSeal, {
    async check(tx, { actor, subject, input, version }) {
      const device = await lockDevice(tx, subject ?? '');
      if (!device) return noDevice();
      if (device.state === 'admitted' || device.state === 'withdrawn') return refuseState(device.state);
      if (await holdingSeal(tx, device.id)) return refuse('sealed-already');
      const { sealNumber, doneBy, photos, photoSource } = input;
      const bearer = sealNumber === null ? undefined : await bearerOfSeal(tx, sealNumber);
      if (bearer) return refuse('seal-taken', { number: sealNumber ?? '', device: bearer.code }, 'input.sealNumber');
      if (!(await namesOf(tx, [doneBy])).has(doneBy))
        return refuse('not-found', { what: { zh: '操作人', en: 'the person who did it' } }, 'input.doneBy');
      return (
        refuseStale(version, device.version) ??
        refuseSealing(input, await today(tx)) ??
        (await refuseAttachments(tx, photos, actor.personId, 'input.photos')) ??
        (await refusePhotoSource(tx, { photoSource, items: [input] }))
      );
    },
    async run(tx, { actor, subject, input }) {
      const source = await photoSourceOf(tx, { photoSource: input.photoSource, items: [input] });
      const sealId = await insertSeal(tx, subject ?? '', input, { ...source, by: actor.personId });
      const { way, sealNumber, doneOn, photos } = input;
      return { output: { sealId }, before: { sealed: false }, after: { way, sealNumber, doneOn, photos } };
    },
  });

/** The terminal is enrolled, and no other device stands for it. */
async function refuseTerminal(tx: Tx, terminalId: string | null): Promise<Refusal | null> {
  if (terminalId === null) return null;
  const terminal = (await listTerminalDevices(tx)).find(({ id }) => id === terminalId);
  if (!terminal) return refuse('not-found', { what: { zh: '终端', en: 'terminal' } }, 'input.terminalId');
  const { name, device } = terminal;
  return device === null ? null : refuse('terminal-taken', { terminal: name, device }, 'input.terminalId');
}

const admitRoute = (): Binding =>
  bindAct(deviceAdmit, {
    async check(tx, { subject, input, version }) {
      const device = await lockDevice(tx, subject ?? '');
      if (!device) return noDevice();
      const sealed = (await holdingSeal(tx, device.id)) !== undefined;
      return (
        refuseStale(version, device.version) ??
        refuseAdmission({ ...device, sealed }, input.items) ??
        (await refuseTerminal(tx, input.terminalId))
      );
    },
    async run(tx, { actor, subject, input }) {
      const deviceId = subject ?? '';
      const seal = await holdingSeal(tx, deviceId);
      if (!seal) return refuse('wireless-not-sealed');
      const { terminalId, items } = input;
      const admission = { deviceId, sealId: seal.id, terminalId, by: actor.personId };
      const admissionId = await admitDevice(tx, admission, items);
      return { output: { admissionId }, after: { state: 'admitted', sealId: seal.id, terminalId } };
    },
  });

const suspendRoute = (): Binding =>
  bindAct(deviceSuspend, {
    async check(tx, { subject, version }) {
      const device = await lockDevice(tx, subject ?? '');
      if (!device) return noDevice();
      if (device.state !== 'admitted') return refuseState(device.state);
      return refuseStale(version, device.version);
    },
    async run(tx, { actor, subject, input }) {
      await endDevice(tx, subject ?? '', { state: 'suspended', ...input, by: actor.personId });
      return { output: {}, before: { state: 'admitted' }, after: { state: 'suspended', sealBroken: input.sealBroken } };
    },
  });

const withdrawRoute = (): Binding =>
  bindAct(deviceWithdraw, {
    async check(tx, { subject, version }) {
      const device = await lockDevice(tx, subject ?? '');
      if (!device) return noDevice();
      return device.state === 'withdrawn' ? refuseState(device.state) : refuseStale(version, device.version);
    },
    async run(tx, { actor, subject, input }) {
      const end = { state: 'withdrawn', reason: input.reason, by: actor.personId, sealBroken: false } as const;
      await endDevice(tx, subject ?? '', end);
      return { output: {}, after: { state: 'withdrawn' } };
    },
  });
