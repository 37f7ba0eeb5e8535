import type { AlarmDecl } from '#/base/rules/alarms.ts';

/** 滞留预警 (5.6-3). */
export const workflowAlarms = [
  {
    kind: 'unit-overdue',
    label: { zh: '工序滞留', en: 'Step overdue' },
    unit: { zh: '件以上', en: 'units or more' },
    windowed: false,
    facts: {
      project: { zh: '项目', en: 'project' },
      units: { zh: '滞留件数', en: 'overdue' },
    },
  },
] as const satisfies readonly AlarmDecl[];

export type WorkflowAlarm = (typeof workflowAlarms)[number]['kind'];
