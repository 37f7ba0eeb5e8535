/** Looks into files of footage in a process of its own: imports and the recorder do it alike. */
import { join } from 'node:path';
import { Apart, ApartError } from '#/base/server/jobs/apart.ts';
import type { JobContext } from '#/base/server/jobs/job.ts';
import type { Probed } from './probe.ts';

export const openProbing = (): Apart => new Apart(join(import.meta.dirname, 'probe.ts'));

/** A file that killed whoever read it is unreadable, and kept all the same. */
export async function probeApart(
  probing: Apart,
  path: string,
  context: Pick<JobContext, 'signal' | 'progress'>,
): Promise<Probed> {
  try {
    return (await probing.run(path, context)) as Probed;
  } catch (error) {
    if (!(error instanceof ApartError)) throw error;
    return { mediaType: null, inFragments: false, playableMs: 0, problem: 'unreadable' };
  }
}
