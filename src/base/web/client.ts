/**
 * The one way from the page to the server: typed by the declarations of `rules/api.ts`.
 *
 * A refusal arrives as `RemoteRefusal` with the server's words in both languages; a dead line or a
 * dead server becomes one too, so that pages have a single kind of trouble to show.
 */
import type { Late } from '#/base/rules/actor.ts';
import type {
  ActDecl,
  CopyDecl,
  OutputOf,
  PublicDecl,
  SentOf,
  StreamDecl,
  ViewDecl,
  WriteDecl,
} from '#/base/rules/declare.ts';
import { routeOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { troubles } from './troubles.ts';

export class RemoteRefusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'RemoteRefusal';
    this.problem = problem;
  }
}

export const problemOf = (error: unknown): Problem =>
  error instanceof RemoteRefusal ? error.problem : trouble('unexpected', 500);

type NoInput = Record<string, never>;
/** `input` may be left out only when nothing has to be sent. */
type Sent<D> = NoInput extends SentOf<D> ? { input?: SentOf<D> } : { input: SentOf<D> };

export type WriteArgs<D extends WriteDecl> = Sent<D> & {
  /** Id of what it is done to; null or nothing when it makes something new. */
  subject?: string | null;
  /** Version that the page showed: a conflict is refused with the current one. */
  version?: number;
  /** Id of the approval under which a kept request is now carried out. */
  approval?: string;
  /** Late entry (补录). */
  late?: Late;
};
export type ReadArgs<D extends ViewDecl> = Sent<D> & { subject?: string | null };

/** `pending`: kept until a second person agrees (双人审批). */
export type Outcome<O> =
  | { state: 'done'; output: O }
  | { state: 'pending'; approval: { id: string; expiresAt: string } };

/** An approved request, as the approvals list answers it. */
export interface KeptRequest {
  approvalId: string;
  /** Name of the act. */
  act: string;
  /** Canonical JSON of `{ act, subject, input, late }`; acts with secrets never wait. */
  request: string;
}

export interface ClientPorts {
  /** Asks for the second factor; false when the person gives up. */
  stepUp: () => Promise<boolean>;
  /** The session is over: go to the login page and come back afterwards. */
  expired: () => void;
}

export interface Client {
  call<D extends ActDecl | CopyDecl>(decl: D, args: WriteArgs<D>, key?: string): Promise<Outcome<OutputOf<D>>>;
  /** Carries out a request that a second person has agreed to, exactly as it was kept. */
  carryOut(kept: KeptRequest, key?: string): Promise<Outcome<unknown>>;
  read<D extends ViewDecl>(decl: D, args: ReadArgs<D>, signal?: AbortSignal): Promise<OutputOf<D>>;
  /** Public declarations, without a session. */
  visit<D extends PublicDecl>(decl: D, input: SentOf<D>): Promise<OutputOf<D>>;
  /** Sends bytes under a grant; progress from 0 to 1. */
  upload(decl: StreamDecl, grant: string, body: Blob, progress?: (share: number) => void): Promise<void>;
}

/** Address of a download stream, for `src` and `href`. */
export const streamAddress = (decl: StreamDecl, grant: string): string =>
  routeOf(decl).path.replace(':grant', encodeURIComponent(grant));

/** Trouble that the page itself words. */
export function trouble(code: keyof typeof troubles, status: number): Problem {
  const { zh, en } = troubles[code];
  return {
    type: 'about:blank',
    title: code,
    status,
    detail: `${en.what} ${en.next}`,
    code,
    zh: zh.what,
    en: en.what,
    nextZh: zh.next,
    nextEn: en.next,
    params: {},
  };
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'zh' in value && 'en' in value;

async function answerOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  throw new RemoteRefusal(isProblem(body) ? body : trouble('unexpected', response.status));
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A lost line is tried twice more with the same key: the server carries an act out once (Idempotency-Key). */
async function send(path: string, init: RequestInit): Promise<Response> {
  for (const wait of [300, 1200]) {
    try {
      return await fetch(path, init);
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      await pause(wait);
    }
  }
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new RemoteRefusal(trouble('unreachable', 503));
  }
}

export function createClient(ports: ClientPorts): Client {
  let proving: Promise<boolean> | null = null;

  /** One question at a time, however many requests wait for it. */
  const prove = (): Promise<boolean> => {
    proving ??= ports.stepUp().finally(() => {
      proving = null;
    });
    return proving;
  };

  async function guarded<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const code = error instanceof RemoteRefusal ? error.problem.code : null;
      if (code === 'session-expired' || code === 'not-signed-in') ports.expired();
      if (code !== 'step-up-required' || !(await prove())) throw error;
      return await run();
    }
  }

  const post = (path: string, body: object, key: string): Promise<Outcome<never>> =>
    guarded(async () => {
      const response = await send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
      const answer = (await answerOf(response)) as { output: never } | { approval: { id: string; expiresAt: string } };
      return 'approval' in answer
        ? { state: 'pending', approval: answer.approval }
        : { state: 'done', output: answer.output };
    });

  return {
    call: (decl, args, key = crypto.randomUUID()) => {
      const { subject = null, input = {}, ...rest } = args as WriteArgs<WriteDecl>;
      return post(routeOf(decl).path, { subject, input, ...rest }, key);
    },
    carryOut: ({ approvalId, act, request }, key = crypto.randomUUID()) => {
      const { subject, input, late } = JSON.parse(request) as { subject: unknown; input: unknown; late: unknown };
      return post(actPath(act), { subject, input, late, approval: approvalId }, key);
    },
    read: (decl, args, signal) =>
      guarded(async () => {
        const query = new URLSearchParams();
        if (typeof args.subject === 'string') query.set('subject', args.subject);
        if (args.input !== undefined) query.set('input', JSON.stringify(args.input));
        const response = await send(
          `${routeOf(decl).path}?${query.toString()}`,
          signal === undefined ? {} : { signal },
        );
        return ((await answerOf(response)) as { output: never }).output;
      }),
    visit: async (decl, input) => {
      const { method, path } = routeOf(decl);
      // Public GETs take no input; a POST's body is the input itself.
      const init: RequestInit =
        method === 'GET'
          ? {}
          : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) };
      const response = await send(path, init);
      return ((await answerOf(response)) as { output: never }).output;
    },
    upload: (decl, grant, body, progress) =>
      guarded(() => put(streamAddress(decl, grant), body, progress ?? (() => undefined))),
  };
}

const actPath = (name: string): string => `/api/v1/acts/${encodeURIComponent(name)}`;

/** `fetch` cannot tell how much of a body has left; XMLHttpRequest can. */
function put(path: string, body: Blob, progress: (share: number) => void): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => progress(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener('error', () => failed(new RemoteRefusal(trouble('unreachable', 503))));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return done();
      const answer: unknown = request.response;
      failed(new RemoteRefusal(isProblem(answer) ? answer : trouble('unexpected', request.status)));
    });
    request.send(body);
  });
}
