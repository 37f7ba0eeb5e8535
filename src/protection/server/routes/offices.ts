import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { isOffice, type Office, offices } from '#/base/rules/roles.ts';
import type { PersonActor } from '#/base/rules/actor.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { officeActivate, officeAppoint, officeList } from '../../rules/api/people.ts';
import { refuseOffice } from '../../rules/duties.ts';
import { appointHolder, holdersOf, setActiveSeat, setDuty, endHolder } from '../store/offices.ts';
import { lockDuties, names } from '../store/people.ts';
import { endSessionsOf } from '../store/sessions.ts';
import { personFrom } from '#/base/server/store/names.ts';

const officeOf = (subject: string | null): Office | null => offices.find((office) => office === subject) ?? null;

/** 5.6-8: an office is never moved by itself; asker and approver are the two others. */
function refuseOwn(actor: PersonActor, office: Office): Refusal | null {
  return actor.roles.filter(isOffice).includes(office) ? refuse('own-office') : null;
}

export const officeRoutes = (): Binding[] => [listRoute(), appointRoute(), activateRoute()];

const listRoute = (): Binding =>
  bindView(officeList, async (tx) => {
    const rows = [];
    for (const office of offices) {
      const holders = await holdersOf(tx, office);
      const known = await names(
        tx,
        holders.map((holder) => holder.person_id),
      );
      const person = personFrom(known);
      const principal = holders.find((holder) => holder.seat === 'principal');
      const deputy = holders.find((holder) => holder.seat === 'deputy');
      const active = holders.find((holder) => holder.active) ?? principal;
      if (!principal || !active) continue;
      rows.push({
        office,
        holder: person(principal.person_id),
        deputy: deputy ? person(deputy.person_id) : null,
        active: person(active.person_id),
        since: active.since.toISOString(),
        version: Math.max(principal.version, deputy?.version ?? 0),
      });
    }
    return { offices: rows };
  });

const appointRoute = (): Binding =>
  bindAct(officeAppoint, {
    async check(tx, { actor, subject, input }) {
      const office = officeOf(subject);
      if (!office) return refuse('not-found', { what: '职务 / office' });
      const own = refuseOwn(actor, office);
      if (own) return own;
      if (!(await orderIsStored(tx, input.orderId))) return refuse('attachment-not-ready', {}, 'input.orderId');
      if (input.personId === null) {
        if (input.seat === 'principal') return refuse('principal-needed', {}, 'input.personId');
        const holders = await holdersOf(tx, office);
        return holders.some((holder) => holder.seat === 'deputy') ? null : refuse('seat-empty');
      }
      const person = await lockDuties(tx, input.personId);
      if (!person) return refuse('not-found', { what: '人员 / person' }, 'input.personId');
      // A deputy may become principal of the same office; otherwise nobody holds two.
      return person.offices.includes(office) && input.seat === 'principal' ? null : refuseOffice(person);
    },
    async run(tx, { subject, input }) {
      const office = subject as Office;
      const before = await holdersOf(tx, office);
      const seated = before.find((holder) => holder.seat === input.seat);
      const moving = before.find((holder) => holder.person_id === input.personId);
      for (const gone of [seated, moving].filter((holder) => holder !== undefined)) {
        await endHolder(tx, gone.id);
        await setDuty(tx, gone.person_id, 'business');
        await endSessionsOf(tx, gone.person_id, 'office-changed');
      }
      if (input.personId !== null) {
        await setDuty(tx, input.personId, 'office');
        const stays = before.find((holder) => holder.id !== seated?.id && holder.id !== moving?.id);
        const active = !(stays?.active ?? false) && (input.seat === 'principal' || stays === undefined);
        await appointHolder(tx, {
          office,
          seat: input.seat,
          personId: input.personId,
          active,
          orderNumber: input.orderNumber,
          orderId: input.orderId,
        });
        await endSessionsOf(tx, input.personId, 'office-changed');
      } else {
        await setActiveSeat(tx, office, 'principal');
      }
      const seat = (holders: typeof before) =>
        holders.map(({ person_id, seat, active }) => ({ person_id, seat, active }));
      return { output: {}, before: seat(before), after: seat(await holdersOf(tx, office)) };
    },
  });

const activateRoute = (): Binding =>
  bindAct(officeActivate, {
    async check(tx, { actor, subject, input }) {
      const office = officeOf(subject);
      if (!office) return refuse('not-found', { what: '职务 / office' });
      const holders = await holdersOf(tx, office);
      if (!holders.some((holder) => holder.seat === input.seat)) return refuse('seat-empty', {}, 'input.seat');
      return refuseOwn(actor, office);
    },
    async run(tx, { subject, input }) {
      const office = subject as Office;
      const before = await holdersOf(tx, office);
      await setActiveSeat(tx, office, input.seat);
      for (const holder of before) {
        if (holder.seat !== input.seat) await endSessionsOf(tx, holder.person_id, 'office-changed');
      }
      return {
        output: {},
        before: { active: before.find((holder) => holder.active)?.seat ?? null },
        after: { active: input.seat },
      };
    },
  });

async function orderIsStored(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('attachment')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'stored')
    .where('purpose', '=', 'officer-order')
    .executeTakeFirst();
  return row !== undefined;
}
