/** Writing an entry in the transaction of what it records (docs/design/ledger-format.md, sections 4 and 5). */
import { randomFillSync } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import {
  type BodyActor,
  type EntryBody,
  type EntryKind,
  isEntryBody,
  type Label,
  maxBody,
  type Suite,
} from '#/base/rules/ledger/entry.ts';
import { leafHash } from '#/base/rules/ledger/tree.ts';
import type { Tx } from '../db.ts';
import { newId } from '../ids.ts';
import { commitment, saltLength } from './commitment.ts';
import { suiteHash } from './suite.ts';
import type {} from './tables.ts';

/** What an entry says. Clear values are plain (section 5); the body receives commitments to them. */
export interface EntryDraft {
  act: string;
  kind: EntryKind;
  /** `ok`, or the refusal's code. */
  result: string;
  actor: BodyActor;
  subject: { type: string; id: string | null };
  /** When it happened, if not now. */
  occurredAt?: Date;
  input?: unknown;
  before?: unknown;
  after?: unknown;
  approval?: { id: string; by: string; digest: string };
  /** `reason` in clear; `scan` is the hexadecimal digest of the form's scan. */
  late?: { by: string; formNumber: string; reason: string; scan: string };
  /** `target` in clear; `digest` hexadecimal. */
  copy?: { bytes: number; digest: string; target: string };
  counts?: Record<string, number>;
  window?: { from: Date; to: Date };
}

/** What leaf 0 says about the log. `key` is the verifier key text of the log's key, named `origin`. */
export interface Genesis {
  suite: Suite;
  origin: string;
  key: string;
}

interface Written {
  id: string;
  recordedAt: Date;
  body: EntryBody;
  bytes: Buffer;
  salt: Buffer | null;
  detail: string | null;
}

const salts = Buffer.alloc(saltLength * 256);
let saltAt = salts.length;

/** 16 random bytes; drawn 256 at a time, because each draw from the system costs as much as a hash. */
function newSalt(): Buffer {
  if (saltAt === salts.length) {
    randomFillSync(salts);
    saltAt = 0;
  }
  saltAt += saltLength;
  return Buffer.from(salts.subarray(saltAt - saltLength, saltAt));
}

/** Body and clear values of a draft under a suite. @throws when the draft breaks the format */
function writeBody(suite: Suite, draft: EntryDraft, genesis?: Genesis): Written {
  const hash = suiteHash(suite);
  const salt = newSalt();
  const values: string[] = [];
  const commit = (label: Label, value: unknown): string | null => {
    if (value === undefined || value === null) return null;
    const canonical = canonicalize(value);
    values.push(`"${label}":${canonical}`);
    return commitment(hash, salt, label, canonical);
  };
  const recordedAt = new Date();
  const { late, copy, window } = draft;
  // Clear values are committed in the order of their labels, so that `values` is sorted.
  const after = commit('after', draft.after);
  const before = commit('before', draft.before);
  const input = commit('input', draft.input);
  const body: EntryBody = {
    v: 1,
    id: newId(),
    recordedAt: recordedAt.toISOString(),
    occurredAt: (draft.occurredAt ?? recordedAt).toISOString(),
    act: draft.act,
    kind: draft.kind,
    result: draft.result,
    actor: draft.actor,
    subject: draft.subject,
    input,
    before,
    after,
    ...(draft.approval && { approval: draft.approval }),
    ...(late && { late: { ...late, reason: commit('reason', late.reason)! } }),
    ...(copy && { copy: { ...copy, target: commit('target', copy.target)! } }),
    ...(draft.counts && { counts: draft.counts }),
    ...(window && { window: { from: window.from.toISOString(), to: window.to.toISOString() } }),
    ...(genesis && { genesis }),
  };
  const bytes = Buffer.from(canonicalize(body));
  if (!isEntryBody(body) || bytes.length > maxBody) throw new Error(`not a ledger entry: ${draft.kind} ${draft.act}`);
  const clear = values.length > 0;
  return {
    id: body.id,
    recordedAt,
    body,
    bytes,
    salt: clear ? salt : null,
    detail: clear ? `{${values.join(',')}}` : null,
  };
}

/** The suite the last append met; a process serves one log, so it is right from the second on. */
let lastSuite: Suite = 'intl';

/**
 * Appends an entry inside the business transaction, in one statement; answers its id.
 * It is sealed by the sequencer within about 0.1 s of the commit.
 * @throws when the log is not open, or the draft breaks the format (a fault of the program)
 */
export async function appendEntry(tx: Tx, draft: EntryDraft): Promise<string> {
  const written = writeBody(lastSuite, draft);
  const suite = await insertEntry(tx, lastSuite, written);
  if (suite === lastSuite) return written.id;
  lastSuite = suite;
  return appendEntry(tx, draft);
}

/** Opens the log and writes its leaf 0. Once in the life of an installation, at the ceremony (5.6-8). */
export async function appendGenesis(tx: Tx, genesis: Genesis): Promise<string> {
  await tx.insertInto('ledger_log').values(genesis).execute();
  await tx.insertInto('ledger_state').defaultValues().execute();
  const written = writeBody(
    genesis.suite,
    {
      act: 'base.ledger.open',
      kind: 'genesis',
      result: 'ok',
      actor: { kind: 'none' },
      subject: { type: 'ledger', id: null },
    },
    { suite: genesis.suite, origin: genesis.origin, key: genesis.key },
  );
  await insertEntry(tx, genesis.suite, written);
  lastSuite = genesis.suite;
  return written.id;
}

async function insertEntry(tx: Tx, suite: Suite, { body, bytes, recordedAt, salt, detail }: Written): Promise<Suite> {
  const { actor, subject } = body;
  const [person, terminal] = actor.kind === 'person' ? [actor.person, actor.terminal] : [null, null];
  const { rows } = await sql<{
    suite: Suite;
  }>`/* prepared: ledger-append */ select ledger_append(${suite}, ${body.id}, ${bytes},
    ${leafHash(suiteHash(suite), bytes)}, ${recordedAt}, ${body.act}, ${body.kind}, ${body.result}, ${person}, ${terminal},
    ${subject.type}, ${subject.id}, ${salt}, ${detail}) as suite`.execute(tx);
  return rows[0]!.suite;
}
