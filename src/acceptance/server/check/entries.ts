/** Codes, entries and what is known of each unit, by the rules of the rooms that own them (DA/T 70-2018 1-2 to 1-8, 2-3 to 2-5). */
import { fill, isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import type { Words } from '#/base/rules/declare.ts';
import { engagementMessages } from '#/engagement/rules/messages.ts';
import { judgedEntries } from '#/description/server/door.ts';
import { scopeReader, specificationOf } from '#/engagement/server/door.ts';
import type { DeliveredPage } from '#/imaging/server/door.ts';
import { inputOf } from '#/products/server/door.ts';
import { strangeLetter } from '../../rules/checks.ts';
import type { Subject } from './subject.ts';

export async function lookAtEntries(subject: Subject): Promise<void> {
  const { db, tally, units, entries } = subject;
  await lookAtCodes(subject);
  const judged = Map.groupBy(
    await judgedEntries(
      db,
      units.map(({ original_id: id }) => id),
    ),
    ({ originalId }) => originalId,
  );
  const listed = Map.groupBy(entries, ({ originalId }) => originalId);
  for (const { original_id: originalId, code } of units) {
    const own = listed.get(originalId) ?? [];
    if (!own.some((entry) => entry.code === code)) tally.look('entries', code, ['entry-missing']);
    const described = judged.get(originalId);
    for (const { code: at, troubles } of described ?? []) {
      const lacks = troubles.filter(({ kind }) => kind !== 'value');
      tally.look(
        'entries',
        at,
        ...lacks.map(({ kind, field }) => [kind === 'open' ? 'field-open' : 'field-missing', { field }] as const),
      );
      const wrong = troubles.filter(({ kind }) => kind === 'value');
      tally.look('values', at, ...wrong.map(({ field }) => ['value', { field }] as const));
    }
    // Its catalogue came with it: no schema says what its values may be, so that a person has to.
    if (!described) {
      tally.unseen('values');
      for (const { code: at, values } of own)
        tally.look(
          'entries',
          at,
          ...(values.some(({ field }) => field === 'title')
            ? []
            : ([['field-missing', { field: { zh: '题名', en: 'Title' } }]] as const)),
        );
    }
    for (const { code: at, values } of own)
      tally.look(
        'letters',
        at,
        ...values.flatMap(({ zh, en, text }) => {
          const letter = strangeLetter(text);
          return letter === null ? [] : [['letter', { field: { zh, en }, letter }] as const];
        }),
      );
  }
}

const otherwise: Words = { zh: '写法与规则不同', en: 'written otherwise' };

function reasonOf(refusal: Refusal | undefined): Words {
  const message = engagementMessages[(refusal?.code ?? 'scheme-not-of-project') as keyof typeof engagementMessages];
  const params = refusal?.params ?? {};
  return { zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') };
}

async function lookAtCodes({ db, tally, row, units, entries }: Subject): Promise<void> {
  const seen = new Set<string>();
  const schemes = new Map(units.map((unit) => [unit.original_id, unit.scheme_id]));
  const readers = new Map<string, Awaited<ReturnType<typeof scopeReader>>>();
  for (const id of new Set(schemes.values())) readers.set(id, await scopeReader(db, row.project_id, id));
  for (const { originalId, code } of entries) {
    const reader = readers.get(schemes.get(originalId) ?? '');
    const placed = reader === undefined || isRefusal(reader) ? reader : reader.place(code);
    const reason =
      placed === undefined || isRefusal(placed) ? reasonOf(placed) : placed.code === code ? null : otherwise;
    tally.look('codes', code, ...(reason === null ? [] : ([['code', { reason }]] as const)));
    tally.look('unique', code, ...(seen.has(code) ? ([['code-twice']] as const) : []));
    seen.add(code);
  }
}

/** Unit by unit: sealed as it is now, its images inspected, its figures agree. Answers the pages that are to be there. */
export async function lookAtUnits({ db, tally, units, signal }: Subject): Promise<Map<string, DeliveredPage[]>> {
  const delivered = new Map<string, DeliveredPage[]>();
  for (const unit of units) {
    signal.throwIfAborted();
    const { id, code, project_id: projectId, scheme_id: schemeId } = unit;
    if (!(await specificationOf(db, { projectId, schemeId, code }))) {
      for (const item of ['unchanged', 'process'] as const) tally.unseen(item);
      continue;
    }
    const { digest, pages, empty, unpassed, link } = await inputOf(db, unit);
    tally.look('unchanged', code, ...(digest === unit.input ? [] : ([['changed-since']] as const)));
    delivered.set(id, pages);
    tally.look(
      'process',
      code,
      ...empty.map((number) => ['place-empty', { number }] as const),
      ...unpassed.map((number) => ['unpassed', { number }] as const),
    );
    // Where neither catalogue nor paper was counted, nothing can be told of the number.
    if (!link || (link.figures.catalogued === null && link.figures.counted === null)) tally.unseen('pages');
    else {
      const { differing, expected, images } = link.figures;
      const agrees = differing.length === 0 || link.accepted !== null;
      tally.look('pages', code, ...(agrees ? [] : ([['pages-differ', { expected, images }]] as const)));
    }
  }
  return delivered;
}
