import type { AlarmDecl } from '#/base/rules/alarms.ts';

/** What is looked for among devices (4.5, 5.1). */
export const equipmentAlarms = [
  {
    kind: 'terminal-without-device',
    label: { zh: '终端没有准入设备', en: 'Terminal without an admitted device' },
    unit: { zh: '天以上', en: 'days or more' },
    windowed: false,
    facts: { terminal: { zh: '终端', en: 'terminal' }, days: { zh: '已过天数', en: 'days' } },
  },
] as const satisfies readonly AlarmDecl[];

export type EquipmentAlarm = (typeof equipmentAlarms)[number]['kind'];
