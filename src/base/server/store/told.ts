/** What was told about something before it turned out to be classified: prints, and answers kept for a repeated request. */
import { sql } from 'kysely';
import { canonicalize } from '../../rules/ledger/canonical.ts';
import { clearTexts } from '../../rules/clear-texts.ts';
import type { Tx } from '../db.ts';

export interface Told {
  /** Name of the property that names it, and what it says there. */
  key: string;
  values: readonly string[];
  /** Properties whose texts are cleared. */
  fields: readonly string[];
  /** Forms that stay as they were printed. */
  except: readonly string[];
}

/** Clears these texts wherever they were stored to be told again (6.1-5). The digest stays that of the paper. */
export async function clearTold(tx: Tx, { key, values, fields, except }: Told): Promise<void> {
  const clearing = { key, values: new Set<unknown>(values), fields: new Set(fields) };
  const quoted = values.map((value) => JSON.stringify(value));
  const prints = await tx
    .selectFrom('print_record')
    .select(['id', 'data'])
    .where(sql<boolean>`exists (select 1 from unnest(${quoted}::text[]) q where position(q in data) > 0)`)
    .$if(except.length > 0, (query) => query.where('form', 'not in', [...except]))
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, data } of prints) {
    const cleared = canonicalize(clearTexts(JSON.parse(data), clearing));
    if (cleared !== data)
      await tx
        .updateTable('print_record')
        .set({ data: cleared, cleared_at: new Date() })
        .where('id', '=', id)
        .execute();
  }
  const answers = await tx
    .selectFrom('idempotency')
    .select(['account_id', 'key', 'output'])
    .where(sql<boolean>`exists (select 1 from unnest(${quoted}::text[]) q where position(q in output::text) > 0)`)
    .orderBy('account_id')
    .orderBy('key')
    .forUpdate()
    .execute();
  for (const { account_id: account, key: asked, output } of answers)
    await tx
      .updateTable('idempotency')
      .set({ output: JSON.stringify(clearTexts(output, clearing)) })
      .where('account_id', '=', account)
      .where('key', '=', asked)
      .execute();
}

/** Nothing that was opened before is read on. */
export const revokeGrants = async (tx: Tx, subjectIds: readonly string[]): Promise<void> => {
  if (subjectIds.length > 0)
    await tx
      .deleteFrom('stream_grant')
      .where('subject_id', 'in', [...subjectIds])
      .execute();
};
