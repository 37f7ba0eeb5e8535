/** Asking the archive department's witnesses to cosign (docs/design/ledger-format.md, section 7). */
import { sql } from 'kysely';
import type { Suite } from '#/base/rules/ledger/entry.ts';
import type { Db } from '../db.ts';
import { cosignedAt, isSignedBy, parseCheckpoint, parseSignatureLines } from './note.ts';
import { consistencyProof } from './proof.ts';
import { type CheckpointRow, newestCheckpoint } from './store.ts';
import { parseVerifierKey, type VerifierKey } from './suite.ts';

export interface WitnessAddress {
  url: string;
  /** Verifier key (vkey) text. */
  key: string;
}

/**
 * silent: no answer · refused: an answer that is not a cosignature · forked: it has seen another history ·
 * wrong-key: SHOUCANG_WITNESS names no witness key of this log's suite
 */
type Failure = 'silent' | 'refused' | 'forked' | 'false-signature' | 'wrong-key';

/** Longest wait for an answer, and pause before a witness that failed is asked again. Milliseconds. */
const answerMs = 5_000;
const againSeconds = 10;

/** Sends the newest checkpoint to every witness that has not cosigned it. Never throws for a witness. */
export async function askWitnesses(
  { db, witnesses }: { db: Db; witnesses: readonly WitnessAddress[] },
  suite: Suite,
  signal: AbortSignal,
): Promise<void> {
  if (witnesses.length === 0) return;
  const checkpoint = await newestCheckpoint(db);
  if (!checkpoint) return;
  await Promise.all(witnesses.map((witness) => askIfDue(db, suite, witness, checkpoint, signal)));
}

async function askIfDue(
  db: Db,
  suite: Suite,
  witness: WitnessAddress,
  checkpoint: CheckpointRow,
  signal: AbortSignal,
): Promise<void> {
  const key = parseVerifierKey(witness.key);
  const known = await knownWitness(db, key?.name ?? witness.url, witness);
  // A slip in the configuration must not stop the sealing; it is told like any other failure.
  if (key?.use !== 'cosigner' || key.suite !== suite) return noteFailure(db, witness.key, 'wrong-key');
  if (known.size >= checkpoint.size || known.resting) return;
  const answer = await ask(db, witness.url, key, checkpoint, known.size, signal);
  if (typeof answer !== 'string') return keepCosignature(db, witness.key, key, checkpoint.size, answer);
  if (!signal.aborted) await noteFailure(db, witness.key, answer);
}

async function knownWitness(
  db: Db,
  name: string,
  { key: text, url }: WitnessAddress,
): Promise<{ size: number; resting: boolean }> {
  const row = await db
    .selectFrom('ledger_witness')
    .select([
      'size',
      'url',
      sql<boolean | null>`failed_at > clock_timestamp() - make_interval(secs => ${againSeconds})`.as('resting'),
    ])
    .where('key', '=', text)
    .executeTakeFirst();
  if (row?.url !== url) {
    await db
      .insertInto('ledger_witness')
      .values({ key: text, name, url })
      .onConflict((on) => on.column('key').doUpdateSet({ url }))
      .execute();
  }
  return { size: Number(row?.size ?? 0), resting: row?.resting ?? false };
}

interface Cosignature {
  line: string;
  at: Date;
}

async function ask(
  db: Db,
  url: string,
  key: VerifierKey,
  checkpoint: CheckpointRow,
  oldSize: number,
  stop: AbortSignal,
): Promise<Cosignature | Failure> {
  let old = oldSize;
  // The second try uses the size that the witness named in its 409.
  for (let tries = 0; tries < 2; tries += 1) {
    if (old > checkpoint.size) return 'forked';
    const proof = (await consistencyProof(db, old, checkpoint.size)) ?? [];
    const lines = [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint.note];
    let response: Response;
    let body: string;
    try {
      response = await fetch(new URL('add-checkpoint', url.endsWith('/') ? url : `${url}/`), {
        method: 'POST',
        body: lines.join('\n'),
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        signal: AbortSignal.any([AbortSignal.timeout(answerMs), stop]),
      });
      body = await response.text();
    } catch {
      return 'silent';
    }
    if (response.status === 200) return cosignatureIn(body, key, checkpoint);
    if (response.status === 422) return 'forked';
    if (response.status !== 409 || !/^(0|[1-9]\d{0,14})\n$/.test(body)) return 'refused';
    old = Number(body);
  }
  return 'refused';
}

function cosignatureIn(body: string, key: VerifierKey, checkpoint: CheckpointRow): Cosignature | Failure {
  const lines = parseSignatureLines(body) ?? [];
  const mine = lines.find((line) => line.name === key.name && line.id.equals(key.id));
  const signed = mine && parseCheckpoint(checkpoint.note + mine.text);
  if (!mine || !signed || !isSignedBy(signed, key)) return 'false-signature';
  return { line: mine.text, at: new Date((cosignedAt(signed, key) ?? 0) * 1000) };
}

async function keepCosignature(
  db: Db,
  keyText: string,
  key: VerifierKey,
  size: number,
  { line, at }: Cosignature,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('ledger_cosignature')
      .values({ size, key: keyText, name: key.name, line, cosigned_at: at })
      .onConflict((on) => on.doNothing())
      .execute();
    await tx
      .updateTable('ledger_witness')
      .set({ size, answered_at: sql`clock_timestamp()`, failed_at: null, failure: null })
      .where('key', '=', keyText)
      .execute();
  });
}

async function noteFailure(db: Db, keyText: string, failure: Failure): Promise<void> {
  await db
    .updateTable('ledger_witness')
    .set({ failed_at: sql`clock_timestamp()`, failure })
    .where('key', '=', keyText)
    .execute();
}
