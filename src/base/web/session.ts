import { createContext, useContext } from 'react';
import type { PartyKind, Role } from '#/base/rules/roles.ts';

/** Who is here and what he may call, as `protection.session.current` answers; `app` supplies it. */
export interface SessionState {
  person: { id: string; name: string };
  party: { id: string; name: string; kind: PartyKind };
  roles: readonly Role[];
  terminal: { id: string; name: string } | null;
  site: { name: string; timeZone: string };
  counts: { todo: number; alarms: number };
  expiresAt: string;
  serverTime: string;
  /** Names of the declarations this session may call. */
  permitted: readonly string[];
  /** Set when the system refuses writes, e.g. while the second sink lags. */
  banner: { code: string; zh: string; en: string } | null;
}

export const SessionContext = createContext<SessionState | null>(null);

export function useSession(): SessionState {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('this page needs a session');
  return session;
}

/** On pages that are also shown to visitors. */
export const useSessionOrNull = (): SessionState | null => useContext(SessionContext);

/** May this session call it? Pages hide what would be refused; the server refuses it all the same. */
export function usePermitted(): (...names: readonly string[]) => boolean {
  const { permitted } = useSession();
  return (...names) => names.every((name) => permitted.includes(name));
}
