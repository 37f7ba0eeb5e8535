import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { addDays } from '#/base/rules/business-day.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Config } from '#/base/server/config.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import type { JobQueue } from '#/base/server/jobs/queue.ts';
import {
  backupList,
  backupRun,
  backupTargetRegister,
  backupTargetRetire,
  restoreDrillList,
  restoreDrillRecord,
} from '../../rules/api/backup.ts';
import { backupJob, folderOf } from '../backup/jobs.ts';
import { restoreReportShape } from '../backup/manifest.ts';
import { listBackups, listTargets } from '../store/backups.ts';
import { names } from '../store/people.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { personFrom } from '#/base/server/store/names.ts';

export interface BackupRouteDeps {
  config: Config;
  queue: Pick<JobQueue, 'enqueue'>;
}

/** A drill is due this many days after the last. */
const drillEveryDays = 180;

async function refuseFolder(config: Config, folder: string): Promise<Refusal | null> {
  const unusable = (why: string): Refusal => refuse('target-unusable', { why }, 'input.folder');
  try {
    const [path, data] = [await realpath(folder), await realpath(config.dataDir)];
    if (path === data || path.startsWith(`${data}/`)) return unusable('在数据目录之内 / inside the data folder');
    if (!(await stat(path)).isDirectory()) return unusable('不是目录 / not a folder');
    await access(path, constants.W_OK);
    return null;
  } catch {
    return unusable('不存在或不可写 / missing or not writable');
  }
}

export const backupRoutes = (deps: BackupRouteDeps): Binding[] => [
  ...targetRoutes(deps),
  ...runRoutes(deps),
  ...drillRoutes(),
];

const targetRoutes = ({ config }: BackupRouteDeps): Binding[] => [
  bindAct(backupTargetRegister, {
    async check(tx, { input }) {
      const taken = await tx
        .selectFrom('backup_target')
        .select('name')
        .where((eb) => eb.or([eb('name', '=', input.name), eb('folder', '=', input.folder)]))
        .executeTakeFirst();
      if (taken) return refuse('name-taken', { name: taken.name }, 'input.name');
      return refuseFolder(config, input.folder);
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('registering a target needs a second person');
      const targetId = newId();
      await tx
        .insertInto('backup_target')
        .values({
          id: targetId,
          name: input.name,
          folder: input.folder,
          medium_number: input.mediumNumber,
          daily_at_hour: input.dailyAtHour,
          keep: input.keep,
          registered_by: actor.personId,
          approved_by: approval.approverId,
        })
        .execute();
      return { output: { targetId }, subjectId: targetId, after: input };
    },
  }),

  bindAct(backupTargetRetire, {
    async check(tx, { subject }) {
      const target = await tx
        .selectFrom('backup_target')
        .select('state')
        .where('id', '=', subject ?? '')
        .executeTakeFirst();
      return target?.state === 'active' ? null : refuse('not-found', { what: '备份目标 / target' });
    },
    async run(tx, { subject }) {
      await tx
        .updateTable('backup_target')
        .set((eb) => ({ state: 'retired' as const, version: eb('version', '+', 1) }))
        .where('id', '=', subject ?? '')
        .execute();
      return { output: {}, before: { state: 'active' }, after: { state: 'retired' } };
    },
  }),
];

const runRoutes = ({ config, queue }: BackupRouteDeps): Binding[] => [
  bindAct(backupRun, {
    async check(tx, { subject }) {
      const target = await tx
        .selectFrom('backup_target')
        .selectAll()
        .where('id', '=', subject ?? '')
        .executeTakeFirst();
      if (target?.state !== 'active') return refuse('not-found', { what: '备份目标 / target' });
      return refuseFolder(config, target.folder);
    },
    async run(tx, { actor, subject }, approval) {
      if (!approval) throw new Error('a backup needs a second person');
      const backupId = newId();
      await tx
        .insertInto('backup')
        .values({
          id: backupId,
          target_id: subject ?? '',
          folder: folderOf(new Date(), backupId),
          scheduled: false,
          requested_by: actor.personId,
          approved_by: approval.approverId,
        })
        .execute();
      const jobId = await queue.enqueue(tx, backupJob, { backupId }, backupId);
      if (jobId === null) throw new Error('the backup could not be enqueued');
      return { output: { backupId, jobId }, after: { backupId } };
    },
  }),

  bindView(backupList, async (tx, { input }) => {
    const rows = await listBackups(tx, input.cursor ?? null, input.limit + 1);
    const { page, next } = cutPage(rows, input.limit, (row) => row.id);
    const known = await names(
      tx,
      page.map((row) => row.requested_by),
    );
    return {
      targets: await listTargets(tx),
      items: page.map((row) => ({
        id: row.id,
        targetName: row.target_name,
        folder: row.folder,
        state: row.state,
        scheduled: row.scheduled,
        startedAt: row.started_at.toISOString(),
        finishedAt: row.finished_at?.toISOString() ?? null,
        rows: row.row_count,
        objects: row.object_count,
        bytes: row.bytes,
        sha256: row.sha256,
        ledgerSize: row.ledger_size,
        error: row.error,
        requestedBy: { id: row.requested_by, name: known.get(row.requested_by) ?? '' },
      })),
      next,
    };
  }),
];

/** The report as `npm run restore` printed it, or null. */
function readReport(text: string) {
  try {
    return restoreReportShape.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''));
  } catch {
    return null;
  }
}

const drillRoutes = (): Binding[] => [
  bindAct(restoreDrillRecord, {
    async check(tx, { subject, input }) {
      const backup = await tx
        .selectFrom('backup')
        .selectAll()
        .where('id', '=', subject ?? '')
        .executeTakeFirst();
      if (!backup) return refuse('not-found', { what: '备份 / backup' });
      if (backup.state !== 'done' && backup.state !== 'removed') return refuse('backup-not-done');
      return readReport(input.report)?.backup === backup.sha256 ? null : refuse('report-invalid', {}, 'input.report');
    },
    async run(tx, { actor, subject, input }, approval) {
      const report = readReport(input.report);
      const backup = await tx
        .selectFrom('backup')
        .selectAll()
        .where('id', '=', subject ?? '')
        .executeTakeFirstOrThrow();
      if (!approval || !report) return refuse('report-invalid', {}, 'input.report');
      const passed =
        report.differences === 0 &&
        String(report.rows) === backup.row_count &&
        String(report.ledgerSize) === backup.ledger_size;
      const drillId = newId();
      const { rows, objects, bytes, ledgerSize, ledgerRoot, differences, restoredAt } = report;
      await tx
        .insertInto('restore_drill')
        .values({
          id: drillId,
          backup_id: backup.id,
          drilled_on: input.drilledOn,
          machine: input.machine,
          passed,
          facts: { rows, objects, bytes, ledgerSize, ledgerRoot, differences, restoredAt },
          remarks: input.remarks,
          recorded_by: actor.personId,
          confirmed_by: approval.approverId,
        })
        .execute();
      return { output: { drillId, passed }, after: { drillId, passed } };
    },
  }),

  bindView(restoreDrillList, async (tx) => {
    const rows = await tx.selectFrom('restore_drill').selectAll().orderBy('id', 'desc').limit(200).execute();
    const known = await names(
      tx,
      rows.flatMap((row) => [row.recorded_by, row.confirmed_by]),
    );
    const person = personFrom(known);
    const good = rows.find((row) => row.passed);
    return {
      items: rows.map((row) => ({
        id: row.id,
        backupId: row.backup_id,
        drilledOn: row.drilled_on,
        machine: row.machine,
        passed: row.passed,
        facts: row.facts,
        remarks: row.remarks,
        recordedBy: person(row.recorded_by),
        confirmedBy: person(row.confirmed_by),
      })),
      nextDueOn: good ? addDays(good.drilled_on, drillEveryDays) : null,
    };
  }),
];
