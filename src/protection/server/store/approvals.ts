import { sql } from 'kysely';
import { clearTexts } from '#/base/rules/clear-texts.ts';
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import type { Role } from '#/base/rules/roles.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { newId } from '#/base/server/ids.ts';
import { today } from '#/base/server/site.ts';
import type { ApprovalFacts } from '../../rules/approvals.ts';
import type {} from '../tables.ts';
import { rolesInForce } from './people.ts';

export async function insertApproval(
  tx: Tx,
  row: {
    act: string;
    subject: string | null;
    request: string;
    digest: string;
    late: boolean;
    approverRoles: Role[];
    requestedBy: string;
    expiresAt: Date;
  },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('approval')
    .values({
      id,
      act: row.act,
      subject: row.subject,
      request: row.request,
      digest: row.digest,
      late: row.late,
      approver_roles: row.approverRoles,
      requested_by: row.requestedBy,
      expires_at: row.expiresAt,
    })
    .execute();
  return id;
}

/** The approval with its row locked: two decisions, or a decision and a use, cannot cross. */
export async function lockApproval(
  tx: Tx,
  id: string,
): Promise<(ApprovalFacts & { decidedBy: string | null; requestedAt: Date; request: string }) | null> {
  const row = await tx.selectFrom('approval').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) return null;
  return {
    act: row.act,
    subject: row.subject,
    request: row.request,
    digest: row.digest,
    state: row.state,
    approverRoles: row.approver_roles,
    requestedBy: row.requested_by,
    requesterRoles: await rolesInForce(tx, row.requested_by, await today(tx)),
    expiresAt: row.expires_at.getTime(),
    decidedBy: row.decided_by,
    requestedAt: row.requested_at,
  };
}

export const markUsed = (tx: Tx, id: string) =>
  tx
    .updateTable('approval')
    .set((eb) => ({ state: 'used' as const, used_at: new Date(), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const decideApproval = (tx: Tx, id: string, by: string, state: 'approved' | 'refused', comment: string) =>
  tx
    .updateTable('approval')
    .set((eb) => ({ state, decided_by: by, decided_at: new Date(), comment, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

export const withdrawApproval = (tx: Tx, id: string) =>
  tx
    .updateTable('approval')
    .set((eb) => ({ state: 'withdrawn' as const, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();

/** Requests by one person, or that he could decide by his roles, newest first. */
export function listApprovals(
  db: Db | Tx,
  filter: {
    personId: string;
    roles: readonly Role[];
    which: 'todo' | 'mine' | 'all';
    before: string | null;
    limit: number;
  },
) {
  let query = db
    .selectFrom('approval')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.before !== null) query = query.where('id', '<', filter.before);
  if (filter.which === 'mine') query = query.where('requested_by', '=', filter.personId);
  if (filter.which === 'todo') {
    query = query.where((eb) =>
      eb.or([
        // Waiting for him …
        eb.and([
          eb('state', '=', 'pending'),
          eb('requested_by', '<>', filter.personId),
          eb('expires_at', '>', new Date()),
          eb('approver_roles', '&&', eb.val([...filter.roles])),
        ]),
        // … or agreed to and waiting for him to carry out.
        eb.and([
          eb('state', '=', 'approved'),
          eb('requested_by', '=', filter.personId),
          eb('expires_at', '>', new Date()),
        ]),
      ]),
    );
  }
  return query.execute();
}

/**
 * Clears what requests quote of something that turned out to be classified (6.1-5): those about one of these
 * subjects, or that name one of these texts. What was approved stays known by its digest. Answers their ids.
 */
export async function clearRequests(
  tx: Tx,
  about: { subjects: readonly string[]; texts: readonly string[]; fields: readonly string[] },
): Promise<string[]> {
  const quoted = about.texts.map((text) => JSON.stringify(text));
  const rows = await tx
    .selectFrom('approval')
    .select(['id', 'act', 'request'])
    .where(
      sql<boolean>`(subject = any(${[...about.subjects]}::text[])
        or exists (select 1 from unnest(${quoted}::text[]) q where position(q in request) > 0))`,
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const fields = new Set(about.fields);
  for (const { id, act, request } of rows) {
    const cleared = clearTexts(JSON.parse(request), { key: 'act', values: new Set([act]), fields });
    await tx
      .updateTable('approval')
      .set({ request: canonicalize(cleared) })
      .where('id', '=', id)
      .execute();
  }
  return rows.map(({ id }) => id);
}
