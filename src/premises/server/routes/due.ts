import type { Callers } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { readingEnter, siteCheckEnter } from '../../rules/api/checks.ts';
import { dueList } from '../../rules/api/due.ts';
import { playbackCheckEnter } from '../../rules/api/playback.ts';
import { recorderRead } from '../../rules/api/recorders.ts';
import { type Due, dueChecks, duePlayback, dueReadings, dueRecorders, dueRounds } from '../../rules/due.ts';
import { checklistNow } from '../facts.ts';
import { roundsStanding } from '../rounds.ts';
import { zonesToRead } from '../store/checks.ts';
import { sideOfPatroller } from '../store/patrols.ts';
import { samplesUnseen } from '../store/playback.ts';
import { listRecorders, readingDueOn } from '../store/recorders.ts';
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
    ...(may(playbackCheckEnter) ? duePlayback(await rangesUnseen(db), on, timeZone) : []),
    ...(may(recorderRead) ? dueRecorders(await recordersToRead(db, timeZone), on, timeZone) : []),
    ...(may(siteCheckEnter) ? dueChecks(await checklistNow(db), on, timeZone) : []),
  ];
}

const rangesUnseen = async (db: Db | Tx) =>
  (await samplesUnseen(db, null)).map(({ due_on: dueOn, camera_code: camera }) => ({ dueOn, camera }));

const recordersToRead = async (db: Db | Tx, timeZone: string) =>
  (await listRecorders(db)).map((row) => ({ id: row.id, code: row.code, dueOn: readingDueOn(row, timeZone) }));

export const dueRoutes = (): Binding[] => [
  bindView(dueList, async (tx, { actor }) => {
    const due = await dueFor(tx, actor);
    const items = due
      .toSorted((a, b) => Number(b.overdue) - Number(a.overdue))
      .map((one) => ({ ...one, dueAt: one.dueAt === null ? null : new Date(one.dueAt).toISOString() }));
    return { items, next: null };
  }),
];
