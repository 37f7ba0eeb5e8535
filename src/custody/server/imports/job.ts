/** The job of an import: part by part, each with its entry; a run after a crash goes on where it stopped. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { TableRow } from '#/base/rules/tables-in/table.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { job, type JobContext, jobHandler } from '#/base/server/jobs/job.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { openTable, type Table } from '#/base/server/tables-in/open.ts';
import { scopeReader } from '#/engagement/server/door.ts';
import {
  advanceImport,
  finishImport,
  findImport,
  type ImportRow,
  insertProblems,
  lockImport,
} from '../store/imports.ts';
import { insertOriginals, listFonds, type NewOriginal } from '../store/originals.ts';
import { placeOnShelf } from '../store/whereabouts.ts';
import { type SortContext, sortRows } from './rows.ts';

export interface ImportDeps {
  db: Db;
  objects: ObjectStore;
}

export const importJob = job({
  queue: 'custody.catalogue.import',
  payload: z.object({ importId: z.string() }),
  retryLimit: 3,
});

/** Rows of a part: one transaction, one entry in the ledger. */
const partRows = 2_000;

export const importHandler = (deps: ImportDeps) =>
  jobHandler(importJob, async ({ importId }, context) => {
    const row = await findImport(deps.db, importId);
    if (!row || row.state !== 'waiting') return;
    const problem = await run(deps, row, context);
    await systemAct(deps.db, systemActor('import', context.jobId, row.started_by), {
      act: 'custody.import.finish',
      subject: { type: 'project', id: row.project_id },
      async body(tx) {
        await finishImport(tx, row.id, problem && { code: problem.code, params: problem.params });
        return { after: { importId: row.id, problem: problem?.code ?? null } };
      },
    });
  });

/** Null when the file was read to its end; otherwise why it could not be. */
async function run({ db, objects }: ImportDeps, row: ImportRow, context: JobContext): Promise<Refusal | null> {
  const opened = await openCatalogue(objects, row);
  if (isRefusal(opened)) return opened;
  await using table = opened;
  const reader = await scopeReader(db, row.project_id, row.scheme_id);
  if (isRefusal(reader)) return reader;
  const total = await countRows(table, context.signal);
  if (isRefusal(total)) return total;
  const sorting: SortContext = {
    ...{ reader, mapping: row.mapping, projectId: row.project_id, schemeId: row.scheme_id, importId: row.id },
    ...{ fonds: row.fonds, fondsIds: new Map((await listFonds(db)).map(({ code, id }) => [code, id])) },
    seen: new Map(),
  };
  let part: TableRow[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    context.signal.throwIfAborted();
    await takePart(db, row, sorting, part, context.jobId);
    done += part.length;
    part = [];
    await context.progress(Math.min(99, (done / Math.max(1, total)) * 100));
  };
  for await (const next of table.rows()) {
    if (isRefusal(next)) return next;
    part.push(next);
    if (part.length === partRows) await flush();
  }
  if (part.length > 0) await flush();
  return null;
}

export async function openCatalogue(
  objects: ObjectStore,
  row: Pick<ImportRow, 'sha256' | 'file_name' | 'sheet' | 'header_row' | 'encoding'>,
): Promise<Table | Refusal> {
  // Purged meanwhile: its digest is all that is left of it.
  if (row.sha256 === null || row.file_name === null) return refuse('not-a-catalogue');
  return openTable(await objects.get(row.sha256), {
    name: row.file_name,
    ...(row.sheet !== null && { sheet: row.sheet }),
    ...(row.header_row !== null && { headerRow: row.header_row }),
    ...(row.encoding !== null && { encoding: row.encoding }),
  });
}

/** For the progress; a file that breaks off is refused before anything of it is registered. */
async function countRows(table: Table, signal: AbortSignal): Promise<number | Refusal> {
  let count = 0;
  for await (const next of table.rows()) {
    if (isRefusal(next)) return next;
    count += 1;
    if (count % 5_000 === 0) signal.throwIfAborted();
  }
  return count;
}

async function takePart(
  db: Db,
  row: ImportRow,
  sorting: SortContext,
  part: readonly TableRow[],
  jobId: string | null,
): Promise<void> {
  const lastRow = part.at(-1)?.row ?? 0;
  await systemAct(db, systemActor('import', jobId, row.started_by), {
    act: row.dry ? 'custody.import.try' : 'custody.import.take',
    subject: { type: 'project', id: row.project_id },
    async body(tx) {
      const { done_row: doneRow } = await lockImport(tx, row.id);
      // What a run before a crash took is passed over; its codes are in the register.
      const rows = part.filter((one) => one.row > doneRow);
      const { good, known, bad, marked } = await sortRows(tx, sorting, rows);
      if (!row.dry) await register(tx, row, good);
      await insertProblems(tx, row.id, bad);
      await advanceImport(tx, row.id, { doneRow: lastRow, good: good.length, known, bad: bad.length, marked });
      const digest = createHash('sha256')
        .update(JSON.stringify(good.map(({ code }) => code)))
        .digest('hex');
      const after = { importId: row.id, toRow: lastRow, good: good.length, known, bad: bad.length, codes: digest };
      return { after };
    },
  });
}

/** Rows of one statement. */
const atOnce = 500;

async function register(tx: Tx, row: ImportRow, good: readonly NewOriginal[]): Promise<void> {
  const mover = { by: row.started_by, at: new Date() };
  for (let at = 0; at < good.length; at += atOnce) {
    const some = good.slice(at, at + atOnce);
    await insertOriginals(tx, some, row.started_by);
    const units = some.filter(({ parentId }) => parentId === null).map(({ id }) => id);
    if (units.length > 0) await placeOnShelf(tx, units, row.keeper_id, mover);
  }
}
