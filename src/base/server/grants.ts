import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from './db.ts';

const hash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Issues the right to send or fetch the bytes of `subjectId`, for this session and a few minutes. */
export async function issueGrant(
  tx: Tx,
  stream: string,
  sessionId: string,
  subjectId: string,
  minutes = 10,
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await tx
    .insertInto('stream_grant')
    .values({
      token_hash: hash(token),
      stream,
      session_id: sessionId,
      subject_id: subjectId,
      expires_at: new Date(Date.now() + minutes * 60_000),
    })
    .execute();
  return token;
}

/** What the token was issued for, or null when it is unknown, lapsed, or another session's. */
export async function takeGrant(db: Db, stream: string, token: string, sessionId: string): Promise<string | null> {
  const row = await db
    .selectFrom('stream_grant')
    .select('subject_id')
    .where('token_hash', '=', hash(token))
    .where('stream', '=', stream)
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', new Date())
    .executeTakeFirst();
  return row?.subject_id ?? null;
}
