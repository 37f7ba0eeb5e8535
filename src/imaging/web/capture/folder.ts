/**
 * The folder into which the scanner writes, chosen once and watched while the page is open. The File System Access
 * API reads it where the machine's policy allows; elsewhere the folder watcher program does the same work.
 */
import { Arrivals, isUnfinished } from '#/imaging/rules/arriving.ts';

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

interface Listed extends WatchedFile {
  key: string;
  size: number;
  changed: number;
  read(from: number, to: number): Promise<Uint8Array>;
}

/** Files that are whole, each once. What was written before `from` (milliseconds since 1970) belongs to an earlier volume. */
export class FolderWatch {
  readonly #folder: Directory;
  readonly #from: number;
  readonly #arrivals = new Arrivals<Listed>();
  readonly #taken = new Set<string>();

  constructor(folder: Directory, from: number) {
    this.#folder = folder;
    this.#from = from;
  }

  async fresh(now = Date.now()): Promise<WatchedFile[]> {
    const files: Listed[] = [];
    const writing: string[] = [];
    for await (const entry of this.#folder.values()) {
      if (entry.kind !== 'file') continue;
      if (isUnfinished(entry.name)) {
        writing.push(entry.name);
        continue;
      }
      // Gone between the list and the look: the scanner's program renamed it.
      const file = await entry.getFile().catch(() => null);
      if (!file || file.lastModified < this.#from) continue;
      const listed = listedOf(entry.name, file);
      if (!this.#taken.has(listed.key)) files.push(listed);
    }
    const { whole } = await this.#arrivals.look(files, writing, now);
    for (const { key } of whole) this.#taken.add(key);
    return whole.map(({ name, file }) => ({ name, file }));
  }
}

const listedOf = (name: string, file: File): Listed => ({
  ...{ name, file, size: file.size, changed: file.lastModified },
  key: `${name}/${file.size}/${file.lastModified}`,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});
