import type { Late } from '#/base/rules/actor.ts';
import type { InputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, type Binding } from '#/base/server/door/bind.ts';
import { newId } from '#/base/server/ids.ts';
import { lateColumns } from '#/base/server/late.ts';
import { dayOf, today } from '#/base/server/site.ts';
import { namesOf, nextNumber, rolesInForce } from '#/protection/server/door.ts';
import { visitEnter, visitLeave, visitorAdmit, visitorEnter } from '../../rules/api/visits.ts';
import { refuseEntry, refuseLeaving } from '../../rules/visits.ts';
import { lockPlan } from '../place-on-plan.ts';
import { issueOfViolation, refuseSigningIn, refuseViolation, signedInBy } from '../sign-in.ts';
import { findPerson } from '../store/plan.ts';
import {
  closeVisit,
  findPass,
  type Guest,
  insertPass,
  insertVisit,
  isCardOut,
  isInside,
  lockerState,
  lockVisit,
  type NewVisit,
  staysOf,
  visitorsWith,
} from '../store/visits.ts';
import { visitReadRoutes } from './visit-register.ts';

export const visitRoutes = (): Binding[] => [admitRoute(), ...enterRoutes(), leaveRoute(), ...visitReadRoutes()];

const admitRoute = (): Binding =>
  bindAct(visitorAdmit, {
    async check(tx, { input }) {
      if (input.visitOn < (await today(tx))) return refuse('due-in-past', {}, 'input.visitOn');
      const escort = await findPerson(tx, input.escort);
      if (!escort) return refuse('not-found', { what: '陪同人 / escort' }, 'input.escort');
      // 4.7-4: whoever is no party to the work is never alone with the vendor.
      return escort.party_kind === 'archive' ? null : refuse('escort-of-archive', {}, 'input.escort');
    },
    async run(tx, { actor, input }, approval) {
      if (!approval) throw new Error('admitted without a second person');
      const number = await nextNumber(tx, 'visitor');
      const row = { ...input, number, requestedBy: actor.personId, approvedBy: approval.approverId };
      const passId = await insertPass(tx, row);
      return { output: { passId, number }, subjectId: passId, after: { number, visitOn: input.visitOn } };
    },
  });

type Entry = Pick<InputOf<typeof visitEnter>, 'deposited' | 'lockerId' | 'remark' | 'violation'>;

interface AtDoor {
  guest: Guest;
  escort: string | null;
  checker: string;
  late: Late | null;
}

async function refuseGuest(tx: Tx, input: Entry, { guest, escort, checker, late }: AtDoor): Promise<Refusal | null> {
  const at = lateColumns(late).occurred_at;
  const refused = refuseEntry({
    at,
    stays: await staysOf(tx, guest, at),
    deposited: input.deposited,
    locker: input.lockerId === null ? 'none' : await lockerState(tx, input.lockerId),
    escortInside: escort === null ? null : await isInside(tx, escort),
    checksHimself: guest.personId === checker,
  });
  return refused ?? refuseViolation(tx, input.violation, checker);
}

type Shown = Pick<NewVisit, 'scanId' | 'noBadge' | 'visitorCard'>;

async function enter(tx: Tx, input: Entry, { guest, checker, late, shown }: Omit<AtDoor, 'escort'> & { shown: Shown }) {
  const when = lateColumns(late);
  const visitId = newId();
  const issue = await issueOfViolation(tx, input.violation, { openedBy: checker, late, visitId });
  const enteredOn = await dayOf(tx, when.occurred_at);
  const { deposited, lockerId, remark } = input;
  const row = { id: visitId, ...{ deposited, lockerId, remark }, ...shown, enteredOn, issueId: issue?.id ?? null };
  await insertVisit(tx, guest, { ...row, checkedBy: checker }, when);
  return {
    output: { visitId, issue: issue?.number ?? null },
    after: { visitId, deposited, lockerId, ...shown, issue: issue?.number ?? null },
  };
}

const enterRoutes = (): Binding[] => [
  bindAct(visitEnter, {
    async check(tx, { actor, subject, input, late }) {
      // One at a time through the door: two stays of one person never begin at once.
      const plan = await lockPlan(tx);
      if (isRefusal(plan)) return plan;
      const personId = subject ?? '';
      const known = (await namesOf(tx, [personId])).get(personId);
      if (known === undefined) return refuse('not-found', { what: '人员 / person' });
      // 4.7-4: whoever has no role in force is nobody's colleague today.
      const roles = await rolesInForce(tx, personId, await dayOf(tx, lateColumns(late).occurred_at));
      if (roles.length === 0) return refuse('not-on-roster', { name: known });
      const guest = { personId, passId: null };
      const refused = await refuseGuest(tx, input, { guest, escort: null, checker: actor.personId, late });
      return refused ?? refuseSigningIn(tx, { ...input, personId, checker: actor.personId, late });
    },
    async run(tx, { actor, subject, input, late }) {
      const personId = subject ?? '';
      const checker = actor.personId;
      const signed = await signedInBy(tx, { ...input, personId, checker, late });
      const guest = { personId, passId: null };
      return enter(tx, input, { guest, checker, late, shown: { ...signed, visitorCard: null } });
    },
  }),

  bindAct(visitorEnter, {
    async check(tx, { actor, subject, input, late }) {
      const plan = await lockPlan(tx);
      if (isRefusal(plan)) return plan;
      const pass = await findPass(tx, subject ?? '');
      if (!pass) return refuse('not-found', { what: '访客审批 / pass' });
      if (pass.visit_on !== (await dayOf(tx, lateColumns(late).occurred_at)))
        return refuse('pass-not-today', { day: pass.visit_on });
      const card = input.visitorCard;
      if (card !== null && (await isCardOut(tx, card)))
        return refuse('visitor-card-taken', { card }, 'input.visitorCard');
      const guest = { personId: null, passId: pass.id };
      return refuseGuest(tx, input, { guest, escort: pass.escort, checker: actor.personId, late });
    },
    run: (tx, { actor, subject, input, late }) =>
      enter(tx, input, {
        guest: { personId: null, passId: subject },
        checker: actor.personId,
        late,
        shown: { scanId: null, noBadge: null, visitorCard: input.visitorCard },
      }),
  }),
];

const leaveRoute = (): Binding =>
  bindAct(visitLeave, {
    async check(tx, { actor, subject, input, version, late }) {
      const visit = await lockVisit(tx, subject ?? '');
      if (!visit) return refuse('not-found', { what: '进场登记 / entry' });
      const stale = refuseStale(version, visit.version);
      if (stale) return stale;
      const refused = refuseLeaving(
        { entered: visit.occurred_at, left: visit.left_at },
        {
          at: lateColumns(late).occurred_at,
          visitorsInside: visit.person_id === null ? 0 : await visitorsWith(tx, visit.person_id),
          checksHimself: visit.person_id === actor.personId,
        },
      );
      return refused ?? refuseViolation(tx, input.violation, actor.personId);
    },
    async run(tx, { actor, subject, input, late }) {
      const visitId = subject ?? '';
      const issue = await issueOfViolation(tx, input.violation, { openedBy: actor.personId, late, visitId });
      const row = { checkedBy: actor.personId, remark: input.remark, issueId: issue?.id ?? null };
      await closeVisit(tx, visitId, row, lateColumns(late));
      const number = issue?.number ?? null;
      return { output: { issue: number }, before: { inside: true }, after: { inside: false, issue: number } };
    },
  });
