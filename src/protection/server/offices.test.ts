/** 5.6-8 in the database: whatever the statement, nobody gets onto two sides. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#/base/server/ids.ts';
import { offices } from '#/base/rules/roles.ts';
import { attach } from '../../../test/files.ts';
import { approve, employ, type Officers, openWithOfficers, signIn } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { officeActivate, officeAppoint, officeList, personCreate, roleGrant } from '../rules/api/people.ts';
import { sessionCurrent } from '../rules/api/session.ts';

let site: TestSite;
let officers: Officers;
let app: pg.Client;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  app = new pg.Client(site.database.appUrl);
  await app.connect();
}, 60_000);
afterAll(async () => {
  await app.end();
  await site[Symbol.asyncDispose]();
});

const appoint = (office: string, seat: string, personId: string) =>
  app.query(
    `insert into office_holder (id, office, seat, person_id, active, since) values ($1, $2, $3, $4, false, now())`,
    [newId(), office, seat, personId],
  );

const grant = (role: string, partyKind: string, personId: string) =>
  app.query(
    `insert into role_assignment (id, person_id, role, party_kind, valid_from, granted_by) values ($1, $2, $3, $4, '2026-01-01', $2)`,
    [newId(), personId, role, partyKind],
  );

test('5.6-8 refuses all combinations of two offices in one person', async () => {
  for (const holder of offices) {
    for (const other of offices) {
      await expect(appoint(other, 'deputy', officers[holder].personId), `${holder} also ${other}`).rejects.toThrow(
        /office_holder_one_office/,
      );
    }
  }
});

test('5.6-8 refuses a third holder of an office, and two who act at once', async () => {
  const { administrator, auditor } = officers;
  const parties = await app.query<{ id: string }>(`select id from party where kind = 'archive'`);
  const partyId = parties.rows[0]?.id ?? '';
  const person = async (n: number): Promise<string> => {
    const { personId } = await administrator.client.act(personCreate, {
      input: { name: `备选${n}`, idNumber: `99990000000000000${n}`, partyId },
    });
    await app.query(`update person set duty = 'office' where id = $1`, [personId]);
    return personId;
  };
  const [first, second] = [await person(1), await person(2)];
  await expect(appoint('auditor', 'principal', first)).rejects.toThrow(/one_seat/);
  await appoint('auditor', 'deputy', first);
  await expect(appoint('auditor', 'deputy', second)).rejects.toThrow(/one_seat/);
  await expect(app.query(`update office_holder set active = true where person_id = $1`, [first])).rejects.toThrow(
    /one_active/,
  );
  await app.query(`update office_holder set ended_at = now() where person_id = $1`, [first]);
  expect(auditor.personId).not.toBe(first);
});

test('5.6-8 refuses an office beside a business role, and the reverse, also by changing the duty', async () => {
  const lead = await employ(site, officers, 'archiveLead');
  await expect(appoint('auditor', 'deputy', lead.personId)).rejects.toThrow(/foreign key/);
  await expect(app.query(`update person set duty = 'office' where id = $1`, [lead.personId])).rejects.toThrow(
    /foreign key/,
  );
  await expect(grant('archiveLead', 'archive', officers.auditor.personId)).rejects.toThrow(/foreign key/);
});

test('5.6-8 refuses an office to a vendor’s person, and a role to the wrong party', async () => {
  const scanner = await employ(site, officers, 'scanner');
  await expect(appoint('auditor', 'deputy', scanner.personId)).rejects.toThrow(/foreign key/);
  await expect(grant('archiveKeeper', 'vendor', scanner.personId)).rejects.toThrow(/check constraint/);
  await expect(grant('archiveKeeper', 'archive', scanner.personId)).rejects.toThrow(/foreign key/);
});

test('3.7-2 refuses the vendor’s security lead any production role', async () => {
  const { securityOfficer } = officers;
  const security = await employ(site, officers, 'vendorSecurityLead');
  const input = { role: 'scanner', from: '2026-01-01', until: null } as const;
  const answer = await securityOfficer.client.tryAct(roleGrant, { subject: security.personId, input });
  expect(answer).toMatchObject({ status: 422, problem: { code: 'security-lead-alone' } });
});

test('5.6-8 a deputy is appointed and activated by the two other offices; refuses the office itself', async () => {
  const { administrator, securityOfficer, auditor } = officers;
  const partyId = (await app.query<{ id: string }>(`select id from party where kind = 'archive'`)).rows[0]?.id ?? '';
  const { personId } = await administrator.client.act(personCreate, {
    input: { name: '副审计', idNumber: '888800000000000001', partyId },
  });
  const order = await attach(administrator, 'officer-order', 'order-1');
  const sent = {
    subject: 'auditor',
    input: { personId, seat: 'deputy', orderId: order.id, orderNumber: '档〔2026〕1号' },
  } as const;
  expect(await auditor.client.tryAct(officeAppoint, sent)).toMatchObject({
    status: 403,
    problem: { code: 'own-office' },
  });
  const approval = await administrator.client.ask(officeAppoint, sent);
  // The office concerned is no second person for itself.
  await expect(approve(auditor, approval)).rejects.toThrow(/own-office/);
  await approve(securityOfficer, approval);
  await administrator.client.act(officeAppoint, { ...sent, approval });
  const seat = { subject: 'auditor', input: { seat: 'deputy', reason: '休假' } } as const;
  const activation = await securityOfficer.client.ask(officeActivate, seat);
  await approve(administrator, activation);
  await securityOfficer.client.act(officeActivate, { ...seat, approval: activation });
  const { offices: rows } = await administrator.client.view(officeList);
  expect(rows.find((row) => row.office === 'auditor')).toMatchObject({
    active: { id: personId },
    deputy: { id: personId },
  });
  // Who no longer acts is signed out, and holds no office until he acts again.
  expect(await auditor.client.tryView(sessionCurrent)).toMatchObject({ status: 401 });
  await expect(signIn(auditor)).rejects.toThrow(/no-role/);
});
