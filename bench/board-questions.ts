/** What persons ask on a working day of custody. */
import type pg from 'pg';
import type { InputOf, SentOf } from '#/base/rules/declare.ts';
import { batchList, batchShow, countScan, handoverPrint } from '#/custody/rules/api/batches.ts';
import { importList } from '#/custody/rules/api/imports.ts';
import { fondsAdd, fondsList, originalList, originalShow } from '#/custody/rules/api/originals.ts';
import { haltList, sweepScan, sweepShow } from '#/custody/rules/api/sweeps.ts';
import { cabinetList, handlerList, slipPrint, slipShow, workStore, workTake } from '#/custody/rules/api/work.ts';
import { projectList, projectShow } from '#/engagement/rules/api/projects.ts';
import { equipmentDueList } from '#/equipment/rules/api/devices.ts';
import { dueList } from '#/premises/rules/api/due.ts';
import { approvalList } from '#/protection/rules/api/approvals.ts';
import { pileShow, taskClaim } from '#/workflow/rules/api/tasks.ts';
import { boardCount, boardShow, pieceWorkShow, unitTrack } from '#/workflow/rules/api/tracking.ts';
import { type CustodyStaff, dayFromToday } from '../test/custody-site.ts';
import type { Who } from '../test/people.ts';
import { batchSize } from './board-fill.ts';

/** Rows to ask for, looked up once. */
export interface Facts {
  /** Examined, and in no batch yet. */
  fresh: string[];
  /** The middle of the register, as its pages are turned. */
  middle: string;
  /** Back after two months of moves, and its code. */
  moved: { id: string; code: string };
  outBatch: string;
  backBatch: string;
  handover: string;
  /** Locked away and not seen tonight, with their cabinets. */
  unseen: { code: string; cabinet: string }[];
  /** Out by one batch. */
  ofOutBatch: string[];
  /** Locked away unprocessed; taken and put back. */
  atWork: { code: string; cabinet: string }[];
}

export interface Board {
  here: CustodyStaff;
  scanner: Who;
  facts: Facts;
  /** Approved, with 400 to count. */
  counting: string;
}

export async function factsOf(owner: pg.Client, projectId: string): Promise<Facts> {
  const all = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> =>
    (await owner.query<T>(sql, values)).rows;
  const one = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T> => {
    const [row] = await all<T>(sql, values);
    if (!row) throw new Error(`nothing: ${sql}`);
    return row;
  };
  const middle = await one<{ sort_key: string; id: string }>(
    `select sort_key, id from original where project_id = $1 order by sort_key, id
      offset (select count(*) / 2 from original) limit 1`,
    [projectId],
  );
  const [outBatch, backBatch] = [
    await one<{ id: string }>(`select id from batch where state = 'out' order by id limit 1`),
    await one<{ id: string }>(`select id from batch where state = 'closed' order by id limit 1`),
  ];
  const inCabinet = `select o.code, f.code as cabinet from whereabouts w join original o on o.id = w.original_id
    join fixture f on f.id = w.cabinet_id where not w.halted and w.stage = 'unprocessed'`;
  const unseen =
    'and not exists (select from sweep_scan s join sweep on sweep.id = s.sweep_id and closed_at is null where s.original_id = o.id)';
  return {
    fresh: (
      await all<{ code: string }>(
        `select code from original o where secrecy = 'unmarked' and not exists (select from batch_original b where b.original_id = o.id)
          order by sort_key limit ${batchSize}`,
      )
    ).map(({ code }) => code),
    middle: Buffer.from(`${middle.sort_key}\n${middle.id}`).toString('base64url'),
    moved: await one(
      `select o.id, o.code from batch_original b join original o on o.id = b.original_id where b.batch_id = $1 order by sort_key limit 1`,
      [backBatch.id],
    ),
    ...{ outBatch: outBatch.id, backBatch: backBatch.id },
    handover: (await one<{ id: string }>('select id from handover where batch_id = $1', [backBatch.id])).id,
    unseen: await all(`${inCabinet} ${unseen} and w.batch_id <> $1 order by o.id limit 600`, [outBatch.id]),
    ofOutBatch: (
      await all<{ code: string }>(
        `select o.code from whereabouts w join original o on o.id = w.original_id where w.batch_id = $1
        and w.place = 'cabinet' and not w.halted order by o.id`,
        [outBatch.id],
      )
    ).map(({ code }) => code),
    atWork: await all(`${inCabinet} and not (true ${unseen}) and w.batch_id <> $1 order by o.id limit 200`, [
      outBatch.id,
    ]),
  };
}

export interface Question {
  name: string;
  kind: 'view' | 'act';
  ask(): Promise<unknown>;
}

export function questions(board: Board, database: pg.Client): Question[] {
  return [...floors(board, database), ...views(board), ...acts(board)];
}

const view = (name: string, ask: () => Promise<unknown>): Question => ({ name, kind: 'view', ask });
const act = (name: string, ask: () => Promise<unknown>): Question => ({ name, kind: 'act', ask });

let fonds = 0;

const floors = ({ here: { keeper, projectId } }: Board, database: pg.Client): Question[] => [
  view('floor: view', () => keeper.client.view(fondsList)),
  act('floor: act', () => keeper.client.act(fondsAdd, { input: { code: `F${(fonds += 1)}`, name: '某全宗' } })),
  view('floor: select', () =>
    database.query('select * from original where project_id = $1 order by sort_key, id limit 51', [projectId]),
  ),
];

function views({ here, scanner, facts, counting }: Board): Question[] {
  const { keeper, leader, lead, preparer, projectId } = here;
  const list = (name: string, input: SentOf<typeof originalList>): Question =>
    view(`originals: ${name}`, () => keeper.client.view(originalList, { subject: projectId, input }));
  const year = facts.moved.code.slice(0, -5);
  const batches = (name: string, input: Partial<InputOf<typeof batchList>>): Question =>
    view(`batches: ${name}`, () => leader.client.view(batchList, { input }));
  const batch = (name: string, subject: string): Question =>
    view(`batch page: ${name}`, () => leader.client.view(batchShow, { subject }));
  return [
    list('first page', {}),
    list('200 a page', { limit: 200 }),
    list('page in the middle', { cursor: facts.middle }),
    list('one code', { code: facts.fresh[0] ?? '' }),
    list('codes that begin so', { code: 'A002-RS·1999' }),
    list('codes that all begin so', { code: 'A002-RS' }),
    list('last codes of all', { code: 'A002-RS·1999-19' }),
    list('a code that is not there', { code: 'A002-RS·2024-0001' }),
    list('in hand', { place: 'hand' }),
    list('in cabinets', { place: 'cabinet' }),
    list('missing (none)', { place: 'lost' }),
    list('undecided', { secrecy: 'undecided' }),
    list('classified', { secrecy: 'classified' }),
    list('of a batch', { batchId: facts.outBatch }),
    list('in hand, of a year', { place: 'hand', code: year }),
    view('original with its history', () => keeper.client.view(originalShow, { subject: facts.moved.id })),
    view('slips of an original', () => keeper.client.view(slipShow, { subject: facts.moved.id })),
    batches('first page', {}),
    batches('out', { state: 'out' }),
    batches('of a project', { projectId }),
    batch('being counted', counting),
    batch('out', facts.outBatch),
    batch('back', facts.backBatch),
    view('handover list, printed', () => keeper.client.view(handoverPrint, { subject: facts.handover })),
    view('400 slips, printed', () => leader.client.view(slipPrint, { subject: facts.outBatch })),
    view('desk: cabinets', () => scanner.client.view(cabinetList)),
    view('desk: persons', () => scanner.client.view(handlerList)),
    view('lock-up tonight', () => keeper.client.view(sweepShow, { subject: projectId })),
    view('halts', () => keeper.client.view(haltList, { input: {} })),
    view('halts: open', () => keeper.client.view(haltList, { input: { open: true } })),
    view('imports', () => keeper.client.view(importList, { subject: projectId, input: {} })),
    view('work: counts of the board', () => leader.client.view(boardCount, { subject: projectId })),
    view('work: board, first page', () => leader.client.view(boardShow, { subject: projectId, input: {} })),
    view('work: board, 200 of a step', () =>
      leader.client.view(boardShow, { subject: projectId, input: { step: 'prepare', limit: 200 } }),
    ),
    view('work: board, overdue', () => leader.client.view(boardShow, { subject: projectId, input: { overdue: true } })),
    view('work: way of a unit', () => lead.client.view(unitTrack, { subject: facts.moved.id })),
    view('work: piece-work of sixty days', () =>
      lead.client.view(pieceWorkShow, {
        subject: projectId,
        input: { from: dayFromToday(-60), to: dayFromToday(0) },
      }),
    ),
    view('work: a pile', () => preparer.client.view(pileShow, { subject: projectId })),
    view('project page', () => lead.client.view(projectShow, { subject: projectId })),
    view('projects', () => keeper.client.view(projectList, { input: {} })),
    view('home: due in the place', () => keeper.client.view(dueList)),
    view('home: due devices', () => keeper.client.view(equipmentDueList)),
    view('home: approvals', () => lead.client.view(approvalList, { input: {} })),
  ];
}

/** Each once a round; what is taken is put back. */
function acts({ here: { keeper, leader, preparer, projectId }, scanner, facts, counting }: Board): Question[] {
  const each = <T>(of: readonly T[]): (() => T) => {
    const left = of.values();
    return () => {
      const { value } = left.next();
      if (value === undefined) throw new Error('fewer rows than rounds');
      return value;
    };
  };
  const [out, vendors, back, unseen] = [
    each(facts.fresh),
    each(facts.fresh),
    each(facts.ofOutBatch),
    each(facts.unseen),
  ];
  const toTake = each(facts.atWork);
  const taken: (typeof facts.atWork)[number][] = [];
  const count = (who: Who, subject: string, direction: 'out' | 'return', code: string): Promise<unknown> =>
    who.client.act(countScan, { subject, input: { direction, code } });
  return [
    act('count out, archive', () => count(keeper, counting, 'out', out())),
    act('count out, vendor', () => count(leader, counting, 'out', vendors())),
    act('count back', () => count(keeper, facts.outBatch, 'return', back())),
    act('take', async () => {
      const one = toTake();
      await scanner.client.act(workTake, { input: { code: one.code } });
      taken.push(one);
    }),
    act('store', async () => {
      const one = taken.shift();
      if (one) await scanner.client.act(workStore, { input: one });
    }),
    act('claim a pile of 10', () =>
      preparer.client.act(taskClaim, { subject: projectId, input: { step: 'prepare', count: 10 } }),
    ),
    act('sweep', async () => keeper.client.act(sweepScan, { input: unseen() })),
  ];
}
