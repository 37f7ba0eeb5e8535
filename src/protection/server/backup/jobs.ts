import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { z } from 'zod';
import { systemActor } from '#/base/rules/actor.ts';
import { businessDay, hourOf } from '#/base/rules/business-day.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db } from '#/base/server/db.ts';
import { systemAct } from '#/base/server/door/system.ts';
import { newId } from '#/base/server/ids.ts';
import { job, jobHandler } from '#/base/server/jobs/job.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import { findSite } from '#/base/server/site.ts';
import { removeBackup, writeBackup } from './write.ts';

export const backupJob = job({
  queue: 'protection.backup',
  payload: z.object({ backupId: z.string() }),
  retryLimit: 2,
});

export interface BackupDeps {
  db: Db;
  config: Config;
}

/** Job: writes one backup; run twice, it writes the same folder again. */
export const backupHandler = (deps: BackupDeps) =>
  jobHandler(backupJob, async ({ backupId }, { jobId, progress }) => {
    const row = await deps.db
      .selectFrom('backup')
      .innerJoin('backup_target', 'backup_target.id', 'backup.target_id')
      .selectAll('backup')
      .select(['backup_target.folder as target_folder', 'backup_target.medium_number', 'backup_target.keep'])
      .where('backup.id', '=', backupId)
      .executeTakeFirstOrThrow();
    if (row.state === 'done' || row.state === 'removed') return;
    const actor = systemActor('backup', jobId, row.requested_by);
    try {
      await access(row.target_folder, constants.W_OK);
      const result = await writeBackup(deps, row.target_folder, row.folder, progress);
      const { manifest, sha256, bytes } = result;
      await systemAct(deps.db, actor, {
        act: 'protection.backup.finish',
        subject: { type: 'backup', id: backupId },
        async body(tx) {
          await tx
            .updateTable('backup')
            .set((eb) => ({
              state: 'done' as const,
              finished_at: new Date(),
              row_count: String(manifest.rows),
              object_count: String(manifest.objects.length),
              bytes: String(bytes),
              sha256,
              ledger_size: String(manifest.ledger?.size ?? 0),
              error: null,
              version: eb('version', '+', 1),
            }))
            .where('id', '=', backupId)
            .execute();
          const purpose = row.scheduled ? '定时备份' : '手动备份';
          const who = { requestedBy: row.requested_by, approvedBy: row.approved_by };
          return {
            after: { sha256, ledgerSize: manifest.ledger?.size ?? 0 },
            copy: { sha256, bytes: BigInt(bytes), target: row.medium_number, purpose, ...who },
          };
        },
      });
      await prune(deps, row.target_id, row.target_folder, row.keep, actor);
    } catch (error) {
      await markFailed(deps.db, actor, backupId, error);
      throw error;
    }
  });

async function markFailed(
  db: Db,
  actor: ReturnType<typeof systemActor>,
  backupId: string,
  error: unknown,
): Promise<void> {
  const code =
    error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'Error';
  await systemAct(db, actor, {
    act: 'protection.backup.finish',
    subject: { type: 'backup', id: backupId },
    async body(tx) {
      await tx
        .updateTable('backup')
        .set((eb) => ({
          state: 'failed' as const,
          finished_at: new Date(),
          error: code,
          version: eb('version', '+', 1),
        }))
        .where('id', '=', backupId)
        .execute();
      return { after: { state: 'failed', code } };
    },
  });
}

/** Keeps the newest `keep` good backups of a target; what goes is entered. */
async function prune(
  deps: BackupDeps,
  targetId: string,
  folder: string,
  keep: number,
  actor: ReturnType<typeof systemActor>,
) {
  const old = await deps.db
    .selectFrom('backup')
    .select(['id', 'folder'])
    .where('target_id', '=', targetId)
    .where('state', '=', 'done')
    .orderBy('started_at', 'desc')
    .offset(keep)
    .execute();
  for (const row of old) {
    await systemAct(deps.db, actor, {
      act: 'protection.backup.remove',
      subject: { type: 'backup', id: row.id },
      async body(tx) {
        await tx
          .updateTable('backup')
          .set((eb) => ({ state: 'removed' as const, version: eb('version', '+', 1) }))
          .where('id', '=', row.id)
          .execute();
        return { after: { state: 'removed' } };
      },
    });
    await removeBackup(folder, row.folder);
  }
}

export const folderOf = (at: Date, backupId: string): string =>
  `shoucang-${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z-${backupId.slice(-12)}`;

/** Enqueues the daily backup of each target whose hour has come and which has none today. */
export async function scheduleBackups(deps: BackupDeps, queue: Pick<JobQueue, 'enqueue'>): Promise<void> {
  const site = await findSite(deps.db);
  if (!site) return;
  const now = Date.now();
  const day = businessDay(now, site.timeZone);
  const targets = await deps.db
    .selectFrom('backup_target')
    .selectAll()
    .where('state', '=', 'active')
    .where('daily_at_hour', '<=', hourOf(now, site.timeZone))
    .execute();
  for (const target of targets) {
    const last = await deps.db
      .selectFrom('backup')
      .select('started_at')
      .where('target_id', '=', target.id)
      .where('scheduled', '=', true)
      .orderBy('started_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last && businessDay(last.started_at.getTime(), site.timeZone) === day) continue;
    const backupId = newId();
    await systemAct(deps.db, systemActor('backup', null, target.registered_by), {
      act: 'protection.backup.scheduled',
      subject: { type: 'backup', id: backupId },
      async body(tx) {
        await tx
          .insertInto('backup')
          .values({
            id: backupId,
            target_id: target.id,
            folder: folderOf(new Date(now), backupId),
            scheduled: true,
            requested_by: target.registered_by,
            approved_by: target.approved_by,
          })
          .execute();
        await queue.enqueue(tx, backupJob, { backupId }, backupId);
        return { after: { targetId: target.id } };
      },
    });
  }
}
