import type { Actor } from '#/base/rules/actor.ts';

/** The actor as the ledger's entry names him: ids only (ledger-format.md, section 4). */
export function ledgerActor(actor: Actor) {
  if (actor.kind === 'system') {
    return { kind: 'system', process: actor.process, job: actor.jobId, onBehalfOf: actor.onBehalfOf } as const;
  }
  return {
    kind: 'person',
    person: actor.personId,
    account: actor.accountId,
    party: actor.partyId,
    partyKind: actor.party,
    roles: [...actor.roles],
    session: actor.sessionId,
    terminal: actor.terminalId,
    ...(actor.via && { via: actor.via }),
  } as const;
}
