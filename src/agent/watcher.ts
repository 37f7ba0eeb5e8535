/** The watcher itself: asks what lies open, looks into the folder, sends what is whole, and only then moves it. */
import { Arrivals } from '#/imaging/rules/arriving.ts';
import { mostBytes } from '#/imaging/rules/capture.ts';
import { type Lying, bytesOf, listFolder, moveToSent } from './folder.ts';
import type { Journal } from './journal.ts';
import { Away, type Begun, type Capture, digestOf, type Line, Refused, type State } from './line.ts';
import type { Screen } from './screen.ts';
import type { Say } from './words.ts';

export interface WatcherOptions {
  folder: string;
  /** Files stay in their place after they were acknowledged. */
  leave: boolean;
  line: Line;
  journal: Journal;
  screen: Screen;
  say: Say;
}

/** Announced together: the ledger has one entry for them. */
const together = 20;
const atOnce = 3;
/** Files longer than this are read one at a time. */
const largeBytes = 64 * 1024 * 1024;
/** How often a file that arrives with another digest than it left with is sent again. */
const mostTries = 3;
/** A difference of clocks below this is the time that an answer takes. Milliseconds. */
const sameClockMs = 2000;

/** Pauses between two looks, milliseconds: while something moves, while nothing does, and while nobody works. */
const busyMs = 500;
const idleMs = 2000;
const aloneMs = 4000;
const longestRefusedMs = 60_000;

interface Read {
  file: Lying;
  bytes: Buffer<ArrayBuffer>;
}

export class Watcher {
  readonly #options: WatcherOptions;
  readonly #arrivals = new Arrivals<Lying>();
  /** What was refused, until it is written to. */
  readonly #refused = new Set<string>();
  readonly #tries = new Map<string, number>();
  #refusals = 0;
  #captureId: string | null = null;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** One round; answers after how many milliseconds the next is due. @throws Away */
  async round(): Promise<number> {
    const { line, journal, folder } = this.#options;
    const state = await line.state();
    if (state.capture?.id !== this.#captureId) this.#refusals = 0;
    this.#captureId = state.capture?.id ?? null;
    const refused = await this.#orWait(async () => {
      const settled = await this.#settleUnderWay(state);
      return settled ? null : idleMs;
    });
    if (refused !== null) return refused;
    const { files, writing } = await listFolder(folder);
    journal.keepOnly(new Set(files.map(({ key }) => key)));
    const rest = await this.#tidyUp(files);
    const { capture } = state;
    if (!capture) {
      this.#tellNothingOpen(state, rest.length);
      return aloneMs;
    }
    const fresh = this.#ofThisVolume(rest, state, capture);
    const { whole, held } = await this.#arrivals.look(fresh, writing, Date.now());
    this.#tell(capture, held);
    const batch = whole.slice(0, together);
    if (batch.length === 0) return fresh.length + writing.length > 0 ? busyMs : idleMs;
    return this.#orWait(async () => {
      const sent = await this.#send(capture, batch);
      this.#refusals = 0;
      return sent ? 0 : busyMs;
    });
  }

  /** What the server refuses is said, and waits. */
  async #orWait<T extends number | null>(work: () => Promise<T>): Promise<T | number> {
    const { screen, say } = this.#options;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      screen.tell('refused', say.refused(...screen.problem(error.problem)));
      // Each refusal is an entry in the ledger: it is not asked for again and again.
      this.#refusals += 1;
      return Math.min(longestRefusedMs, idleMs * 2 ** this.#refusals);
    }
  }

  /**
   * What had arrived before this program was ended, and was perhaps put in its order: the same is asked once more, and
   * answered as it was. False while that cannot be asked.
   */
  async #settleUnderWay({ capture }: State): Promise<boolean> {
    const { line, journal } = this.#options;
    const { sending } = journal;
    if (!sending) return true;
    if (!capture) return true;
    if (capture.id === sending.captureId) {
      const uploads = sending.files.map(({ uploadId }) => uploadId);
      try {
        const { positions } = await line.finish(sending.captureId, uploads);
        this.#acknowledge(sending, positions);
      } catch (error) {
        // The server was set back to before it had them: they are sent anew.
        if (!(error instanceof Refused && error.problem.code.startsWith('upload-'))) throw error;
        journal.settle(sending.code, []);
      }
      return true;
    }
    // The slip was scanned again: what the volume has is known by its bytes, once all of them were looked at.
    if (capture.code === sending.code && capture.pending > 0) return false;
    journal.settle(sending.code, []);
    return true;
  }

  /** What the server has goes to `sent`; the others are left to look at. */
  async #tidyUp(files: readonly Lying[]): Promise<Lying[]> {
    const { folder, journal, leave, screen, say } = this.#options;
    const rest: Lying[] = [];
    for (const file of files) {
      const code = journal.volumeOf(file.key);
      if (code === null) rest.push(file);
      else if (!leave)
        await moveToSent(folder, file, code).catch((error: unknown) =>
          screen.tell(`unmoved ${file.key}`, say.unmoved(file.name, reasonOf(error))),
        );
    }
    return rest;
  }

  #ofThisVolume(files: readonly Lying[], { serverTime }: State, { id, since }: Capture): Lying[] {
    const { screen, say } = this.#options;
    const ahead = Date.parse(serverTime) - Date.now();
    const from = Date.parse(since) - (Math.abs(ahead) < sameClockMs ? 0 : ahead);
    const earlier = files.filter(({ changed }) => changed < from);
    if (earlier.length > 0) screen.tell(`earlier ${id}`, say.earlier(earlier.length, some(earlier)));
    return files.filter(({ changed, key }) => changed >= from && !this.#refused.has(key));
  }

  /** False when there was nothing to send after all. */
  async #send(capture: Capture, batch: readonly Lying[]): Promise<boolean> {
    const { line, folder, journal, screen, say } = this.#options;
    const read: Read[] = [];
    for (const file of this.#sizedWell(batch)) {
      const bytes = await bytesOf(folder, file);
      // Written to once more, locked, or taken away: what follows it waits for the next look.
      if (bytes === null) {
        screen.later('unreadable', say.unreadable(file.name));
        break;
      }
      read.push({ file, bytes });
      if (bytes.length > largeBytes) break;
    }
    if (read.length === 0) return false;
    const { files } = await line.begin(
      capture.id,
      read.map(({ file: { name }, bytes }) => ({ name, bytes: bytes.length, sha256: digestOf(bytes) })),
    );
    this.#tellKnown(capture, read, files);
    const arriving = read.flatMap(({ file: { name, key }, bytes }, index) => {
      const { uploadId = null, grant = null } = files[index] ?? {};
      return uploadId === null ? [] : [{ name, key, uploadId, grant, bytes }];
    });
    if (arriving.length === 0) return true;
    await inParallel(arriving, async ({ grant, bytes }) => {
      if (grant !== null) await line.bytes(grant, bytes);
    });
    const sending = {
      ...{ captureId: capture.id, code: capture.code },
      files: arriving.map(({ name, key, uploadId }) => ({ name, key, uploadId })),
    };
    journal.begin(sending);
    const { positions } = await line.finish(
      capture.id,
      sending.files.map(({ uploadId }) => uploadId),
    );
    this.#acknowledge(sending, positions);
    return true;
  }

  /** What cannot be sent at all stays where it is, with its reason. */
  #sizedWell(batch: readonly Lying[]): Lying[] {
    const { screen, say } = this.#options;
    return batch.filter(({ name, key, size }) => {
      if (size > 0 && size <= mostBytes) return true;
      this.#refused.add(key);
      screen.tell(`size ${key}`, size === 0 ? say.empty(name) : say.large(name, mostBytes / 1024 / 1024));
      return false;
    });
  }

  #tellKnown({ code }: Capture, read: readonly Read[], answers: readonly Begun[]): void {
    const { journal, screen, say } = this.#options;
    const there: string[] = [];
    for (const [index, { known, elsewhere, quarantined }] of answers.entries()) {
      const { name, key } = read[index]?.file ?? { name: '', key: '' };
      if (known !== null) {
        there.push(key);
        screen.tell(`known ${key}`, say.known(name, known));
      }
      if (elsewhere !== null) {
        this.#refused.add(key);
        screen.tell(`elsewhere ${key}`, say.elsewhere(name, elsewhere));
      }
      if (quarantined) {
        this.#refused.add(key);
        screen.tell(`quarantined ${key}`, say.quarantined(name));
      }
    }
    if (there.length > 0) journal.settle(code, there);
  }

  #acknowledge(
    { code, files }: { code: string; files: readonly { name: string; key: string; uploadId: string }[] },
    positions: readonly { uploadId: string; slotId: string | null }[],
  ): void {
    const { journal, screen, say } = this.#options;
    const placed = new Set(positions.flatMap(({ uploadId, slotId }) => (slotId === null ? [] : [uploadId])));
    const taken = files.filter(({ uploadId }) => placed.has(uploadId));
    journal.settle(
      code,
      taken.map(({ key }) => key),
    );
    // Arrived with another digest than it left with: nothing was kept of it, and it is sent again.
    for (const { name, key, uploadId } of files) {
      if (placed.has(uploadId)) continue;
      const tries = (this.#tries.get(key) ?? 0) + 1;
      this.#tries.set(key, tries);
      if (tries < mostTries) continue;
      this.#refused.add(key);
      screen.tell(`changing ${key}`, say.changing(name));
    }
    const [first] = taken;
    const last = taken.at(-1);
    if (first && last) screen.line(say.sent(taken.length, first.name, last.name));
  }

  #tellNothingOpen({ signedIn, stopped }: State, waiting: number): void {
    const { screen, say } = this.#options;
    const line = stopped !== null ? say.stopped[stopped] : signedIn ? say.nothingOpen(waiting) : say.nobody(waiting);
    screen.tell('state', line);
  }

  #tell({ code, last, feedFrom, pending, quarantine }: Capture, held: Lying | null): void {
    const { screen, say } = this.#options;
    screen.tell('state', say.progress(code, last, feedFrom) + (pending > 0 ? say.pending(pending) : ''));
    for (const { id, name, position, what, next } of quarantine)
      screen.tell(`quarantine ${id}`, say.quarantine(name, position, screen.words(what), screen.words(next)));
    if (held) screen.later('held', say.writing(held.name));
  }
}

const some = (files: readonly Lying[]): string =>
  files
    .slice(0, 5)
    .map(({ name }) => name)
    .join(', ') + (files.length > 5 ? ' …' : '');

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function inParallel<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let one = list[next++]; one !== undefined; one = list[next++]) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Why nothing is taken at the moment, as far as the server says it. */
export const awayWords = ({ problem }: Away, seconds: number, { say, screen }: { say: Say; screen: Screen }): string =>
  problem ? say.unable(...screen.problem(problem), seconds) : say.away(seconds);

/** Rounds until it is told to end. A server that is away is asked again with growing pauses. */
export async function watch(
  watcher: Pick<Watcher, 'round'>,
  {
    screen,
    say,
    signal,
    sleep,
  }: { screen: Screen; say: Say; signal: AbortSignal; sleep: (ms: number) => Promise<void> },
): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    try {
      const pause = await watcher.round();
      if (failures > 0) screen.line(say.back);
      failures = 0;
      if (pause > 0) await sleep(pause);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused) throw error;
      const seconds = Math.min(30, 2 ** failures);
      failures += 1;
      screen.line(error instanceof Away ? awayWords(error, seconds, { say, screen }) : say.unread(reasonOf(error)));
      await sleep(seconds * 1000);
    }
  }
}
