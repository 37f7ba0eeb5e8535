/** Who may claim what: asked in the transaction that claims (5.6-2, 2.8-6, 6.5-1). */
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { noProject } from '#/engagement/rules/project.ts';
import { findProject, mayWork, refuseUntrained } from '#/engagement/server/door.ts';
import { isInside } from '#/premises/server/door.ts';
import { kinds, type Step } from '../rules/step.ts';
import { versionsOfProject } from './store/definitions.ts';
import { insertClaim, nextUnits } from './store/piles.ts';
import { lockUnits, move, saveUnits, type Unit } from './store/units.ts';

export const isPaper = ({ kind }: Pick<Step, 'kind'>): boolean => kinds[kind].paper;

/** The step as each version of the project has it, the newest last. */
export async function stepsOfKey(tx: Tx, projectId: string, key: string): Promise<Map<string, Step>> {
  const versions = await versionsOfProject(tx, projectId);
  return new Map(
    versions.flatMap(({ id, steps }) => {
      const step = steps.find((one) => one.key === key);
      return step ? [[id, step] as const] : [];
    }),
  );
}

/** In the room today (4.7), in a project that is open. */
export async function refuseAbsent(tx: Tx, projectId: string, personId: string): Promise<Refusal | null> {
  const project = await findProject(tx, projectId);
  if (!project) return noProject();
  if (project.state !== 'open') return refuse('project-not-open');
  return (await isInside(tx, personId)) ? null : refuse('not-in-room');
}

interface Pile {
  projectId: string;
  step: string;
  count: number;
  personId: string;
  assignedBy: string | null;
}

/** The steps of this key that somebody may do, by version. */
async function stepsFor(tx: Tx, { projectId, step, personId }: Pile): Promise<Map<string, Step> | Refusal> {
  const all = await stepsOfKey(tx, projectId, step);
  if (all.size === 0) return refuse('step-not-of-line', { key: step }, 'input.step');
  const may = new Map<string, Step>();
  for (const [version, one] of all) if (await mayWork(tx, personId, projectId, one.roles)) may.set(version, one);
  const name = [...all.values()].at(-1)?.name ?? step;
  if (may.size === 0) return refuse('not-for-step', { step: name }, 'input.step');
  return (
    (await refuseUntrained(
      tx,
      personId,
      projectId,
      [...may.values()].flatMap(({ roles }) => roles),
    )) ?? may
  );
}

/** As many units as there are for somebody, at most `count`, claimed at once. */
export async function claimPile(tx: Tx, pile: Pile): Promise<{ claimId: string; units: Unit[] } | Refusal> {
  const { projectId, step: key, count, personId, assignedBy } = pile;
  const steps = await stepsFor(tx, pile);
  if (isRefusal(steps)) return steps;
  const step = [...steps.values()].at(-1);
  if (!step) throw new Error(key);
  const at = new Date();
  const claimId = await insertClaim(tx, { projectId, claimedBy: personId, assignedBy, at });
  const units: Unit[] = [];
  const tried: string[] = [];
  const paper = isPaper(step);
  // A machine that enters what it read of a unit holds it too: before "nothing" is said, what is held is waited for.
  let wait = false;
  while (units.length < count) {
    const limit = count - units.length;
    const ids = await nextUnits(tx, projectId, { key, notBy: step.notBy, paper }, { personId, limit, tried, wait });
    if (ids.length === 0) {
      if (wait || units.length > 0) break;
      wait = true;
      continue;
    }
    tried.push(...ids);
    const found = await lockUnits(tx, ids);
    const stopped = await refuseAtWork(
      tx,
      found.map(({ originalId }) => originalId),
      { paper },
    );
    for (const unit of found) {
      // What came between the look and the lock is passed over.
      if (stopped.has(unit.originalId) || !steps.has(unit.version.id)) continue;
      const mover = { by: assignedBy ?? personId, at, person: personId };
      const moved = move(unit, { type: 'claim', step: key, by: personId }, mover, claimId);
      if (!isRefusal(moved)) units.push(moved);
    }
  }
  if (units.length === 0) return refuse('nothing-to-claim', { step: step.name }, 'input.step');
  await saveUnits(tx, units, at);
  return { claimId, units };
}

/** One unit, at the first of its steps that can be done now and by this person. */
export async function claimUnit(
  tx: Tx,
  unitId: string,
  personId: string,
): Promise<{ claimId: string; unit: Unit; step: Step } | Refusal> {
  const [unit] = await lockUnits(tx, [unitId]);
  if (!unit) throw new Error(`no unit: ${unitId}`);
  const { projectId, originalId } = unit;
  const open = unit.version.steps.filter(({ key }) => ['ready', 'returned'].includes(unit.tasks[key]?.state ?? ''));
  if (open.length === 0) return refuseBusy(unit, personId);
  let refused: Refusal = refuse('not-for-step', { step: open[0]?.name ?? '' });
  for (const step of open) {
    if (!(await mayWork(tx, personId, projectId, step.roles))) continue;
    const stopped = (await refuseAtWork(tx, [originalId], { paper: isPaper(step) })).get(originalId);
    if (stopped) return stopped;
    const untrained = await refuseUntrained(tx, personId, projectId, step.roles);
    if (untrained) {
      refused = untrained;
      continue;
    }
    const at = new Date();
    const claimId = await insertClaim(tx, { projectId, claimedBy: personId, assignedBy: null, at });
    const moved = move(
      unit,
      { type: 'claim', step: step.key, by: personId },
      { by: personId, at, person: personId },
      claimId,
    );
    if (isRefusal(moved)) {
      refused = moved;
      continue;
    }
    await saveUnits(tx, [moved], at);
    return { claimId, unit: moved, step };
  }
  return refused;
}

/** Nothing of it can be claimed: somebody has it, it is held up, or it is done. */
function refuseBusy(unit: Unit, personId: string): Refusal {
  const tasks = Object.values(unit.tasks);
  if (tasks.some(({ state }) => state === 'blocked')) return refuse('held-up', { reason: unit.blockedReason ?? '' });
  const claimed = tasks.find(({ state }) => state === 'claimed');
  if (!claimed) return refuse('unit-done');
  return claimed.by === personId ? refuse('claimed-already') : refuse('claimed-by-other');
}
