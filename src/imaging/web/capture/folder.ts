/**
 * The folder into which the scanner writes, chosen once and watched while the page is open. The File System Access
 * API reads it where the machine's policy allows; elsewhere the folder watcher program does the same work.
 */
import { readHeader } from '#/imaging/rules/headers/read.ts';
import { byName } from '#/imaging/rules/capture.ts';

export interface WatchedFile {
  name: string;
  file: File;
}

interface Directory {
  name: string;
  values(): AsyncIterable<{ kind: 'file' | 'directory'; name: string; getFile(): Promise<File> }>;
  queryPermission?(options: { mode: 'read' }): Promise<'granted' | 'denied' | 'prompt'>;
  requestPermission?(options: { mode: 'read' }): Promise<'granted' | 'denied' | 'prompt'>;
}

declare global {
  interface Window {
    showDirectoryPicker?: (options: { id: string; mode: 'read' }) => Promise<Directory>;
  }
}

export type { Directory };

export const canPickFolder = (): boolean => window.showDirectoryPicker !== undefined;

/** Null when the person closes the dialog. */
export async function pickFolder(): Promise<Directory | null> {
  try {
    return (await window.showDirectoryPicker?.({ id: 'shoucang-scans', mode: 'read' })) ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Names under which a program writes before it gives a file its own. */
const unfinished = /\.(part|tmp|temp|crdownload|partial)$|^[.~]/i;
/** What never ends in its own format is sent after so long all the same: quarantine says why. */
const patienceMs = 8000;

interface Sight {
  size: number;
  changed: number;
  /** Since when it has not changed. */
  since: number;
}

/**
 * Files that are whole, in the order of their names: unchanged from one look to the next, and with their end in place.
 * What was written before `from` (milliseconds since 1970) belongs to an earlier volume.
 */
export class FolderWatch {
  readonly #folder: Directory;
  readonly #from: number;
  readonly #sights = new Map<string, Sight>();
  readonly #taken = new Set<string>();

  constructor(folder: Directory, from: number) {
    this.#folder = folder;
    this.#from = from;
  }

  /** What is still being written holds back what follows it: pages stay in the order in which they were fed. */
  async fresh(now = Date.now()): Promise<WatchedFile[]> {
    const seen: (WatchedFile & { key: string })[] = [];
    for await (const entry of this.#folder.values()) {
      if (entry.kind !== 'file' || unfinished.test(entry.name)) continue;
      // Gone between the list and the look: the scanner's program renamed it.
      const file = await entry.getFile().catch(() => null);
      if (!file || file.lastModified < this.#from) continue;
      const key = `${entry.name}/${file.size}/${file.lastModified}`;
      if (!this.#taken.has(key)) seen.push({ name: entry.name, file, key });
    }
    const whole: WatchedFile[] = [];
    for (const { key, ...one } of seen.sort((a, b) => byName(a.name, b.name))) {
      if (!(await this.#settled(one, now))) break;
      this.#taken.add(key);
      whole.push(one);
    }
    return whole;
  }

  /** Unchanged since the last look, and with its end in place; without its end after a while all the same. */
  async #settled({ name, file }: WatchedFile, now: number): Promise<boolean> {
    const before = this.#sights.get(name);
    if (before?.size !== file.size || before.changed !== file.lastModified) {
      this.#sights.set(name, { size: file.size, changed: file.lastModified, since: now });
      return false;
    }
    if (now - before.since >= patienceMs) return true;
    return file.size > 0 && (await isWhole(file));
  }
}

/** JPEG and TIFF by their structure, PDF by its last words; whatever else it is, its end cannot be told. */
async function isWhole(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 5).arrayBuffer());
  if (String.fromCharCode(...head) === '%PDF-') {
    const tail = await file.slice(-1024).text();
    return tail.includes('%%EOF');
  }
  const header = readHeader(new Uint8Array(await file.arrayBuffer()), () => null);
  return !('refused' in header) || header.code !== 'file-truncated';
}
