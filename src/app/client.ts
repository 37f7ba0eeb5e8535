/**
 * The public HTTP API as a person at a terminal uses it: for the demonstration, drills and tests.
 * Knows nothing that the page does not know.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Late } from '#/base/rules/actor.ts';
import {
  type Callable,
  type OutputOf,
  type PublicDecl,
  routeOf,
  type SentOf,
  type StreamDecl,
  type ViewDecl,
  type WriteDecl,
} from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';

export interface Sent<D extends Callable> {
  subject?: string | null;
  input?: SentOf<D>;
  version?: number;
  approval?: string;
  late?: Late;
  key?: string;
}

export type Answer<T> =
  | { status: 200; output: T }
  | { status: 202; approval: { id: string; expiresAt: string } }
  | { status: number; problem: Problem };

export class Refused extends Error {
  readonly problem: Problem;
  constructor(name: string, problem: Problem) {
    super(`${name}: ${problem.status} ${problem.code} ${problem.zh} ${JSON.stringify(problem.errors ?? '')}`);
    this.problem = problem;
  }
}

export class Client {
  readonly origin: string;
  /** Cookies by name: the terminal's credential and the session. */
  readonly cookies: Map<string, string>;
  /** How long an outage of ledger or database is waited out: nothing was written then. Milliseconds. */
  patienceMs = 10_000;

  constructor(origin: string, terminal?: Client) {
    this.origin = origin;
    const credential = terminal?.cookies.get('__Host-terminal');
    this.cookies = new Map(credential === undefined ? [] : [['__Host-terminal', credential]]);
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const end = Date.now() + this.patienceMs;
    for (;;) {
      const response = await this.#once(method, path, body, headers);
      if (response.status !== 503 || Date.now() >= end) return response;
      await sleep(200);
    }
  }

  async #once(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    const binary = body instanceof Uint8Array;
    const response = await fetch(this.origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookies.size > 0
          ? { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
          : {}),
        ...(body === undefined ? {} : { 'content-type': binary ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: binary ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = decodeURIComponent(pair.slice(at + 1));
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), value);
    }
    return response;
  }

  /** Whatever the server answers, as a value. */
  async tryAct<D extends WriteDecl>(decl: D, sent: Sent<D> = {}): Promise<Answer<OutputOf<D>>> {
    const { subject = null, input = {}, version = null, approval = null, late = null, key = randomUUID() } = sent;
    const body = { subject, input, version, approval, late };
    const response = await this.request('POST', routeOf(decl).path, body, { 'idempotency-key': key });
    return readAnswer<OutputOf<D>>(response);
  }

  async tryView<D extends ViewDecl>(
    decl: D,
    sent: { subject?: string; input?: SentOf<D> } = {},
  ): Promise<Answer<OutputOf<D>>> {
    const query = new URLSearchParams({ input: JSON.stringify(sent.input ?? {}) });
    if (sent.subject !== undefined) query.set('subject', sent.subject);
    return readAnswer<OutputOf<D>>(await this.request('GET', `${routeOf(decl).path}?${query.toString()}`));
  }

  async tryPublic<D extends PublicDecl>(decl: D, input?: SentOf<D>): Promise<Answer<OutputOf<D>>> {
    const { method, path } = routeOf(decl);
    return readAnswer<OutputOf<D>>(await this.request(method, path, method === 'GET' ? undefined : (input ?? {})));
  }

  async act<D extends WriteDecl>(decl: D, sent: Sent<D> = {}): Promise<OutputOf<D>> {
    return outputOf(decl.name, await this.tryAct(decl, sent));
  }

  async view<D extends ViewDecl>(decl: D, sent: { subject?: string; input?: SentOf<D> } = {}): Promise<OutputOf<D>> {
    return outputOf(decl.name, await this.tryView(decl, sent));
  }

  async public<D extends PublicDecl>(decl: D, input?: SentOf<D>): Promise<OutputOf<D>> {
    return outputOf(decl.name, await this.tryPublic(decl, input));
  }

  /** Asks for an act that needs a second person; answers the approval's id. */
  async ask<D extends WriteDecl>(decl: D, sent: Sent<D> = {}): Promise<string> {
    const answer = await this.tryAct(decl, sent);
    if ('approval' in answer) return answer.approval.id;
    throw 'problem' in answer ? new Refused(decl.name, answer.problem) : new Error(`${decl.name} asked nobody`);
  }

  async send(decl: StreamDecl, grant: string, bytes: Uint8Array): Promise<Response> {
    return this.request('PUT', routeOf(decl).path.replace(':grant', grant), bytes);
  }
}

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  const body = (await response.json()) as { output: T } & { approval: { id: string; expiresAt: string } } & Problem;
  if (response.status === 200) return { status: 200, output: body.output };
  if (response.status === 202) return { status: 202, approval: body.approval };
  return { status: response.status, problem: body };
}

function outputOf<T>(name: string, answer: Answer<T>): T {
  if ('output' in answer) return answer.output;
  if ('problem' in answer) throw new Refused(name, answer.problem);
  throw new Error(`${name} waits for a second person`);
}
