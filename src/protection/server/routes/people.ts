import { refuse, refuseStale } from '#/base/rules/refusal.ts';
import type { Office, Role } from '#/base/rules/roles.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import {
  accountCreate,
  accountReset,
  accountResume,
  accountSuspend,
  accountUnlock,
  partyCreate,
  partyList,
  personCreate,
  personList,
  personNames,
  roleGrant,
  roleRevoke,
} from '../../rules/api/people.ts';
import { refuseRole } from '../../rules/duties.ts';
import { newActivation } from '../activation.ts';
import { idNumberHash } from '../keyring.ts';
import { endIdleSessions } from '../staff.ts';
import { clearLockout, findAccount, findAccountByUsername, insertAccount, updateAccount } from '../store/accounts.ts';
import { searchNames, searchPeople } from '../store/people-list.ts';
import {
  endAssignment,
  findHeld,
  findAssignment,
  findParty,
  insertParty,
  insertPerson,
  insertRole,
  listParties,
  lockDuties,
} from '../store/people.ts';
import { endSessionsOf } from '../store/sessions.ts';

export const peopleRoutes = (): Binding[] => [...partyRoutes(), ...accountRoutes(), ...roleRoutes()];

const partyRoutes = (): Binding[] => [
  bindAct(partyCreate, {
    async run(tx, { input }) {
      const partyId = await insertParty(tx, input.name, input.kind);
      return partyId === null
        ? refuse('party-known', {}, 'input.name')
        : { output: { partyId }, subjectId: partyId, after: input };
    },
  }),

  bindView(partyList, async (tx) => ({
    items: (await listParties(tx)).map((row) => ({ ...row, people: Number(row.people) })),
    next: null,
  })),

  bindAct(personCreate, {
    async run(tx, { input }) {
      const party = await findParty(tx, input.partyId);
      if (!party) return refuse('not-found', { what: '单位 / party' }, 'input.partyId');
      const personId = await insertPerson(tx, { party, name: input.name, idNumberHash: idNumberHash(input.idNumber) });
      if (personId === null) return refuse('person-known', {}, 'input.idNumber');
      return { output: { personId }, subjectId: personId, after: { partyId: party.id } };
    },
  }),

  bindView(personList, (tx, { input }) => searchPeople(tx, input)),

  bindView(personNames, (tx, { input }) => searchNames(tx, input)),
];

const accountRoutes = (): Binding[] => [
  bindAct(accountCreate, {
    async check(tx, { subject, input }) {
      if (!(await lockDuties(tx, subject ?? ''))) return refuse('not-found', { what: '人员 / person' });
      return (await findAccountByUsername(tx, input.username)) ? refuse('username-taken', {}, 'input.username') : null;
    },
    async run(tx, { subject, input }) {
      const activation = newActivation();
      const accountId = await insertAccount(tx, {
        personId: subject ?? '',
        username: input.username,
        passwordHash: null,
        activationHash: activation.hash,
        activationExpiresAt: activation.expiresAt,
      });
      if (accountId === null) return refuse('username-taken', {}, 'input.username');
      const expiresAt = activation.expiresAt.toISOString();
      return {
        output: { accountId, activationCode: activation.code, expiresAt },
        after: { accountId, state: 'pending' },
      };
    },
  }),

  bindAct(accountSuspend, {
    async run(tx, { actor, subject, version }) {
      const account = await findAccount(tx, subject ?? '');
      if (!account) return refuse('not-found', { what: '账号 / account' });
      if (account.person_id === actor.personId) return refuse('own-matter');
      const moved = await updateAccount(tx, account.id, version, { state: 'suspended', activation_hash: null });
      if (!moved) return refuse('version-conflict', { current: account.version });
      await endSessionsOf(tx, account.person_id, 'suspended');
      return { output: {}, before: { state: account.state }, after: { state: 'suspended' } };
    },
  }),

  bindAct(accountResume, {
    async check(tx, { subject }) {
      const account = await findAccount(tx, subject ?? '');
      if (!account) return refuse('not-found', { what: '账号 / account' });
      return account.state === 'suspended' ? null : refuse('account-not-active');
    },
    async run(tx, { subject, version }) {
      const account = await findAccount(tx, subject ?? '');
      const state = account?.password_hash ? 'active' : 'pending';
      const moved = await updateAccount(tx, subject ?? '', version, { state });
      if (!moved) return refuse('version-conflict', { current: account?.version ?? 0 });
      return { output: {}, before: { state: 'suspended' }, after: { state } };
    },
  }),

  bindAct(accountUnlock, {
    async run(tx, { actor, subject }) {
      const account = await findAccount(tx, subject ?? '');
      if (!account) return refuse('not-found', { what: '账号 / account' });
      if (account.person_id === actor.personId) return refuse('own-matter');
      await clearLockout(tx, account.id);
      return { output: {} };
    },
  }),

  bindAct(accountReset, {
    async check(tx, { actor, subject }) {
      const account = await findAccount(tx, subject ?? '');
      if (!account) return refuse('not-found', { what: '账号 / account' });
      return account.person_id === actor.personId ? refuse('own-matter') : null;
    },
    async run(tx, { subject, version }) {
      const activation = newActivation();
      const account = await findAccount(tx, subject ?? '');
      const moved = await updateAccount(tx, subject ?? '', version, {
        state: 'pending',
        password_hash: null,
        activation_hash: activation.hash,
        activation_expires_at: activation.expiresAt,
      });
      if (!moved || !account) return refuse('version-conflict', { current: account?.version ?? 0 });
      await endSessionsOf(tx, account.person_id, 'reset');
      const output = { activationCode: activation.code, expiresAt: activation.expiresAt.toISOString() };
      return { output, before: { state: account.state }, after: { state: 'pending' } };
    },
  }),
];

const roleRoutes = (): Binding[] => [
  bindAct(roleGrant, {
    async check(tx, { actor, subject, input }) {
      const person = await lockDuties(tx, subject ?? '');
      if (!person) return refuse('not-found', { what: '人员 / person' });
      if (person.id === actor.personId) return refuse('own-matter');
      const refused = refuseRole(person, input.role, input.from, input.until);
      if (refused) return refused;
      return (await findHeld(tx, person.id, input.role as Exclude<Role, Office>, input.scope))
        ? refuse('role-held', {}, 'input.role')
        : null;
    },
    async run(tx, { actor, subject, input }) {
      const person = await lockDuties(tx, subject ?? '');
      if (!person) return refuse('not-found', { what: '人员 / person' });
      const row = await insertRole(tx, {
        personId: person.id,
        role: input.role as Exclude<Role, Office>,
        partyKind: person.party,
        scope: input.scope,
        from: input.from,
        until: input.until,
        grantedBy: actor.personId,
      });
      return { output: { assignmentId: row.id }, after: { assignmentId: row.id, role: input.role } };
    },
  }),

  bindAct(roleRevoke, {
    async run(tx, { actor, subject, version }) {
      const held = await findAssignment(tx, subject ?? '');
      if (!held || held.ended_at) return refuse('not-found', { what: '岗位 / role' });
      if (held.person_id === actor.personId) return refuse('own-matter');
      const stale = refuseStale(version, held.version);
      if (stale) return stale;
      await endAssignment(tx, held.id, actor.personId);
      await endIdleSessions(tx, held.person_id);
      return { output: {}, before: { role: held.role, personId: held.person_id }, after: { ended: true } };
    },
  }),
];
