import type { FastifyRequest } from 'fastify';
import type { PersonActor } from '#/base/rules/actor.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { refuse } from '#/base/rules/refusal.ts';
import type { Db } from '#/base/server/db.ts';
import type { Sessions } from '#/base/server/door/ports.ts';
import { outageOf } from '#/base/server/door/problem.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { findSite } from '#/base/server/site.ts';
import { passwordExpired } from '../rules/password.ts';
import { sessionEnd } from '../rules/sessions.ts';
import { rolesInForce } from './store/people.ts';
import { endSession, findSession, findTerminal, touchSession } from './store/sessions.ts';

export const sessionCookie = '__Host-sid';
export const terminalCookie = '__Host-terminal';

/** Seconds between touches: the idle limit is minutes, so not every request needs a write. */
const touchEveryMs = 20_000;

/** Who is calling: living session of an active account, at the terminal that it was opened on. */
export const createSessions = (db: Db): Sessions => ({
  async identify(request: FastifyRequest) {
    const token = request.cookies[sessionCookie];
    if (!token) return { refusal: refuse('not-signed-in') };
    const session = await findSession(db, token);
    if (!session) return { refusal: refuse('session-expired') };
    const now = Date.now();
    const over = sessionEnd(
      {
        createdAt: session.created_at.getTime(),
        lastSeenAt: session.last_seen_at.getTime(),
        expiresAt: session.expires_at.getTime(),
      },
      now,
    );
    const site = await findSite(db);
    const roles = await rolesInForce(db, session.person_id, businessDay(now, site?.timeZone ?? 'Asia/Shanghai'));
    const withoutRight = session.account_state !== 'active' ? 'suspended' : roles.length === 0 ? 'no-role' : null;
    // A role that ran out overnight ends the session as a revoked one does.
    const reason = over ?? withoutRight;
    if (reason) {
      await upkeep(db, 'session.end', (tx) => endSession(tx, session.id, reason));
      return { refusal: refuse('session-expired') };
    }
    // A cookie carried to another machine is worth nothing without that machine's credential (5.5-2).
    const credential = request.cookies[terminalCookie];
    const terminal = credential ? await findTerminal(db, credential) : undefined;
    if (!terminal || terminal.id !== session.terminal_id) return { refusal: refuse('terminal-not-enrolled') };
    if (now - session.last_seen_at.getTime() > touchEveryMs) {
      // A full disk must not take reads away as well; untouched, the session only ends earlier.
      await upkeep(db, 'session.touch', (tx) => touchSession(tx, session.id)).catch((error: unknown) => {
        if (outageOf(error) === null) throw error;
      });
    }
    const actor: PersonActor = {
      kind: 'person',
      personId: session.person_id,
      accountId: session.account_id,
      partyId: session.party_id,
      party: session.party_kind,
      roles,
      sessionId: session.id,
      terminalId: session.terminal_id,
      provedAt: session.proved_at.getTime(),
      mustChangePassword: passwordExpired(session.password_set_at?.getTime() ?? 0, now),
    };
    return { actor };
  },
});
