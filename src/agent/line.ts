/** The four requests of a folder watcher, and what can come of them: an answer, a refusal, or a server that is away. */
import { createHash, randomUUID } from 'node:crypto';
import { type ActDecl, type OutputOf, type PublicDecl, routeOf, type SentOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { agentState } from '#/imaging/rules/api/agent.ts';
import { uploadBegin, uploadBytes, uploadFinish } from '#/imaging/rules/api/captures.ts';
import { agentEnrol } from '#/protection/rules/api/agent.ts';

export type State = OutputOf<typeof agentState>;
export type Capture = NonNullable<State['capture']>;
export type Begun = OutputOf<typeof uploadBegin>['files'][number];
export type Announced = SentOf<typeof uploadBegin>['files'][number];

type Reason = Pick<Problem, 'code' | 'zh' | 'en' | 'nextZh' | 'nextEn'>;

/** Not to be reached, or not able to take anything: it is asked again. */
export class Away extends Error {
  /** What the server says of itself, when it says anything. */
  readonly problem: Reason | null;

  constructor(message: string, problem: Reason | null = null, options: ErrorOptions = {}) {
    super(message, options);
    this.problem = problem;
  }
}

/** The server's answer is no. */
export class Refused extends Error {
  readonly problem: Reason;

  constructor(problem: Reason) {
    super(problem.code);
    this.problem = problem;
  }
}

const patienceMs = 90_000;

export class Line {
  readonly #server: string;
  readonly #credential: string | null;
  readonly #signal: AbortSignal | null;

  constructor(server: string, credential: string | null, signal: AbortSignal | null = null) {
    this.#server = server;
    this.#credential = credential;
    this.#signal = signal;
  }

  enrol(code: string): Promise<OutputOf<typeof agentEnrol>> {
    return this.#json(agentEnrol, { code });
  }

  state(): Promise<State> {
    return this.#json(agentState, null);
  }

  begin(captureId: string, files: Announced[]): Promise<OutputOf<typeof uploadBegin>> {
    return this.#json(uploadBegin, { subject: captureId, input: { files } });
  }

  finish(captureId: string, uploads: string[]): Promise<OutputOf<typeof uploadFinish>> {
    return this.#json(uploadFinish, { subject: captureId, input: { uploads } });
  }

  /** By the tus protocol 1.0: asks how much has arrived, and sends the rest. */
  async bytes(grant: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const path = routeOf(uploadBytes).path.replace(':grant', grant);
    const protocol = { 'tus-resumable': '1.0.0' };
    const known = await this.#ask('HEAD', path, protocol);
    // What HEAD cannot say, for it has no body, PATCH says.
    const offset = known.ok ? Number(known.headers.get('upload-offset') ?? 0) : 0;
    if (known.ok && offset === bytes.length) return;
    const headers = {
      ...protocol,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    };
    const sent = await this.#ask('PATCH', path, headers, bytes.subarray(offset));
    if (!sent.ok) throw await refusalOf(sent);
  }

  async #json<D extends ActDecl | PublicDecl>(decl: D, body: object | null): Promise<OutputOf<D>> {
    const { method, path } = routeOf(decl);
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await this.#ask(method, path, body === null ? {} : headers, body && JSON.stringify(body));
    if (!answer.ok) throw await refusalOf(answer);
    const { output } = (await answer.json().catch(() => {
      throw new Away('cut off');
    })) as { output: OutputOf<D> };
    return output;
  }

  async #ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Uint8Array<ArrayBuffer> | string | null = null,
  ): Promise<Response> {
    const own = this.#credential === null ? {} : { authorization: `Bearer ${this.#credential}` };
    const patience = AbortSignal.timeout(patienceMs);
    const signal = this.#signal ? AbortSignal.any([this.#signal, patience]) : patience;
    const request = { method, redirect: 'error', headers: { ...headers, ...own }, body, signal } as const;
    return fetch(this.#server + path, request).catch((error: unknown) => {
      throw new Away('unreachable', null, { cause: error });
    });
  }
}

/** Overloaded, interrupted, or somebody else was at it: that passes. */
const passes = (status: number): boolean => status === 429 || status === 409 || status >= 500;

async function refusalOf(answer: Response): Promise<Away | Refused> {
  const text = await answer.text().catch(() => '');
  const problem = problemIn(text);
  // Its own refusals with 409 name a reason; the upload protocol's conflict has none and passes.
  if (problem && answer.status < 500 && answer.status !== 429) return new Refused(problem);
  if (!passes(answer.status)) return new Refused(strange(answer.status));
  return new Away(`HTTP ${answer.status}`, problem);
}

const strange = (status: number): Reason => ({
  ...{ code: 'unexpected', zh: `答复异常(HTTP ${status})`, en: `strange answer (HTTP ${status})` },
  ...{ nextZh: '请核对服务器地址', nextEn: 'Check the address of the server' },
});

function problemIn(text: string): Problem | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value && 'zh' in value ? (value as Problem) : null;
  } catch {
    return null;
  }
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
