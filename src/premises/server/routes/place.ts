import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { namesOf } from '#/protection/server/door.ts';
import { dutyAssign, dutyEnd, placeRegister, placeShow, siteAccept } from '../../rules/api/plan.ts';
import type { Lack } from '../../rules/acceptance.ts';
import { contains, needsCamera } from '../../rules/plan.ts';
import { lacksIn, readPlace } from '../facts.ts';
import {
  endDuty,
  findPerson,
  findPlace,
  insertAcceptance,
  insertDuty,
  insertPlace,
  lastAcceptance,
  listZones,
  lockPlace,
  updatePlace,
} from '../store/plan.ts';

export const placeRoutes = (): Binding[] => [registerRoute(), showRoute(), ...dutyRoutes(), acceptRoute()];

const registerRoute = (): Binding =>
  bindAct(placeRegister, {
    async check(tx, { input, version }) {
      // 4.1-1: outside the archive department only with a reason.
      if ((input.location === 'outside') !== (input.outsideReason !== null))
        return refuse('outside-reason-needed', {}, 'input.outsideReason');
      if (input.temperatureMin >= input.temperatureMax) return refuse('limits-crossed', {}, 'input.temperatureMin');
      if (input.humidityMin >= input.humidityMax) return refuse('limits-crossed', {}, 'input.humidityMin');
      const known = await lockPlace(tx);
      if (known && version !== known.version) return refuse('version-conflict', { current: known.version });
      const corner = { x: 0, y: 0, width: input.planWidth, height: input.planHeight };
      const beyond = (await listZones(tx)).filter(
        (zone) => !contains(corner, { x: zone.x + zone.width, y: zone.y + zone.height }),
      );
      return beyond.length === 0 ? null : refuse('off-plan', {}, 'input.planWidth');
    },
    async run(tx, { actor, input }) {
      const known = await findPlace(tx);
      await (known ? updatePlace(tx, input) : insertPlace(tx, input, actor.personId));
      return {
        output: {},
        ...(known && { before: { location: known.location } }),
        after: { location: input.location },
      };
    },
  });

const showRoute = (): Binding =>
  bindView(placeShow, async (tx) => {
    const now = await readPlace(tx);
    const { place, fixtures, cameras, duties } = now;
    const zones = await listZones(tx);
    const accepted = await lastAcceptance(tx);
    const person = personFrom(await namesOf(tx, accepted ? [accepted.accepted_by, accepted.confirmed_by] : []));
    const seen = new Set(cameras.flatMap(({ covers }) => covers));
    return {
      place: place
        ? {
            name: place.name,
            address: place.address,
            location: place.location,
            outsideReason: place.outside_reason,
            planWidth: place.plan_width,
            planHeight: place.plan_height,
            temperatureMin: Number(place.temperature_min),
            temperatureMax: Number(place.temperature_max),
            humidityMin: Number(place.humidity_min),
            humidityMax: Number(place.humidity_max),
            registeredAt: place.registered_at.toISOString(),
            version: place.version,
          }
        : null,
      zones: zones.map(({ id, code, name, kind, x, y, width, height, version }) => ({
        ...{ id, code, name, kind, x, y, width, height, version },
      })),
      fixtures: fixtures.map((one) => ({
        id: one.id,
        zoneId: one.zone_id,
        kind: one.kind,
        code: one.code,
        name: one.name,
        x: one.x,
        y: one.y,
        stage: one.stage,
        terminalId: one.terminal_id,
        terminalName: one.terminal_name,
        covered: !needsCamera(one.kind) || seen.has(one.id),
        version: one.version,
      })),
      cameras: cameras.map(({ zone_id, state: _state, ...camera }) => ({ ...camera, zoneId: zone_id })),
      duties: duties.map((one) => ({
        id: one.id,
        duty: one.duty,
        person: { id: one.person_id, name: one.person_name },
        party: one.party_kind,
        since: one.since,
      })),
      lacks: lacksIn(now),
      acceptance: accepted
        ? {
            acceptedOn: accepted.accepted_on,
            acceptedBy: person(accepted.accepted_by),
            confirmedBy: person(accepted.confirmed_by),
            remarks: accepted.remarks,
          }
        : null,
    };
  });

const dutyRoutes = (): Binding[] => [
  bindAct(dutyAssign, {
    async run(tx, { subject, input }) {
      const person = await findPerson(tx, subject ?? '');
      if (!person || person.party_kind === 'authority') return refuse('not-found', { what: '人员 / person' });
      if (person.duty === 'office') return refuse('duty-of-business');
      // 4.3-3: the footage stays in the hands of the archive department.
      if (input.duty === 'footage-keeper' && person.party_kind !== 'archive') return refuse('keeper-of-archive');
      const row = { duty: input.duty, personId: person.id, party: person.party_kind, since: await today(tx) };
      const dutyId = await insertDuty(tx, row);
      if (dutyId === null) return refuse('duty-held', { name: person.name });
      return { output: { dutyId }, after: { duty: input.duty, party: person.party_kind } };
    },
  }),

  bindAct(dutyEnd, {
    async run(tx, { subject }) {
      const ended = await endDuty(tx, subject ?? '', await today(tx));
      if (!ended) return refuse('not-found', { what: '责任人 / duty' });
      return { output: {}, before: { duty: ended.duty, personId: ended.person_id }, after: { ended: true } };
    },
  }),
];

/** 4.3-2, 4.9-1: what is lacking stands in the way, each thing by name. */
const refuseLacks = (lacks: readonly Lack[]): Refusal | null => {
  const [first] = lacks;
  return first ? refuse('site-lacks', { count: lacks.length, first: first.what }) : null;
};

const acceptRoute = (): Binding =>
  bindAct(siteAccept, {
    check: async (tx) => refuseLacks(lacksIn(await readPlace(tx))),
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('accepted without a second person');
      // Whoever moves a camera now waits until this has been entered.
      await lockPlace(tx);
      const now = await readPlace(tx);
      const lacking = refuseLacks(lacksIn(now));
      if (lacking) return lacking;
      const facts = {
        zones: (await listZones(tx)).length,
        fixtures: now.fixtures.length,
        cameras: now.cameras.length,
      };
      const acceptanceId = await insertAcceptance(tx, {
        acceptedOn: await today(tx),
        acceptedBy: actor.personId,
        confirmedBy: approval.approverId,
        remarks: input.remarks,
        facts,
      });
      return { output: { acceptanceId }, subjectId: acceptanceId, after: facts };
    },
  });
