import { ledgerOut } from '#/base/rules/ledger/trouble.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#/base/rules/actor.ts';
import type { InputOf, OutputOf, PublicDecl } from '#/base/rules/declare.ts';
import { isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '../db.ts';
import { appendEntry, appendGenesis, type Genesis } from '../ledger/append.ts';
import { ledgerActor } from './ledger-actor.ts';
import { plain, withoutSecrets } from './plain.ts';
import type { LedgerGate } from './ports.ts';

/** A call by a visitor who is not signed in (yet). */
export interface PublicCall<D extends PublicDecl> {
  decl: D;
  input: InputOf<D>;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface PublicBinding<D extends PublicDecl = PublicDecl> {
  decl: D;
  run(call: PublicCall<D>): Promise<OutputOf<D> | Refusal>;
}

export interface PublicDone<T> {
  value: T;
  /** Who it turned out to be. */
  actor: Actor | { kind: 'none' };
  subjectId: string | null;
  after?: unknown;
  /** Kept although refused: a failed sign-in of a known account, entered with this code. */
  refusedWith?: Refusal;
}

/**
 * The write of a public door: like `act`, but the person becomes known only inside (sign-in,
 * activation, enrolment, ceremony). The entry is appended in the same transaction.
 */
export async function publicAct<D extends PublicDecl, T>(
  deps: { db: Db; gate: LedgerGate },
  decl: D,
  input: InputOf<D>,
  body: (tx: Tx) => Promise<PublicDone<T> | Refusal>,
): Promise<T | Refusal> {
  const trouble = deps.gate.trouble();
  if (trouble !== null) return ledgerOut(trouble);
  return deps.db.transaction().execute(async (tx) => {
    const done = await body(tx);
    if (isRefusal(done)) return done;
    await appendEntry(tx, {
      act: decl.name,
      kind: done.refusedWith ? 'refusal' : 'act',
      result: done.refusedWith ? done.refusedWith.code : 'ok',
      actor: done.actor.kind === 'none' ? done.actor : ledgerActor(done.actor),
      subject: { type: decl.subject, id: done.subjectId },
      input: plain(withoutSecrets(decl.input, input)),
      ...(done.after === undefined ? {} : { after: plain(done.after) }),
    });
    return done.refusedWith ?? done.value;
  });
}

/** The ceremony's write: leaf 0 of the log. There is no gate yet, and never a second time. */
export async function genesisAct<T>(
  db: Db,
  decl: PublicDecl,
  body: (tx: Tx) => Promise<{ value: T; genesis: Genesis; actor: Actor; after: unknown } | Refusal>,
): Promise<T | Refusal> {
  return db.transaction().execute(async (tx) => {
    const done = await body(tx);
    if (isRefusal(done)) return done;
    await appendGenesis(tx, done.genesis);
    await appendEntry(tx, {
      act: decl.name,
      kind: 'act',
      result: 'ok',
      actor: ledgerActor(done.actor),
      subject: { type: decl.subject, id: null },
      after: plain(done.after),
    });
    return done.value;
  });
}
