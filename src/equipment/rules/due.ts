/** What waits for somebody among devices and terminals. */
import type { Words } from '#/base/rules/declare.ts';
import type { DeviceState } from './device.ts';

export interface EquipmentDue {
  id: string;
  title: Words;
  note: Words;
}

/** 4.5-1, 5.1-2: devices that are not sealed, not admitted or suspended; terminals that no device stands for. */
export const dueDevices = (
  devices: readonly { id: string; code: string; model: string; state: DeviceState; sealed: boolean }[],
  terminals: readonly { id: string; name: string }[],
): EquipmentDue[] => [
  ...devices
    .filter(({ state }) => state === 'registered' || state === 'suspended')
    .map(({ id, code, model, sealed }) => ({
      id,
      title: sealed
        ? { zh: '设备待准入', en: 'Device to be admitted' }
        : { zh: '设备待封断无线', en: 'Wireless to be sealed' },
      note: { zh: `${code}　${model}`, en: `${code} ${model}` },
    })),
  ...terminals.map(({ id, name }) => ({
    id,
    title: { zh: '终端没有准入设备', en: 'Terminal without an admitted device' },
    note: { zh: name, en: name },
  })),
];
