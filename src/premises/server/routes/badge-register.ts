import { roleNames } from '#/base/rules/roles.ts';
import { refuse, isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { printForm, qrSvg } from '#/base/server/print.ts';
import { findSite, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { cutPage } from '#/base/server/store/page.ts';
import { type Keyring, namesOf, rolesInForce } from '#/protection/server/door.ts';
import { type BadgeCard, type BadgeData, badgeForm, type ShownOnCard } from '../../forms/badge.ts';
import { badgeList, badgePrint, lockerList } from '../../rules/api/badges.ts';
import { badgeState, refuseBadge } from '../../rules/badges.ts';
import { openBadgeCode } from '../badge-codes.ts';
import { photoForPaper } from '../photos.ts';
import { findBadges, listBadges, listLockers } from '../store/badges.ts';
import { findPlace } from '../store/plan.ts';

export interface BadgeDeps {
  objects: ObjectStore;
  keyring: Keyring;
}

export const badgeReadRoutes = (deps: BadgeDeps): Binding[] => [
  bindView(badgeList, async (tx, { input }) => {
    const now = await today(tx);
    const { page, next } = cutPage(await listBadges(tx, input, now), input.limit, (row) => row.id);
    const named = personFrom(
      await namesOf(
        tx,
        page.flatMap((row) => [row.issued_by, row.closed_by]),
      ),
    );
    const items = page.map((row) => ({
      id: row.id,
      number: row.number,
      person: { id: row.person_id, name: row.person_name },
      party: row.party_name,
      state: badgeState({ state: row.state, validUntil: row.valid_until }, now),
      issuedOn: row.issued_on,
      issuedBy: named(row.issued_by),
      validUntil: row.valid_until,
      photoId: row.photo_state === 'stored' ? row.photo_id : null,
      closedAt: row.closed_at?.toISOString() ?? null,
      closedBy: row.closed_by === null ? null : named(row.closed_by),
      closeRemark: row.close_remark,
      version: row.version,
    }));
    return { items, next };
  }),

  bindView(badgePrint, async (tx, { actor, input }) => {
    const ids = [...new Set(input.badges)];
    const badges = await findBadges(tx, ids);
    if (badges.length < ids.length) return refuse('not-found', { what: '工牌 / badge' }, 'input.badges');
    const cards: BadgeCard[] = [];
    const shown: ShownOnCard[] = [];
    for (const badge of badges) {
      const card = await cardOf(tx, deps, badge);
      if (isRefusal(card)) return card;
      cards.push(card.kept);
      shown.push(card.shown);
    }
    const site = await findSite(tx);
    const place = await findPlace(tx);
    const data: BadgeData = { archiveName: site?.name ?? '', placeName: place?.name ?? '', cards };
    // Neither photograph nor code is kept with the print: a purge of the photograph leaves none behind.
    return printForm(tx, badgeForm, data, actor.personId, { shown });
  }),

  bindView(lockerList, async (tx, { subject }) => ({ lockers: await listLockers(tx, subject) })),
];

async function cardOf(
  tx: Tx,
  { objects, keyring }: BadgeDeps,
  badge: Awaited<ReturnType<typeof findBadges>>[number],
): Promise<Refusal | { kept: BadgeCard; shown: ShownOnCard }> {
  const { number, photo_id: photoId, valid_until: validUntil } = badge;
  const now = await today(tx);
  const invalid = refuseBadge(badgeState({ state: badge.state, validUntil }, now), number);
  if (invalid) return invalid.code === 'badge-expired' ? invalid : refuse('badge-closed', { number });
  const paper = await photoForPaper(tx, objects, photoId);
  if (!paper) return refuse('badge-photo-gone', { number });
  const roles = await rolesInForce(tx, badge.person_id, now);
  return {
    kept: {
      ...{ number, validUntil, name: badge.person_name, party: badge.party_name },
      post: roles.map((role) => roleNames[role].zh).join('、'),
      photoSha256: paper.sha256,
    },
    shown: { photo: paper.photo, codeSvg: qrSvg(openBadgeCode(keyring, badge)) },
  };
}
