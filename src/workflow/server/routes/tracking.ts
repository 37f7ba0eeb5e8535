/** How the work goes on: the board, one unit's way, piece-work (5.6-3). */
import { refuse } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { findOriginal } from '#/custody/server/door.ts';
import { mayWork, refuseOutsider } from '#/engagement/server/door.ts';
import { isInside } from '#/premises/server/door.ts';
import { bearersOf, namesOf } from '#/protection/server/door.ts';
import { foremen } from '../../rules/api/tasks.ts';
import {
  boardCount,
  boardShow,
  counters,
  pieceWorkShow,
  trackers,
  unitTrack,
  workerList,
} from '../../rules/api/tracking.ts';
import { pieceWork, sumOf } from '../../rules/counts.ts';
import { stepsOfKey } from '../claims.ts';
import { type BoardCursor, boardSummary, boardUnits, eventsOf, tasksOf, unitsOfOriginal } from '../store/board.ts';
import { type Version, versionsOf, versionsOfProject } from '../store/definitions.ts';
import { reworkIn, submittedIn } from '../store/results.ts';

export const trackingRoutes = (): Binding[] => [
  boardRoute(),
  countRoute(),
  trackRoute(),
  pieceWorkRoute(),
  workersRoute(),
];

/** Names of steps, by version; where only the key is known, as the newest version calls it. */
const namer = (versions: Iterable<Version>) => {
  const newest = new Map<string, string>();
  const all = [...versions];
  for (const { steps } of all) for (const { key, name } of steps) newest.set(key, name);
  return (key: string): string => newest.get(key) ?? key;
};

const cursorOf = (row: { rank: number; due: Date; id: string }): string =>
  Buffer.from(`${row.rank}\n${row.due.toISOString()}\n${row.id}`).toString('base64url');

function readCursor(cursor: string | undefined): BoardCursor | null {
  if (cursor === undefined) return null;
  const [rank, due = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('\n');
  return Number.isNaN(Date.parse(due)) || id === '' ? null : { rank: Number(rank), due, id };
}

const orNull = (person: ReturnType<typeof personFrom>, id: string | null) => (id === null ? null : person(id));

const boardRoute = (): Binding =>
  bindView(boardShow, async (tx, { actor, subject, input }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, trackers);
    if (outside) return outside;
    const versions = await versionsOfProject(tx, projectId);
    const nameOf = namer(versions);
    const { limit, cursor, ...filter } = input;
    const rows = await boardUnits(tx, projectId, filter, { cursor: readCursor(cursor), limit: limit + 1 });
    const { page, next } = cutPage(rows, limit, cursorOf);
    const person = personFrom(
      await namesOf(
        tx,
        page.map((row) => row.holder_id),
      ),
    );
    return {
      next,
      items: page.map((row) => ({
        ...{ unitId: row.id, originalId: row.original_id, code: row.code, state: row.state, halted: row.halted },
        ...{ step: row.step, name: nameOf(row.step), holder: orNull(person, row.holder_id), overdue: row.overdue },
        ...{ since: row.since.toISOString(), dueAt: row.due_at?.toISOString() ?? null, reason: row.blocked_reason },
        mandatory: versions.some(
          ({ id, steps }) => id === row.version_id && steps.some(({ key, mandatory }) => key === row.step && mandatory),
        ),
      })),
    };
  });

const countRoute = (): Binding =>
  bindView(boardCount, async (tx, { actor, subject }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, trackers);
    if (outside) return outside;
    const nameOf = namer(await versionsOfProject(tx, projectId));
    const rows = (await boardSummary(tx, projectId)).map((row) => ({
      ...{ step: row.step, name: nameOf(row.step), state: row.state },
      ...{ count: Number(row.count), overdue: Number(row.overdue) },
    }));
    return { rows, total: rows.reduce((sum, { count }) => sum + count, 0) };
  });

const trackRoute = (): Binding =>
  bindView(unitTrack, async (tx, { actor, subject }) => {
    const original = await findOriginal(tx, subject ?? '');
    if (!original) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
    const outside = await refuseOutsider(tx, actor, original.project_id, trackers);
    if (outside) return outside;
    return { units: await waysOf(tx, original) };
  });

async function waysOf(tx: Tx, { id, code }: { id: string; code: string }) {
  const units = await unitsOfOriginal(tx, id);
  const ids = units.map((unit) => unit.id);
  if (ids.length === 0) return [];
  const versions = await versionsOf(tx, [...new Set(units.map((unit) => unit.version_id))]);
  const tasks = await tasksOf(tx, ids);
  const events = await eventsOf(tx, ids);
  const named = [
    ...tasks.flatMap((row) => [row.by_id, row.reserved_for]),
    ...events.flatMap((row) => [row.by_id, row.person_id]),
  ];
  const person = personFrom(await namesOf(tx, named));
  return units.map((unit) => {
    const version = versions.get(unit.version_id);
    if (!version) throw new Error(`no version: ${unit.version_id}`);
    const nameOf = namer([version]);
    return {
      ...{ unitId: unit.id, code, workflow: `${version.name} ${version.number}` },
      ...{ openedAt: unit.opened_at.toISOString(), closedAt: unit.closed_at?.toISOString() ?? null },
      tasks: version.steps.flatMap(({ key, mandatory }) =>
        tasks
          .filter((row) => row.unit_id === unit.id && row.step === key)
          .map((row) => ({
            ...{ step: key, name: nameOf(key), mandatory, state: row.state, round: row.round },
            ...{ by: orNull(person, row.by_id), reservedFor: orNull(person, row.reserved_for) },
          })),
      ),
      events: events
        .filter((row) => row.unit_id === unit.id)
        .map((row) => ({
          ...{
            event: row.event,
            step: row.step,
            name: row.step === null ? null : nameOf(row.step),
            reason: row.reason,
          },
          ...{
            by: orNull(person, row.by_id),
            person: orNull(person, row.person_id),
            at: row.occurred_at.toISOString(),
          },
        })),
    };
  });
}

const pieceWorkRoute = (): Binding =>
  bindView(pieceWorkShow, async (tx, { actor, subject, input }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, counters);
    if (outside) return outside;
    // 2.8-6: who only works sees what he himself has done.
    const all = (await refuseOutsider(tx, actor, projectId, trackers)) === null;
    const span = { projectId, ...input, personId: all ? null : actor.personId };
    const counted = pieceWork(await submittedIn(tx, span), await reworkIn(tx, span));
    const person = personFrom(
      await namesOf(
        tx,
        counted.map(({ personId }) => personId),
      ),
    );
    const nameOf = namer(await versionsOfProject(tx, projectId));
    return {
      rows: counted.map(({ personId, ...row }) => ({ ...row, person: person(personId), name: nameOf(row.step) })),
      total: {
        submitted: sumOf(counted.map((row) => row.submitted)),
        rework: sumOf(counted.map((row) => row.rework)),
        net: sumOf(counted.map((row) => row.net)),
      },
    };
  });

const workersRoute = (): Binding =>
  bindView(workerList, async (tx, { actor, subject, input }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, foremen);
    if (outside) return outside;
    const roles = [
      ...new Set([...(await stepsOfKey(tx, projectId, input.step)).values()].flatMap((step) => step.roles)),
    ];
    const items = [];
    for (const one of await bearersOf(tx, roles, [projectId], await today(tx)))
      if (await mayWork(tx, one.id, projectId, roles)) items.push({ ...one, inside: await isInside(tx, one.id) });
    return { items };
  });
