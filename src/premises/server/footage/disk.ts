import { mkdir, statfs } from 'node:fs/promises';
import { isDiskFull } from '../../rules/footage.ts';

export interface Disk {
  usedPercent: number;
  freeBytes: string;
}

export async function diskOf(folder: string): Promise<Disk> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const { bavail, blocks, bfree, bsize } = await statfs(folder);
  // What only root may use counts as neither: the share is the one that df shows.
  const used = blocks - bfree;
  return {
    usedPercent: Math.ceil((used * 100) / Math.max(1, used + bavail)),
    freeBytes: String(BigInt(bavail) * BigInt(bsize)),
  };
}

/** Asked before somebody takes up work (4.3-1). */
export const isFootageDiskFull = async (folder: string): Promise<boolean> =>
  isDiskFull((await diskOf(folder)).usedPercent);
