/** Bytes of uploads by the tus protocol 1.0: the parts of the object store behind @tus/server. */
import type { IncomingMessage } from 'node:http';
import { finished, PassThrough } from 'node:stream';
import { DataStore, ERRORS, type Lock, type Locker, MemoryLocker, Server, Upload } from '@tus/server';
import type { StreamCall } from '#/base/server/door/bind.ts';
import type { Db } from '#/base/server/db.ts';
import { outageOf } from '#/base/server/door/problem.ts';
import { upkeepTogether } from '#/base/server/door/upkeep.ts';
import { type ObjectStore, type SettledObject, TooLarge } from '#/base/server/objects/store.ts';
import { findArriving, storeUploads } from '../store/captures.ts';

export interface TusDeps {
  db: Db;
  objects: ObjectStore;
}

/**
 * Serves HEAD and PATCH of one upload. Two senders of the same one take turns: the older is told to stop.
 *
 * The library is asked by a request without its body: it would carry the bytes through five streams, which costs as
 * much of the processor as hashing and writing them. `Parts` takes them from the socket.
 */
export function tusReceiver(deps: TusDeps): (call: StreamCall) => Promise<void> {
  const store = upkeepTogether(deps.db, 'upload.store', storeUploads);
  const locker = new MemoryLocker();
  return async ({ subjectId, request: { raw, method }, reply }) => {
    const parts = new Parts(deps, store, raw);
    const outages: Error[] = [];
    const server = new Server({
      path: '/api/v1/streams',
      datastore: parts,
      locker: parts.stoppedBy(locker),
      allowedOrigins: [],
      getFileIdFromRequest: () => subjectId,
      onResponseError: (_request, error) => {
        if ('status_code' in error) return undefined;
        if (outageOf(error)) outages.push(error);
        // The library's own message may quote a path.
        return { status_code: 500, body: 'the upload was interrupted\n' };
      },
    });
    const headers = Object.entries(raw.headers).map(([name, value = '']): [string, string] => [name, String(value)]);
    const answered = await server.handleWeb(new Request('http://localhost/api/v1/streams', { method, headers }));
    // What nobody takes is let pass: the next request on this line stands behind it.
    raw.resume();
    // A full disk has words of its own, which the door says.
    const [outage] = outages;
    if (outage) throw outage;
    reply.hijack();
    const own = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
    reply.raw.writeHead(answered.status, { ...Object.fromEntries(own), ...Object.fromEntries(answered.headers) });
    reply.raw.end(await answered.text());
  };
}

/** What the library answers by. */
const answer = (known: { status_code: number; body: string }): Error => Object.assign(new Error(known.body), known);

/** Of one request, which holds its upload's lock from the first question to the last byte. */
class Parts extends DataStore {
  readonly #deps: TusDeps;
  readonly #store: (stored: SettledObject & { id: string }) => Promise<void>;
  readonly #sent: IncomingMessage;
  /** Another sender waits for this upload. */
  #stop = new AbortController().signal;
  /** Its size, while bytes are missing. */
  #missing: number | null = null;

  constructor(deps: TusDeps, store: (stored: SettledObject & { id: string }) => Promise<void>, sent: IncomingMessage) {
    super();
    this.#deps = deps;
    this.#store = store;
    this.#sent = sent;
  }

  /** The library tells its own stream when to stop; whoever takes the bytes elsewhere learns it from the lock. */
  stoppedBy(locker: Locker): Locker {
    return {
      newLock: (id): Lock => {
        const lock = locker.newLock(id);
        return {
          lock: async (signal, release) => {
            this.#stop = signal;
            await lock.lock(signal, release);
          },
          unlock: () => lock.unlock(),
        };
      },
    };
  }

  override async getUpload(id: string): Promise<Upload> {
    const { db, objects } = this.#deps;
    const row = await findArriving(db, id);
    if (!row) throw answer(ERRORS.FILE_NOT_FOUND);
    const size = Number(row.bytes);
    const offset = row.state === 'begun' ? await objects.length(id) : size;
    // Its last byte had come when the process ended: what is left to do is done now.
    if (row.state === 'begun' && offset === size) await this.#settle(id);
    this.#missing = offset < size ? size : null;
    return new Upload({ id, size, offset });
  }

  override async write(_none: unknown, id: string, offset: number): Promise<number> {
    const size = this.#missing;
    if (size === null) throw answer(ERRORS.INVALID_OFFSET);
    try {
      const length = await this.#deps.objects.append(id, offset, untilStopped(this.#sent, this.#stop), size);
      if (length === size) await this.#settle(id);
      return length;
    } catch (error) {
      if (error instanceof TooLarge) throw answer(ERRORS.ERR_SIZE_EXCEEDED);
      throw error;
    }
  }

  /** All bytes are there: an object from now on, with the digest by which it was announced compared when it is given. */
  async #settle(id: string): Promise<void> {
    await this.#store({ id, ...(await this.#deps.objects.settle(id)) });
  }
}

/** What is sent, as far as it came when it was told to stop; fails when the sender went away. */
function untilStopped(sent: IncomingMessage, stop: AbortSignal): PassThrough {
  const taken = new PassThrough();
  // A line that broke is no outage of ours.
  finished(sent, (error) => error && taken.destroy(answer(ERRORS.ABORTED)));
  const leave = (): void => {
    sent.unpipe(taken);
    taken.end();
  };
  if (stop.aborted) leave();
  else {
    stop.addEventListener('abort', leave, { once: true });
    sent.pipe(taken);
  }
  return taken;
}
