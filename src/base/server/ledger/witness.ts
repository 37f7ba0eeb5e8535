/**
 * The witness of the archive department: another machine, own key, own state
 * (docs/design/ledger-format.md, section 7; C2SP tlog-witness).
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { verifyConsistency } from '#/base/rules/ledger/tree.ts';
import { syncFolder } from './keys.ts';
import { type Checkpoint, checkLines, cosign, decodeNote, maxNote } from './note.ts';
import { decodeBase64, type SigningKey, suiteHash, type VerifierKey } from './suite.ts';

export interface WitnessOptions {
  /** Folder of the state: one file for each log. */
  dir: string;
  key: SigningKey;
  /** Keys of the logs that it watches; a log's name is its origin. */
  logs: readonly VerifierKey[];
  log(message: string): void;
}

interface Seen {
  origin: string;
  size: number;
  /** Newest note, with our own line. */
  note: string;
}

interface Answer {
  status: 200 | 400 | 403 | 404 | 405 | 409 | 413 | 422;
  type?: string;
  body: string;
}

const maxProof = 63;
const maxRequest = maxNote + 128 * maxProof;

export class Witness {
  readonly #options: WitnessOptions;

  constructor(options: WitnessOptions) {
    for (const key of options.logs) {
      if (key.use !== 'log' || key.suite !== options.key.suite)
        throw new Error(`不是本套件的日志公钥 / not a log key of suite ${options.key.suite}: ${key.name}`);
    }
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    this.#options = options;
  }

  /** The newest note that was cosigned for the log, or null. */
  newest(origin: string): string | null {
    return this.#read(origin)?.note ?? null;
  }

  /**
   * One submission. Everything here is synchronous: checking the old size and writing the new one
   * cannot be interleaved with another request.
   */
  addCheckpoint(request: Buffer, now = Date.now()): Answer {
    const parsed = parseSubmission(request);
    if (!parsed) return { status: 400, body: 'malformed\n' };
    const { old, proof, head } = parsed;
    const { key, logs, log } = this.#options;
    const trusted = logs.filter((one) => one.name === head.origin);
    if (trusted.length === 0) return { status: 404, body: 'unknown log\n' };
    const lines = trusted.map((one) => checkLines(head, one));
    if (!lines.some(({ found }) => found > 0) || !lines.every(({ valid }) => valid))
      return { status: 403, body: 'no valid signature\n' };
    if (old > head.size) return { status: 400, body: 'old size above the new\n' };
    const seen = this.#read(head.origin);
    if (old !== (seen?.size ?? 0)) return { status: 409, type: 'text/x.tlog.size', body: `${seen?.size ?? 0}\n` };
    const hash = suiteHash(key.suite);
    const oldRoot = seen ? rootOf(seen.note) : Buffer.from(hash());
    if (!verifyConsistency(hash, old, head.size, oldRoot, head.root, proof)) {
      log(
        `分叉!${head.origin}:${old} → ${head.size} 不一致,已拒绝。 FORK: sizes ${old} and ${head.size} of ${head.origin} contradict each other; refused.`,
      );
      return { status: 422, body: 'not consistent\n' };
    }
    const line = cosign(key, head.text, Math.floor(now / 1000));
    const own = trusted.flatMap((one) => head.lines.filter((sig) => sig.name === one.name && sig.id.equals(one.id)));
    this.#write({
      origin: head.origin,
      size: head.size,
      note: `${head.text}\n${own.map((sig) => sig.text).join('')}${line}`,
    });
    log(`已存证 ${head.origin} 前 ${head.size} 条。 Cosigned ${head.origin} at size ${head.size}.`);
    return { status: 200, body: line };
  }

  #path(origin: string): string {
    return join(this.#options.dir, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.json`);
  }

  /** @throws when the state file is damaged: a witness that forgot must not cosign again as if it were new */
  #read(origin: string): Seen | null {
    const path = this.#path(origin);
    if (!existsSync(path)) return null;
    const seen = JSON.parse(readFileSync(path, 'utf8')) as Seen;
    if (seen.origin !== origin || decodeNote(Buffer.from(seen.note))?.size !== seen.size)
      throw new Error(`状态文件损坏 / damaged state: ${path}`);
    return seen;
  }

  /** Temporary file, fsync, rename, fsync of the folder; only then may the cosignature leave. */
  #write(seen: Seen): void {
    const path = this.#path(seen.origin);
    const data = Buffer.from(JSON.stringify(seen));
    const fd = openSync(`${path}.new`, 'w', 0o600);
    try {
      if (writeSync(fd, data) !== data.length) throw new Error('磁盘空间不足 / disk full');
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(`${path}.new`, path);
    syncFolder(this.#options.dir);
  }
}

const rootOf = (note: string): Buffer => decodeNote(Buffer.from(note))!.root;

/** `old <size>`, proof lines, an empty line, the checkpoint; null when anything is malformed. */
function parseSubmission(request: Buffer): { old: number; proof: Buffer[]; head: Checkpoint } | null {
  const gap = request.indexOf('\n\n');
  if (gap < 0) return null;
  const [first, ...rest] = request.subarray(0, gap).toString('latin1').split('\n');
  const old = /^old (0|[1-9][0-9]{0,14})$/.exec(first ?? '');
  const proof = rest.map(decodeBase64);
  const head = decodeNote(request.subarray(gap + 2));
  if (!old || !head || proof.length > maxProof || !proof.every((hash) => hash?.length === 32)) return null;
  return { old: Number(old[1]), proof: proof as Buffer[], head };
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > maxRequest) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function answer(witness: Witness, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://witness');
  if (url.pathname === '/add-checkpoint') {
    if (request.method !== 'POST') return { status: 405, body: 'POST\n' };
    const body = await readBody(request);
    return body ? witness.addCheckpoint(body) : { status: 413, body: 'too long\n' };
  }
  if (url.pathname === '/checkpoint' && request.method === 'GET') {
    const note = witness.newest(url.searchParams.get('origin') ?? '');
    return note === null ? { status: 404, body: 'unknown log\n' } : { status: 200, body: note };
  }
  return { status: 404, body: 'not found\n' };
}

/** The HTTP server around a witness; the caller listens and closes. */
export function witnessServer(witness: Witness, log: (message: string) => void): Server {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { status, type = 'text/plain; charset=utf-8', body } = await answer(witness, request);
      response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(body);
    } catch (error) {
      log(`故障 fault: ${String(error)}`);
      response.writeHead(500, { 'content-type': 'text/plain' }).end('fault\n');
    }
  };
  const server = createServer((request, response) => void respond(request, response));
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  return server;
}
