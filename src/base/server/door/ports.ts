import type { LedgerTrouble } from '#/base/rules/ledger/trouble.ts';
import type { FastifyRequest } from 'fastify';
import type { Late, PersonActor } from '#/base/rules/actor.ts';
import type { ApprovalRule, Callable } from '#/base/rules/declare.ts';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '../db.ts';

/** One call of a declared act or view by a signed-in person, already validated. */
export interface Call<I = unknown> {
  decl: Callable;
  actor: PersonActor;
  subject: string | null;
  input: I;
  /** Version of the subject that the caller saw, when he sent one. */
  version: number | null;
  late: Late | null;
  /** SHA-256 (hex) of the canonical request without secrets: what an approval is bound to. */
  digest: string;
  /** The canonical request itself, as an approver sees it. */
  request: string;
  /** The same as a plain value, for the ledger. */
  asked: Asked;
  /** Client certificate of the connection, possession proved by TLS. */
  certificate: PeerCertificate | null;
}

/** What was asked, made plain and without secrets. */
export interface Asked {
  act: string;
  subject: string | null;
  input: unknown;
  late: unknown;
}

export interface PeerCertificate {
  /** SHA-256, colon-separated upper-case hexadecimal. */
  fingerprint: string;
  validFrom: Date;
  validTo: Date;
}

export interface Approval {
  id: string;
  approverId: string;
  /** When it was asked for: what the second person saw is not newer. */
  requestedAt: Date;
  digest: string;
}

/** Who may do what, and the second person. `protection` implements it, `app` composes. */
export interface Policy {
  /** Null when the call is permitted, a refusal otherwise. */
  permit(call: Call): Refusal | null;
  /** Stores a request for a second person. */
  requestApproval(tx: Tx, call: Call, rule: ApprovalRule): Promise<{ id: string; expiresAt: Date } | Refusal>;
  /** Uses up an approval given for exactly this request. */
  useApproval(tx: Tx, call: Call, approvalId: string): Promise<Approval | Refusal>;
}

/** Who is calling. `protection` implements it on the session cookie and the terminal credential. */
export interface Sessions {
  identify(request: FastifyRequest): Promise<{ actor: PersonActor } | { refusal: Refusal }>;
}

/** Health of the ledger's second sink and sequencer; writes are refused while it is not null. */
export interface LedgerGate {
  trouble(): LedgerTrouble | null;
  /** The same, once trouble that has just begun has passed or lasted. */
  settled(): Promise<LedgerTrouble | null>;
}

export interface Deps {
  db: Db;
  policy: Policy;
  sessions: Sessions;
  gate: LedgerGate;
}
