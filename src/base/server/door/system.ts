import type { SystemActor } from '#/base/rules/actor.ts';
import type { Db, Tx } from '../db.ts';
import { newId } from '../ids.ts';
import { appendEntry } from '../ledger/append.ts';
import type { CopyFacts } from './act.ts';
import { ledgerActor } from './ledger-actor.ts';
import { plain } from './plain.ts';

export interface SystemWrite<T> {
  act: string;
  subject: { type: string; id: string | null };
  body(tx: Tx): Promise<SystemDone<T>>;
}

export interface SystemDone<T> {
  value?: T;
  /** The subject that was made, when none was named. */
  subjectId?: string;
  before?: unknown;
  after?: unknown;
  /** Data left the system (2.8-4): who asked, who agreed, what, where to. */
  copy?: CopyFacts & { requestedBy: string; approvedBy: string };
}

/**
 * Thrown by a body that finds nothing to enter, because it was halted meanwhile, or another worker was first: all that
 * it has written is taken back, since without an entry nothing stays.
 */
export class NothingToEnter extends Error {}

/**
 * An act by a background process, on behalf of the person whose act made it necessary: one entry a
 * job, in the transaction of its results. Undefined, and no entry, when its body throws `NothingToEnter`.
 */
export async function systemAct<T = undefined>(
  db: Db,
  actor: SystemActor,
  write: SystemWrite<T>,
): Promise<T | undefined> {
  try {
    return await db.transaction().execute((tx) => inTransaction(tx, actor, write));
  } catch (error) {
    if (error instanceof NothingToEnter) return undefined;
    throw error;
  }
}

async function inTransaction<T>(tx: Tx, actor: SystemActor, write: SystemWrite<T>): Promise<T | undefined> {
  const done = await write.body(tx);
  const { copy } = done;
  const entryId = await appendEntry(tx, {
    act: write.act,
    kind: copy ? 'copy' : 'act',
    result: 'ok',
    actor: ledgerActor(actor),
    subject: { ...write.subject, id: done.subjectId ?? write.subject.id },
    ...(done.before === undefined ? {} : { before: plain(done.before) }),
    ...(done.after === undefined ? {} : { after: plain(done.after) }),
    ...(copy ? { copy: { digest: copy.sha256, bytes: Number(copy.bytes), target: copy.target } } : {}),
  });
  if (copy) {
    await tx
      .insertInto('copy_record')
      .values({
        id: newId(),
        entry_id: entryId,
        act: write.act,
        subject_id: done.subjectId ?? write.subject.id,
        sha256: copy.sha256,
        bytes: copy.bytes.toString(),
        target: copy.target,
        purpose: copy.purpose,
        requested_by: copy.requestedBy,
        approved_by: copy.approvedBy,
      })
      .execute();
  }
  return done.value;
}
