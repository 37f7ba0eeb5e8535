/** What must be known after a kill: files that the server has acknowledged, and those whose acknowledgement is unknown. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** All their bytes have arrived; whether they were put in their order is not known until the server has said so. */
export interface Sending {
  captureId: string;
  code: string;
  files: { name: string; key: string; uploadId: string }[];
}

interface Written {
  sending: Sending | null;
  /** Volume by the key of a file that it has. A moved file is taken off again. */
  taken: Record<string, string>;
}

const nothing = (): Written => ({ sending: null, taken: {} });

export class Journal {
  readonly #file: string;
  readonly #home: string;
  #written: Written;

  constructor(home: string, folder: string) {
    this.#home = home;
    const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
    this.#file = join(home, `journal-${name}.json`);
    this.#written = read(this.#file);
  }

  get sending(): Sending | null {
    return this.#written.sending;
  }

  /** The volume that has this file. */
  volumeOf(key: string): string | null {
    return this.#written.taken[key] ?? null;
  }

  begin(sending: Sending): void {
    this.#write({ ...this.#written, sending });
  }

  /** Nothing is under way any more; `keys` are acknowledged. */
  settle(code: string, keys: readonly string[]): void {
    const taken = { ...this.#written.taken, ...Object.fromEntries(keys.map((key) => [key, code])) };
    this.#write({ sending: null, taken });
  }

  /** Of what lies in the folder no more nothing is kept. */
  keepOnly(keys: ReadonlySet<string>): void {
    const taken = Object.fromEntries(Object.entries(this.#written.taken).filter(([key]) => keys.has(key)));
    if (Object.keys(taken).length < Object.keys(this.#written.taken).length) this.#write({ ...this.#written, taken });
  }

  #write(next: Written): void {
    mkdirSync(this.#home, { recursive: true, mode: 0o700 });
    writeFileSync(`${this.#file}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
    renameSync(`${this.#file}.new`, this.#file);
    this.#written = next;
  }
}

/** One that is missing or spoilt is begun anew: the server knows what it has. */
function read(file: string): Written {
  try {
    return { ...nothing(), ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Written>) };
  } catch {
    return nothing();
  }
}
