/** What can be taken away from a running site, one thing at a time, and given back. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { clusterUrl } from '#/base/server/postgres/attach.ts';
import { mainDatabase } from '#/base/server/postgres/provision.ts';
import { databaseProcesses, postmaster, programs, signalAll, type Site } from './running-site.ts';

export interface Places {
  dataDir: string;
  sinkDir: string;
  /** Mounted small disks; none when this user may not mount. */
  disks: readonly string[];
}

export interface Cause {
  name: string;
  /** How long it lasts once it is felt. Milliseconds. */
  lastsMs: number;
  /** The database answers meanwhile, so reads must. */
  readsStayUp: boolean;
  /** With small disks only. */
  needsDisk: boolean;
  /** Takes it away; answers how it is given back. */
  begin(site: Site, places: Places): Promise<() => void>;
}

const sizes = { data: '400m', sink: '8m' };

/** Two small disks below `base` when this user may mount, else two folders; and why not, in words. */
export function makePlaces(base: string): Places & { whyNoDisks: string | null } {
  const [data, sink] = [join(base, 'data'), join(base, 'second')];
  const disks: string[] = [];
  let whyNoDisks: string | null = null;
  for (const [folder, size] of [
    [data, sizes.data],
    [sink, sizes.sink],
  ] as const) {
    mkdirSync(folder, { mode: 0o755 });
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder], {
      encoding: 'utf8',
    });
    if (made.status === 0) disks.push(folder);
    else whyNoDisks = (made.stderr || String(made.error)).trim();
  }
  return { dataDir: join(data, 'site'), sinkDir: join(sink, 'sink'), disks, whyNoDisks };
}

export function unmount({ disks }: Places): void {
  for (const disk of disks) {
    // A process that is still ending may stand in it: then it goes as soon as that one has.
    if (spawnSync('umount', [disk]).status !== 0) execFileSync('umount', ['-l', disk]);
  }
}

/** Fills a disk to the last byte. */
function fill(disk: string): () => void {
  const path = join(disk, 'ballast');
  const file = openSync(path, 'w');
  try {
    for (let size = 1 << 20; size >= 1; size = size >> 4) {
      const chunk = Buffer.alloc(size);
      while (takes(file, chunk));
    }
  } finally {
    closeSync(file);
  }
  return () => rmSync(path);
}

function takes(file: number, chunk: Buffer): boolean {
  try {
    return writeSync(file, chunk) === chunk.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

/** Makes PostgreSQL want new segments of its write-ahead log until it panics for want of one. */
async function exhaustSegments({ dataDir }: Site): Promise<void> {
  const client = new pg.Client(clusterUrl(dataDir, 'postgres', mainDatabase));
  client.on('error', () => {});
  try {
    await client.connect();
    for (let i = 0; i < 40; i += 1) {
      await client.query('select pg_switch_wal()');
      await client.query(`select pg_logical_emit_message(false, 'drill', 'x')`);
    }
  } catch {
    // The panic that was wanted.
  } finally {
    await client.end().catch(() => undefined);
  }
}

const stopped = (pids: readonly number[]): (() => void) => {
  signalAll(pids, 'SIGSTOP');
  return () => signalAll(pids, 'SIGCONT');
};

/** Those come first that no other test tries: `npm test` runs three. */
export const causes: readonly Cause[] = [
  {
    name: 'sink-full',
    lastsMs: 1_000,
    readsStayUp: true,
    needsDisk: false,
    async begin(site, { sinkDir, disks }) {
      const disk = disks.find((one) => sinkDir.startsWith(one));
      if (disk !== undefined) return fill(disk);
      // The sequencer keeps its file open, so it must open it again to feel it.
      chmodSync(sinkDir, 0o000);
      signalAll(programs(site, 'sequencer'), 'SIGKILL');
      return () => chmodSync(sinkDir, 0o700);
    },
  },
  {
    name: 'database-hangs',
    lastsMs: 1_500,
    readsStayUp: false,
    needsDisk: false,
    begin: async ({ dataDir }) => stopped(databaseProcesses(dataDir)),
  },
  {
    name: 'log-disk-full',
    lastsMs: 1_500,
    readsStayUp: false,
    needsDisk: true,
    async begin(site, { disks }) {
      const empty = fill(disks.find((one) => site.dataDir.startsWith(one)) ?? '');
      await exhaustSegments(site);
      return empty;
    },
  },
  {
    name: 'disk-full',
    lastsMs: 1_000,
    readsStayUp: true,
    needsDisk: true,
    begin: async ({ dataDir }, { disks }) => fill(disks.find((one) => dataDir.startsWith(one)) ?? ''),
  },
  {
    name: 'sequencer-hangs',
    lastsMs: 1_000,
    readsStayUp: true,
    needsDisk: false,
    begin: async (site) => stopped(programs(site, 'sequencer')),
  },
  {
    name: 'database-killed',
    lastsMs: 0,
    readsStayUp: false,
    needsDisk: false,
    async begin({ dataDir }) {
      signalAll([postmaster(dataDir)], 'SIGKILL');
      return () => {};
    },
  },
];
