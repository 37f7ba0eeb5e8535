/** Safety checklist of the place: one point an obligation of class c, with how often it is looked at. */
import { addDays } from '#/base/rules/business-day.ts';
import type { Words } from '#/base/rules/declare.ts';
import type { ClauseId } from '#/base/rules/obligations.ts';

export interface ChecklistItem {
  code: string;
  clause: ClauseId;
  label: Words;
  /** What to look at. */
  look: Words;
  /** Days until it is due again. */
  everyDays: number;
  /** Whether a photograph belongs to it. */
  photo: boolean;
  /** Looked at by the archive department only. */
  byArchive?: true;
}

/** 4.1-2, 4.2-1 to 4.2-9 (九防), 4.3-4, 4.4-1, 4.6-1, 4.6-2, 4.8-2, 4.8-3. */
export const checklist = [
  {
    code: 'enclosed',
    clause: '4.1-2',
    label: { zh: '独立、可封闭', en: 'Separate and lockable' },
    look: { zh: '门锁、隔断完好，非工作时间封闭', en: 'Locks and partitions hold; closed outside working hours' },
    everyDays: 180,
    photo: true,
  },
  {
    code: 'theft',
    clause: '4.2-1',
    label: { zh: '防盗', en: 'Against theft' },
    look: { zh: '门窗、门禁、报警装置', en: 'Doors, windows, access control, alarm' },
    everyDays: 30,
    photo: true,
  },
  {
    code: 'fire',
    clause: '4.2-2',
    label: { zh: '防火', en: 'Against fire' },
    look: { zh: '灭火器有效期与压力、烟感、通道', en: 'Extinguishers valid and charged, smoke detectors, exits free' },
    everyDays: 30,
    photo: true,
  },
  {
    code: 'dust',
    clause: '4.2-3',
    label: { zh: '防尘', en: 'Against dust' },
    look: { zh: '门窗密封、清洁记录、设备散热口', en: 'Sealed openings, cleaning, vents of machines' },
    everyDays: 30,
    photo: false,
  },
  {
    code: 'water',
    clause: '4.2-4',
    label: { zh: '防水', en: 'Against water' },
    look: {
      zh: '屋顶、窗、水管、空调冷凝水、装具离地',
      en: 'Roof, windows, pipes, condensate, cabinets off the floor',
    },
    everyDays: 30,
    photo: true,
  },
  {
    code: 'damp',
    clause: '4.2-5',
    label: { zh: '防潮', en: 'Against damp' },
    look: { zh: '除湿设备、墙面、近期湿度记录', en: 'Dehumidifier, walls, recent humidity readings' },
    everyDays: 30,
    photo: false,
  },
  {
    code: 'heat',
    clause: '4.2-6',
    label: { zh: '防高温', en: 'Against heat' },
    look: {
      zh: '空调运行、近期温度记录、热源远离装具',
      en: 'Air conditioning, recent temperatures, no heat near cabinets',
    },
    everyDays: 30,
    photo: false,
  },
  {
    code: 'light',
    clause: '4.2-7',
    label: { zh: '防日光、紫外线', en: 'Against sunlight and ultraviolet' },
    look: { zh: '遮光帘、防紫外灯具', en: 'Blinds, lamps without ultraviolet' },
    everyDays: 90,
    photo: true,
  },
  {
    code: 'pests',
    clause: '4.2-8',
    label: { zh: '防有害生物', en: 'Against pests' },
    look: { zh: '虫、鼠、霉迹象，诱捕器', en: 'Signs of insects, rodents, mould; traps' },
    everyDays: 30,
    photo: true,
  },
  {
    code: 'pollution',
    clause: '4.2-9',
    label: { zh: '防污染', en: 'Against pollution' },
    look: { zh: '有害气体、化学品、打印粉尘', en: 'Harmful gases, chemicals, toner' },
    everyDays: 90,
    photo: false,
  },
  {
    code: 'video-system',
    clause: '4.3-4',
    label: { zh: '监控系统', en: 'Camera system' },
    look: {
      zh: '各路在线、正在录像、时钟准确、存储空间、录像存放位置',
      en: 'All cameras on, recording, clocks right, space left, where the footage lies',
    },
    everyDays: 30,
    photo: false,
    byArchive: true,
  },
  {
    code: 'cabinets',
    clause: '4.4-1',
    label: { zh: '档案装具合标够用', en: 'Cabinets fit and sufficient' },
    look: { zh: '材质、数量、承重、标签', en: 'Material, number, load, labels' },
    everyDays: 90,
    photo: true,
  },
  {
    code: 'wireless',
    clause: '4.5-2',
    label: { zh: '无线封断检测', en: 'Wireless is off' },
    look: {
      zh: '无线网、蓝牙、手机信号；检测仪器与结果写入情况，不合格的设备停用',
      en: 'Wi-Fi, Bluetooth, mobile signals; note instrument and result; what fails is taken out of use',
    },
    everyDays: 30,
    photo: false,
  },
  {
    code: 'lockers',
    clause: '4.6-1',
    label: { zh: '随身物品专用柜', en: 'Lockers for belongings' },
    look: { zh: '数量够用、可上锁', en: 'Enough of them, lockable' },
    everyDays: 90,
    photo: true,
  },
  {
    code: 'lockers-apart',
    clause: '4.6-2',
    label: { zh: '物品柜与档案装具分区', en: 'Lockers apart from cabinets' },
    look: { zh: '不在同一分区', en: 'Not in one zone' },
    everyDays: 90,
    photo: true,
  },
  {
    code: 'no-food',
    clause: '4.8-2',
    label: { zh: '无水、食物、烟', en: 'No drink, food or smoking' },
    look: { zh: '工位、加工区', en: 'Workstations and processing area' },
    everyDays: 1,
    photo: false,
  },
  {
    code: 'no-flame',
    clause: '4.8-3',
    label: { zh: '无火种', en: 'No lighters or matches' },
    look: { zh: '工位、随身物品', en: 'Workstations, belongings' },
    everyDays: 1,
    photo: false,
  },
] as const satisfies readonly ChecklistItem[];

export type ChecklistCode = (typeof checklist)[number]['code'];
export const checklistCodes = checklist.map((one) => one.code) as [ChecklistCode, ...ChecklistCode[]];

export interface LastSeen {
  on: string;
  passed: boolean;
}

export interface ItemState {
  item: (typeof checklist)[number];
  last: LastSeen | null;
  /** Day by which it is due; null when it has never been looked at: due now. */
  dueOn: string | null;
  overdue: boolean;
}

/** 4.2: where each point stands on `today`. Looked at on its due day is in time. */
export const checklistState = (last: ReadonlyMap<string, LastSeen>, today: string): ItemState[] =>
  checklist.map((item) => {
    const seen = last.get(item.code) ?? null;
    const dueOn = seen === null ? null : addDays(seen.on, item.everyDays);
    return { item, last: seen, dueOn, overdue: dueOn === null || dueOn < today };
  });
