import { fill, isRefusal, type Messages, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { beginExport, putInPlace, targetExists } from '#/base/server/exports.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { findAttachment } from '#/base/server/store/attachments.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { tableMessages } from '#/base/rules/tables-in/messages.ts';
import type { Table } from '#/base/server/tables-in/open.ts';
import { engagementMessages } from '#/engagement/rules/messages.ts';
import { noProject } from '#/engagement/rules/project.ts';
import { findProject, mayWork, refuseOutsider, scopeReader } from '#/engagement/server/door.ts';
import { namesOf } from '#/protection/server/door.ts';
import { importErrors, importList, importLook, importProblems, importStart } from '../../rules/api/imports.ts';
import { archiveKeepers, originalViewers } from '../../rules/api/originals.ts';
import { refuseMapping, suggestMapping } from '../../rules/catalogue-import.ts';
import { custodyMessages } from '../../rules/messages.ts';
import { withoutErrors, writeErrors } from '../imports/errors.ts';
import { importJob, openCatalogue } from '../imports/job.ts';
import { findImport, insertImport, listImports, listProblems, rememberedMapping } from '../store/imports.ts';

export interface ImportRouteDeps {
  db: Db;
  config: Pick<Config, 'dataDir'>;
  objects: ObjectStore;
  queue: Pick<JobQueue, 'enqueue'>;
}

/** Words of whatever a row can be refused for. */
const words: Messages<string> = { ...tableMessages, ...engagementMessages, ...custodyMessages };

function wordsOf({ code, params }: Pick<Refusal, 'code' | 'params'>) {
  const message = words[code];
  if (!message) throw new Error(`no words for ${code}`);
  return {
    ...{ zh: fill(message.zh.what, params, 'zh'), en: fill(message.en.what, params, 'en') },
    ...{ nextZh: fill(message.zh.next, params, 'zh'), nextEn: fill(message.en.next, params, 'en') },
  };
}

export const importRoutes = (deps: ImportRouteDeps): Binding[] => [
  lookRoute(deps),
  startRoute(deps),
  errorsRoute(deps),
  ...readRoutes(),
];

interface Reading {
  attachmentId: string;
  sheet?: string | undefined;
  headerRow?: number | undefined;
  encoding?: string | undefined;
}

async function openUploaded(
  tx: Tx,
  objects: ObjectStore,
  { attachmentId, sheet, headerRow, encoding }: Reading,
): Promise<Table | Refusal> {
  const file = await findAttachment(tx, attachmentId);
  if (!file || file.purpose !== 'catalogue' || file.state !== 'stored')
    return refuse('not-a-catalogue', {}, 'input.attachmentId');
  const reading = { sheet: sheet ?? null, header_row: headerRow ?? null, encoding: encoding ?? null };
  return openCatalogue(objects, { sha256: file.sha256, file_name: file.file_name, ...reading });
}

const headingsOf = ({ columns, top }: Table): string[] =>
  columns?.map(({ name, letter }) => (name === '' ? letter : name)) ??
  (top[0]?.cells ?? []).map((_, index) => String(index + 1));

const lookRoute = ({ objects }: ImportRouteDeps): Binding =>
  bindView(importLook, async (tx, { actor, subject, input }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', archiveKeepers);
    if (outside) return outside;
    const opened = await openUploaded(tx, objects, input);
    if (isRefusal(opened)) return opened;
    await using table = opened;
    const headings = headingsOf(table);
    // What was written out to be corrected is mapped as the file that it came from.
    const former = await rememberedMapping(tx, subject ?? '', withoutErrors(headings));
    return {
      ...{ sheets: table.sheets, sheet: table.sheet, headerRow: table.headerRow, headings },
      top: table.top.map(({ row, cells }) => ({ row, cells: cells.slice(0, 50) })),
      mapping: former?.mapping ?? suggestMapping(headings),
      remembered: former !== undefined,
      warnings: table.warnings.map(({ code, params }) => ({ code, params: { ...params } })),
    };
  });

const startRoute = ({ objects, queue }: ImportRouteDeps): Binding =>
  bindAct(importStart, {
    async run(tx, { actor, subject, input }) {
      const project = await findProject(tx, subject ?? '');
      if (!project) return noProject();
      const outside = await refuseOutsider(tx, actor, project.id, archiveKeepers);
      if (outside) return outside;
      if (project.state === 'closed') return refuse('project-not-open');
      if (!(await mayWork(tx, input.keeper, project.id, ['archiveKeeper'])))
        return refuse('keeper-of-archive', {}, 'input.keeper');
      const reader = await scopeReader(tx, project.id, input.schemeId);
      if (isRefusal(reader)) return reader;
      const opened = await openUploaded(tx, objects, input);
      if (isRefusal(opened)) return opened;
      await using table = opened;
      const headings = headingsOf(table);
      const wrong = refuseMapping(input.mapping, headings.length);
      if (wrong) return wrong;
      const { attachmentId, schemeId, keeper, fonds, mapping, dry } = input;
      const reading = { sheet: table.sheet, headerRow: table.headerRow, encoding: input.encoding ?? null };
      const row = { projectId: project.id, attachmentId, schemeId, keeper, fonds, mapping, dry, headings };
      const importId = await insertImport(tx, { ...row, ...reading, by: actor.personId });
      await queue.enqueue(tx, importJob, { importId }, importId);
      return { output: { importId }, after: { importId, ...input } };
    },
  });

const errorsRoute = ({ db, config, objects }: ImportRouteDeps): Binding =>
  bindAct(importErrors, {
    async check(tx, { actor, subject, input }) {
      const row = await findImport(tx, subject ?? '');
      if (!row) return refuse('not-found', { what: { zh: '导入', en: 'import' } });
      const outside = await refuseOutsider(tx, actor, row.project_id, archiveKeepers);
      if (outside) return outside;
      if (row.state === 'waiting' || row.bad === 0) return refuse('no-refused-rows');
      if (row.sha256 === null) return refuse('not-a-catalogue');
      return targetExists(config.dataDir, input.target)
        ? refuse('target-exists', { target: input.target }, 'input.target')
        : null;
    },
    // Before the transaction: the whole file is read again.
    async prepare({ subject, input }) {
      const row = await findImport(db, subject ?? '');
      if (!row) throw new Error(`no import: ${subject}`);
      const outgoing = await beginExport(config.dataDir, input.target);
      const { discard } = outgoing;
      try {
        return { outgoing, discard, written: await writeErrors(db, objects, row, outgoing.partial, wordsOf) };
      } catch (error) {
        await discard();
        throw error;
      }
    },
    async run(_tx, { input }, _approval, prepared) {
      if (!prepared) throw new Error('a copy is prepared before its transaction');
      const { outgoing, written } = prepared;
      const { file, rows, bytes, sha256 } = written;
      return {
        output: { folder: outgoing.folder, file, rows, sha256 },
        after: { file, rows },
        copy: { sha256, bytes: BigInt(bytes), target: input.target, purpose: input.purpose },
        async afterCommit() {
          putInPlace(config.dataDir, outgoing);
        },
      };
    },
  });

const readRoutes = (): Binding[] => [
  bindView(importList, async (tx, { actor, subject, input }) => {
    const outside = await refuseOutsider(tx, actor, subject ?? '', originalViewers);
    if (outside) return outside;
    const rows = await listImports(tx, subject ?? '', input.cursor, input.limit);
    const { page, next } = cutPage(rows, input.limit, ({ id }) => id);
    const person = personFrom(
      await namesOf(
        tx,
        page.map(({ started_by: by }) => by),
      ),
    );
    const items = page.map((row) => ({
      ...{ id: row.id, fileName: row.file_name ?? '', dry: row.dry, state: row.state, doneRow: row.done_row },
      ...{ good: row.good, known: row.known, bad: row.bad, startedBy: person(row.started_by) },
      ...{ classified: row.classified, source: { attachmentId: row.attachment_id, kept: row.file_state === 'stored' } },
      problem: row.problem === null ? null : { zh: wordsOf(row.problem).zh, en: wordsOf(row.problem).en },
      ...{ startedAt: row.started_at.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null },
    }));
    return { items, next };
  }),

  bindView(importProblems, async (tx, { actor, subject, input }) => {
    const row = await findImport(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: { zh: '导入', en: 'import' } });
    const outside = await refuseOutsider(tx, actor, row.project_id, archiveKeepers);
    if (outside) return outside;
    const [at = '', number = ''] = (input.cursor ?? '').split('/');
    const after = input.cursor === undefined ? null : { row: Number(at) || 0, number: Number(number) || 0 };
    const rows = await listProblems(tx, row.id, after, input.limit);
    const { page, next } = cutPage(rows, input.limit, (one) => `${one.row}/${one.number}`);
    const items = page.map((one) => ({
      ...{ key: `${one.row}/${one.number}`, row: one.row, field: one.field, text: one.text },
      ...wordsOf(one),
    }));
    return { items, next };
  }),
];
