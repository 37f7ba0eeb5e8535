/** Machines of the place: what each must have before it works (4.5, 5.1, 5.2). */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export const deviceKinds = [
  'computer',
  'server',
  'scanner',
  'printer',
  'burner',
  'storage',
  'network',
  'other',
] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export const deviceKindNames: Record<DeviceKind, Words> = {
  computer: { zh: '计算机', en: 'Computer' },
  server: { zh: '服务器', en: 'Server' },
  scanner: { zh: '扫描仪', en: 'Scanner' },
  printer: { zh: '打印机', en: 'Printer' },
  burner: { zh: '刻录设备', en: 'Disc burner' },
  storage: { zh: '存储设备', en: 'Storage' },
  network: { zh: '网络设备', en: 'Network device' },
  other: { zh: '其他', en: 'Other' },
};

/** 5.1-1: whose it is. A vendor's own device is examined before it works, and cleared before it leaves (7.3, 7.4). */
export const deviceOwners = ['archive', 'vendor'] as const;
export type DeviceOwner = (typeof deviceOwners)[number];

export const deviceOwnerNames: Record<DeviceOwner, Words> = {
  archive: { zh: '档案部门', en: 'Archive department' },
  vendor: { zh: '服务机构', en: 'Vendor' },
};

/** registered → admitted ⇄ suspended → withdrawn. What is withdrawn does not come back under its number. */
export const deviceStates = ['registered', 'admitted', 'suspended', 'withdrawn'] as const;
export type DeviceState = (typeof deviceStates)[number];

export const deviceStateNames: Record<DeviceState, Words> = {
  registered: { zh: '待准入', en: 'Not admitted yet' },
  admitted: { zh: '在用', en: 'In use' },
  suspended: { zh: '停用', en: 'Suspended' },
  withdrawn: { zh: '已退场', en: 'Withdrawn' },
};

/** 4.5-1: how wireless was put out of action. Only `none` needs no photograph: there is nothing to show. */
export const wirelessWays = ['none', 'removed', 'sealed', 'disabled'] as const;
export type WirelessWay = (typeof wirelessWays)[number];

export const wirelessWayNames: Record<WirelessWay, Words> = {
  none: { zh: '无无线部件', en: 'Has no wireless part' },
  removed: { zh: '拆除', en: 'Taken out' },
  sealed: { zh: '物理封断并贴封条', en: 'Sealed, with a numbered seal' },
  disabled: { zh: '固件或策略禁用', en: 'Disabled in firmware or by policy' },
};

export interface WirelessSealing {
  way: WirelessWay;
  sealNumber: string | null;
  doneOn: string;
  photos: readonly string[];
}

/** 4.5-1: a sealing is a fact of the past, with the number of its seal and a photograph. */
export function refuseSealing(sealing: WirelessSealing, today: string): Refusal | null {
  if ((sealing.way === 'sealed') !== (sealing.sealNumber !== null))
    return refuse('seal-number', {}, 'input.sealNumber');
  if (sealing.doneOn > today) return refuse('sealed-in-future', {}, 'input.doneOn');
  return sealing.way !== 'none' && sealing.photos.length === 0 ? refuse('photo-needed', {}, 'input.photos') : null;
}

interface AdmissionPoint {
  code: string;
  clause: string;
  label: Words;
  /** Absent: every kind of device. */
  kinds?: readonly DeviceKind[];
}

const withSystem: readonly DeviceKind[] = ['computer', 'server', 'storage'];

/** 进场安全检查 (5.1-2): what is looked at on each device before it works. */
export const admissionPoints = [
  {
    code: 'ports',
    clause: '5.2-1',
    label: { zh: '不必要的输出端口已封闭', en: 'Ports that are not needed are closed' },
  },
  {
    code: 'network',
    clause: '5.4-1',
    label: { zh: '只接数字化加工网', en: 'Connected to the processing network only' },
  },
  {
    code: 'peripherals',
    clause: '5.4-2',
    label: { zh: '无无线网卡、无线键盘和无线鼠标', en: 'No wireless card, keyboard or mouse' },
  },
  {
    code: 'software',
    clause: '5.3-4',
    label: { zh: '只装准许的软件', en: 'Permitted software only' },
    kinds: withSystem,
  },
  {
    code: 'storage',
    clause: '5.7-2',
    label: { zh: '硬盘等存储部件逐一核对', en: 'Disks inside compared one by one' },
    kinds: [...withSystem, 'printer', 'scanner', 'burner'],
  },
  {
    code: 'dedicated',
    clause: '5.8-1',
    label: { zh: '贴有数字化专用标识', en: 'Labelled for this work only' },
  },
] as const satisfies readonly AdmissionPoint[];

export const admissionCodes = admissionPoints.map(({ code }) => code);
export type AdmissionCode = (typeof admissionPoints)[number]['code'];

export const pointsOfKind = (kind: DeviceKind) =>
  admissionPoints.filter((point) => !('kinds' in point) || point.kinds.includes(kind));

/** 4.5-1, 5.1-2: nothing works here unsealed or unexamined; every point is looked at, and each is in order. */
export function refuseAdmission(
  device: { kind: DeviceKind; state: DeviceState; sealed: boolean },
  items: readonly { item: AdmissionCode; passed: boolean }[],
): Refusal | null {
  if (device.state === 'admitted' || device.state === 'withdrawn') return refuseState(device.state);
  if (!device.sealed) return refuse('wireless-not-sealed');
  for (const [index, { item, passed }] of items.entries()) {
    const point = admissionPoints.find(({ code }) => code === item);
    if (!passed)
      return refuse('admission-point-failed', { point: point?.label ?? item }, `input.items.${index}.passed`);
    if (items.findIndex((one) => one.item === item) !== index) return refuse('point-twice', {}, `input.items.${index}`);
  }
  const missing = pointsOfKind(device.kind).find(({ code }) => !items.some(({ item }) => item === code));
  return missing ? refuse('admission-point-missing', { point: missing.label }, 'input.items') : null;
}

/** What cannot be done in this state, said with the state. */
export const refuseState = (state: DeviceState): Refusal => refuse('device-state', { state: deviceStateNames[state] });
