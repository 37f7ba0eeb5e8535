/** What must agree after every drill: acknowledged acts, stored changes, their entries, the sealed tree. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { verifyAgainstCheckpoint } from '#/base/server/ledger/proof.ts';
import { openDatabase } from '#/base/server/db.ts';
import { issueOpen } from '#/protection/rules/api/issues.ts';

export interface Books {
  acknowledged: number;
  stored: number;
  /** Acknowledged, and not stored. */
  lost: number;
  withoutEntry: number;
  withoutChange: number;
}

const count = async (client: pg.Client, sql: string): Promise<number> =>
  Number((await client.query<{ n: string }>(sql)).rows[0]?.n);

const entries = `select subject_id from ledger_entry where act = '${issueOpen.name}' and result = 'ok'`;

/** Compares the opened issues with their entries and with what was acknowledged. */
export async function compareBooks(client: pg.Client, acknowledged: ReadonlySet<string>): Promise<Books> {
  const { rows } = await client.query<{ id: string }>('select id from issue');
  const stored = new Set(rows.map((row) => row.id));
  return {
    acknowledged: acknowledged.size,
    stored: stored.size,
    lost: [...acknowledged].filter((id) => !stored.has(id)).length,
    withoutEntry: await count(
      client,
      `select count(*) as n from issue i where not exists (select 1 from (${entries}) e where e.subject_id = i.id::text)`,
    ),
    withoutChange: await count(
      client,
      `select count(*) as n from (${entries}) e where not exists (select 1 from issue i where i.id::text = e.subject_id)`,
    ),
  };
}

export interface Seals {
  entries: number;
  sealed: number;
  /** What the verifier found, or null. */
  fault: string | null;
}

/** Waits until everything is sealed, and verifies the whole log against its newest checkpoint. */
export async function checkSeals(client: pg.Client, url: string): Promise<Seals> {
  const end = Date.now() + 20_000;
  const waiting = 'select (select count(*) from ledger_entry) - (select sealed_size from ledger_state) as n';
  while ((await count(client, waiting)) > 0 && Date.now() < end) await sleep(200);
  await using database = openDatabase(url, 4, 'drill');
  const newest = 'select note from ledger_checkpoint order by size desc limit 1';
  const note = (await client.query<{ note: string }>(newest)).rows[0]?.note;
  const verdict = await verifyAgainstCheckpoint(database.db, note ?? '');
  return {
    entries: await count(client, 'select count(*) as n from ledger_entry'),
    sealed: await count(client, 'select sealed_size as n from ledger_state'),
    fault: verdict.code,
  };
}

export const wordsOf = (books: Books, seals: Seals): string =>
  `确认 acknowledged ${books.acknowledged} · 丢失 lost ${books.lost} · 无条目的改动 changes without entry ${books.withoutEntry} · ` +
  `无改动的条目 entries without change ${books.withoutChange} · 封存 sealed ${seals.sealed}/${seals.entries} · 核验 verify ${seals.fault ?? 'ok'}`;

/** @throws when anything does not agree, or nothing was written at all */
export function assertBooks(name: string, books: Books, seals: Seals): void {
  if (books.lost + books.withoutEntry + books.withoutChange > 0 || seals.sealed !== seals.entries || seals.fault)
    throw new Error(`${name} drill failed`);
  if (books.acknowledged === 0) throw new Error('nothing was written: the drill is void');
}
