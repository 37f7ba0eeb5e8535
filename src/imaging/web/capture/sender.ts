/**
 * Sends files in the order in which they were handed in: announced, sent by tus, put in their order. A line that is
 * lost is waited for; what the server has, it has.
 */
import { type Client, problemOf, RemoteRefusal, streamAddress, trouble } from '#/base/web/client.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { uploadBegin, uploadBytes, uploadFinish } from '../../rules/api/captures.ts';
import { type Aim, mostBytes } from '../../rules/capture.ts';
import type { WatchedFile } from './folder.ts';

/** Where the next file belongs. */
export interface Target {
  aim: Aim;
  slotId: string | null;
}

export interface Told {
  /** Files that have arrived since the station was opened. */
  sent: number;
  waiting: number;
  /** The line is lost: it is tried again. */
  offline: boolean;
  /** Refused: nothing is sent until somebody has read it. */
  problem: Problem | null;
  notes: Note[];
}

export type Note = { name: string } & (
  | { kind: 'known'; position: number }
  | { kind: 'elsewhere'; code: string }
  | { kind: 'large' | 'empty' | 'quarantined' }
);

/** Announced together: the ledger has one entry for them. */
const together = 20;
const atOnce = 3;
const lostMs = 2000;

export class Sender {
  readonly #client: Client;
  readonly #captureId: string;
  readonly #tell: (told: Told) => void;
  readonly #queue: WatchedFile[] = [];
  #told: Told = { sent: 0, waiting: 0, offline: false, problem: null, notes: [] };
  #target: Target = { aim: 'append', slotId: null };
  #aimed: ((target: Target) => void) | null = null;
  #running = false;
  #stopped = false;

  constructor(client: Client, captureId: string, tell: (told: Told) => void) {
    this.#client = client;
    this.#captureId = captureId;
    this.#tell = tell;
  }

  /** The next file goes there; `changed` is told where the ones after it go. */
  aim(target: Target, changed: (target: Target) => void): void {
    this.#target = target;
    this.#aimed = changed;
  }

  add(files: readonly WatchedFile[]): void {
    this.#queue.push(...files);
    this.#say({});
    void this.#run();
  }

  /** After a refusal was read. */
  again(): void {
    this.#say({ problem: null });
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
  }

  #say(change: Partial<Told>): void {
    this.#told = { ...this.#told, ...change, waiting: this.#queue.length };
    if (!this.#stopped) this.#tell(this.#told);
  }

  #note(note: Note): void {
    this.#say({ notes: [note, ...this.#told.notes].slice(0, 6) });
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#queue.length > 0 && !this.#stopped && this.#told.problem === null) {
        // A rescan or an insertion is for one file: the next may belong elsewhere.
        const batch = this.#queue.slice(0, this.#target.aim === 'append' ? together : 1);
        await this.#send(batch);
        this.#queue.splice(0, batch.length);
        this.#say({ offline: false, sent: this.#told.sent + batch.length });
      }
    } catch (error) {
      this.#say({ problem: problemOf(error) });
    } finally {
      this.#running = false;
    }
  }

  async #send(batch: readonly WatchedFile[]): Promise<void> {
    const target = this.#target;
    const small = batch.filter(({ name, file }) => {
      if (file.size > 0 && file.size <= mostBytes) return true;
      this.#note({ name, kind: file.size === 0 ? 'empty' : 'large' });
      return false;
    });
    if (small.length === 0) return;
    const files = await Promise.all(
      small.map(async ({ name, file }) => ({ name, bytes: file.size, sha256: await digestOf(file), ...target })),
    );
    const subject = this.#captureId;
    const begun = await this.#insist(() => this.#client.call(uploadBegin, { subject, input: { files } }));
    if (begun.state === 'pending') throw new Error('sending never waits for approval');
    const answers = begun.output.files;
    for (const { name, known, elsewhere, quarantined } of answers) {
      if (known !== null) this.#note({ name, kind: 'known', position: known });
      if (elsewhere !== null) this.#note({ name, kind: 'elsewhere', code: elsewhere });
      if (quarantined) this.#note({ name, kind: 'quarantined' });
    }
    await inParallel(answers, async ({ grant }, index) => {
      const file = small[index]?.file;
      if (grant !== null && file) await this.#insist(() => sendBytes(streamAddress(uploadBytes, grant), file));
    });
    const uploads = answers.flatMap(({ uploadId }) => (uploadId === null ? [] : [uploadId]));
    if (uploads.length === 0) return;
    const done = await this.#insist(() => this.#client.call(uploadFinish, { subject, input: { uploads } }));
    if (done.state === 'pending') throw new Error('sending never waits for approval');
    this.#goOn(target, done.output.positions.at(-1)?.slotId ?? null);
  }

  /** After a rescan behind the last image again; after an insertion behind the inserted one. */
  #goOn(target: Target, slotId: string | null): void {
    // Somebody aimed elsewhere meanwhile: that holds.
    if (this.#target !== target || target.aim === 'append') return;
    const next: Target = target.aim === 'insert' ? { aim: 'insert', slotId } : { aim: 'append', slotId: null };
    this.#target = next;
    this.#aimed?.(next);
  }

  /** A lost line, or a server that is away, is tried again until it is back. */
  async #insist<T>(run: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await run();
      } catch (error) {
        if (this.#stopped || !isAway(error)) throw error;
        this.#say({ offline: true });
        await new Promise((resolve) => setTimeout(resolve, lostMs));
      }
    }
  }
}

const isAway = (error: unknown): boolean =>
  error instanceof RemoteRefusal && (error.problem.status === 503 || error.problem.status === 429);

const digestOf = async (file: File): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

async function inParallel<T>(list: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < list.length; index = next++) await work(list[index] as T, index);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/**
 * By the tus protocol 1.0: asks how much has arrived, and sends the rest. Its client library needs a package that states
 * no licence, and would be used for these two requests alone.
 */
async function sendBytes(address: string, file: File): Promise<void> {
  const protocol = { 'tus-resumable': '1.0.0' };
  const known = await onLine(fetch(address, { method: 'HEAD', headers: protocol }));
  // What HEAD cannot say, for it has no body, PATCH says.
  const offset = known.ok ? Number(known.headers.get('upload-offset') ?? 0) : 0;
  if (known.ok && offset === file.size) return;
  const headers = {
    ...protocol,
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
  };
  const sent = await onLine(fetch(address, { method: 'PATCH', headers, body: file.slice(offset) }));
  if (sent.ok) return;
  const problem = readProblem(await sent.text());
  // Another request still had it, or the line broke within it: it is asked anew.
  const passing = sent.status === 409 || sent.status >= 500;
  throw new RemoteRefusal(problem ?? (passing ? trouble('unreachable', 503) : trouble('unexpected', sent.status)));
}

const onLine = (answer: Promise<Response>): Promise<Response> =>
  answer.catch(() => {
    throw new RemoteRefusal(trouble('unreachable', 503));
  });

function readProblem(body: string): Problem | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'code' in value && 'zh' in value ? (value as Problem) : null;
  } catch {
    return null;
  }
}
