/** How much everybody typed of what was typed twice, and what was decided against him. */
import { sql } from 'kysely';
import type { Db, Tx } from '#/base/server/db.ts';
import type {} from '../tables.ts';

interface Span {
  projectId: string;
  from: string;
  to: string;
  /** Null for everybody. */
  personId: string | null;
}

export interface RateRow {
  person_id: string;
  field: string;
  day: string;
  characters: string;
  errors: string;
}

/** By person, field and day of typing: an error counts on the day on which it was typed, whenever it is decided. */
export async function ratesIn(db: Db | Tx, { projectId, from, to, personId }: Span): Promise<RateRow[]> {
  const { rows } = await sql<RateRow>`
    with typed as (
      select v.typed_by as person_id, v.field, v.typed_on as day, v.characters, 0 as error
        from entry_value v join entry e on e.id = v.entry_id
       where e.project_id = ${projectId}
         and exists (select from entry_value o where o.entry_id = v.entry_id and o.field = v.field and o.pass <> v.pass)
      union all
      select first_by, field, first_on, 0, 1 from entry_difference
       where project_id = ${projectId} and choice in ('second', 'third')
      union all
      select second_by, field, second_on, 0, 1 from entry_difference
       where project_id = ${projectId} and choice in ('first', 'third')
    )
    select person_id, field, day, sum(characters) as characters, sum(error) as errors from typed
     where day between ${from} and ${to} and (${personId}::uuid is null or person_id = ${personId}::uuid)
     group by person_id, field, day having sum(characters) > 0 or sum(error) > 0 order by person_id, field, day`.execute(
    db,
  );
  return rows;
}
