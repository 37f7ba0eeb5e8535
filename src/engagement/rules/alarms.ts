import type { AlarmDecl } from '#/base/rules/alarms.ts';

/** What is looked for among people of projects (7.1-5). */
export const engagementAlarms = [
  {
    kind: 'staff-holding',
    label: { zh: '岗位已止，手中未清', en: 'Role over, something in hand' },
    unit: null,
    windowed: false,
    facts: {
      project: { zh: '项目', en: 'project' },
      count: { zh: '件数', en: 'pieces' },
      what: { zh: '其中', en: 'of them' },
    },
  },
] as const satisfies readonly AlarmDecl[];

export type EngagementAlarm = (typeof engagementAlarms)[number]['kind'];
