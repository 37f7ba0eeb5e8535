import { ledgerOut } from '#/base/rules/ledger/trouble.ts';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Late } from '#/base/rules/actor.ts';
import type { ApprovalRule, InputOf, OutputOf, WriteDecl } from '#/base/rules/declare.ts';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { newId } from '../ids.ts';
import { appendEntry } from '../ledger/append.ts';
import type { Tx } from '../db.ts';
import { ledgerActor } from './ledger-actor.ts';
import { plain, withoutSecrets } from './plain.ts';
import type { Approval, Asked, Call, Deps } from './ports.ts';
import { recordRefusal } from './refusals.ts';
import { prepared } from '../prepared.ts';
import { isUniqueViolation } from '../store/violation.ts';

/** What left the system, for an act of kind `copy`. */
export interface CopyFacts {
  sha256: string;
  bytes: bigint;
  target: string;
  purpose: string;
}

/** What an act's body answers when it is done. Everything here is hashed into the ledger. */
export interface Done<D extends WriteDecl> {
  output: OutputOf<D>;
  /** The subject that the act made, when the call named none. */
  subjectId?: string;
  before?: unknown;
  after?: unknown;
  /** Must be there for kind `copy`, and only there. */
  copy?: CopyFacts;
  /** Writes that must name the ledger entry, in the same transaction. */
  afterEntry?: (tx: Tx, entryId: string) => Promise<void>;
  /** What may only happen once everything is committed; must be repeatable, a job repeats it after a crash. */
  afterCommit?: () => Promise<void>;
  /** Cookies to set with the answer, once committed (a rotated session). */
  cookies?: readonly Cookie[];
}

export interface Cookie {
  name: string;
  value: string;
  /** Seconds; 0 removes it. */
  maxAge: number;
}

export type ActCall<D extends WriteDecl> = Call<InputOf<D>> & { decl: D };

/** Long work done before the transaction, so that no write transaction holds the ledger's sealing back. */
export interface Prepared {
  /** Takes back what was prepared, when the act does not happen. */
  discard(): Promise<void>;
}

export interface ActBinding<D extends WriteDecl = WriteDecl, P extends Prepared = Prepared> {
  decl: D;
  /** Only with an approval in hand; `run` receives what it answers. Must leave nothing that counts. */
  prepare?(call: ActCall<D>): Promise<P>;
  /**
   * Refuses early what could not be done anyway: runs before a request waits for a second person
   * and again before `run`. Reads only.
   */
  check?(tx: Tx, call: ActCall<D>): Promise<Refusal | null>;
  run(tx: Tx, call: ActCall<D>, approval: Approval | null, prepared: P | null): Promise<Done<D> | Refusal>;
}

export type ActAnswer =
  | { output: unknown; cookies?: readonly Cookie[]; afterCommit?: () => Promise<void> }
  | { approval: { id: string; expiresAt: string } }
  | Refusal;

/** How the caller sent it, beside the call itself. */
export interface Envelope {
  idempotencyKey: string;
  approvalId: string | null;
}

/** Leaves the transaction without a trace, carrying the refusal out. */
class Rollback extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * The one way to write (house.md): checks the policy, runs the body, appends the ledger entry in
 * the same transaction, and refuses everything when the entry cannot be written.
 */
export async function act<D extends WriteDecl>(
  deps: Deps,
  binding: ActBinding<D>,
  call: ActCall<D>,
  envelope: Envelope,
): Promise<ActAnswer> {
  const trouble = deps.gate.trouble();
  if (trouble !== null) return recordRefusal(deps, call, ledgerOut(trouble));
  const replay = await replayed(deps, call, envelope);
  if (replay) return isRefusal(replay) ? recordRefusal(deps, call, replay) : replay;
  const early = deps.policy.permit(call) ?? checkLate(call);
  if (early) return recordRefusal(deps, call, early);
  const prepared = envelope.approvalId === null ? null : ((await binding.prepare?.(call)) ?? null);
  try {
    const answer = await deps.db
      .transaction()
      .execute((tx) => inTransaction(deps, tx, binding, call, envelope, prepared));
    if ('output' in answer) await answer.afterCommit?.();
    return answer;
  } catch (error) {
    await prepared?.discard();
    if (error instanceof Rollback) return recordRefusal(deps, call, error.refusal);
    if (isUniqueViolation(error, 'idempotency_pkey')) {
      const other = await replayed(deps, call, envelope);
      if (other) return isRefusal(other) ? recordRefusal(deps, call, other) : other;
    }
    throw error;
  }
}

async function inTransaction<D extends WriteDecl>(
  deps: Deps,
  tx: Tx,
  binding: ActBinding<D>,
  call: ActCall<D>,
  envelope: Envelope,
  prepared: Prepared | null,
): Promise<ActAnswer> {
  const refused = await binding.check?.(tx, call);
  if (refused) throw new Rollback(refused);
  const rule = secondPerson(call);
  if (rule && envelope.approvalId === null) return askSecondPerson(deps, tx, call, rule, envelope);
  const approval = rule ? orRollback(await deps.policy.useApproval(tx, call, envelope.approvalId ?? '')) : null;
  const done = orRollback(await binding.run(tx, call, approval, prepared));
  if ((call.decl.kind === 'copy') !== (done.copy !== undefined)) {
    throw new Error(`${call.decl.name}: facts of the copy belong to acts of kind copy, always`);
  }
  const output = call.decl.output.parse(done.output);
  const subjectId = call.subject ?? done.subjectId ?? null;
  const entryId = await appendEntry(tx, {
    act: call.decl.name,
    kind: call.late ? 'late' : call.decl.kind,
    result: 'ok',
    actor: ledgerActor(call.actor),
    subject: { type: call.decl.subject, id: subjectId },
    input: call.asked.input,
    ...(done.before === undefined ? {} : { before: plain(done.before) }),
    ...(done.after === undefined ? {} : { after: plain(done.after) }),
    ...(approval ? { approval: { id: approval.id, by: approval.approverId, digest: approval.digest } } : {}),
    ...(await lateFacts(tx, call, approval)),
    ...(done.copy
      ? { copy: { digest: done.copy.sha256, bytes: Number(done.copy.bytes), target: done.copy.target } }
      : {}),
  });
  await done.afterEntry?.(tx, entryId);
  if (done.copy && approval) await insertCopy(tx, call, approval, entryId, subjectId, done.copy);
  if (call.late && approval) await insertLate(tx, call, approval, entryId, subjectId, call.late);
  await remember(tx, call, envelope, { output: withoutSecrets(call.decl.output, output) });
  return {
    output,
    ...(done.cookies ? { cookies: done.cookies } : {}),
    ...(done.afterCommit ? { afterCommit: done.afterCommit } : {}),
  };
}

/** The rule for the second person: the act's own, or that of late entry. */
const secondPerson = (call: Call): ApprovalRule | null =>
  (call.decl.kind !== 'view' && call.decl.approval) ||
  (call.late && call.decl.kind === 'act' && call.decl.late) ||
  null;

async function askSecondPerson<D extends WriteDecl>(
  deps: Deps,
  tx: Tx,
  call: ActCall<D>,
  rule: ApprovalRule,
  envelope: Envelope,
): Promise<ActAnswer> {
  const request = orRollback(await deps.policy.requestApproval(tx, call, rule));
  await appendEntry(tx, {
    act: `${call.decl.name}.request`,
    kind: 'act',
    result: 'ok',
    actor: ledgerActor(call.actor),
    subject: { type: 'approval', id: request.id },
    input: call.asked,
  });
  const answer = { approval: { id: request.id, expiresAt: request.expiresAt.toISOString() } };
  await remember(tx, call, envelope, answer);
  return answer;
}

function checkLate(call: Call): Refusal | null {
  if (!call.late) return null;
  if (call.decl.kind !== 'act' || !call.decl.late)
    return refuse('late-not-allowed', { label: call.decl.label.zh }, 'late');
  return Date.parse(call.late.occurredAt) > Date.now() ? refuse('late-in-future', {}, 'late.occurredAt') : null;
}

async function lateFacts(tx: Tx, call: Call, approval: Approval | null): Promise<object> {
  if (!call.late || !approval) return {};
  const scan = await storedScan(tx, call.late);
  return {
    occurredAt: new Date(call.late.occurredAt),
    late: { by: approval.approverId, formNumber: call.late.formNumber, reason: call.late.reason, scan },
  };
}

async function storedScan(tx: Tx, late: Late): Promise<string> {
  const row = await tx
    .selectFrom('attachment')
    .select(['sha256'])
    .where('id', '=', late.scanId)
    .where('state', '=', 'stored')
    .executeTakeFirst();
  if (!row?.sha256) throw new Rollback(refuse('attachment-not-ready', {}, 'late.scanId'));
  return row.sha256;
}

async function insertCopy(
  tx: Tx,
  call: Call,
  approval: Approval,
  entryId: string,
  subjectId: string | null,
  facts: CopyFacts,
): Promise<void> {
  await tx
    .insertInto('copy_record')
    .values({
      id: newId(),
      entry_id: entryId,
      act: call.decl.name,
      subject_id: subjectId,
      sha256: facts.sha256,
      bytes: facts.bytes.toString(),
      target: facts.target,
      purpose: facts.purpose,
      requested_by: call.actor.personId,
      approved_by: approval.approverId,
    })
    .execute();
}

async function insertLate(
  tx: Tx,
  call: Call,
  approval: Approval,
  entryId: string,
  subjectId: string | null,
  late: Late,
): Promise<void> {
  await tx
    .insertInto('late_entry')
    .values({
      entry_id: entryId,
      act: call.decl.name,
      subject_id: subjectId,
      occurred_at: new Date(late.occurredAt),
      reason: late.reason,
      form_number: late.formNumber,
      scan_id: late.scanId,
      recorded_by: call.actor.personId,
      confirmed_by: approval.approverId,
    })
    .execute();
}

/** The request made plain, in its one canonical form, and its digest. Secrets are part of none. */
export function requestOf(
  decl: Call['decl'],
  subject: string | null,
  input: unknown,
  late: Late | null,
): Pick<Call, 'asked' | 'request' | 'digest'> {
  const asked = plain({ act: decl.name, subject, input: withoutSecrets(decl.input, input), late }) as Asked;
  const request = canonicalize(asked);
  return { asked, request, digest: createHash('sha256').update(request).digest('hex') };
}

async function replayed(deps: Deps, call: Call, envelope: Envelope): Promise<ActAnswer | null> {
  const row = await deps.db
    .selectFrom('idempotency')
    .modifyFront(prepared('idempotency-find'))
    .select(['digest', 'output'])
    .where('account_id', '=', call.actor.accountId)
    .where('key', '=', envelope.idempotencyKey)
    .executeTakeFirst();
  if (!row) return null;
  return row.digest.equals(envelopeDigest(call, envelope))
    ? (row.output as ActAnswer)
    : refuse('idempotency-key-reused');
}

async function remember(tx: Tx, call: Call, envelope: Envelope, answer: object): Promise<void> {
  await sql`/* prepared: idempotency-insert */
    insert into idempotency (key, account_id, act, digest, output)
      values (${envelope.idempotencyKey}, ${call.actor.accountId}, ${call.decl.name}, ${envelopeDigest(call, envelope)},
        ${JSON.stringify(answer)}::jsonb)`.execute(tx);
}

const envelopeDigest = (call: Call, envelope: Envelope): Buffer =>
  createHash('sha256')
    .update(`${call.digest}/${call.version ?? ''}/${envelope.approvalId ?? ''}`)
    .digest();

function orRollback<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Rollback(value);
  return value;
}
