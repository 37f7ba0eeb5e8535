import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { PersonActor } from '#/base/rules/actor.ts';
import { businessDay, isTimeZone } from '#/base/rules/business-day.ts';
import type { InputOf, OutputOf } from '#/base/rules/declare.ts';
import { isRefusal, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { type Office, offices, roleNames } from '#/base/rules/roles.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindPublic, type Binding } from '#/base/server/door/bind.ts';
import type { LedgerGate } from '#/base/server/door/ports.ts';
import { genesisAct } from '#/base/server/door/public.ts';
import { setCookie } from '#/base/server/http/cookies.ts';
import { newId } from '#/base/server/ids.ts';
import { createLogKey, keyPath } from '#/base/server/ledger/keys.ts';
import { type Printed, printForm } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { ceremonyOpen, ceremonyStatus } from '../../rules/api/session.ts';
import { passwordFault, passwordFaults } from '../../rules/password.ts';
import { minimumStaffing, missingOffices } from '../../rules/staffing.ts';
import { staffingForm } from '../../forms/ceremony-forms.ts';
import { issueCard } from '../cards.ts';
import { idNumberHash, type Keyring, newToken, sha256 } from '../keyring.ts';
import { hashPassword } from '../passwords.ts';
import { terminalCookie } from '../session-port.ts';
import { destroySetupCode, setupCodeIs } from '../setup-code.ts';
import { insertAccount } from '../store/accounts.ts';
import { insertParty, insertPerson } from '../store/people.ts';

export interface CeremonyDeps {
  db: Db;
  gate: LedgerGate;
  config: Config;
  keyring: Keyring;
}

type Input = InputOf<typeof ceremonyOpen>;
type Officer = NonNullable<Input['officers'][Office]>;
type OfficerTable = Record<Office, Officer>;

export const ceremonyRoutes = (deps: CeremonyDeps): Binding[] => [
  bindPublic(ceremonyStatus, async () => {
    const site = await findSite(deps.db);
    return { opened: site !== null, siteName: site?.name ?? null };
  }),

  bindPublic(ceremonyOpen, async ({ input, reply }) => {
    if (await findSite(deps.db)) return refuse('already-opened');
    if (!setupCodeIs(deps.config.dataDir, input.setupCode)) return refuse('setup-code-wrong', {}, 'input.setupCode');
    const refused = refuseCeremony(input);
    if (refused) return refused;
    const named = input.officers as OfficerTable;
    const hashes = new Map<Office, string>();
    const { passwordCost } = deps.config;
    for (const office of offices) hashes.set(office, await hashPassword(passwordCost, named[office].password));
    const credential = newToken();
    const origin = deps.config.name === 'localhost' ? 'shoucang.localhost' : deps.config.name;
    const done = await genesisAct(deps.db, ceremonyOpen, async (tx) => {
      const opened = await open(tx, deps, input, named, hashes, credential);
      if (isRefusal(opened)) return opened;
      return { ...opened, genesis: { suite: input.suite, origin, key: freshLogKey(deps.config, input.suite, origin) } };
    });
    if (isRefusal(done)) return done;
    destroySetupCode(deps.config.dataDir);
    setCookie(reply, { name: terminalCookie, value: credential, maxAge: 10 * 365 * 86_400 });
    await untilWritable(deps.gate);
    return done;
  }),
];

/** 5.6-8: fewer persons, or one person twice, are refused with the names of what is missing. */
function refuseCeremony(input: Input): Refusal | null {
  if (!isTimeZone(input.timeZone)) return refuse('time-zone-unknown', { zone: input.timeZone }, 'input.timeZone');
  const missing = missingOffices(input.officers);
  if (missing.length > 0) {
    return refuse('officers-missing', { who: missing.map((one) => one.zh).join('、') }, 'input.officers');
  }
  const named = input.officers as OfficerTable;
  for (const [at, first] of offices.entries()) {
    const fault = passwordFault(named[first].password, named[first].username);
    if (fault) return refuse('password-weak', { why: passwordFaults[fault].zh }, `input.officers.${first}.password`);
    for (const second of offices.slice(at + 1)) {
      if (samePerson(named[first], named[second])) {
        const params = { first: roleNames[first].zh, second: roleNames[second].zh };
        const field = named[first].username === named[second].username ? 'username' : 'idNumber';
        return refuse('same-person-twice', params, `input.officers.${second}.${field}`);
      }
    }
  }
  return null;
}

const samePerson = (a: Officer, b: Officer): boolean =>
  a.username === b.username || idNumberHash(a.idNumber).equals(idNumberHash(b.idNumber));

/** A ceremony that failed after making its key leaves a key file that signed nothing: it is set aside. */
function freshLogKey(config: Config, suite: Input['suite'], origin: string): string {
  const keys = join(config.dataDir, 'keys');
  const path = keyPath(keys, 'log');
  for (const file of [path, `${path}.pub`]) {
    if (existsSync(file)) renameSync(file, `${file}.unused-${Date.now()}`);
  }
  return createLogKey(keys, suite, origin);
}

async function open(
  tx: Tx,
  deps: CeremonyDeps,
  input: Input,
  named: OfficerTable,
  hashes: ReadonlyMap<Office, string>,
  credential: string,
): Promise<{ value: OutputOf<typeof ceremonyOpen>; actor: PersonActor; after: unknown } | Refusal> {
  const openedAt = new Date();
  const issuedOn = businessDay(openedAt.getTime(), input.timeZone);
  await tx
    .insertInto('site')
    .values({ id: true, name: input.archiveName, time_zone: input.timeZone, opened_at: openedAt })
    .execute();
  const partyId = await insertParty(tx, input.archiveName, 'archive');
  if (partyId === null) return refuse('already-opened');
  const seated: Seated[] = [];
  for (const office of offices) {
    const facts = { office, officer: named[office], passwordHash: hashes.get(office) ?? null, partyId, openedAt };
    const one = await seat(tx, deps.keyring, facts, { archiveName: input.archiveName, issuedOn });
    if (isRefusal(one)) return one;
    seated.push(one);
  }
  const terminalId = await enrolHere(tx, credential, openedAt);
  const [first] = seated;
  if (!first) throw new Error('the ceremony has officers');
  const staffing = await printForm(
    tx,
    staffingForm,
    staffingData(input.archiveName, issuedOn, named),
    first.row.person.id,
  );
  const actor: PersonActor = {
    kind: 'person',
    personId: first.row.person.id,
    accountId: first.accountId,
    partyId,
    party: 'archive',
    roles: ['administrator'],
    sessionId: 'ceremony',
    terminalId,
    provedAt: openedAt.getTime(),
    mustChangePassword: false,
  };
  const persons = seated.map(({ row, accountId }) => ({ office: row.role, personId: row.person.id, accountId }));
  const value = { officers: seated.map((one) => one.row), staffing, cards: seated.map((one) => one.card) };
  return { value, actor, after: { suite: input.suite, timeZone: input.timeZone, officers: persons, terminalId } };
}

interface Seated {
  row: OutputOf<typeof ceremonyOpen>['officers'][number];
  accountId: string;
  card: Printed;
}

interface SeatFacts {
  office: Office;
  officer: Officer;
  passwordHash: string | null;
  partyId: string;
  openedAt: Date;
}

/** One officer: person, account, office, and the card that he signs in with. */
async function seat(
  tx: Tx,
  keyring: Keyring,
  { office, officer, passwordHash, partyId, openedAt }: SeatFacts,
  issue: { archiveName: string; issuedOn: string },
): Promise<Seated | Refusal> {
  const personId = await insertPerson(tx, {
    party: { id: partyId, kind: 'archive' },
    name: officer.name,
    idNumberHash: idNumberHash(officer.idNumber),
    duty: 'office',
  });
  if (personId === null) return refuse('person-known', {}, `input.officers.${office}.idNumber`);
  const account = {
    personId,
    username: officer.username,
    passwordHash,
    activationHash: null,
    activationExpiresAt: null,
  };
  const accountId = await insertAccount(tx, account);
  if (accountId === null) return refuse('username-taken', {}, `input.officers.${office}.username`);
  const order = { order_number: null, order_id: null };
  await tx
    .insertInto('office_holder')
    .values({ id: newId(), office, seat: 'principal', person_id: personId, active: true, since: openedAt, ...order })
    .execute();
  const holder = { personId, holder: officer.name, username: officer.username, issuedBy: null, ...issue };
  const card = await issueCard(tx, keyring, holder);
  const person = { id: personId, name: officer.name };
  const row = { role: office, person, username: officer.username, cardNumber: card.cardNumber, codes: card.codes };
  return { row, accountId, card: card.printed };
}

/** The machine that the ceremony is held at is the first enrolled terminal (5.5-2). */
async function enrolHere(tx: Tx, credential: string, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('terminal')
    .values({
      id,
      name: '启用仪式终端',
      credential_hash: sha256(credential),
      second_factor_port: false,
      seal_number: null,
      state: 'enrolled',
      enrolled_at: at,
      ...{ agent_hash: null, agent_enrolled_at: null },
    })
    .execute();
  return id;
}

const staffingData = (archiveName: string, openedOn: string, named: OfficerTable) => ({
  archiveName,
  openedOn,
  rows: minimumStaffing.map((row) => ({
    role: roleNames[row.role].zh,
    least: row.least,
    why: row.why.zh,
    clause: row.clause,
    names: row.role in named ? [named[row.role as Office].name] : [],
  })),
});

/** The sequencer takes the new log up within a moment; until then nobody could sign in. */
async function untilWritable(gate: LedgerGate): Promise<void> {
  const until = Date.now() + 15_000;
  while (gate.trouble() !== null && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
}
