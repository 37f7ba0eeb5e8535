import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from './db.ts';
import { prepared } from './prepared.ts';

const hash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Issues the right to send or fetch the bytes of `subjectId`, for this session and a few minutes. */
export async function issueGrant(
  tx: Tx,
  stream: string,
  sessionId: string,
  subjectId: string,
  minutes = 10,
): Promise<string> {
  const token = newToken();
  await insertGrants(tx, { stream, sessionId, minutes }, [{ token, subjectId }]);
  return token;
}

/** Grants for several at once, by subject. */
export async function issueGrants(
  tx: Tx,
  stream: string,
  sessionId: string,
  subjectIds: readonly string[],
  minutes: number,
): Promise<Map<string, string>> {
  const grants = subjectIds.map((subjectId) => ({ token: newToken(), subjectId }));
  if (grants.length > 0) await insertGrants(tx, { stream, sessionId, minutes }, grants);
  return new Map(grants.map(({ subjectId, token }) => [subjectId, token]));
}

const newToken = (): string => randomBytes(24).toString('base64url');

const insertGrants = (
  tx: Tx,
  { stream, sessionId, minutes }: { stream: string; sessionId: string; minutes: number },
  grants: readonly { token: string; subjectId: string }[],
) => {
  const expires = new Date(Date.now() + minutes * 60_000);
  return tx
    .insertInto('stream_grant')
    .values(
      grants.map(({ token, subjectId }) => ({
        ...{ token_hash: hash(token), stream, session_id: sessionId, subject_id: subjectId, expires_at: expires },
      })),
    )
    .execute();
};

/** What the token was issued for, or null when it is unknown, lapsed, or another session's. */
export async function takeGrant(db: Db, stream: string, token: string, sessionId: string): Promise<string | null> {
  const row = await db
    .selectFrom('stream_grant')
    .modifyFront(prepared('grant-take'))
    .select('subject_id')
    .where('token_hash', '=', hash(token))
    .where('stream', '=', stream)
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', new Date())
    .executeTakeFirst();
  return row?.subject_id ?? null;
}
