import type { FastifyRequest } from 'fastify';
import type { PersonActor } from '#/base/rules/actor.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import type { Db } from '#/base/server/db.ts';
import type { Sessions } from '#/base/server/door/ports.ts';
import { outageOf } from '#/base/server/door/problem.ts';
import { upkeep } from '#/base/server/door/upkeep.ts';
import { passwordExpired } from '../rules/password.ts';
import { sessionEnd } from '../rules/sessions.ts';
import {
  endSession,
  findAgentTerminal,
  findSession,
  sessionAt,
  type SessionRow,
  touchSession,
} from './store/sessions.ts';

export const sessionCookie = '__Host-sid';
export const terminalCookie = '__Host-terminal';

/** Seconds between touches: the idle limit is minutes, so not every request needs a write. */
const touchEveryMs = 20_000;

/** Who is calling: living session of an active account, at the terminal that it was opened on. */
export const createSessions = (db: Db): Sessions => ({
  async identify(request: FastifyRequest) {
    const agent = agentCredential(request);
    if (agent !== null) return identifyAgent(db, agent);
    const token = request.cookies[sessionCookie];
    if (!token) return { refusal: refuse('not-signed-in') };
    const now = Date.now();
    const session = await findSession(db, token, request.cookies[terminalCookie] ?? '', now);
    if (!session || !(await isLiving(db, session, now))) return { refusal: refuse('session-expired') };
    // A cookie carried to another machine is worth nothing without that machine's credential (5.5-2).
    if (!session.at_terminal) return { refusal: refuse('terminal-not-enrolled') };
    if (now - session.last_seen_at.getTime() > touchEveryMs) {
      // A full disk must not take reads away as well; untouched, the session only ends earlier.
      await upkeep(db, 'session.touch', (tx) => touchSession(tx, session.id)).catch((error: unknown) => {
        if (outageOf(error) === null) throw error;
      });
    }
    return { actor: actorOf(session, now) };
  },
});

/** False when it is over, which is then noted. */
async function isLiving(db: Db, session: SessionRow, now: number): Promise<boolean> {
  const over = sessionEnd(
    {
      createdAt: session.created_at.getTime(),
      lastSeenAt: session.last_seen_at.getTime(),
      expiresAt: session.expires_at.getTime(),
    },
    now,
  );
  const withoutRight = session.account_state !== 'active' ? 'suspended' : session.roles.length === 0 ? 'no-role' : null;
  // A role that ran out overnight ends the session as a revoked one does.
  const reason = over ?? withoutRight;
  if (reason === null) return true;
  await upkeep(db, 'session.end', (tx) => endSession(tx, session.id, reason));
  return false;
}

const actorOf = (session: SessionRow, now: number): PersonActor => ({
  kind: 'person',
  personId: session.person_id,
  accountId: session.account_id,
  partyId: session.party_id,
  party: session.party_kind,
  roles: session.roles,
  sessionId: session.id,
  terminalId: session.terminal_id,
  provedAt: session.proved_at.getTime(),
  mustChangePassword: passwordExpired(session.password_set_at?.getTime() ?? 0, now),
});

const scheme = 'Bearer ';

/** Only a program sends this header: a browser is known by its cookies. */
function agentCredential({ headers: { authorization } }: FastifyRequest): string | null {
  return authorization?.startsWith(scheme) === true ? authorization.slice(scheme.length) : null;
}

export interface AtAgent {
  terminal: { id: string; name: string };
  /** Whoever is signed in at that terminal; null when nobody is. */
  actor: PersonActor | null;
}

/** The terminal of the folder watcher that asks, and the person it acts for (5.5-2). */
export async function personAtAgent(db: Db, request: FastifyRequest): Promise<AtAgent | Refusal> {
  return atAgent(db, agentCredential(request) ?? '');
}

async function atAgent(db: Db, credential: string): Promise<AtAgent | Refusal> {
  const terminal = await findAgentTerminal(db, credential);
  if (!terminal) return refuse('agent-not-enrolled');
  const now = Date.now();
  const session = await sessionAt(db, terminal.id, now);
  // It is not touched: a machine that only sends files is one that its person has left.
  const living = session && (await isLiving(db, session, now));
  return { terminal, actor: living ? { ...actorOf(session, now), via: 'agent' } : null };
}

async function identifyAgent(db: Db, credential: string): Promise<{ actor: PersonActor } | { refusal: Refusal }> {
  const here = await atAgent(db, credential);
  if (isRefusal(here)) return { refusal: here };
  return here.actor ? { actor: here.actor } : { refusal: refuse('agent-alone') };
}
