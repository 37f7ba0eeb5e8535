/** Steps (工序) of which a line of work is made: what each kind is, and what a step says (5.6-1). */
import type { Words } from '#/base/rules/declare.ts';
import type { WorkingRole } from '#/base/rules/roles.ts';
import type { SlipStep } from '#/custody/rules/work.ts';

/** In the order of DA/T 31-2017, from the handover to the vendor until the original is given back. */
export const stepKinds = [
  'prepare',
  'describe',
  'scan',
  'treat',
  'inspect',
  'recognize',
  'link',
  'inspectLink',
  'bind',
  'review',
] as const;
export type StepKind = (typeof stepKinds)[number];

interface Kind {
  name: Words;
  /** DA/T 31-2017: no line without it. Binding is asked for by custody where something was taken apart (6.3-5). */
  required: boolean;
  /** What the routing slip calls it (6.4-1); null where the paper has no part in it. */
  slip: SlipStep | null;
  /** Done with the original in hand. */
  paper: boolean;
  /** Kinds whose work it judges: nobody judges his own. */
  judges: readonly StepKind[];
}

export const kinds: Readonly<Record<StepKind, Kind>> = {
  prepare: { name: { zh: '前处理', en: 'Preparation' }, required: true, slip: 'prepare', paper: true, judges: [] },
  describe: { name: { zh: '著录', en: 'Description' }, required: true, slip: 'describe', paper: false, judges: [] },
  scan: { name: { zh: '扫描', en: 'Scanning' }, required: true, slip: 'scan', paper: true, judges: [] },
  treat: { name: { zh: '图像处理', en: 'Treatment' }, required: true, slip: 'treat', paper: false, judges: [] },
  inspect: {
    ...{ name: { zh: '图像质检', en: 'Inspection' }, required: true, slip: 'inspect', paper: false },
    judges: ['scan', 'treat'],
  },
  recognize: {
    name: { zh: '文字识别', en: 'Text recognition' },
    required: false,
    slip: null,
    paper: false,
    judges: [],
  },
  link: { name: { zh: '挂接', en: 'Linking' }, required: true, slip: null, paper: false, judges: [] },
  inspectLink: {
    ...{ name: { zh: '挂接质检', en: 'Inspection of links' }, required: true, slip: 'inspect', paper: false },
    judges: ['describe', 'link'],
  },
  bind: { name: { zh: '装订还原', en: 'Binding' }, required: false, slip: 'bind', paper: true, judges: [] },
  review: {
    ...{ name: { zh: '内部验收', en: 'Internal review' }, required: false, slip: 'inspect', paper: false },
    judges: ['inspect', 'inspectLink'],
  },
};

/** What may not come the other way round, wherever a line has both (DA/T 31-2017). */
export const kindOrder: readonly (readonly [earlier: StepKind, later: StepKind])[] = [
  ['prepare', 'scan'],
  ['scan', 'treat'],
  ['treat', 'inspect'],
  ['scan', 'recognize'],
  ['describe', 'link'],
  ['inspect', 'link'],
  ['link', 'inspectLink'],
  ['inspect', 'bind'],
  ['inspectLink', 'review'],
];

export interface Step {
  /** Its name in this line, for ever: `scan`, `describe2`. */
  key: string;
  kind: StepKind;
  name: string;
  /** 必经: where it is not, a team leader may leave it out of a unit. */
  mandatory: boolean;
  /** Steps that are done before it. */
  after: readonly string[];
  /** Who may do it. */
  roles: readonly WorkingRole[];
  /** Earlier steps whose person may not do this one (双人规则). */
  notBy: readonly string[];
  /** Later steps that are done again when this one is sent back; no other is. */
  reopens: readonly string[];
  /** 6.4-2: submitted with the number of an admitted device. */
  needsDevice: boolean;
  /** How long a claim holds without a sign of life. */
  leaseMinutes: number;
  /** Hours after which it is overdue, from when it can be done. */
  overdueHours: number;
}

export const stepOf = (steps: readonly Step[], key: string): Step => {
  const step = steps.find((one) => one.key === key);
  if (!step) throw new Error(`no step: ${key}`);
  return step;
};

/** Which of the line's steps of its kind it is, from 1: a second person types once more at the second `describe`. */
export const nthOfKind = (steps: readonly Step[], step: Step): number =>
  steps.filter(({ kind }) => kind === step.kind).findIndex(({ key }) => key === step.key) + 1;

/** Steps from which `next` leads, over any number of others, to each step; itself only in a ring. */
function reached(steps: readonly Step[], next: (step: Step) => readonly string[]): ReadonlyMap<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const step of steps) {
    const seen = new Set<string>();
    const open = [...next(step)];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      const other = steps.find((one) => one.key === key);
      if (other) open.push(...next(other));
    }
    found.set(step.key, seen);
  }
  return found;
}

/** All that comes before each step, at whatever distance. */
export const earlierOf = (steps: readonly Step[]): ReadonlyMap<string, Set<string>> =>
  reached(steps, (step) => step.after);
