import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { printAgain, purge, purgeCertificate, purgePreview, tombstoneList } from '#/base/rules/api/files.ts';
import { attachmentPurged } from '#/base/rules/events.ts';
import { refuse, refuseStale } from '#/base/rules/refusal.ts';
import { purgeForm } from '../../forms/purge-certificate.ts';
import type { Db, Tx } from '../db.ts';
import { bindAct, bindView, type Binding } from '../door/bind.ts';
import { plain } from '../door/plain.ts';
import { newId } from '../ids.ts';
import type { Announce } from '../jobs/announce.ts';
import { job, jobHandler } from '../jobs/job.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ObjectStore } from '../objects/store.ts';
import { type Form, printForm, renderStored } from '../print.ts';
import { findSite } from '../site.ts';
import { findAttachment, markPurged, sharing } from '../store/attachments.ts';
import { lockObject } from '../store/objects.ts';
import { type NamesOf, personFrom } from '../store/names.ts';
import { erasableEntries, eraseDetails } from '../store/purge.ts';
import { cutPage } from '../store/page.ts';

export interface PurgeDeps {
  db: Db;
  objects: ObjectStore;
  queue: Pick<JobQueue, 'enqueue'>;
  announce: Announce;
  namesOf: NamesOf;
  /** Every printable form of every room, for reprints. */
  forms: readonly Form<never>[];
}

interface Removed {
  kind: string;
  where: string;
  digest: string | null;
  bytes: string | null;
}

export const eraseJob = job({ queue: 'base.object.erase', payload: z.object({ sha256: z.string() }), retryLimit: 20 });

/** Everything that a purge of this attachment takes: records that share the bytes, the bytes, clear values. */
async function listRemovals(tx: Tx, sha256: string): Promise<{ items: Removed[]; ids: string[]; entries: string[] }> {
  const rows = await sharing(tx, sha256);
  const ids = rows.map((row) => row.id);
  const entries = await erasableEntries(tx, ids);
  const items: Removed[] = [
    ...rows.map((row) => ({ kind: 'attachment', where: row.id, digest: row.sha256, bytes: row.bytes })),
    { kind: 'object', where: sha256, digest: sha256, bytes: rows[0]?.bytes ?? null },
    ...entries.map((id) => ({ kind: 'ledger-detail', where: id, digest: null, bytes: null })),
  ];
  return { items, ids, entries };
}

export const purgeRoutes = (deps: PurgeDeps): Binding[] => [...removeRoutes(deps), ...afterRoutes(deps)];

const removeRoutes = (deps: PurgeDeps): Binding[] => [
  bindView(purgePreview, async (tx, { subject }) => {
    const row = await findAttachment(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: '附件 / attachment' });
    if (row.sha256 === null) return refuse('already-purged');
    return { items: (await listRemovals(tx, row.sha256)).items, version: row.version };
  }),

  bindAct(purge, {
    async check(tx, { subject, version }) {
      const row = await findAttachment(tx, subject ?? '');
      if (!row) return refuse('not-found', { what: '附件 / attachment' });
      if (row.sha256 === null) return refuse('already-purged');
      return refuseStale(version, row.version);
    },
    async run(tx, { actor, subject, input }, approval) {
      const row = await findAttachment(tx, subject ?? '');
      const sha256 = row?.sha256;
      if (!sha256 || !approval) return refuse('already-purged');
      const { items, ids, entries } = await listRemovals(tx, sha256);
      const tombstoneId = newId();
      await markPurged(tx, ids);
      await tx.deleteFrom('object').where('sha256', '=', sha256).execute();
      await tx.deleteFrom('stream_grant').where('subject_id', 'in', ids).execute();
      await tx
        .insertInto('tombstone')
        .values({
          id: tombstoneId,
          subject_type: 'attachment',
          subject_id: subject ?? '',
          digest: createHash('sha256')
            .update(canonicalize(plain(items)))
            .digest('hex'),
          removed: JSON.stringify(items),
          reason: input.reason,
          requested_by: actor.personId,
          approved_by: approval.approverId,
        })
        .execute();
      // The bytes go once this is committed; the job does it again if this process dies first.
      await deps.queue.enqueue(tx, eraseJob, { sha256 }, sha256);
      for (const id of ids) await deps.announce(tx, attachmentPurged, id);
      return {
        output: { tombstoneId, removed: items },
        after: { tombstoneId, removed: items },
        async afterEntry(own, entryId) {
          await eraseDetails(own, entries, entryId);
        },
        async afterCommit() {
          await eraseObject(deps, sha256);
        },
      };
    },
  }),
];

const afterRoutes = (deps: PurgeDeps): Binding[] => [
  bindView(tombstoneList, async (tx, { input }) => {
    let query = tx
      .selectFrom('tombstone')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(input.limit + 1);
    if (input.cursor !== undefined) query = query.where('id', '<', input.cursor);
    const rows = await query.execute();
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const known = await deps.namesOf(
      tx,
      page.flatMap((row) => [row.requested_by, row.approved_by]),
    );
    const person = personFrom(known);
    const items = page.map((row) => ({
      id: row.id,
      subjectType: row.subject_type,
      subjectId: row.subject_id,
      digest: row.digest,
      removed: row.removed as Removed[],
      reason: row.reason,
      requestedBy: person(row.requested_by),
      approvedBy: person(row.approved_by),
      purgedAt: row.purged_at.toISOString(),
    }));
    return { items, next };
  }),

  bindView(purgeCertificate, async (tx, { actor, subject }) => {
    const row = await tx
      .selectFrom('tombstone')
      .selectAll()
      .where('id', '=', subject ?? '')
      .executeTakeFirst();
    if (!row) return refuse('not-found', { what: '清除记录 / tombstone' });
    const removed = row.removed as Removed[];
    // A certificate is only printed for what is really gone.
    for (const item of removed) {
      if (
        item.kind === 'object' &&
        (await deps.objects.size(item.where)) !== null &&
        !(await stillKept(tx, item.where))
      )
        return refuse('busy');
    }
    const known = await deps.namesOf(tx, [row.requested_by, row.approved_by]);
    const site = await findSite(tx);
    const data = {
      archiveName: site?.name ?? '',
      number: row.id,
      digest: row.digest,
      reason: row.reason,
      requestedBy: known.get(row.requested_by) ?? '',
      approvedBy: known.get(row.approved_by) ?? '',
      purgedAt: row.purged_at.toISOString(),
      timeZone: site?.timeZone ?? 'Asia/Shanghai',
      removed,
    };
    return printForm(tx, purgeForm, data, actor.personId);
  }),

  bindView(printAgain, async (tx, { subject }) => {
    const row = await tx
      .selectFrom('print_record')
      .selectAll()
      .where('id', '=', subject ?? '')
      .executeTakeFirst();
    if (!row) return refuse('not-found', { what: '打印记录 / print' });
    const form = deps.forms.find((one) => one.form === row.form && one.version === row.version);
    if (!form) throw new Error(`no renderer for form ${row.form} version ${row.version}`);
    return renderStored(form, row);
  }),
];

/** The same content may have been added anew after the purge; then it is another record's. */
const stillKept = async (db: Db | Tx, sha256: string): Promise<boolean> =>
  (await db.selectFrom('object').select('sha256').where('sha256', '=', sha256).executeTakeFirst()) !== undefined;

/** Held against an upload of the same bytes, which then finds them gone, or is found here. */
const eraseObject = (deps: Pick<PurgeDeps, 'db' | 'objects'>, sha256: string): Promise<void> =>
  deps.db.transaction().execute(async (tx) => {
    await lockObject(tx, sha256);
    if (!(await stillKept(tx, sha256))) await deps.objects.remove(sha256);
  });

/** Job: removes bytes that no record names any more. Repeating it does nothing. */
export const eraseHandler = (deps: Pick<PurgeDeps, 'db' | 'objects'>) =>
  jobHandler(eraseJob, ({ sha256 }) => eraseObject(deps, sha256));
