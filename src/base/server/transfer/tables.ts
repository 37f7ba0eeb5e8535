import type pg from 'pg';

export interface TableShape {
  /** `schema.table` */
  name: string;
  columns: string[];
  /** SQL of a total order that every cluster agrees on: the primary key, texts by code point. */
  order: string;
}

/** What pg-boss writes about itself and makes again by itself. */
const ownBusinessOfJobs = ['job.bam', 'job.instance', 'job.queue_stats', 'job.version', 'job.warning'];

/** Compared with the target's, never copied. */
const migrations = 'public.migration';

const leftOut = [migrations, ...ownBusinessOfJobs];

/**
 * Transaction numbers mean nothing in another cluster, and the sequencer seals in their order: sealed
 * entries get 0, those that wait get 1, and the watermark stands between them. Keyed by
 * `schema.table.column`; a test holds that no column of type xid8 is forgotten.
 */
export const restated: Readonly<Record<string, string>> = {
  'public.ledger_entry.xid': `(case when exists (select 1 from ledger_leaf l where l.entry_id = ledger_entry.id)
                                    then '0' else '1' end)::xid8`,
  'public.ledger_state.watermark_xid': `'0'::xid8`,
  'public.ledger_state.watermark_id': `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`,
};

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quoted = (name: string): string => name.split('.').map(identifier).join('.');

/**
 * All tables to carry over, each after those it refers to. A reference that is checked at the end of the transaction
 * asks for no order: an import is one.
 */
export async function tablesInOrder(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select n.nspname || '.' || c.relname as name,
            (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            coalesce(
              (select string_agg(format('%I.%I%s', c.relname, a.attname, case when a.attcollation <> 0 then ' collate "C"' end),
                                 ', ' order by array_position(i.indkey::int2[], a.attnum))
                 from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
                where i.indrelid = c.oid and i.indisprimary),
              format('%I::text collate "C"', c.relname)) as "order"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'job') and c.relkind in ('r', 'p') and not c.relispartition
      order by 1`,
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select distinct fn.nspname || '.' || f.relname as "from", tn.nspname || '.' || t.relname as "to"
       from pg_constraint k
       join pg_class f on f.oid = k.conrelid join pg_namespace fn on fn.oid = f.relnamespace
       join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
      where k.contype = 'f' and f.oid <> t.oid and not k.condeferred`,
  );
  // job.job refers to job.queue through its partitions only, which are not listed themselves.
  const edges = [...references, { from: 'job.job', to: 'job.queue' }];
  return sorted(
    rows.filter(({ name }) => !leftOut.includes(name)),
    edges,
  );
}

/** Topological order; a circle of references is a mistake of the schema and named. */
export function sorted(tables: readonly TableShape[], edges: readonly { from: string; to: string }[]): TableShape[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const order: TableShape[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) => !edges.some(({ from, to }) => from === name && to !== name && left.has(to)),
    );
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of free) left.delete(table.name);
    order.push(...free);
  }
  return order;
}

/** COPY text of one table. `restate` puts cluster-bound values right; the import reads back without it. */
export function copyOut({ name, columns, order }: TableShape, restate: boolean): string {
  const selected = columns.map((column) => {
    const instead = restate ? restated[`${name}.${column}`] : undefined;
    return instead === undefined ? identifier(column) : `${instead} as ${identifier(column)}`;
  });
  return `copy (select ${selected.join(', ')} from ${quoted(name)} order by ${order}) to stdout`;
}

export const copyIn = ({ name, columns }: TableShape): string =>
  `copy ${quoted(name)} (${columns.map(identifier).join(', ')}) from stdin`;
