/** Arbitration: a third person sees both values and decides (5.6-4); and how well everybody types. */
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Tx } from '#/base/server/db.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { mayWork, refuseOutsider } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { findUnit, unitOfOriginal } from '#/workflow/server/door.ts';
import {
  arbiters,
  differenceDecide,
  differenceList,
  differenceShow,
  rateShow,
  rateViewers,
} from '../../rules/api/differences.ts';
import { diff } from '../../rules/diff.ts';
import { type Choice, passNames, permille } from '../../rules/double-entry.ts';
import { type Field, fieldOf, nameOf, type Schema } from '../../rules/field.ts';
import { refuseMissing, refuseValue, sameValue, tidy } from '../../rules/value.ts';
import {
  decideDifference,
  findDifference,
  hasOpenDifference,
  lockOpenDifference,
  openDifferences,
} from '../store/differences.ts';
import { shareSecrecy } from '../store/entries.ts';
import { ratesIn } from '../store/rates.ts';
import { schemasOfProject } from '../store/schemas.ts';

export const differenceRoutes = (): Binding[] => [listRoute(), showRoute(), decideRoute(), rateRoute()];

const fieldIn = (fields: Schema, level: 'volume' | 'item', key: string): Field => {
  const field = fieldOf(fields[level], key);
  if (!field) throw new Error(`no field: ${key}`);
  return field;
};

const listRoute = (): Binding =>
  bindView(differenceList, async (tx, { actor, subject, input }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, arbiters);
    if (outside) return outside;
    const after = input.cursor ?? null;
    const rows = await openDifferences(tx, projectId, { personId: actor.personId, after, limit: input.limit });
    const { page, next } = cutPage(rows, input.limit, ({ id }) => id);
    const items = page.map(({ id, code, level, field, fields, found_at }) => ({
      ...{ differenceId: id, code, level, field: nameOf(fieldIn(fields, level, field)) },
      foundAt: found_at.toISOString(),
    }));
    return { items, next };
  });

/** Whether there is a difference of this unit that this person may decide: he sees its page then (5.6-4). */
export async function arbitratesIn(tx: Tx, unitId: string, personId: string): Promise<boolean> {
  const unit = await findUnit(tx, unitId);
  if (!unit || !(await mayWork(tx, personId, unit.projectId, arbiters))) return false;
  return hasOpenDifference(tx, unit.originalId, personId);
}

/** One that this person may decide, locked: open, of his project, typed by others, neither halted nor classified. */
async function toDecide(tx: Tx, actor: PersonActor, subject: string | null) {
  const row = await findDifference(tx, subject ?? '');
  if (!row) return refuse('difference-gone');
  const outside = await refuseOutsider(tx, actor, row.project_id, arbiters);
  if (outside) return outside;
  if (row.first_by === actor.personId || row.second_by === actor.personId) return refuse('arbiter-typed');
  const { original_id: originalId, scheme_id: schemeId, code } = row;
  const stopped = (await refuseAtWork(tx, [originalId], { paper: false })).get(originalId);
  if (stopped) return stopped;
  if (await shareSecrecy(tx, { originalId, schemeId, code })) return refuse('entry-classified', { code });
  if (!(await lockOpenDifference(tx, row.id))) return refuse('difference-gone');
  return { ...row, of: fieldIn(row.fields, row.level, row.field) };
}

const showRoute = (): Binding =>
  bindView(differenceShow, async (tx, { actor, subject }) => {
    const row = await toDecide(tx, actor, subject);
    if (isRefusal(row)) return row;
    const { id, code, level, first_text: first, second_text: second } = row;
    const { key, kind, max, values } = row.of;
    const field = { ...nameOf(row.of), key, kind, max, values: [...values] };
    const unitId = (await unitOfOriginal(tx, row.original_id))?.id ?? null;
    return { differenceId: id, unitId, code, level, field, first, second, pieces: diff(first, second) };
  });

type Decidable = Exclude<Awaited<ReturnType<typeof toDecide>>, Refusal>;

/** What neither typed is a value of the field, and indeed neither of the two. */
function thirdOf(
  { of: field, first_text, second_text }: Decidable,
  choice: Choice,
  typed: string | null,
): string | null | Refusal {
  if ((typed !== null) !== (choice === 'third')) return refuse('third-needed', {}, 'input.third');
  if (typed === null) return null;
  const text = tidy(field, typed);
  const wrong = refuseValue(field, text) ?? refuseMissing(field, text);
  if (wrong) return { ...wrong, field: 'input.third' };
  const same = sameValue(text, first_text) ? 1 : sameValue(text, second_text) ? 2 : null;
  return same === null ? text : refuse('third-same', { pass: passNames[same] }, 'input.third');
}

const decideRoute = (): Binding =>
  bindAct(differenceDecide, {
    async run(tx, { actor, subject, input }) {
      const row = await toDecide(tx, actor, subject);
      if (isRefusal(row)) return row;
      const { choice } = input;
      const third = thirdOf(row, choice, input.third);
      if (isRefusal(third)) return third;
      await decideDifference(tx, row.id, { choice, third, by: actor.personId });
      const { code, field, first_by: firstBy, second_by: secondBy } = row;
      return { output: { code }, after: { code, field, choice, firstBy, secondBy } };
    },
  });

const overseers = rateViewers.filter((role) => role !== 'describer');

const rateRoute = (): Binding =>
  bindView(rateShow, async (tx, { actor, subject, input }) => {
    const projectId = subject ?? '';
    const outside = await refuseOutsider(tx, actor, projectId, rateViewers);
    if (outside) return outside;
    // 2.8-6: who only types sees what he himself has typed.
    const all = (await refuseOutsider(tx, actor, projectId, overseers)) === null;
    const rows = await ratesIn(tx, { projectId, ...input, personId: all ? null : actor.personId });
    const person = personFrom(
      await namesOf(
        tx,
        rows.map((row) => row.person_id),
      ),
    );
    const known = (await schemasOfProject(tx, projectId)).flatMap(({ fields }) => [...fields.volume, ...fields.item]);
    const wordsOf = (key: string) => {
      const field = known.findLast((one) => one.key === key);
      return field ? nameOf(field) : { zh: key, en: key };
    };
    const by = (keyOf: (row: (typeof rows)[number]) => string) => [...Map.groupBy(rows, keyOf).values()];
    return {
      fields: by((row) => `${row.person_id}/${row.field}`).flatMap((group) =>
        group.slice(0, 1).map(({ person_id, field }) => ({
          ...{ person: person(person_id), key: field, field: wordsOf(field), ...sumOf(group) },
        })),
      ),
      days: by((row) => `${row.day}/${row.person_id}`)
        .flatMap((group) =>
          group.slice(0, 1).map(({ person_id, day }) => ({ person: person(person_id), day, ...sumOf(group) })),
        )
        .toSorted((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0)),
      total: sumOf(rows),
    };
  });

function sumOf(rows: readonly { characters: string; errors: string }[]) {
  const characters = rows.reduce((sum, row) => sum + Number(row.characters), 0);
  const errors = rows.reduce((sum, row) => sum + Number(row.errors), 0);
  return { characters, errors, permille: permille(errors, characters) };
}
