import { refuse } from '#/base/rules/refusal.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { normalise } from '#/engagement/rules/archival-code/code.ts';
import { refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { originalList, originalShow, originalViewers } from '../../rules/api/originals.ts';
import {
  checksOf,
  countItems,
  findOriginal,
  listOriginals,
  movementsOf,
  type OriginalRow,
} from '../store/originals.ts';

/** More events than an original has in one project. */
const mostMovements = 500;

type Person = ReturnType<typeof personFrom>;

const originalOf = (row: OriginalRow, person: Person) => ({
  ...{ id: row.id, kind: row.kind, code: row.code, title: row.title, pages: row.pages, secrecy: row.secrecy },
  whereabouts:
    row.place === null || row.holder_id === null || row.since === null
      ? null
      : {
          ...{ place: row.place, holder: person(row.holder_id), cabinet: row.cabinet_code, stage: row.stage },
          ...{ since: row.since.toISOString(), halted: row.halted === true, unbound: row.unbound === true },
          batch: row.batch_id === null ? null : { id: row.batch_id, number: row.batch_number ?? '' },
          parts: Number(row.parts ?? 0),
        },
});

/** Place in the order of codes: sort key and id, apart by a letter that no key has. */
const cursorOf = ({ sort_key, id }: OriginalRow): string => Buffer.from(`${sort_key}\n${id}`).toString('base64url');

function readCursor(cursor: string | undefined): { key: string; id: string } | null {
  if (cursor === undefined) return null;
  const [key = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('\n');
  return /^[0-9a-f-]{36}$/.test(id) ? { key, id } : null;
}

export const originalRegisterRoutes = (): Binding[] => [
  bindView(originalList, async (tx, { actor, subject, input }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', originalViewers);
    if (outside) return outside;
    const filter = input.code === undefined ? input : { ...input, code: normalise(input.code) };
    const rows = await listOriginals(tx, subject ?? '', filter, readCursor(input.cursor));
    const { page, next } = cutPage(rows, input.limit, cursorOf);
    const person = personFrom(
      await namesOf(
        tx,
        page.map(({ holder_id }) => holder_id),
      ),
    );
    return { items: page.map((row) => originalOf(row, person)), next };
  }),

  bindView(originalShow, async (tx, { actor, subject }) => {
    const row = await findOriginal(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '档案', en: 'original' } });
    const outside = await refuseOutsider(tx, actor, row.project_id, originalViewers);
    if (outside) return outside;
    const checks = await checksOf(tx, row.id);
    const movements = await movementsOf(tx, row.id, mostMovements);
    const { count } = await countItems(tx, row.id);
    const person = personFrom(
      await namesOf(tx, [
        row.holder_id,
        ...checks.map((one) => one.decided_by),
        ...movements.flatMap((one) => [one.holder_id, one.moved_by]),
      ]),
    );
    return {
      ...originalOf(row, person),
      project: { id: row.project_id, number: row.project_number, name: row.project_name },
      ...{ writtenCode: row.written_code, author: row.author, documentNumber: row.document_number },
      ...{ dated: row.dated, retention: row.retention, marking: row.marking, remark: row.remark },
      items: Number(count),
      version: row.version,
      checks: checks.map((one) => ({
        ...{ verdict: one.verdict, basis: one.basis, declassifiedOn: one.declassified_on, page: one.page },
        ...{ decidedBy: person(one.decided_by), at: one.occurred_at.toISOString() },
      })),
      movements: movements.map((one) => ({
        ...{ id: one.id, event: one.event, part: one.part_number, place: one.place, cabinet: one.cabinet_code },
        ...{ holder: person(one.holder_id), by: person(one.moved_by), at: one.occurred_at.toISOString() },
      })),
    };
  }),
];
