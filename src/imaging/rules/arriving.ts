/**
 * When a file that a scanner's program writes into a folder is whole, and in which order files are taken: one rule for
 * the station's page and for the folder watcher. No system tells that a file was closed; so it is whole when it was
 * renamed to its own name, or when it no longer changes and can be read to its end.
 */
import { byName } from './capture.ts';
import { readHeader } from './headers/read.ts';

export interface ArrivingFile {
  name: string;
  size: number;
  /** When it was last written, milliseconds since 1970. */
  changed: number;
  read(from: number, to: number): Promise<Uint8Array>;
}

const unfinishedEnd = /\.(part|tmp|temp|crdownload|partial)$/i;

/** Names under which a program writes before it gives a file its own. */
export const isUnfinished = (name: string): boolean => unfinishedEnd.test(name) || /^[.~]/.test(name);

/** What never ends in its own format is taken after so long without a change all the same: quarantine says why. */
export const patienceMs = 8000;

interface Sight {
  size: number;
  changed: number;
  /** Since when it has not changed. */
  since: number;
  whole: boolean;
}

export interface Taken<F> {
  /** In the order of their names. */
  whole: F[];
  /** Still being written: it holds back what follows, so that pages stay in the order in which they were fed. */
  held: F | null;
}

export class Arrivals<F extends ArrivingFile> {
  #sights = new Map<string, Sight>();
  #writing: ReadonlySet<string> = new Set();

  /**
   * One look into the folder: the files that are of interest, and the names under which something is being written. A
   * file is whole in each further look as long as it does not change.
   */
  async look(files: readonly F[], writing: readonly string[], now: number): Promise<Taken<F>> {
    const names = new Set(writing);
    const renamed = [...this.#writing]
      .filter((name) => !names.has(name))
      .map((name) => name.replace(unfinishedEnd, ''));
    this.#writing = names;
    this.#forget(files);
    for (const file of files) this.#see(file, renamed, now);
    const whole: F[] = [];
    for (const file of files.toSorted((a, b) => byName(a.name, b.name))) {
      if (!(await this.#isWhole(file, now))) return { whole, held: file };
      whole.push(file);
    }
    return { whole, held: null };
  }

  #forget(files: readonly F[]): void {
    const there = new Set(files.map(({ name }) => name));
    for (const name of this.#sights.keys()) if (!there.has(name)) this.#sights.delete(name);
  }

  #see({ name, size, changed }: F, renamed: readonly string[], now: number): void {
    const before = this.#sights.get(name);
    if (before?.size === size && before.changed === changed) return;
    // `7.tif.part` and `7.part` both become `7.tif`.
    const stem = name.replace(/\.[^.]*$/, '');
    const whole = before === undefined && size > 0 && renamed.some((one) => one === name || one === stem);
    this.#sights.set(name, { size, changed, since: now, whole });
  }

  async #isWhole(file: F, now: number): Promise<boolean> {
    const sight = this.#sights.get(file.name);
    if (!sight || sight.whole) return sight?.whole ?? false;
    // Seen for the first time in this form.
    if (sight.since === now) return false;
    sight.whole = now - sight.since >= patienceMs || (await endsWell(file));
    return sight.whole;
  }
}

/** These tell nothing of its end: more may come. */
const endless = new Set(['file-empty', 'file-truncated', 'file-damaged', 'file-without-pages', 'format-unknown']);

/** PDF by its last words, pictures by their structure. */
export async function endsWell(file: Pick<ArrivingFile, 'size' | 'read'>): Promise<boolean> {
  if (file.size === 0) return false;
  try {
    if (textOf(await file.read(0, 5)) === '%PDF-')
      return textOf(await file.read(Math.max(0, file.size - 1024), file.size)).includes('%%EOF');
    const header = readHeader(await file.read(0, file.size), () => null);
    return !('refused' in header && endless.has(header.code));
  } catch {
    // Locked by its writer, or gone: it is looked at again.
    return false;
  }
}

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
