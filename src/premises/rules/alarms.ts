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
    kind: 'revoked-badge',
    label: { zh: '作废工牌出现', en: 'Revoked badge shown' },
    unit: null,
    windowed: false,
    facts: { badge: { zh: '工牌', en: 'badge' }, state: { zh: '状态', en: 'state' } },
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
  {
    kind: 'day-not-closed',
    label: { zh: '未日结', en: 'Day not closed' },
    unit: { zh: '天后仍未日结', en: 'days later' },
    windowed: false,
    facts: { on: { zh: '日期', en: 'day' } },
  },
  {
    kind: 'footage-altered',
    label: { zh: '录像被改动或丢失', en: 'Footage changed or gone' },
    unit: null,
    windowed: false,
    facts: { camera: { zh: '摄像机', en: 'camera' }, from: { zh: '起', en: 'from' } },
  },
  {
    kind: 'footage-away',
    label: { zh: '录像盘不在', en: 'Footage disk away' },
    unit: null,
    windowed: false,
    facts: { folder: { zh: '目录', en: 'folder' }, marker: { zh: '应有标记', en: 'marker' } },
  },
  {
    kind: 'footage-disk',
    label: { zh: '录像磁盘将满', en: 'Footage disk filling up' },
    unit: { zh: '% 以上', en: '% or more' },
    windowed: false,
    facts: { usedPercent: { zh: '已用 %', en: '% used' } },
  },
  {
    kind: 'clock-doubtful',
    label: { zh: '系统时钟存疑', en: 'Clock in doubt' },
    unit: null,
    windowed: false,
    facts: { driftMinutes: { zh: '偏差（分钟）', en: 'drift (minutes)' } },
  },
  {
    kind: 'playback-overdue',
    label: { zh: '回放检查逾期', en: 'Playback overdue' },
    unit: { zh: '天以上', en: 'days or more' },
    windowed: false,
    facts: { ranges: { zh: '未看段数', en: 'ranges' }, dueOn: { zh: '应于', en: 'due' } },
  },
  {
    kind: 'recorder-short',
    label: { zh: '录像机保存不足', en: 'Recorder keeps too little' },
    unit: { zh: '天以下', en: 'days or less' },
    windowed: false,
    facts: { recorder: { zh: '录像机', en: 'recorder' }, days: { zh: '可保存（天）', en: 'days it holds' } },
  },
  {
    kind: 'recorder-unread',
    label: { zh: '录像机漏读', en: 'Recorder not read' },
    unit: { zh: '天以上未读', en: 'days without a reading' },
    windowed: false,
    facts: { recorder: { zh: '录像机', en: 'recorder' }, days: { zh: '已过天数', en: 'days since' } },
  },
  {
    kind: 'recording-stopped',
    label: { zh: '录制中断', en: 'Recording stopped' },
    unit: { zh: '分钟以上无录像', en: 'minutes or more without footage' },
    windowed: false,
    facts: { camera: { zh: '摄像机', en: 'camera' }, since: { zh: '自', en: 'since' } },
  },
] as const satisfies readonly AlarmDecl[];

export type PremisesAlarm = (typeof premisesAlarms)[number]['kind'];
