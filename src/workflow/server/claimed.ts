/** What a later room asks before somebody works at a unit: that he has claimed a step of the kind (5.6-2, 2.8-6). */
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { codesOf, refuseAtWork } from '#/custody/server/door.ts';
import { earlierOf, kinds, nthOfKind, type Step, type StepKind, stepOf } from '../rules/step.ts';
import { refuseAbsent } from './claims.ts';
import { sendBack } from './send-back.ts';
import { stepKeysOf, versionsOfUnits } from './store/definitions.ts';
import { openTasks, pileOf } from './store/piles.ts';
import { lockUnits, type Unit, unitOfOriginal } from './store/units.ts';

export interface ClaimedTask {
  unitId: string;
  originalId: string;
  projectId: string;
  /** Code of the original. */
  code: string;
  step: Step;
  /** Which step of its kind it is in the line, from 1. */
  nth: number;
  round: number;
}

/**
 * The step of one of these kinds that this person has claimed, the unit held until the transaction ends. Refused with
 * nothing claimed, with what is halted (6.5-1), and for somebody who is not in the room (4.7).
 */
export async function claimedTask(
  tx: Tx,
  at: { originalId: string } | { unitId: string },
  personId: string,
  of: readonly StepKind[],
): Promise<ClaimedTask | Refusal> {
  const unitId = 'unitId' in at ? at.unitId : (await unitOfOriginal(tx, at.originalId))?.id;
  const [unit] = await lockUnits(tx, unitId === undefined ? [] : [unitId]);
  if (!unit) return refuse('not-found', { what: { zh: '件', en: 'unit' } });
  const stopped = (await refuseAtWork(tx, [unit.originalId], { paper: false })).get(unit.originalId);
  if (stopped) return stopped;
  const step = claimedStep(unit, personId, of);
  if (isRefusal(step)) return step;
  const absent = await refuseAbsent(tx, unit.projectId, personId);
  if (absent) return absent;
  const code = (await codesOf(tx, [unit.originalId])).get(unit.originalId) ?? '';
  const { id, originalId, projectId } = unit;
  const { steps } = unit.version;
  const round = unit.tasks[step.key]?.round ?? 0;
  return { unitId: id, originalId, projectId, code, step, nth: nthOfKind(steps, step), round };
}

function claimedStep({ version: { steps }, tasks }: Unit, personId: string, of: readonly StepKind[]): Step | Refusal {
  const own = Object.entries(tasks).find(
    ([key, { state, by }]) => state === 'claimed' && by === personId && of.includes(stepOf(steps, key).kind),
  );
  return own ? stepOf(steps, own[0]) : refuse('not-claimed-for', { step: kinds[of[0] ?? 'scan'].name });
}

export interface ReturnTarget {
  step: string;
  kind: StepKind;
  name: string;
  /** Who did it. */
  personId: string | null;
}

/** Earlier steps of these kinds that are done: to these it may be sent back. */
export async function returnTargets(
  tx: Tx,
  unitId: string,
  from: string,
  of: readonly StepKind[],
): Promise<ReturnTarget[]> {
  const [unit] = await lockUnits(tx, [unitId]);
  if (!unit) return [];
  const { steps } = unit.version;
  const before = earlierOf(steps).get(from);
  return steps
    .filter(({ key, kind }) => of.includes(kind) && before?.has(key) === true && unit.tasks[key]?.state === 'done')
    .map(({ key, kind, name }) => ({ step: key, kind, name, personId: unit.tasks[key]?.by ?? null }));
}

/** Sent back by whoever has claimed the step `from`, to the step and the person that caused it. */
export async function sendBackClaimed(
  tx: Tx,
  { unitId, to, from, by, reason }: { unitId: string; to: string; from: string; by: string; reason: string },
): Promise<{ personId: string | null; reopened: string[] } | Refusal> {
  const [unit] = await lockUnits(tx, [unitId]);
  if (!unit) return refuse('not-found', { what: { zh: '件', en: 'unit' } });
  if (unit.tasks[from]?.state !== 'claimed' || unit.tasks[from].by !== by) return refuse('not-claimer');
  return sendBack(tx, unit, { to, from, by, reason });
}

export interface PileTask extends Omit<ClaimedTask, 'projectId'> {
  /** Number of its routing slip. */
  slip: string;
  halted: boolean;
}

/** Every task of a kind that he has claimed in a project, by its unit; for what he may do now ask `claimedTask`. */
export async function claimedOfKind(
  db: Db | Tx,
  projectId: string,
  personId: string,
  kind: StepKind,
): Promise<PileTask[]> {
  const rows = await pileOf(db, projectId, personId);
  const versions = await versionsOfUnits(
    db,
    rows.map((row) => row.unit_id),
  );
  return rows.flatMap((row) => {
    const steps = versions.get(row.unit_id)?.steps ?? [];
    const step = stepOf(steps, row.step);
    const { unit_id: unitId, original_id: originalId, code, slip, round, halted } = row;
    return step.kind === kind
      ? [{ unitId, originalId, code, slip, step, nth: nthOfKind(steps, step), round, halted }]
      : [];
  });
}

/** Tasks of a kind in a project that wait or are at work, whoever has claimed them; at most `limit`, those due first. */
export async function openOfKind(db: Db | Tx, projectId: string, kind: StepKind, limit: number) {
  const keys = await stepKeysOf(db, projectId, kind);
  if (keys.length === 0) return [];
  const rows = await openTasks(db, projectId, keys, limit);
  return rows.map(({ unit_id: unitId, original_id: originalId, code, step, state, halted }) => ({
    ...{ unitId, originalId, code, step, state, halted },
  }));
}
