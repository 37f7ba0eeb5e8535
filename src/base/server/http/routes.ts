import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Callable } from '#/base/rules/declare.ts';
import type { LedgerTrouble } from '#/base/rules/ledger/trouble.ts';
import { openToAgent, routeOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Problem, type Refusal } from '#/base/rules/refusal.ts';
import { id, instant, line, text } from '#/base/rules/wire.ts';
import { act, requestOf } from '../door/act.ts';
import { setCookie } from './cookies.ts';
import type { Binding } from '../door/bind.ts';
import type { Call, Deps } from '../door/ports.ts';
import { fieldErrors, type MessageTable, outageOf, problemOf, valueRefusalOf } from '../door/problem.ts';
import { countAnonymous, noteOutage, recordRefusal, type RefusedCall } from '../door/refusals.ts';
import { view } from '../door/view.ts';
import { takeGrant } from '../grants.ts';
import { surprise } from './surprise.ts';
import { observeCall } from './metrics.ts';
import { peerCertificate } from './peer.ts';

const lateShape = z.strictObject({ occurredAt: instant, reason: text(300), formNumber: line(60), scanId: id });

// An id or an archival number: the database holds no NUL, the ledger no line breaks in one.
// eslint-disable-next-line no-control-regex -- refusing control characters is the point
const subjectShape = z
  .string()
  .max(200)
  .regex(/^[^\u0000-\u001f\u007f]*$/);

const actBody = z.strictObject({
  subject: subjectShape.nullable().default(null),
  input: z.unknown().default({}),
  version: z.number().int().min(1).nullable().default(null),
  approval: id.nullable().default(null),
  late: lateShape.nullable().default(null),
});

const viewQuery = z.strictObject({ subject: subjectShape.optional(), input: z.string().max(20_000).optional() });

export interface Door extends Deps {
  messages: MessageTable;
}

/** Serves every binding under its declared route; nothing else of the API exists. */
export function registerBindings(app: FastifyInstance, door: Door, bindings: readonly Binding[]): void {
  for (const bound of bindings) {
    const { method, path } = routeOf(bound.binding.decl);
    app.route({
      method: method === 'PATCH' ? ['HEAD', 'PATCH'] : method,
      url: path,
      // Guessing at the doors that need no session is slowed per address; the lockout counts per account.
      ...(bound.kind === 'public' && method === 'POST'
        ? { config: { rateLimit: { max: 300, timeWindow: 60_000 } } }
        : {}),
      handler: async (request, reply) => {
        const stop = observeCall(bound.binding.decl.name);
        try {
          return await answer(door, bound, request, reply);
        } catch (error) {
          return fault(door, bound.binding.decl.name, error, request, reply);
        } finally {
          stop(reply.statusCode);
        }
      },
    });
  }
}

async function answer(door: Door, bound: Binding, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  // Nobody can be known without the database, and nobody should wait long for one that hangs.
  if ((await troubleFor(door, bound)) === 'database-out')
    return refuseOut(door, bound.binding.decl.name, refuse('database-out'), reply);
  if (bound.kind === 'public') return answerPublic(door, bound, request, reply);
  const who = await door.sessions.identify(request);
  if ('refusal' in who) {
    countAnonymous(request.ip, who.refusal.code);
    return send(door, reply, who.refusal);
  }
  if (who.actor.via === 'agent' && !openToAgent(bound.binding.decl)) return barred(door, bound, who.actor, reply);
  if (bound.kind === 'stream') return answerStream(door, bound, who.actor, request, reply);
  return bound.kind === 'act'
    ? answerAct(door, bound, who.actor, request, reply)
    : answerView(door, bound, who.actor, request, reply);
}

/** What enters nothing into the ledger need not wait for it: the banner of an outage least of all. */
async function troubleFor({ gate }: Door, { kind, binding: { decl } }: Binding): Promise<LedgerTrouble | null> {
  const trouble = gate.trouble();
  const enters =
    kind === 'act' ||
    (decl.kind === 'public' && decl.method === 'POST') ||
    (decl.kind === 'view' && decl.record !== 'quiet');
  return enters || trouble === 'database-out' ? gate.settled() : trouble;
}

/** 5.5-2: a folder watcher holds a terminal's credential and no person's; what is not opened to it is closed. */
async function barred(
  door: Door,
  { binding: { decl } }: Exclude<Binding, { kind: 'public' }>,
  actor: Call['actor'],
  reply: FastifyReply,
): Promise<unknown> {
  const subject = decl.kind === 'stream' ? 'stream' : decl.subject;
  const call = { decl: { name: decl.name, subject }, actor, subject: null, asked: { input: null } };
  return refuseByName(door, reply, call, refuse('agent-not-permitted', { label: decl.label.zh }));
}

async function answerStream(
  door: Door,
  { binding }: Extract<Binding, { kind: 'stream' }>,
  actor: Call['actor'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { decl } = binding;
  const { grant } = request.params as { grant: string };
  const subjectId = await takeGrant(door.db, decl.name, grant, actor.sessionId);
  const refused = (refusal: Refusal) =>
    refuseByName(
      door,
      reply,
      { decl: { ...decl, subject: 'stream' }, actor, subject: subjectId, asked: { input: null } },
      refusal,
    );
  if (subjectId === null) return refused(refuse('grant-invalid'));
  if (decl.direction === 'up' && !(request.body instanceof Readable)) return refused(refuse('media-type-unsupported'));
  const refusal = await binding.run({ actor, subjectId, request, reply });
  return refusal ? refused(refusal) : reply;
}

async function answerAct(
  door: Door,
  { binding }: Extract<Binding, { kind: 'act' }>,
  actor: Call['actor'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { decl } = binding;
  const denied = await refuseEarly(door, decl, actor);
  if (denied) return send(door, reply, denied);
  const body = actBody.safeParse(request.body ?? {});
  if (!body.success) return invalid(door, reply, decl, actor, null, fieldErrors(body.error, 'request'));
  const { subject, version, late } = body.data;
  const input = decl.input.safeParse(body.data.input);
  if (!input.success) return invalid(door, reply, decl, actor, subject, fieldErrors(input.error));
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.length < 8 || key.length > 100) {
    return refuseByName(door, reply, incomplete(decl, actor, subject, null), refuse('idempotency-key-missing'));
  }
  const certificate = peerCertificate(request.raw);
  const asked = requestOf(decl, subject, input.data, late);
  const call = { decl, actor, subject, input: input.data, version, late, certificate, ...asked };
  const envelope = { idempotencyKey: key, approvalId: body.data.approval };
  const result = await orValueRefused(door, call, () => act(door, binding, call, envelope));
  if (isRefusal(result)) return send(door, reply, result);
  if ('approval' in result) return reply.code(202).send(result);
  for (const cookie of result.cookies ?? []) setCookie(reply, cookie);
  return reply.send({ output: result.output });
}

async function answerView(
  door: Door,
  { binding }: Extract<Binding, { kind: 'view' }>,
  actor: Call['actor'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { decl } = binding;
  const denied = await refuseEarly(door, decl, actor);
  if (denied) return send(door, reply, denied);
  const query = viewQuery.safeParse(request.query);
  if (!query.success) return invalid(door, reply, decl, actor, null, fieldErrors(query.error, 'request'));
  const subject = query.data.subject ?? null;
  const raw = parseJson(query.data.input ?? '{}');
  if (raw === undefined) {
    return refuseByName(door, reply, incomplete(decl, actor, subject, null), refuse('request-malformed'));
  }
  const input = decl.input.safeParse(raw);
  if (!input.success) return invalid(door, reply, decl, actor, subject, fieldErrors(input.error));
  const asked = requestOf(decl, subject, input.data, null);
  const call = { decl, actor, subject, input: input.data, version: null, late: null, certificate: null, ...asked };
  const result = await orValueRefused(door, call, () => view(door, binding, call));
  return isRefusal(result) ? send(door, reply, result) : reply.send(result);
}

async function answerPublic(
  door: Door,
  { binding }: Extract<Binding, { kind: 'public' }>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { decl } = binding;
  const input = decl.input.safeParse(decl.method === 'GET' ? {} : (request.body ?? {}));
  if (!input.success) {
    countAnonymous(request.ip, 'input-invalid');
    return sendInvalid(door, reply, fieldErrors(input.error));
  }
  const output = await binding.run({ decl, input: input.data, request, reply });
  if (isRefusal(output)) {
    countAnonymous(request.ip, output.code);
    return send(door, reply, output);
  }
  return reply.send({ output: decl.output.parse(output) });
}

/** A call that never came to be one: all that is known of it for its refusal. */
function incomplete(decl: Callable, actor: Call['actor'], subject: string | null, input: unknown): Call {
  const asked = { act: decl.name, subject, input, late: null };
  return { decl, actor, subject, input, asked, version: null, late: null, certificate: null, request: '', digest: '' };
}

/** Whoever may not call it at all learns nothing of what it would take. */
async function refuseEarly(door: Door, decl: Callable, actor: Call['actor']): Promise<Refusal | null> {
  const call = incomplete(decl, actor, null, null);
  const refusal = door.policy.permit(call);
  return refusal && recordRefusal(door, call, refusal);
}

/** A signed-in person's request that does not fit its declaration: entered as a refusal, by name. */
async function invalid(
  door: Door,
  reply: FastifyReply,
  decl: Callable,
  actor: Call['actor'],
  subject: string | null,
  errors: NonNullable<Problem['errors']>,
): Promise<unknown> {
  const fields = errors.map((error) => error.field);
  await recordRefusal(door, incomplete(decl, actor, subject, { fields }), invalidRefusal(errors));
  return sendInvalid(door, reply, errors);
}

const invalidRefusal = (errors: readonly unknown[]): Refusal => refuse('input-invalid', { count: errors.length });

const sendInvalid = (door: Door, reply: FastifyReply, errors: NonNullable<Problem['errors']>): FastifyReply =>
  sendProblem(reply, problemOf(invalidRefusal(errors), door.messages, errors));

async function refuseByName(door: Door, reply: FastifyReply, call: RefusedCall, refusal: Refusal): Promise<unknown> {
  return send(door, reply, await recordRefusal(door, call, refusal));
}

/** What the caller's values made the database refuse is a refusal like any other, entered by name. */
async function orValueRefused<T>(door: Door, call: RefusedCall, run: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await run();
  } catch (error) {
    const refusal = valueRefusalOf(error);
    if (refusal) return recordRefusal(door, call, refusal);
    throw error;
  }
}

export function send(door: Pick<Door, 'messages'>, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const current = refusal.code === 'version-conflict' ? refusal.params['current'] : undefined;
  return sendProblem(reply, problemOf(refusal, door.messages, undefined, current));
}

const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply.code(problem.status).type('application/problem+json').send(problem);

/** What nobody expected: an outage becomes its refusal, a surprise gets a reference for the log. */
function fault(door: Door, name: string, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const outage = outageOf(error);
  if (outage) return refuseOut(door, name, outage, reply);
  return send(door, reply, valueRefusalOf(error) ?? surprise(error, { act: name, method: request.method }));
}

/** Refused by an outage. Someone else at the same record is none: it passes by itself. */
function refuseOut(door: Door, name: string, outage: Refusal, reply: FastifyReply): FastifyReply {
  if (outage.code !== 'busy') noteOutage(name, outage.code);
  return send(door, reply, outage);
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}
