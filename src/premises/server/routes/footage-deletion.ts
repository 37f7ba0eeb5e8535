/** Footage that goes, and what is left of it (4.3-6, 4.3-8); pieces that were marked, read again. */
import { createHash } from 'node:crypto';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { namesOf, nextNumber } from '#/protection/server/door.ts';
import { footageDelete, footageDeletionList, footageReread } from '../../rules/api/footage-keeping.ts';
import { type Period, type Retention, type RetentionRefusal, type Someone, step } from '../../rules/retention.ts';
import { eraseFootageJob } from '../footage/erase.ts';
import { retentionFacts } from '../footage/facts.ts';
import { rereadFootageJob } from '../footage/reread.ts';
import { findCamera, lockCameras, type PieceRow, periodOf, piecesIn } from '../store/footage.ts';
import { insertDeletion, listDeletions, spoiltIn } from '../store/footage-keeping.ts';
import { type FootageRouteDeps, instants, readPeriod, refuseUnlessKeeper, refuseWithoutDisk } from './footage.ts';

export const footageDeletionRoutes = (deps: FootageRouteDeps): Binding[] => [
  deleteRoute(deps),
  rereadRoute(deps),
  listRoute(),
];

const refusals: Record<RetentionRefusal, (piece: string) => Refusal> = {
  'too-young': (piece) => refuse('footage-too-young', { piece }),
  unchecked: (piece) => refuse('footage-unchecked', { piece }),
  held: (piece) => refuse('footage-held', { piece }),
  'clock-frozen': () => refuse('clock-frozen'),
  'not-footage-keeper': () => refuse('not-footage-keeper'),
  'not-security-officer': () => refuse('approver-role'),
  'same-person': () => refuse('approver-same-person'),
  phase: () => refuse('already-purged'),
};

const asSomeone = (personId: string, more: Partial<Someone>): Someone => ({
  ...{ personId, party: 'archive', isFootageKeeper: false, isSecurityOfficer: false },
  ...more,
});

/** The pieces that lie wholly in the period, or why not every one of them may go: each is measured by itself (4.3-8). */
async function piecesToDelete(
  tx: Tx,
  {
    cameraId,
    period,
    actor,
    approvedBy,
  }: { cameraId: string; period: Period; actor: PersonActor; approvedBy: string | null },
): Promise<PieceRow[] | Refusal> {
  const refused = await refuseUnlessKeeper(tx, actor.personId);
  if (refused) return refused;
  const pieces = (await piecesIn(tx, cameraId, period)).filter(
    (row) => row.from_at.getTime() >= period.from && row.to_at.getTime() <= period.to,
  );
  if (pieces.length === 0) return refuse('nothing-to-delete', {}, 'input.to');
  const facts = await retentionFacts(tx, cameraId, period);
  const keeper = asSomeone(actor.personId, { isFootageKeeper: true });
  for (const row of pieces) {
    const piece = {
      ...periodOf(row),
      since: row.counts_from?.getTime() ?? null,
      registeredAt: row.registered_at.getTime(),
    };
    let state: Retention | { refused: RetentionRefusal } = step(
      piece,
      { phase: 'kept' },
      { type: 'request', by: keeper },
      facts,
    );
    if ('phase' in state && approvedBy !== null) {
      const officer = asSomeone(approvedBy, { isSecurityOfficer: true });
      state = step(piece, state, { type: 'approve', by: officer }, facts);
    }
    if ('refused' in state) return refusals[state.refused](row.file_name);
  }
  return pieces;
}

const deleteRoute = ({ config, queue }: FootageRouteDeps): Binding =>
  bindAct(footageDelete, {
    async check(tx, { actor, subject, input }) {
      if (!(await findCamera(tx, subject ?? ''))) return refuse('not-found', { what: '摄像机 / camera' });
      const period = readPeriod(input);
      if (isRefusal(period)) return period;
      const away = await refuseWithoutDisk(tx, config);
      if (away) return away;
      const found = await piecesToDelete(tx, { cameraId: subject ?? '', period, actor, approvedBy: null });
      return isRefusal(found) ? found : null;
    },
    async run(tx, { actor, subject, input }, approval) {
      if (!approval) throw new Error('deleted without a second person');
      const cameraId = subject ?? '';
      const period = readPeriod(input);
      if (isRefusal(period)) return period;
      const { approverId: approvedBy } = approval;
      const away = await refuseWithoutDisk(tx, config);
      if (away) return away;
      // A hold that is being placed comes before or after, never in between.
      await lockCameras(tx, cameraId, 'update');
      const pieces = await piecesToDelete(tx, { cameraId, period, actor, approvedBy });
      if (isRefusal(pieces)) return pieces;
      const deletionId = newId();
      const number = await nextNumber(tx, 'footage-deletion');
      const bytes = pieces.reduce((sum, row) => sum + BigInt(row.bytes), 0n);
      const digest = createHash('sha256');
      for (const { sha256 } of pieces) digest.update(`${sha256}\n`);
      const row = {
        ...{ id: deletionId, number, cameraId, ...period, reason: input.reason, bytes, approvedBy },
        ...{ digest: digest.digest('hex'), requestedBy: actor.personId },
      };
      const ids = pieces.map(({ id }) => id);
      if (!(await insertDeletion(tx, row, ids))) return refuse('nothing-to-delete', {}, 'input.to');
      await queue.enqueue(tx, eraseFootageJob, { deletionId }, deletionId);
      return {
        output: { deletionId, number, pieces: ids.length, bytes: String(bytes) },
        after: { deletionId, pieces: ids.length, digest: row.digest },
      };
    },
  });

const rereadRoute = ({ config, queue }: FootageRouteDeps): Binding =>
  bindAct(footageReread, {
    async check(tx, { actor, subject, input }) {
      const refused = await refuseUnlessKeeper(tx, actor.personId);
      if (refused) return refused;
      if (!(await findCamera(tx, subject ?? ''))) return refuse('not-found', { what: '摄像机 / camera' });
      const period = readPeriod(input);
      if (isRefusal(period)) return period;
      if ((await spoiltIn(tx, subject ?? '', period)).length === 0) return refuse('nothing-spoilt', {}, 'input.to');
      return refuseWithoutDisk(tx, config);
    },
    async run(tx, { actor, subject, input }) {
      const cameraId = subject ?? '';
      const period = { from: Date.parse(input.from), to: Date.parse(input.to) };
      const pieces = (await spoiltIn(tx, cameraId, period)).length;
      const payload = { cameraId, ...period, askedBy: actor.personId };
      await queue.enqueue(tx, rereadFootageJob, payload, `${cameraId}/${period.from}/${period.to}`);
      return { output: { pieces }, after: { pieces } };
    },
  });

const listRoute = (): Binding =>
  bindView(footageDeletionList, async (tx, { input }) => {
    const rows = await listDeletions(tx, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const ids = page.flatMap((row) => [row.requested_by, row.approved_by]);
    const person = personFrom(await namesOf(tx, ids));
    const items = page.map((row) => ({
      ...{
        id: row.id,
        number: row.number,
        camera: { id: row.camera_id, code: row.camera_code },
        ...instants(periodOf(row)),
      },
      ...{ reason: row.reason, pieces: row.pieces, bytes: row.bytes, digest: row.digest, erased: row.erased },
      requestedBy: person(row.requested_by),
      approvedBy: person(row.approved_by),
      deletedAt: row.deleted_at.toISOString(),
    }));
    return { items, next };
  });
