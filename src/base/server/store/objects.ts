/** Objects as the database knows them. */
import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { StoredObject } from '../objects/store.ts';

/** Names bytes that lie in the store; of those that are known, SM3 is told when nobody had measured it. */
export async function keepObjects(tx: Tx, objects: readonly StoredObject[]): Promise<void> {
  const distinct = [...new Map(objects.map((one) => [one.sha256, one])).values()];
  // In one order everywhere: two that name the same ones wait for each other, and do not lock each other out.
  distinct.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  if (distinct.length === 0) return;
  await tx
    .insertInto('object')
    .values(distinct.map(({ sha256, sm3, bytes }) => ({ sha256, sm3, bytes: String(bytes) })))
    .onConflict((conflict) =>
      conflict
        .column('sha256')
        .doUpdateSet((eb) => ({ sm3: eb.ref('excluded.sm3').$notNull() }))
        .where('object.sm3', 'is', null),
    )
    .execute();
}

/** Bytes are named, or removed because nothing names them any more: by one at a time. */
export const lockObject = (tx: Tx, sha256: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 41))`.execute(tx);

/** Objects that nothing names any more lose their row; answered are those whose bytes are to be removed by a job. */
export async function releaseObjects(tx: Tx, digests: Iterable<string>): Promise<string[]> {
  const gone: string[] = [];
  for (const sha256 of [...new Set(digests)].toSorted()) {
    await lockObject(tx, sha256);
    const { rows } = await sql<{ gone: boolean }>`select object_release(${sha256}) as gone`.execute(tx);
    if (rows[0]?.gone === true) gone.push(sha256);
  }
  return gone;
}
