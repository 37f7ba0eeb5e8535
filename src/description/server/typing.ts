/** Who types which entry: the pass that he has claimed, and never both of an original (5.6-4). */
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { type ClaimedTask, claimedTask } from '#/workflow/server/door.ts';
import { type Pass, passes } from '../rules/double-entry.ts';
import { doubleFields, type Field } from '../rules/field.ts';
import { hasTyped, type PassRow } from './store/entries.ts';

export interface TypingTask extends ClaimedTask {
  pass: Pass;
}

/** The first step of the kind is the first entry, the second one the second. */
export const passOf = (nth: number): Pass | undefined => passes.find((pass) => pass === nth);

/** The entry that he has claimed of this original, its unit locked until the transaction ends. */
export async function typingTask(tx: Tx, originalId: string, personId: string): Promise<TypingTask | Refusal> {
  const task = await claimedTask(tx, { originalId }, personId, ['describe']);
  if (isRefusal(task)) return task;
  const pass = passOf(task.nth);
  if (pass === undefined) return refuse('pass-none', { step: task.step.name });
  const other = pass === 1 ? 2 : 1;
  return (await hasTyped(tx, task.originalId, other, personId)) ? refuse('second-typist-same') : { ...task, pass };
}

/** Fields that he types: a second entry has those only that are typed twice. */
export const fieldsOfPass = (fields: readonly Field[], pass: Pass): readonly Field[] =>
  pass === 1 ? fields : doubleFields(fields);

/** Both were typed, and his own in this round: what was typed twice is not changed any more. */
export const isCompared = (task: Pick<TypingTask, 'pass' | 'unitId' | 'round'>, rows: readonly PassRow[]): boolean =>
  rows.length === 2 &&
  rows.some(({ pass, unit_id, round }) => pass === task.pass && unit_id === task.unitId && round === task.round);
