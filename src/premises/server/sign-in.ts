/** How somebody was signed in (4.7-1), and what was found against the rules at the door (4.6-3, 4.8-1). */
import type { Late } from '#/base/rules/actor.ts';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { dayOf, today } from '#/base/server/site.ts';
import { badgeState, type NoBadge, noBadgeOf, refuseSignIn, type SignInFacts } from '../rules/badges.ts';
import { type ViolationFound, violations } from '../rules/violations.ts';
import { issueOfPoint, refusePoint } from './points.ts';
import { findScan, heldBadge } from './store/badges.ts';

interface SignIn {
  personId: string;
  checker: string;
  scanId: string | null;
  noBadge: NoBadge | null;
  remark: string;
  late: Late | null;
}

async function factsOf(tx: Tx, { personId, checker, scanId, noBadge, remark, late }: SignIn): Promise<SignInFacts> {
  const now = await today(tx);
  const found = scanId === null ? null : await findScan(tx, scanId, { personId, checker });
  const on = late ? await dayOf(tx, new Date(late.occurredAt)) : now;
  return {
    scan:
      scanId === null
        ? null
        : found
          ? {
              number: found.number,
              state: badgeState({ state: found.state, validUntil: found.valid_until }, now),
              minutesAgo: (Date.now() - found.scanned_at.getTime()) / 60_000,
              used: found.used,
            }
          : 'unknown',
    held: await heldBadge(tx, personId, on),
    late: late !== null,
    noBadge,
    remark,
  };
}

export const refuseSigningIn = async (tx: Tx, entry: SignIn): Promise<Refusal | null> =>
  refuseSignIn(await factsOf(tx, entry));

/** What the register says of it, once it is not refused. */
export const signedInBy = async (
  tx: Tx,
  entry: SignIn,
): Promise<{ scanId: string | null; noBadge: NoBadge | null }> => ({
  scanId: entry.scanId,
  noBadge: noBadgeOf(await factsOf(tx, entry)),
});

const pointOf = ({ remark, owner, dueOn }: NonNullable<ViolationFound>) => ({
  ...{ passed: false, remark, photos: [] },
  failure: { owner, dueOn },
});

/** An owner and a day to come, as for every point that is not in order. */
export const refuseViolation = async (tx: Tx, found: ViolationFound, personId: string): Promise<Refusal | null> =>
  found === null
    ? null
    : refusePoint(tx, pointOf(found), { field: 'input.violation', personId, photo: false }).then((refused) =>
        // The fields of a point stand one deeper than those of a violation.
        refused?.field === undefined ? refused : { ...refused, field: refused.field.replace('.failure.', '.') },
      );

/** 2.8-2: opens the issue; null where nothing was found. */
export const issueOfViolation = async (
  tx: Tx,
  found: ViolationFound,
  { openedBy, late, visitId }: { openedBy: string; late: Late | null; visitId: string },
): Promise<{ id: string; number: string } | null> =>
  found === null
    ? null
    : issueOfPoint(tx, pointOf(found), {
        ...{ openedBy, late, title: `出入查验发现违规：${violations[found.kind].zh}` },
        origin: { room: 'premises', visit: visitId, violation: found.kind },
      });
