/** What is done with originals at work, by routing slips (6.4). */
import type { Words } from '#/base/rules/declare.ts';
import type { VendorRole } from '#/base/rules/roles.ts';

/** 工序 of a slip. Workflows of a project are made of these (DA/T 31-2017). */
export const slipSteps = ['prepare', 'scan', 'treat', 'inspect', 'describe', 'bind'] as const;
export type SlipStep = (typeof slipSteps)[number];

export const slipStepNames: Record<SlipStep, Words> = {
  prepare: { zh: '整理', en: 'Preparation' },
  scan: { zh: '扫描', en: 'Scanning' },
  treat: { zh: '图像处理', en: 'Treatment' },
  inspect: { zh: '质检', en: 'Inspection' },
  describe: { zh: '著录', en: 'Description' },
  bind: { zh: '装订', en: 'Binding' },
};

/** 6.4-2: what is done with a machine names it. */
export const needsDevice = (step: SlipStep): boolean => step === 'scan' || step === 'treat';

/** Who has originals in hand for the vendor. */
export const handlers: readonly VendorRole[] = [
  'teamLeader',
  'preparer',
  'scanner',
  'imageProcessor',
  'describer',
  'qualityInspector',
];

/** Who may have them in hand: those, and the manager who receives them (6.2-3), puts them away and passes them on. */
export const holders: readonly VendorRole[] = [...handlers, 'vendorManager'];

export const findings = ['in-hand', 'not-seen'] as const;
export type Finding = (typeof findings)[number];

export const findingNames: Record<Finding, Words> = {
  'in-hand': { zh: '未入柜', en: 'In no cabinet' },
  'not-seen': { zh: '柜中未见', en: 'Not seen in its cabinet' },
};

export const outcomes = ['false-alarm', 'declassified', 'surrendered'] as const;
export type Outcome = (typeof outcomes)[number];

export const outcomeNames: Record<Outcome, Words> = {
  'false-alarm': { zh: '误报，继续加工', en: 'False alarm' },
  declassified: { zh: '已解密，继续加工', en: 'Declassified' },
  surrendered: { zh: '移交档案部门', en: 'Surrendered to the archive' },
};
