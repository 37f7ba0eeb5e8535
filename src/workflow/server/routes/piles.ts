/** Everybody's own pile: of other units nothing is told but how many there are (2.8-6). */
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { today } from '#/base/server/site.ts';
import { figuresAtWork } from '#/custody/server/door.ts';
import { mayWork, refuseOutsider } from '#/engagement/server/door.ts';
import { workingRoles } from '#/base/rules/roles.ts';
import { pileKeep, pileShow } from '../../rules/api/tasks.ts';
import type { Step } from '../../rules/step.ts';
import { isPaper } from '../claims.ts';
import { versionsOfProject } from '../store/definitions.ts';
import { countClaimable, keepClaims, pileOf } from '../store/piles.ts';
import { dayOf } from '../store/results.ts';

export const pileRoutes = (deps: { db: Db }): Binding[] => [showRoute(), keepRoute(deps)];

/** Steps that he may do, as the newest version of the project that has them says. */
async function stepsOf(tx: Tx, projectId: string, personId: string): Promise<Step[]> {
  const steps = new Map<string, Step>();
  for (const version of await versionsOfProject(tx, projectId))
    for (const step of version.steps) steps.set(step.key, step);
  const own: Step[] = [];
  for (const step of steps.values()) if (await mayWork(tx, personId, projectId, step.roles)) own.push(step);
  return own;
}

const showRoute = (): Binding =>
  bindView(pileShow, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, workingRoles);
    if (outside) return outside;
    const pile = await pileOf(tx, projectId, actor.personId);
    const figures = await figuresAtWork(
      tx,
      pile.map((row) => row.original_id),
    );
    const steps = [];
    for (const step of await stepsOf(tx, projectId, actor.personId)) {
      const { key, name, needsDevice, notBy } = step;
      const open = await countClaimable(tx, projectId, { key, notBy, paper: isPaper(step) }, actor.personId);
      steps.push({ key, name, needsDevice, ...open, claimed: pile.filter((row) => row.step === key).length });
    }
    const items = pile.map((row) => ({
      ...{
        unitId: row.unit_id,
        step: row.step,
        code: row.code,
        slip: row.slip,
        state: row.state,
        halted: row.halted,
        round: row.round,
      },
      // 6.5-1: of what is halted nothing is shown but that it is.
      ...{ title: row.halted ? null : row.title, pages: figures.get(row.original_id)?.pages ?? 0 },
      ...{ remark: row.halted ? null : row.remark },
      claimedAt: (row.claimed_at ?? new Date()).toISOString(),
      leaseUntil: (row.lease_until ?? new Date()).toISOString(),
    }));
    return { steps, items, today: await dayOf(tx, projectId, actor.personId, await today(tx)) };
  });

/** A sign of life, and no business of anybody: his page asks every few minutes. */
const keepRoute = ({ db }: { db: Db }): Binding =>
  bindView(pileKeep, async (_tx, { actor }) => ({
    kept: await upkeep(db, 'task.lease', (tx) => keepClaims(tx, actor.personId)),
  }));
