import type { InputOf } from '#/base/rules/declare.ts';
import { refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { today } from '#/base/server/site.ts';
import { nextNumber, rolesInForce } from '#/protection/server/door.ts';
import { badgeIssue, badgeLose, badgeReturn, badgeScan } from '../../rules/api/badges.ts';
import { badgeState } from '../../rules/badges.ts';
import { lockerToOffer } from '../../rules/visits.ts';
import { newBadgeCode, scannedHash } from '../badge-codes.ts';
import { refuseUploadedPhoto } from '../photos.ts';
import {
  closeBadge,
  findBadgeByCode,
  insertBadge,
  insertScan,
  lastPhoto,
  listLockers,
  lockBadge,
  lockHeldBadge,
} from '../store/badges.ts';
import { findPerson } from '../store/plan.ts';
import { openStay } from '../store/visits.ts';
import { type BadgeDeps, badgeReadRoutes } from './badge-register.ts';

export const badgeRoutes = (deps: BadgeDeps): Binding[] => [
  issueRoute(deps),
  ...closeRoutes(),
  scanRoute(),
  ...badgeReadRoutes(deps),
];

async function refuseBearer(tx: Tx, personId: string, issuer: string): Promise<Refusal | null> {
  if (personId === issuer) return refuse('own-matter');
  const person = await findPerson(tx, personId);
  if (!person) return refuse('not-found', { what: '人员 / person' });
  if (person.party_kind === 'authority') return refuse('badge-of-staff');
  const roles = await rolesInForce(tx, personId, await today(tx));
  return roles.length === 0 ? refuse('badge-needs-role', { name: person.name }) : null;
}

type Issue = InputOf<typeof badgeIssue>;

const photoOf = async (tx: Tx, { photoId }: Issue, personId: string): Promise<string | null> =>
  photoId ?? (await lastPhoto(tx, personId));

const issueRoute = ({ objects, keyring }: BadgeDeps): Binding =>
  bindAct(badgeIssue, {
    async check(tx, { actor, subject, input }) {
      const personId = subject ?? '';
      const refused = await refuseBearer(tx, personId, actor.personId);
      if (refused) return refused;
      if (input.validUntil < (await today(tx))) return refuse('badge-until-past', {}, 'input.validUntil');
      const held = await lockHeldBadge(tx, personId);
      if (held && input.former === null) return refuse('badge-held', { number: held.number }, 'input.former');
      if (!held && input.former !== null) return refuse('badge-not-held', {}, 'input.former');
      if (input.photoId !== null) return refuseUploadedPhoto(tx, objects, input.photoId, actor.personId);
      return (await lastPhoto(tx, personId)) === null ? refuse('badge-photo-needed', {}, 'input.photoId') : null;
    },
    async run(tx, { actor, subject, input }) {
      const personId = subject ?? '';
      const photoId = await photoOf(tx, input, personId);
      if (photoId === null) return refuse('badge-photo-needed', {}, 'input.photoId');
      const held = await lockHeldBadge(tx, personId);
      if (held && input.former) {
        const { fate: state, remark } = input.former;
        await closeBadge(tx, held.id, { state, remark, closedBy: actor.personId });
      }
      const badgeId = newId();
      const number = await nextNumber(tx, 'badge');
      const issued = await insertBadge(tx, {
        ...{ id: badgeId, number, personId, photoId, validUntil: input.validUntil },
        ...newBadgeCode(keyring, badgeId),
        issuedOn: await today(tx),
        issuedBy: actor.personId,
        replaces: held?.id ?? null,
      });
      if (!issued) return refuse('busy');
      return {
        output: { badgeId, number },
        before: { badgeId: held?.id ?? null },
        after: { badgeId, number, photoId, replaces: held?.id ?? null },
      };
    },
  });

const closeRoutes = (): Binding[] => [
  bindAct(badgeReturn, {
    async check(tx, { actor, subject, version }) {
      const badge = await lockBadge(tx, subject ?? '');
      // Who hands it in does not say himself that it came back.
      return badge?.person_id === actor.personId ? refuse('own-matter') : refuseClosing(badge, version);
    },
    async run(tx, { actor, subject, input }) {
      await closeBadge(tx, subject ?? '', { state: 'returned', closedBy: actor.personId, remark: input.remark });
      return { output: {}, before: { state: 'issued' }, after: { state: 'returned' } };
    },
  }),

  bindAct(badgeLose, {
    check: async (tx, { subject, version }) => refuseClosing(await lockBadge(tx, subject ?? ''), version),
    async run(tx, { actor, subject, input }) {
      await closeBadge(tx, subject ?? '', { state: 'lost', closedBy: actor.personId, remark: input.remark });
      return { output: {}, before: { state: 'issued' }, after: { state: 'lost' } };
    },
  }),
];

function refuseClosing(
  badge: { state: string; number: string; version: number } | undefined,
  version: number | null,
): Refusal | null {
  if (!badge) return refuse('not-found', { what: '工牌 / badge' });
  if (badge.state !== 'issued') return refuse('badge-closed', { number: badge.number });
  return refuseStale(version, badge.version);
}

const scanRoute = (): Binding =>
  bindAct(badgeScan, {
    async run(tx, { actor, input }) {
      const hash = scannedHash(input.code);
      const badge = hash === null ? undefined : await findBadgeByCode(tx, hash);
      if (!badge) return refuse('badge-unknown');
      const now = await today(tx);
      const state = badgeState({ state: badge.state, validUntil: badge.valid_until }, now);
      const scanId = await insertScan(tx, { badgeId: badge.id, scannedBy: actor.personId, state });
      const stay = await openStay(tx, badge.person_id);
      return {
        output: {
          ...{ scanId, state, number: badge.number, validUntil: badge.valid_until, party: badge.party_name },
          person: { id: badge.person_id, name: badge.person_name },
          roles: await rolesInForce(tx, badge.person_id, now),
          locker: lockerToOffer(await listLockers(tx, badge.person_id)),
          photoId: badge.photo_state === 'stored' ? badge.photo_id : null,
          visit: stay
            ? {
                id: stay.id,
                enteredAt: stay.occurred_at.toISOString(),
                deposited: stay.deposited,
                locker: stay.locker_code,
                version: stay.version,
              }
            : null,
        },
        subjectId: badge.id,
        after: { scanId, state },
      };
    },
  });
