/** What is found at the door against the rules of the place (4.6-3, 4.6-4, 4.7-1, 4.8-1 to 4.8-3). */
import { z } from 'zod';
import type { Words } from '#/base/rules/declare.ts';
import { day, id, text } from '#/base/rules/wire.ts';

export const violations = {
  belongings: { zh: '携带禁止带入的物品', en: 'Carries what must not go inside' },
  carriedOut: { zh: '擅自带出场内物品', en: 'Takes things out without a slip' },
  badge: { zh: '未佩戴工牌', en: 'Wears no badge' },
  unrelated: { zh: '从事无关活动', en: 'Does other things than the work' },
  food: { zh: '带水、食物、香烟进加工区', en: 'Brings drink, food or cigarettes' },
  flame: { zh: '携带火种', en: 'Brings a lighter or matches' },
} as const satisfies Record<string, Words>;

export type Violation = keyof typeof violations;
export const violationCodes = Object.keys(violations) as [Violation, ...Violation[]];

/** Asked for where something was found: it opens an issue that somebody corrects by a day (2.8-2). */
export const violationField = z
  .strictObject({ kind: z.enum(violationCodes), remark: text(300), owner: id, dueOn: day })
  .nullable()
  .default(null);

export type ViolationFound = z.output<typeof violationField>;
