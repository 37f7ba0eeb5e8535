import type { AlarmDecl } from '#/base/rules/alarms.ts';

/** What is looked for among originals (6.5 to 6.7). */
export const custodyAlarms = [
  {
    kind: 'original-overnight',
    label: { zh: '档案过夜未入柜', en: 'Original out overnight' },
    unit: { zh: '件以上', en: 'or more' },
    windowed: false,
    facts: {
      originals: { zh: '未入柜件数', en: 'in no cabinet' },
      first: { zh: '其中档号', en: 'among them' },
    },
  },
  {
    kind: 'sweep-missing',
    label: { zh: '未做入柜清点', en: 'No sweep' },
    unit: null,
    windowed: false,
    facts: { day: { zh: '日期', en: 'day' }, project: { zh: '项目', en: 'project' } },
  },
  {
    kind: 'scan-misplaced',
    label: { zh: '扫码与登记位置不符', en: 'Scanned where it should not be' },
    unit: null,
    windowed: false,
    facts: {
      code: { zh: '档号', en: 'archival code' },
      scan: { zh: '情形', en: 'how' },
    },
  },
  {
    kind: 'classified-find-open',
    label: { zh: '涉密标识当日未处理', en: 'Classified mark not settled on its day' },
    unit: null,
    windowed: false,
    facts: { number: { zh: '登记号', en: 'number' }, code: { zh: '档号', en: 'archival code' } },
  },
  {
    kind: 'reshelving-late',
    label: { zh: '加工完毕未归还', en: 'Processed and not given back' },
    unit: { zh: '个工作日以上', en: 'working days or more' },
    windowed: false,
    facts: {
      batch: { zh: '批次', en: 'batch' },
      originals: { zh: '件数', en: 'originals' },
      days: { zh: '最长（工作日）', en: 'longest (working days)' },
    },
  },
] as const satisfies readonly AlarmDecl[];

export type CustodyAlarm = (typeof custodyAlarms)[number]['kind'];
