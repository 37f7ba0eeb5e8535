import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf } from '#/base/server/postgres/hold.ts';
import { isSame } from '#/base/server/postgres/processes.ts';
import type { LedgerHead } from '#/base/server/transfer/ledger-root.ts';
import { freePort } from '../port.ts';
import { installService, placeRelease, service, switchTo } from './place.ts';
import { assertMajor, assertNewer, assertRuns, assertSpace, assertWhole, folderBytes } from './preflight.ts';
import { currentVersion, InstallError, runStep, type Site, trialStart } from './site.ts';

type Log = (line: string) => void;

const reserve = 256e6;

/**
 * Preflight, stop, backup, migrate, verify the ledger, try, switch; when a step after the backup
 * fails, the database is restored from it, shown to be what it was, and the old release stays.
 */
export async function upgrade(site: Site, pack: string, version: string, log: Log): Promise<void> {
  const old = currentVersion(site.prefix) ?? '';
  assertNewer(old, version);
  assertMajor(site.data);
  await assertWhole(pack);
  assertRuns();
  assertSpace(join(site.prefix, 'releases'), folderBytes(pack) + reserve);
  assertSpace(site.data, folderBytes(join(site.data, 'postgres')) * 1.1 + reserve);
  const release = placeRelease(site, pack, version);
  const oldRelease = join(site.prefix, 'releases', old);

  const wasActive = service.isActive();
  await stopSite(site, log);
  const before = ledgerHead(site, oldRelease);
  const backup = backUp(site, old);
  log(`已备份 Backed up: ${backup}`);
  try {
    log(runStep(site, release, 'maintain', 'migrate') || '无需迁移。 Nothing to migrate.');
    assertSameHead(before, ledgerHead(site, release));
    log(`日志核验无误 Ledger verified: ${before ? `${before.size} ${before.root}` : '尚未启用 not yet opened'}`);
    await trialStart(site, release, await freePort());
    switchTo(site, version);
  } catch (error) {
    log(`升级失败,正在恢复。 The upgrade failed; restoring. ${error instanceof Error ? error.message : String(error)}`);
    restore(site, backup);
    assertSameHead(before, ledgerHead(site, oldRelease));
    rmSync(release, { recursive: true, force: true });
    if (wasActive) service.start();
    throw new InstallError(`已恢复到 ${old},数据与升级前一致。 Restored to ${old}; the data is what it was before.`);
  }
  installService(site, release);
  if (wasActive) service.start();
  log(`已升级 Upgraded: ${old} → ${version}`);
  if (!wasActive) log(`请启动 Start it with: ${join(site.prefix, 'shoucang')} start`);
}

/** Stops a running system, however it was started, and waits until it has ended. */
async function stopSite({ data }: Site, log: Log): Promise<void> {
  if (service.isActive()) service.stop();
  const holder = holderOf(data);
  if (!holder || !isSame(holder)) return;
  log(`正在停止运行中的系统(进程 ${holder.pid})。 Stopping the running system (process ${holder.pid}).`);
  process.kill(holder.pid, 'SIGTERM');
  for (const end = performance.now() + 90_000; isSame(holder); await sleep(100)) {
    if (performance.now() > end)
      throw new InstallError(`进程 ${holder.pid} 未停止。 Process ${holder.pid} does not stop.`);
  }
}

type Head = LedgerHead & { suite: string };

function ledgerHead(site: Site, release: string): Head | null {
  const said = runStep(site, release, 'maintain', 'head');
  return JSON.parse(said.split('\n').at(-1) ?? 'null') as Head | null;
}

function assertSameHead(before: Head | null, after: Head | null): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  throw new InstallError(
    `日志与升级前不同 The ledger is not what it was: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );
}

function copy(from: string, to: string): void {
  const done = spawnSync('cp', ['-a', '--reflink=auto', from, to], { encoding: 'utf8' });
  if (done.status !== 0) throw new InstallError(`cp ${from} ${to}: ${done.stderr}`);
}

/** Copy of the stopped cluster and its secrets, flushed to the disk before anything is changed. */
function backUp({ data }: Site, old: string): string {
  const backup = join(data, 'upgrade-backup', `${old}-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`);
  mkdirSync(backup, { recursive: true, mode: 0o700 });
  for (const part of ['postgres', 'secrets']) copy(join(data, part), join(backup, part));
  spawnSync('sync', ['--file-system', backup]);
  return backup;
}

/** Puts the backup in the database's place; the backup itself stays. */
function restore({ data }: Site, backup: string): void {
  const live = join(data, 'postgres');
  const aside = `${live}.restored`;
  rmSync(aside, { recursive: true, force: true });
  copy(join(backup, 'postgres'), aside);
  if (existsSync(live)) rmSync(live, { recursive: true });
  renameSync(aside, live);
  spawnSync('sync', ['--file-system', live]);
}
