import type { Callers } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { readingEnter, siteCheckEnter } from '../../rules/api/checks.ts';
import { dueList } from '../../rules/api/due.ts';
import { type Due, dueChecks, dueReadings, dueRounds } from '../../rules/due.ts';
import { checklistNow } from '../facts.ts';
import { roundsStanding } from '../rounds.ts';
import { zonesToRead } from '../store/checks.ts';
import { sideOfPatroller } from '../store/patrols.ts';
import { findPlace } from '../store/plan.ts';

async function dueFor(db: Db | Tx, actor: { personId: string; roles: readonly Role[] }): Promise<Due[]> {
  if (!(await findPlace(db))) return [];
  const timeZone = await siteZone(db);
  const on = await today(db);
  const may = ({ roles }: { roles: Callers }): boolean =>
    roles === 'signedIn' || actor.roles.some((role) => roles.includes(role));
  const side = await sideOfPatroller(db, actor.personId, on);
  const rounds = side === null ? [] : await roundsStanding(db, { first: on, last: on, timeZone, now: Date.now() });
  return [
    ...dueRounds(rounds.filter((round) => round.side === side)),
    ...(may(readingEnter) ? dueReadings(await zonesToRead(db, timeZone), on, timeZone) : []),
    ...(may(siteCheckEnter) ? dueChecks(await checklistNow(db), on, timeZone) : []),
  ];
}

export const dueRoutes = (): Binding[] => [
  bindView(dueList, async (tx, { actor }) => {
    const due = await dueFor(tx, actor);
    const items = due
      .toSorted((a, b) => Number(b.overdue) - Number(a.overdue))
      .map((one) => ({ ...one, dueAt: one.dueAt === null ? null : new Date(one.dueAt).toISOString() }));
    return { items, next: null };
  }),
];
