/** The place with its cabinets, and the devices that are admitted to it (4.4, 4.5, 5.1). */
import { deviceAdmit, deviceRegister, wirelessSeal } from '#/equipment/rules/api/devices.ts';
import { type DeviceKind, pointsOfKind } from '#/equipment/rules/device.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { fixtureAdd, placeRegister, zoneAdd } from '#/premises/rules/api/plan.ts';
import { usualLimits } from '#/premises/rules/climate.ts';
import { photograph, send } from './files.ts';
import type { Setting } from './story.ts';

/** Labels of the cabinets, by what may lie in them. */
export const cabinets = { unprocessed: 'GZ-01', processed: 'GZ-02' } as const;
/** Numbers of the devices; `computer` is never admitted. */
export const devices = { flatbed: 'SM-01', wide: 'SM-02', computer: 'JS-01', workstation: 'JS-02' } as const;

export async function arrangePlace({ telling, cast: { lead } }: Setting): Promise<void> {
  const room = { name: '数字化加工室', address: '档案馆三楼东侧', location: 'inside' as const };
  await lead.act(placeRegister, { input: { ...room, planWidth: 12_000, planHeight: 9_000, ...usualLimits } });
  const zone = { code: 'Z', name: '档案暂存区', kind: 'holding' as const, x: 0, y: 0, width: 4_000, height: 9_000 };
  const { zoneId } = await lead.act(zoneAdd, { input: zone });
  for (const [at, stage] of (['unprocessed', 'processed'] as const).entries())
    await lead.act(fixtureAdd, {
      input: { zoneId, kind: 'cabinet', code: cabinets[stage], stage, x: 600, y: 1_000 + at * 2_000 },
    });
  telling.say(
    `${lead.called} 登记加工室，放置待加工柜 ${cabinets.unprocessed}、已加工柜 ${cabinets.processed}`,
    'the room and its two cabinets',
  );
}

export async function admitDevices({ telling, cast, dayFromToday }: Setting): Promise<void> {
  const { keeper, securityLead } = cast;
  const camera = { code: 'GP-01', kind: 'document-camera' as const, model: '某高拍仪' };
  const { deviceId: photoSource } = await keeper.act(photoDeviceRegister, { input: camera });
  const register = async (code: string, kind: DeviceKind, model: string): Promise<string> => {
    const machine = { code, kind, model, serial: `SN-${code}-2291`, owner: 'vendor' as const };
    const input = { ...machine, domestic: true, holdsData: kind === 'computer' };
    return (await securityLead.act(deviceRegister, { input })).deviceId;
  };
  const admission = (kind: DeviceKind) => ({
    version: 1,
    input: { items: pointsOfKind(kind).map(({ code: item }) => ({ item, passed: true })) },
  });
  for (const [code, model] of [
    [devices.flatbed, '某平板扫描仪 A3'],
    [devices.wide, '某宽幅扫描仪 A0'],
  ] as const) {
    const deviceId = await register(code, 'scanner', model);
    const photos = [await send(keeper, 'device', `${code} 封条.png`, photograph())];
    const way = { way: 'removed' as const, doneOn: dayFromToday(0), doneBy: keeper.personId };
    await keeper.act(wirelessSeal, { subject: deviceId, version: 1, input: { ...way, photos, photoSource } });
    await keeper.act(deviceAdmit, { subject: deviceId, ...admission('scanner') });
    telling.say(`${code} ${model}：无线部件已拆除、拍照，逐项检查后准入`, 'wireless taken out, examined, admitted');
  }
  const workstation = await register(devices.workstation, 'computer', '某图像工作站');
  const none = { way: 'none' as const, doneOn: dayFromToday(0), doneBy: keeper.personId, photos: [] };
  await keeper.act(wirelessSeal, { subject: workstation, version: 1, input: none });
  await keeper.act(deviceAdmit, { subject: workstation, ...admission('computer') });
  telling.say(
    `${devices.workstation} 某图像工作站：无无线部件，检查后准入`,
    'has no wireless part; examined, admitted',
  );
  const computer = await register(devices.computer, 'computer', '某台式机');
  const early = { subject: computer, ...admission('computer') };
  await keeper.isRefused(telling, 'wireless-not-sealed', deviceAdmit, early);
}
