import type { PartyKind, Role } from './roles.ts';

/** Who did it: always a person of a party at a terminal, or a named process for one of them. */
export type Actor = PersonActor | SystemActor;

export interface PersonActor {
  kind: 'person';
  personId: string;
  accountId: string;
  partyId: string;
  party: PartyKind;
  /** Roles in force now, after officer activation and assignment dates. */
  roles: readonly Role[];
  sessionId: string;
  /** The enrolled terminal, or null for an officer's own machine outside the room. */
  terminalId: string | null;
  /** Instant of the last proof of the second factor, milliseconds since 1970. */
  provedAt: number;
  /** The password is too old: nothing but changing it is permitted. */
  mustChangePassword: boolean;
  /** Called by the terminal's folder watcher, for this person who is signed in there; absent when he called himself. */
  via?: 'agent';
}

/** A background process; `onBehalfOf` is the person whose act made the job necessary. */
export interface SystemActor {
  kind: 'system';
  process: string;
  jobId: string | null;
  onBehalfOf: string | null;
}

export const systemActor = (process: string, jobId: string | null, onBehalfOf: string | null): SystemActor => ({
  kind: 'system',
  process,
  jobId,
  onBehalfOf,
});

/** Late entry (补录): what happened on paper while the system was out, recorded afterwards. */
export interface Late {
  /** Instant it happened, ISO 8601 with offset. */
  occurredAt: string;
  reason: string;
  /** Number of the paper form. */
  formNumber: string;
  /** Attachment id of the form's scan. */
  scanId: string;
}
