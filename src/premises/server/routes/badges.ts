import type { InputOf } from '#/base/rules/declare.ts';
import { fill, isRefusal, refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { today } from '#/base/server/site.ts';
import { nextNumber, rolesInForce } from '#/protection/server/door.ts';
import { badgeIssue, badgeIssueMany, badgeLose, badgeReturn, badgeScan } from '../../rules/api/badges.ts';
import { badgeState } from '../../rules/badges.ts';
import { premisesMessages } from '../../rules/messages.ts';
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
  issueManyRoute(deps),
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

async function refuseIssue(
  tx: Tx,
  { objects }: BadgeDeps,
  { personId, input, issuer }: { personId: string; input: Issue; issuer: string },
): Promise<Refusal | null> {
  const refused = await refuseBearer(tx, personId, issuer);
  if (refused) return refused;
  if (input.validUntil < (await today(tx))) return refuse('badge-until-past', {}, 'input.validUntil');
  const held = await lockHeldBadge(tx, personId);
  if (held && input.former === null) return refuse('badge-held', { number: held.number }, 'input.former');
  if (!held && input.former !== null) return refuse('badge-not-held', {}, 'input.former');
  if (input.photoId !== null) return refuseUploadedPhoto(tx, objects, input.photoId, issuer);
  return (await lastPhoto(tx, personId)) === null ? refuse('badge-photo-needed', {}, 'input.photoId') : null;
}

async function issue(
  tx: Tx,
  { keyring }: BadgeDeps,
  { personId, input, issuer }: { personId: string; input: Issue; issuer: string },
): Promise<{ badgeId: string; number: string; photoId: string; replaces: string | null } | Refusal> {
  const photoId = await photoOf(tx, input, personId);
  if (photoId === null) return refuse('badge-photo-needed', {}, 'input.photoId');
  const held = await lockHeldBadge(tx, personId);
  if (held && input.former) {
    const { fate: state, remark } = input.former;
    await closeBadge(tx, held.id, { state, remark, closedBy: issuer });
  }
  const badgeId = newId();
  const number = await nextNumber(tx, 'badge');
  const replaces = held?.id ?? null;
  const issued = await insertBadge(tx, {
    ...{ id: badgeId, number, personId, photoId, validUntil: input.validUntil },
    ...newBadgeCode(keyring, badgeId),
    ...{ issuedOn: await today(tx), issuedBy: issuer, replaces },
  });
  return issued ? { badgeId, number, photoId, replaces } : refuse('busy');
}

const issueRoute = (deps: BadgeDeps): Binding =>
  bindAct(badgeIssue, {
    check: (tx, { actor, subject, input }) =>
      refuseIssue(tx, deps, { personId: subject ?? '', input, issuer: actor.personId }),
    async run(tx, { actor, subject, input }) {
      const done = await issue(tx, deps, { personId: subject ?? '', input, issuer: actor.personId });
      if (isRefusal(done)) return done;
      const { badgeId, number, replaces } = done;
      return { output: { badgeId, number }, before: { badgeId: replaces }, after: done };
    },
  });

/** Names whose badge it is that cannot be issued: in a group the reason alone helps nobody. */
async function ofWhom(tx: Tx, refused: Refusal, personId: string, index: number): Promise<Refusal> {
  const person = await findPerson(tx, personId);
  const message = premisesMessages[refused.code as keyof typeof premisesMessages] ?? null;
  if (message === null) return { ...refused, field: `input.people.${index}` };
  const what = { zh: fill(message.zh.what, refused.params, 'zh'), en: fill(message.en.what, refused.params, 'en') };
  return refuse('badge-of-group', { name: person?.name ?? '', what }, `input.people.${index}`);
}

const issueManyRoute = (deps: BadgeDeps): Binding =>
  bindAct(badgeIssueMany, {
    async run(tx, { actor, input }) {
      const { people, validUntil } = input;
      const twice = people.findIndex((one, at) => people.findIndex((other) => other.personId === one.personId) !== at);
      if (twice !== -1) return refuse('badge-person-twice', {}, `input.people.${twice}`);
      const badges: { badgeId: string; number: string; personId: string }[] = [];
      for (const [index, { personId, photoId }] of people.entries()) {
        const one = { personId, input: { photoId, validUntil, former: null }, issuer: actor.personId };
        const done = (await refuseIssue(tx, deps, one)) ?? (await issue(tx, deps, one));
        if (isRefusal(done)) return ofWhom(tx, done, personId, index);
        badges.push({ badgeId: done.badgeId, number: done.number, personId });
      }
      return { output: { badges: badges.map(({ badgeId }) => badgeId) }, after: { validUntil, badges } };
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
