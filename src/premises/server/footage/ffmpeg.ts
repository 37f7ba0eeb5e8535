import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the system keeps programs; optional at run time (scripts/system-packages.json). */
const folders = ['/usr/bin', '/usr/local/bin', '/bin'];

/** The path of ffmpeg, which records cameras; null where it is not installed. */
export const ffmpegPath = (): string | null =>
  folders.map((folder) => join(folder, 'ffmpeg')).find((path) => existsSync(path)) ?? null;

export const hasRecorder = (): boolean => ffmpegPath() !== null;
