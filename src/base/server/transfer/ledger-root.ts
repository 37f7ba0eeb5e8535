import type pg from 'pg';
import { RightEdge } from '#/base/rules/ledger/edge.ts';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import { equalBytes, leafHash } from '#/base/rules/ledger/tree.ts';
import { suiteHash } from '../ledger/suite.ts';

export interface LedgerHead {
  size: number;
  /** Hexadecimal. */
  root: string;
}

const pageSize = 5_000;

/**
 * The head of the ledger computed anew from the bodies of all sealed entries; nothing stored is trusted.
 *
 * @throws Error naming the first place whose body is missing or is not what was sealed.
 */
export async function recomputeHead(client: pg.ClientBase, suite: Suite): Promise<LedgerHead> {
  const hash = suiteHash(suite);
  const edge = new RightEdge(hash);
  for (;;) {
    const { rows } = await client.query<{ seq: string; leaf: Buffer; body: Buffer | null }>(
      `select l.seq, l.leaf, e.body from ledger_leaf l left join ledger_entry e on e.id = l.entry_id
        where l.seq >= $1 order by l.seq limit ${pageSize}`,
      [edge.size],
    );
    for (const { seq, leaf, body } of rows) {
      if (Number(seq) !== edge.size || body === null || !equalBytes(leafHash(hash, body), leaf)) {
        throw new Error(`日志第 ${edge.size} 条与封存时不符。 Ledger entry ${edge.size} is not what was sealed.`);
      }
      edge.append(leaf);
    }
    if (rows.length < pageSize) return { size: edge.size, root: Buffer.from(edge.root()).toString('hex') };
  }
}
