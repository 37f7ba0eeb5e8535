import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { namesOf } from '#/protection/server/door.ts';
import { dutyAssign, dutyEnd, placeRegister, placeShow, siteAccept } from '../../rules/api/plan.ts';
import type { Lack } from '../../rules/acceptance.ts';
import { contains, needsCamera } from '../../rules/plan.ts';
import { lacksNow } from '../facts.ts';
import {
  findPlace,
  lastAcceptance,
  listCameras,
  listDuties,
  listFixtures,
  listZones,
  lockPlace,
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
      const values = {
        name: input.name,
        address: input.address,
        location: input.location,
        outside_reason: input.outsideReason,
        plan_width: input.planWidth,
        plan_height: input.planHeight,
        temperature_min: input.temperatureMin,
        temperature_max: input.temperatureMax,
        humidity_min: input.humidityMin,
        humidity_max: input.humidityMax,
      };
      if (known) {
        await tx
          .updateTable('premises')
          .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
          .execute();
      } else {
        await tx
          .insertInto('premises')
          .values({ ...values, registered_by: actor.personId })
          .execute();
      }
      return {
        output: {},
        ...(known && { before: { location: known.location } }),
        after: { location: input.location },
      };
    },
  });

const showRoute = (): Binding =>
  bindView(placeShow, async (tx) => {
    const place = await findPlace(tx);
    const zones = await listZones(tx);
    const fixtures = await listFixtures(tx);
    const cameras = await listCameras(tx);
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
      duties: (await listDuties(tx)).map((one) => ({
        id: one.id,
        duty: one.duty,
        person: { id: one.person_id, name: one.person_name },
        party: one.party_kind,
        since: one.since,
      })),
      lacks: await lacksNow(tx),
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
      const person = await tx
        .selectFrom('person')
        .select(['id', 'name', 'duty', 'party_kind'])
        .where('id', '=', subject ?? '')
        .executeTakeFirst();
      if (!person || person.party_kind === 'authority') return refuse('not-found', { what: '人员 / person' });
      if (person.duty === 'office') return refuse('duty-of-business');
      // 4.3-3: the footage stays in the hands of the archive department.
      if (input.duty === 'footage-keeper' && person.party_kind !== 'archive') return refuse('keeper-of-archive');
      const dutyId = newId();
      const added = await tx
        .insertInto('premises_duty')
        .values({
          id: dutyId,
          duty: input.duty,
          person_id: person.id,
          party_kind: person.party_kind,
          since: await today(tx),
          until: null,
        })
        .onConflict((conflict) => conflict.columns(['duty', 'person_id']).where('until', 'is', null).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!added) return refuse('duty-held', { name: person.name });
      return { output: { dutyId }, after: { duty: input.duty, party: person.party_kind } };
    },
  }),

  bindAct(dutyEnd, {
    async run(tx, { subject }) {
      const ended = await tx
        .updateTable('premises_duty')
        .set({ until: await today(tx) })
        .where('id', '=', subject ?? '')
        .where('until', 'is', null)
        .returning(['duty', 'person_id'])
        .executeTakeFirst();
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
    check: async (tx) => refuseLacks(await lacksNow(tx)),
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('accepted without a second person');
      // Whoever moves a camera now waits until this has been entered.
      await lockPlace(tx);
      const lacking = refuseLacks(await lacksNow(tx));
      if (lacking) return lacking;
      const acceptanceId = newId();
      const facts = {
        zones: (await listZones(tx)).length,
        fixtures: (await listFixtures(tx)).length,
        cameras: (await listCameras(tx)).length,
      };
      await tx
        .insertInto('site_acceptance')
        .values({
          id: acceptanceId,
          accepted_on: await today(tx),
          accepted_by: actor.personId,
          confirmed_by: approval.approverId,
          remarks: input.remarks,
          facts: JSON.stringify(facts) as unknown as object,
        })
        .execute();
      return { output: { acceptanceId }, subjectId: acceptanceId, after: facts };
    },
  });
