/** Both entries beside each other: what is the same is settled, what differs waits for an arbiter (5.6-4). */
import type { Db, Tx } from '#/base/server/db.ts';
import { settle, type Settled } from '../rules/double-entry.ts';
import { doubleFields, type Field } from '../rules/field.ts';
import { type DifferenceRow, differencesOf, insertDifference, withdrawDifference } from './store/differences.ts';
import { type EntryRow, type ValueRow, valuesOf } from './store/entries.ts';

const decisionsOf = (rows: readonly DifferenceRow[], field: string) =>
  rows.flatMap(({ field: key, choice, first_text: first, second_text: second, third_text: third }) =>
    key === field && choice !== null ? [{ first, second, choice, third }] : [],
  );

/** After either was saved; nothing to compare while one is missing. */
export async function compareEntry(tx: Tx, entry: EntryRow): Promise<void> {
  const values = await valuesOf(tx, [entry.id], [1, 2]);
  const known = await differencesOf(tx, [entry.id]);
  for (const { key } of doubleFields(entry.fields[entry.level])) {
    const [first, second] = ([1, 2] as const).map((pass) => valueAt(values, key, pass));
    if (!first || !second) continue;
    const open = known.find(({ field, choice }) => field === key && choice === null);
    const stands = open?.first_text === first.text && open.second_text === second.text;
    const { state } = settle(first.text, second.text, decisionsOf(known, key));
    if (open && (state === 'settled' || !stands)) await withdrawDifference(tx, open.id);
    if (state === 'open' && !stands) await insertDifference(tx, entry.project_id, { first, second });
  }
}

const valueAt = (values: readonly ValueRow[], key: string, pass: 1 | 2): ValueRow | undefined =>
  values.find((row) => row.field === key && row.pass === pass);

export interface SettledField {
  field: Field;
  value: Settled;
}

/** The values that hold, of each entry by its fields in their order. */
export async function settledOf(
  db: Db | Tx,
  entries: readonly Pick<EntryRow, 'id' | 'fields' | 'level'>[],
): Promise<Map<string, SettledField[]>> {
  const ids = entries.map(({ id }) => id);
  const values = Map.groupBy(await valuesOf(db, ids, [1, 2]), (row) => row.entry_id);
  const differences = Map.groupBy(await differencesOf(db, ids), (row) => row.entry_id);
  return new Map(
    entries.map(({ id, fields, level }) => [
      id,
      fields[level].map((field) => {
        const own = values.get(id) ?? [];
        const second = field.double ? (valueAt(own, field.key, 2)?.text ?? null) : null;
        const first = valueAt(own, field.key, 1)?.text ?? '';
        return { field, value: settle(first, second, decisionsOf(differences.get(id) ?? [], field.key)) };
      }),
    ]),
  );
}
