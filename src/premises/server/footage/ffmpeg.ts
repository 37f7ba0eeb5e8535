import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the system keeps programs; optional at run time (scripts/system-packages.json). */
const folders = ['/usr/bin', '/usr/local/bin', '/bin'];

const pathOf = (program: string): string | null =>
  folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;

export interface RecorderPrograms {
  ffmpeg: string;
  /** Ends ffmpeg when the process that started it dies, however it dies. */
  setpriv: string;
}

/** What records cameras; null where it is not installed. */
export function recorderPrograms(): RecorderPrograms | null {
  const [ffmpeg, setpriv] = [pathOf('ffmpeg'), pathOf('setpriv')];
  return ffmpeg !== null && setpriv !== null ? { ffmpeg, setpriv } : null;
}

export const hasRecorder = (): boolean => recorderPrograms() !== null;
