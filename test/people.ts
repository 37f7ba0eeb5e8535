import { Client } from '#/app/client.ts';
import { type Office, offices, partyOfRole, type Role } from '#/base/rules/roles.ts';
import type { WriteDecl } from '#/base/rules/declare.ts';
import type { Sent } from '#/app/client.ts';
import { approvalDecide, approvalList } from '#/protection/rules/api/approvals.ts';
import {
  accountCreate,
  factorIssueCard,
  partyCreate,
  partyList,
  personCreate,
  roleGrant,
} from '#/protection/rules/api/people.ts';
import { accountActivate, ceremonyOpen, loginPassword, loginSecondFactor } from '#/protection/rules/api/session.ts';

export const goodPassword = 'Kaifeng-1957-gate';

/** A server to work at. */
export interface Door {
  origin: string;
  setupCode: string;
  visitor(): Client;
}

/** Somebody with an account: his browser, and what he carries. */
export interface Who {
  client: Client;
  personId: string;
  username: string;
  name: string;
  /** Unused codes of his card. */
  codes: string[];
}

export type Officers = Record<Office, Who>;

/** Holds the opening ceremony and signs the three officers in at the ceremony's terminal. */
export async function openWithOfficers(site: Door, suite: 'intl' | 'gm' = 'intl'): Promise<Officers> {
  const first = site.visitor();
  const officer = (name: string, username: string, idNumber: string) => ({
    name,
    username,
    idNumber,
    password: goodPassword,
  });
  const done = await first.public(ceremonyOpen, {
    setupCode: site.setupCode,
    archiveName: '郑州市某某档案馆',
    suite,
    officers: {
      administrator: officer('管一', 'guan', '410101198001010011'),
      securityOfficer: officer('保二', 'bao', '410101198001010022'),
      auditor: officer('审三', 'shen', '410101198001010033'),
    },
  });
  const result: Partial<Officers> = {};
  for (const office of offices) {
    const row = done.officers.find((one) => one.role === office);
    if (!row) throw new Error(`no ${office}`);
    const who = {
      client: new Client(site.origin, first),
      personId: row.person.id,
      username: row.username,
      name: row.person.name,
      codes: row.codes,
    };
    await signIn(who);
    result[office] = who;
  }
  return result as Officers;
}

/** Password, then a code of the card when the server asks for one. */
export async function signIn(who: Who): Promise<void> {
  const step = await who.client.public(loginPassword, { username: who.username, password: goodPassword });
  if (step.next !== 'secondFactor') return;
  const code = who.codes.shift() ?? '';
  await who.client.public(loginSecondFactor, { challenge: step.challenge ?? '', factor: 'card', code });
}

/** One asks, the other agrees, the first carries out. */
export async function withSecond<D extends WriteDecl>(asker: Who, approver: Who, decl: D, sent: Sent<D>) {
  const approval = await asker.client.ask(decl, sent);
  await approve(approver, approval);
  return asker.client.act(decl, { ...sent, approval });
}

export async function approve(approver: Who, approval: string): Promise<void> {
  const { items } = await approver.client.view(approvalList, { input: {} });
  const row = items.find((item) => item.id === approval);
  if (!row) throw new Error('the approver does not see the request');
  await approver.client.act(approvalDecide, {
    subject: approval,
    input: { decision: 'approve', digest: row.digest, comment: '' },
  });
}

let people = 0;

/**
 * Registers a person, opens his account, grants the role, and signs him in: of the first party of the
 * role's kind, or of the one with this name.
 */
export async function employ(
  site: Door,
  officers: Officers,
  role: Exclude<Role, Office>,
  name: string = role,
  partyName?: string,
): Promise<Who> {
  const number = (people += 1);
  const { administrator, securityOfficer } = officers;
  const kind = partyOfRole(role);
  const parties = await administrator.client.view(partyList);
  const partyId =
    parties.items.find((party) => (partyName === undefined ? party.kind === kind : party.name === partyName))?.id ??
    (
      await administrator.client.act(partyCreate, {
        input: { name: partyName ?? `单位 ${kind}`, kind: kind === 'vendor' ? 'vendor' : 'authority' },
      })
    ).partyId;
  const idNumber = `4101011990${String(number).padStart(8, '0')}`;
  const { personId } = await administrator.client.act(personCreate, { input: { name, idNumber, partyId } });
  const username = `${role.toLowerCase()}${number}`;
  const account = await withSecond(administrator, securityOfficer, accountCreate, {
    subject: personId,
    input: { username },
  });
  const until = role === 'externalInspector' ? '2099-12-31' : null;
  await withSecond(securityOfficer, administrator, roleGrant, {
    subject: personId,
    input: { role, from: '2026-01-01', until },
  });
  const card = await securityOfficer.client.act(factorIssueCard, { subject: personId });
  const client = new Client(site.origin, administrator.client);
  await client.public(accountActivate, { username, activationCode: account.activationCode, newPassword: goodPassword });
  const who = { client, personId, username, name, codes: card.codes };
  await signIn(who);
  return who;
}
