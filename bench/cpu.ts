/** Processor time of processes, by /proc. */
import { readFileSync } from 'node:fs';

/** Of Linux, everywhere. */
const ticksASecond = 100;

/** Milliseconds of processor time that these processes have used so far; one that is gone has none. */
export const cpuMs = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksASecond;
    } catch {
      return sum;
    }
  }, 0);
