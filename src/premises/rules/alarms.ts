import type { AlarmDecl } from '#/base/rules/alarms.ts';

/** What is looked for in the place (4.2, 4.7, 4.9). */
export const premisesAlarms = [
  {
    kind: 'site-check-overdue',
    label: { zh: '场所安全检查逾期', en: 'Safety check overdue' },
    unit: { zh: '天以上', en: 'days or more' },
    windowed: false,
    facts: { points: { zh: '逾期项', en: 'points' }, days: { zh: '最长逾期（天）', en: 'longest (days)' } },
  },
  {
    kind: 'climate-out-of-range',
    label: { zh: '温湿度超限', en: 'Climate out of range' },
    unit: null,
    windowed: false,
    facts: {
      zone: { zh: '分区', en: 'zone' },
      temperature: { zh: '温度（℃）', en: 'temperature (℃)' },
      humidity: { zh: '相对湿度（%）', en: 'relative humidity (%)' },
    },
  },
  {
    kind: 'climate-missing',
    label: { zh: '温湿度漏记', en: 'Reading missing' },
    unit: { zh: '天未记录', en: 'days without a reading' },
    windowed: false,
    facts: { zone: { zh: '分区', en: 'zone' }, days: { zh: '已过天数', en: 'days since' } },
  },
  {
    kind: 'stranger-at-door',
    label: { zh: '非名册人员登记', en: 'Stranger at the door' },
    unit: null,
    windowed: false,
    facts: {},
  },
  {
    kind: 'still-inside',
    label: { zh: '隔日未离场登记', en: 'Not signed out' },
    unit: { zh: '天以上', en: 'days or more' },
    windowed: false,
    facts: { days: { zh: '已过天数', en: 'days since' } },
  },
  {
    kind: 'patrol-missed',
    label: { zh: '漏巡', en: 'Patrol missed' },
    unit: { zh: '分钟后仍未登记', en: 'minutes over and not entered' },
    windowed: false,
    facts: {
      on: { zh: '日期', en: 'day' },
      shift: { zh: '班次', en: 'shift' },
      side: { zh: '巡查方', en: 'side' },
    },
  },
] as const satisfies readonly AlarmDecl[];

export type PremisesAlarm = (typeof premisesAlarms)[number]['kind'];
