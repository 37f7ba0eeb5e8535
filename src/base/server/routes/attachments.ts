import type { Readable } from 'node:stream';
import type { PersonActor } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { mayOpenAttachment } from '#/base/rules/attachments.ts';
import {
  attachmentBegin,
  attachmentBytes,
  attachmentFinish,
  attachmentList,
  attachmentOpen,
  attachmentRead,
} from '#/base/rules/api/files.ts';
import type { Db, Tx } from '../db.ts';
import { bindAct, bindStream, bindView, type Binding } from '../door/bind.ts';
import { upkeep } from '../door/upkeep.ts';
import { issueGrant } from '../grants.ts';
import { newId } from '../ids.ts';
import { sniffMediaType } from '../media-type.ts';
import { type ObjectStore, TooLarge } from '../objects/store.ts';
import { findAttachment, isKnownObject, listAttachments, markStored, saveUpload } from '../store/attachments.ts';
import { lockObject } from '../store/objects.ts';
import type { NamesOf } from '../store/names.ts';
import { cutPage } from '../store/page.ts';

/** Largest attachment: a long scanned form at 300 dpi has room, a film has not. */
const maxBytes = 200 * 1024 * 1024;

export interface FileDeps {
  db: Db;
  objects: ObjectStore;
  namesOf: NamesOf;
  /** Whether what an attachment shows may be seen now: later rooms know what it is about (6.5-1). */
  refuseShowing: (tx: Tx, attachmentId: string, actor: PersonActor) => Promise<Refusal | null>;
}

export const attachmentRoutes = (deps: FileDeps): Binding[] => [...sendRoutes(deps), ...readRoutes(deps)];

const sendRoutes = (deps: FileDeps): Binding[] => [
  bindAct(attachmentBegin, {
    async run(tx, { actor, input }) {
      const attachmentId = newId();
      await tx
        .insertInto('attachment')
        .values({
          id: attachmentId,
          purpose: input.purpose,
          state: 'begun',
          file_name: input.fileName,
          media_type: null,
          sha256: null,
          bytes: null,
          created_by: actor.personId,
        })
        .execute();
      const grant = await issueGrant(tx, attachmentBytes.name, actor.sessionId, attachmentId);
      return { output: { attachmentId, grant }, subjectId: attachmentId };
    },
  }),

  bindStream(attachmentBytes, async ({ subjectId, request, reply }) => {
    try {
      const stored = await deps.objects.put(request.body as Readable, maxBytes);
      const begun = await findAttachment(deps.db, subjectId);
      const mediaType = begun ? await sniffMediaType(deps.objects, stored.sha256, begun.purpose) : null;
      if (mediaType === null) {
        if (!(await isKnownObject(deps.db, stored.sha256))) await deps.objects.remove(stored.sha256);
        return refuse('media-type-unsupported');
      }
      const saved = await upkeep(deps.db, 'upload.store', async (tx) => {
        await lockObject(tx, stored.sha256);
        // The same bytes were purged just now, and these went with them: they are sent again.
        if ((await deps.objects.size(stored.sha256)) === null) return null;
        return saveUpload(tx, subjectId, stored, mediaType);
      });
      if (saved === null) return refuse('busy');
      if (!saved) return refuse('attachment-not-ready');
      await reply.send({ bytes: String(stored.bytes), sha256: stored.sha256 });
      return undefined;
    } catch (error) {
      // The rest flows by unread: a sender who is still sending hears no answer.
      request.raw.resume();
      if (error instanceof TooLarge) return refuse('too-large', { limit: '200 MiB' });
      // Purged between its arrival and the look at what it is: sent again, it stays.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return refuse('busy');
      throw error;
    }
  }),

  bindAct(attachmentFinish, {
    async run(tx, { actor, subject, input }) {
      const row = await findAttachment(tx, subject ?? '');
      if (!row || row.created_by !== actor.personId || row.state !== 'begun') return refuse('attachment-not-ready');
      if (row.sha256 === null || row.media_type === null || row.bytes === null) return refuse('attachment-not-ready');
      if (row.sha256 !== input.sha256) return refuse('digest-mismatch', {}, 'input.sha256');
      await markStored(tx, row.id);
      const { sm3 } = await tx
        .selectFrom('object')
        .select((eb) => eb.ref('sm3').$notNull().as('sm3'))
        .where('sha256', '=', row.sha256)
        .executeTakeFirstOrThrow();
      const output = { attachmentId: row.id, bytes: row.bytes, sha256: row.sha256, sm3, mediaType: row.media_type };
      return { output, after: { sha256: row.sha256, bytes: row.bytes } };
    },
  }),
];

const readRoutes = (deps: FileDeps): Binding[] => [
  bindView(attachmentOpen, async (tx, { actor, subject }) => {
    const row = await findAttachment(tx, subject ?? '');
    if (!row) return refuse('not-found', { what: '附件 / attachment' });
    if (row.state !== 'stored' || row.media_type === null || row.bytes === null) return refuse('attachment-not-ready');
    if (!mayOpenAttachment(actor, { purpose: row.purpose, createdBy: row.created_by })) {
      return refuse('not-permitted', { label: attachmentOpen.label.zh });
    }
    const refused = await deps.refuseShowing(tx, row.id, actor);
    if (refused) return refused;
    const grant = await issueGrant(tx, attachmentRead.name, actor.sessionId, row.id);
    return { attachmentId: row.id, fileName: row.file_name ?? '', mediaType: row.media_type, bytes: row.bytes, grant };
  }),

  bindStream(attachmentRead, async ({ subjectId, reply }) => {
    const row = await findAttachment(deps.db, subjectId);
    if (row?.state !== 'stored' || row.sha256 === null || row.media_type === null)
      return refuse('attachment-not-ready');
    reply.header('content-disposition', 'inline').header('content-length', row.bytes).type(row.media_type);
    await reply.send(await deps.objects.get(row.sha256));
    return undefined;
  }),

  bindView(attachmentList, async (tx, { input }) => {
    const rows = await listAttachments(tx, input.state ?? null, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const known = await deps.namesOf(
      tx,
      page.map((row) => row.created_by),
    );
    const items = page.map((row) => ({
      id: row.id,
      purpose: row.purpose,
      state: row.state,
      fileName: row.file_name,
      mediaType: row.media_type,
      bytes: row.bytes,
      createdBy: { id: row.created_by, name: known.get(row.created_by) ?? '' },
      createdAt: row.created_at.toISOString(),
      version: row.version,
    }));
    return { items, next };
  }),
];
