import type { AlarmDecl } from '#/base/rules/alarms.ts';

const count = { zh: '次数', en: 'count' };
const windowMinutes = { zh: '时段（分钟）', en: 'window (minutes)' };
const hours = { zh: '已过小时', en: 'hours since' };
const days = { zh: '已过天数', en: 'days since' };

/** What protection itself looks for (5.5-5, 2.8-6, 5.6-7); later rooms declare their own. */
export const protectionAlarms = [
  {
    kind: 'mass-viewing',
    label: { zh: '大量调阅', en: 'Mass viewing' },
    unit: { zh: '个不同对象', en: 'different objects' },
    windowed: true,
    facts: { count, windowMinutes },
  },
  {
    kind: 'after-hours',
    label: { zh: '非工作时间操作', en: 'Work after hours' },
    unit: { zh: '点以后（至次日 7 点）', en: "o'clock and later, until 7" },
    windowed: true,
    facts: { count, windowMinutes },
  },
  {
    kind: 'refused-attempts',
    label: { zh: '多次被拒绝', en: 'Many refusals' },
    unit: { zh: '次拒绝', en: 'refusals' },
    windowed: true,
    facts: { count, windowMinutes },
  },
  {
    kind: 'lockout',
    label: { zh: '账号锁定', en: 'Account locked' },
    unit: { zh: '次锁定', en: 'lockings' },
    windowed: true,
    facts: { count, windowMinutes },
  },
  {
    kind: 'ledger-lag',
    label: { zh: '日志封存滞后', en: 'Ledger lags' },
    unit: { zh: '秒未封存', en: 'seconds unsealed' },
    windowed: true,
    facts: { trouble: { zh: '原因', en: 'trouble' }, waitingMs: { zh: '等待（秒）', en: 'waiting (seconds)' } },
  },
  {
    kind: 'witness-silent',
    label: { zh: '外部存证中断', en: 'Witness silent' },
    unit: { zh: '分钟无应答', en: 'minutes without answer' },
    windowed: false,
    facts: { witness: { zh: '存证机', en: 'witness' }, failure: { zh: '故障', en: 'failure' } },
  },
  {
    kind: 'backup-overdue',
    label: { zh: '备份逾期', en: 'Backup overdue' },
    unit: { zh: '小时无完好备份', en: 'hours without a good backup' },
    windowed: false,
    facts: { target: { zh: '备份目标', en: 'target' }, hours },
  },
  {
    kind: 'drill-overdue',
    label: { zh: '恢复演练逾期', en: 'Restore drill overdue' },
    unit: { zh: '天无合格演练', en: 'days without a passed drill' },
    windowed: false,
    facts: { days },
  },
  {
    kind: 'storage-low',
    label: { zh: '存储空间不足', en: 'Storage low' },
    unit: { zh: '% 剩余以下', en: '% free or less' },
    windowed: false,
    facts: { freePercent: { zh: '剩余（%）', en: 'free (%)' }, folder: { zh: '目录', en: 'folder' } },
  },
  {
    kind: 'console-used',
    label: { zh: '控制台操作', en: 'Console used' },
    unit: null,
    windowed: false,
    facts: { act: { zh: '操作', en: 'act' } },
  },
] as const satisfies readonly AlarmDecl[];

export type ProtectionAlarm = (typeof protectionAlarms)[number]['kind'];
