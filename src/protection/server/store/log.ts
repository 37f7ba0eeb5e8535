import { sql } from 'kysely';
import { offices, type Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { firstIdAt, idSlackMs } from '#/base/server/ids.ts';

export interface LogFilter {
  personId: string | null;
  act: string | null;
  subjectId: string | null;
  terminalId: string | null;
  result: 'ok' | 'refused' | null;
  /** Instants, ISO 8601. */
  from: string | null;
  to: string | null;
  /** Entry id to go on before. */
  before: string | null;
  limit: number;
  /** Only what persons without an office did (5.5-5). */
  operatorsOnly: boolean;
}

interface EntryRow {
  id: string;
  seq: string | null;
  recorded_at: Date;
  occurredAt: string;
  act: string;
  kind: string;
  result: string;
  person_id: string | null;
  roles: Role[];
  process: string | null;
  via: 'agent' | null;
  terminal_id: string | null;
  terminal_name: string | null;
  subject_type: string;
  subject_id: string | null;
  body: Buffer;
  leaf: Buffer;
}

// Roles, process and time of occurrence are read from the sealed bytes themselves.
const columns = sql`
  e.id, l.seq::text as seq, e.recorded_at, e.act, e.kind, e.result, e.person_id, e.terminal_id, t.name as terminal_name,
  e.subject_type, e.subject_id, e.body, e.leaf, b.body ->> 'occurredAt' as "occurredAt",
  coalesce(array(select jsonb_array_elements_text(b.body -> 'actor' -> 'roles')), '{}') as roles,
  b.body -> 'actor' ->> 'process' as process, b.body -> 'actor' ->> 'via' as via`;

const tables = sql`
  ledger_entry e
  cross join lateral (select convert_from(e.body, 'UTF8')::jsonb as body) b
  left join ledger_leaf l on l.entry_id = e.id
  left join terminal t on t.id = e.terminal_id`;

// Time is asked of the column and of the id, whose index bounds what is read.
const recordedSince = (from: string) =>
  sql`e.recorded_at >= ${from}::timestamptz and e.id >= ${firstIdAt(Date.parse(from))}::uuid`;
const recordedBefore = (to: string) =>
  sql`e.recorded_at < ${to}::timestamptz and e.id < ${firstIdAt(Date.parse(to) + 2 * idSlackMs)}::uuid`;

/** Newest first by id (UUIDv7, so by time). Filters use the indexes of 0002-ledger.sql. */
export async function searchEntries(db: Db | Tx, filter: LogFilter): Promise<EntryRow[]> {
  const conditions = [
    sql`true`,
    ...(filter.personId === null ? [] : [sql`e.person_id = ${filter.personId}`]),
    ...(filter.act === null ? [] : [sql`e.act = ${filter.act}`]),
    ...(filter.subjectId === null ? [] : [sql`e.subject_id = ${filter.subjectId}`]),
    ...(filter.terminalId === null ? [] : [sql`e.terminal_id = ${filter.terminalId}`]),
    ...(filter.result === 'ok' ? [sql`e.result = 'ok'`] : []),
    ...(filter.result === 'refused' ? [sql`e.result <> 'ok'`] : []),
    ...(filter.from === null ? [] : [recordedSince(filter.from)]),
    ...(filter.to === null ? [] : [recordedBefore(filter.to)]),
    ...(filter.before === null ? [] : [sql`e.id < ${filter.before}::uuid`]),
    ...(filter.operatorsOnly
      ? [sql`e.person_id is not null and not (b.body -> 'actor' -> 'roles' ?| ${[...offices]}::text[])`]
      : []),
  ];
  const { rows } = await sql<EntryRow>`
    select ${columns} from ${tables} where ${sql.join(conditions, sql` and `)} order by e.id desc limit ${filter.limit}`.execute(
    db,
  );
  return rows;
}

export async function findEntry(db: Db | Tx, id: string): Promise<EntryRow | null> {
  const { rows } = await sql<EntryRow>`select ${columns} from ${tables} where e.id = ${id}::uuid`.execute(db);
  return rows[0] ?? null;
}
