import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError } from './errors.ts';
import { identify, isSame, type Identity } from './processes.ts';

/**
 * Takes the data folder for this process, so that a postmaster found running in it is known to be
 * an orphan. The mark of a killed holder is recognised by pid, start time and boot, and taken over.
 *
 * @returns releases it.
 * @throws ClusterError `in-use` when a living process holds it.
 */
export async function holdFolder(dataDir: string): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o750 });
  const file = join(dataDir, 'holder.json');
  const self = JSON.stringify(identify(process.pid));
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, self, { mode: 0o644 });
  try {
    if (!takeFree(aside, file)) {
      refuseLiving(dataDir, file);
      renameSync(aside, file);
      // Two that both saw the same dead holder: the later rename wins, and the other one sees it here.
      await sleep(50);
      if (read(file) !== self) refuseLiving(dataDir, file);
    }
  } finally {
    rmSync(aside, { force: true });
  }
  return () => {
    if (read(file) === self) rmSync(file, { force: true });
  };
}

function takeFree(aside: string, file: string): boolean {
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Who holds, or held, the data folder; whether he still lives is `isSame`. */
export const holderOf = (dataDir: string): Identity | null => parse(read(join(dataDir, 'holder.json')));

function refuseLiving(dataDir: string, file: string): void {
  const holder = parse(read(file));
  if (!holder || !isSame(holder)) return;
  throw new ClusterError(
    'in-use',
    `数据目录 ${dataDir} 已由进程 ${holder.pid} 使用,不重复启动。 ` +
      `The data folder is in use by process ${holder.pid}; not started a second time.`,
  );
}

/** A half-written mark (the power went) holds nothing. */
function parse(text: string | null): Identity | null {
  try {
    return JSON.parse(text ?? 'null') as Identity | null;
  } catch {
    return null;
  }
}
