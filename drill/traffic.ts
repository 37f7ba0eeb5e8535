/** People at work during an outage: what they ask, what they are answered, and whether an answer is fit for a person. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AnyDecl, routeOf } from '#/base/rules/declare.ts';
import { attachmentBegin, attachmentBytes, attachmentFinish } from '#/base/rules/api/files.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { issueOpen } from '#/protection/rules/api/issues.ts';
import { sessionCurrent } from '#/protection/rules/api/session.ts';
import type { Who } from '../test/people.ts';

/** Refusals by an outage: the ones that the ledger's `outage` entry must count. */
export const outageCodes = ['ledger-out', 'database-out', 'storage-full'];

export interface Answered {
  what: 'write' | 'upload' | 'read';
  startedAt: number;
  ms: number;
  /** `ok`, the problem's code, or `unclear: …` for what no person could make sense of. */
  code: string;
}

export interface Upload {
  attachmentId: string;
  sha256: string;
  bytes: number;
}

export interface Tally {
  issues: Set<string>;
  uploads: Upload[];
  answers: Answered[];
}

/** An answer that takes longer is a hang. Milliseconds. */
export const patienceMs = 8_000;
/** Keeps the people below the rate limit of one address. */
const thinkingMs = 60;

interface Sent {
  method: string;
  path: string;
  body?: unknown;
  key?: string;
}

/** One request; the output when there is one, and always a line in the tally. */
async function ask<T>({ client }: Who, what: Answered['what'], sent: Sent, tally: Tally): Promise<T | null> {
  const startedAt = Date.now();
  const note = (code: string): void => void tally.answers.push({ what, startedAt, ms: Date.now() - startedAt, code });
  const headers: Record<string, string> = sent.key === undefined ? {} : { 'idempotency-key': sent.key };
  try {
    const response = await client.request(sent.method, sent.path, sent.body, headers);
    const body = (await response.json()) as { output?: T } & Problem;
    const code = response.status === 200 ? 'ok' : clearCode(response, body);
    note(code);
    return code === 'ok' ? (body.output ?? (body as T)) : null;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    note(`unclear: no answer, ${cause}`);
    return null;
  }
}

/** The code of a refusal that says in both languages what it is and what to do next; else what is wrong with it. */
export function clearCode(response: Pick<Response, 'status' | 'headers'>, problem: Problem): string {
  const { code, zh, en, nextZh, nextEn } = problem;
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) return `unclear: ${response.status} as ${type}`;
  if (response.status === 500 || code === 'internal') return `unclear: 500 ${code}`;
  const said = [
    /\p{Script=Han}/u.test(zh),
    /\p{Script=Han}/u.test(nextZh),
    /[a-z]{3}/.test(en),
    /[a-z]{3}/.test(nextEn),
  ];
  return code !== '' && said.every(Boolean) ? code : `unclear: ${response.status} ${JSON.stringify(problem)}`;
}

const post = (decl: AnyDecl, subject: string | null, input: unknown): Sent => ({
  method: 'POST',
  path: routeOf(decl).path,
  body: { subject, input, version: null, approval: null, late: null },
  key: randomUUID(),
});

/** The same key until it is taken, also after the end: an outage must not make two of it, nor none. */
async function insist<T>(who: Who, what: Answered['what'], sent: Sent, tally: Tally): Promise<T> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const output = await ask<T>(who, what, sent, tally);
    if (output !== null) return output;
    await sleep(thinkingMs);
  }
  throw new Error(`not taken for a minute: ${sent.path}, last ${tally.answers.at(-1)?.code}`);
}

async function write(who: Who, tally: Tally, stopped: () => boolean): Promise<void> {
  for (let n = 0; !stopped(); n += 1) {
    const input = { title: `问题 ${n}`, facts: '演练', owner: who.personId, dueOn: '2099-12-31', attachments: [] };
    const { issueId } = await insist<{ issueId: string }>(who, 'write', post(issueOpen, null, input), tally);
    tally.issues.add(issueId);
    await sleep(thinkingMs);
  }
}

async function upload(who: Who, tally: Tally, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(300_000)]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const begin = post(attachmentBegin, null, { purpose: 'issue', fileName: `${sha256.slice(0, 8)}.pdf` });
    const { attachmentId, grant } = await insist<{ attachmentId: string; grant: string }>(who, 'write', begin, tally);
    const path = routeOf(attachmentBytes).path.replace(':grant', grant);
    await insist(who, 'upload', { method: 'PUT', path, body: bytes }, tally);
    await insist(who, 'write', post(attachmentFinish, attachmentId, { sha256 }), tally);
    tally.uploads.push({ attachmentId, sha256, bytes: bytes.length });
    await sleep(5 * thinkingMs);
  }
}

/** A read that makes no entry: it must be answered as long as the database lives. */
async function read(who: Who, tally: Tally, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    await ask(who, 'read', { method: 'GET', path: routeOf(sessionCurrent).path }, tally);
    await sleep(3 * thinkingMs);
  }
}

export interface Traffic {
  tally: Tally;
  /** Everybody finishes what he has begun. */
  stop(): Promise<void>;
}

export function startTraffic(who: Who): Traffic {
  // Who waits inside a request would not notice the outage.
  who.client.patienceMs = 0;
  const tally: Tally = { issues: new Set(), uploads: [], answers: [] };
  let over = false;
  const stopped = (): boolean => over;
  const people = Promise.all([write, write, upload, read].map((work) => work(who, tally, stopped)));
  // Told when they are stopped; until then the drill goes on and shows what it sees.
  people.catch(() => undefined);
  return {
    tally,
    async stop() {
      over = true;
      await people;
    },
  };
}
