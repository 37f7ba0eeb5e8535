/** 双人审批, 补录 and 清除 over HTTP: what must be refused is tried. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectPath } from '#/base/server/objects/files.ts';
import {
  attachmentOpen,
  lateList,
  purge,
  purgeCertificate,
  purgePreview,
  tombstoneList,
} from '#/base/rules/api/files.ts';
import { newId } from '#/base/server/ids.ts';
import { attach } from '../../../test/files.ts';
import {
  approve,
  employ,
  goodPassword,
  type Officers,
  openWithOfficers,
  signIn,
  type Who,
  withSecond,
} from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import { approvalDecide, approvalList } from '../rules/api/approvals.ts';
import { issueCorrect, issueGet, issueOpen, issueRecheck } from '../rules/api/issues.ts';
import { logEntry, logSearch } from '../rules/api/log.ts';
import { accountCreate, accountSuspend, roleGrant } from '../rules/api/people.ts';
import { accountActivate } from '../rules/api/session.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '主管');
  keeper = await employ(site, officers, 'archiveKeeper', '保管');
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const dueOn = '2099-01-01';

test('5.5-1 refuses an approval that was given for something else: any change voids it', async () => {
  const { securityOfficer, administrator } = officers;
  const input = { role: 'supervisor', from: '2026-01-01', until: null } as const;
  const approval = await securityOfficer.client.ask(roleGrant, { subject: lead.personId, input });
  await approve(administrator, approval);
  const changed = { ...input, from: '2026-01-02' };
  const answer = await securityOfficer.client.tryAct(roleGrant, { subject: lead.personId, input: changed, approval });
  expect(answer).toMatchObject({ status: 409, problem: { code: 'approval-void' } });
  const other = await securityOfficer.client.tryAct(roleGrant, { subject: keeper.personId, input, approval });
  expect(other).toMatchObject({ status: 409, problem: { code: 'approval-void' } });
  await securityOfficer.client.act(roleGrant, { subject: lead.personId, input, approval });
  const again = await securityOfficer.client.tryAct(roleGrant, { subject: lead.personId, input, approval });
  expect(again.status).toBe(409);
});

test('5.5-1 refuses the same person as approver, by whatever account', async () => {
  const { administrator, securityOfficer } = officers;
  const file = await attach(lead, 'issue', 'same-person');
  const approval = await lead.client.ask(purge, { subject: file.id, input: { reason: '误传' } });
  const { items } = await lead.client.view(approvalList, { input: { which: 'mine' } });
  const digest = items.find((item) => item.id === approval)?.digest ?? '';
  const decision = { subject: approval, input: { decision: 'approve', digest, comment: '' } } as const;
  expect(await lead.client.tryAct(approvalDecide, decision)).toMatchObject({
    problem: { code: 'approver-same-person' },
  });
  // The same human being with a second account.
  const account = await withSecond(administrator, securityOfficer, accountCreate, {
    subject: lead.personId,
    input: { username: 'lead.two' },
  });
  const second = { ...lead, client: site.visitor(), username: 'lead.two' };
  for (const [name, value] of lead.client.cookies)
    if (name === '__Host-terminal') second.client.cookies.set(name, value);
  await second.client.public(accountActivate, {
    username: 'lead.two',
    activationCode: account.activationCode,
    newPassword: goodPassword,
  });
  await signIn(second);
  expect(await second.client.tryAct(approvalDecide, decision)).toMatchObject({
    status: 403,
    problem: { code: 'approver-same-person' },
  });
  await signIn(lead);
});

test('5.5-1 refuses an approval that has lapsed, and an approver who saw something else', async () => {
  const file = await attach(lead, 'issue', 'lapsed');
  const approval = await lead.client.ask(purge, { subject: file.id, input: { reason: '误传' } });
  const wrong = await keeper.client.tryAct(approvalDecide, {
    subject: approval,
    input: { decision: 'approve', digest: 'x', comment: '' },
  });
  expect(wrong).toMatchObject({ status: 409, problem: { code: 'approval-digest' } });
  await approve(keeper, approval);
  await ownerSays(`update approval set expires_at = now() - interval '1 minute' where id = '${approval}'`);
  const late = await lead.client.tryAct(purge, { subject: file.id, input: { reason: '误传' }, approval });
  expect(late).toMatchObject({ status: 409, problem: { code: 'approval-void' } });
});

/** As the schema's owner: what time alone would do. */
async function ownerSays(sql: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(site.database.ownerUrl);
  await client.connect();
  await client.query(sql);
  await client.end();
}

test('the same Idempotency-Key carries an act out once, and refuses another request', async () => {
  const key = newId();
  const input = { title: '门禁', facts: '门未锁', owner: lead.personId, dueOn, attachments: [] };
  const [first, second] = [
    await lead.client.act(issueOpen, { input, key }),
    await lead.client.act(issueOpen, { input, key }),
  ];
  expect(second).toEqual(first);
  const other = await lead.client.tryAct(issueOpen, { input: { ...input, title: '窗' }, key });
  expect(other).toMatchObject({ status: 409, problem: { code: 'idempotency-key-reused' } });
});

test('2.8-2 问题 → 整改 → 复查: refuses a recheck by the corrector, and a wrong order', async () => {
  const input = { title: '线缆', facts: '未固定', owner: lead.personId, dueOn, attachments: [] };
  const { issueId } = await keeper.client.act(issueOpen, { input });
  const early = await keeper.client.tryAct(issueRecheck, {
    subject: issueId,
    input: { passed: true, finding: '好', attachments: [] },
  });
  expect(early).toMatchObject({ problem: { code: 'issue-not-in-state' } });
  await lead.client.act(issueCorrect, { subject: issueId, input: { what: '已固定', attachments: [] } });
  const own = await lead.client.tryAct(issueRecheck, {
    subject: issueId,
    input: { passed: true, finding: '好', attachments: [] },
  });
  expect(own).toMatchObject({ status: 403, problem: { code: 'recheck-by-corrector' } });
  await keeper.client.act(issueRecheck, {
    subject: issueId,
    input: { passed: false, finding: '仍松', attachments: [] },
  });
  expect((await lead.client.view(issueGet, { subject: issueId })).state).toBe('open');
});

test('2.7-2 a late entry needs paper, reason and a second person, and shows as such', async () => {
  const scan = await attach(lead, 'late-entry', 'paper-form-7');
  const late = { occurredAt: '2026-11-01T09:30:00+08:00', reason: '停电', formNumber: 'XJ-007', scanId: scan.id };
  const input = { title: '停电当日发现', facts: '纸质登记', owner: lead.personId, dueOn, attachments: [] };
  const future = await lead.client.tryAct(issueOpen, { input, late: { ...late, occurredAt: '2099-01-01T00:00:00Z' } });
  expect(future).toMatchObject({ status: 422, problem: { code: 'late-in-future', field: 'late.occurredAt' } });
  const alone = await lead.client.tryAct(issueOpen, { input, late });
  expect(alone.status).toBe(202);
  const { issueId } = await withSecond(lead, keeper, issueOpen, { input, late });
  const issue = await lead.client.view(issueGet, { subject: issueId });
  expect(issue.steps[0]).toMatchObject({ late: { formNumber: 'XJ-007' }, occurredAt: '2026-11-01T01:30:00.000Z' });
  const { items } = await lead.client.view(lateList, { input: {} });
  expect(items[0]).toMatchObject({ formNumber: 'XJ-007', recordedBy: { name: '主管' }, confirmedBy: { name: '保管' } });
});

test('6.5-1 a purge by two archive persons removes every copy; refuses to open it again', async () => {
  const file = await attach(lead, 'issue', 'classified-by-mistake');
  const twin = await attach(keeper, 'issue', 'classified-by-mistake');
  const stored = join(site.config.dataDir, 'objects', objectPath(file.sha256));
  expect(existsSync(stored)).toBe(true);
  const preview = await lead.client.view(purgePreview, { subject: file.id });
  expect(preview.items.map((item) => item.kind)).toContain('ledger-detail');
  const done = await withSecond(lead, keeper, purge, { subject: file.id, input: { reason: '误传含密级标识的页' } });
  expect(existsSync(stored)).toBe(false);
  for (const id of [file.id, twin.id]) {
    expect(await lead.client.tryView(attachmentOpen, { subject: id })).toMatchObject({
      problem: { code: 'attachment-not-ready' },
    });
  }
  const { items } = await officers.auditor.client.view(tombstoneList, { input: {} });
  expect(items[0]).toMatchObject({ id: done.tombstoneId, requestedBy: { name: '主管' }, approvedBy: { name: '保管' } });
  const certificate = await lead.client.view(purgeCertificate, { subject: done.tombstoneId });
  expect(certificate.html).toContain('清除证明');
  // Nothing of the content is left in the database: neither the name nor a clear value.
  const { rows } = await site.db
    .selectFrom('ledger_detail')
    .select('detail')
    .execute()
    .then((all) => ({ rows: all }));
  expect(rows.filter((row) => row.detail.includes('classified-by-mistake'))).toEqual([]);
  const again = await lead.client.tryAct(purge, { subject: file.id, input: { reason: '再来' } });
  expect(again).toMatchObject({ problem: { code: 'already-purged' } });
});

test('5.5-5 refuses the security officer what officers did; the auditor sees it; the administrator neither', async () => {
  const { administrator, securityOfficer, auditor } = officers;
  const mine = await auditor.client.view(logSearch, { input: { personId: administrator.personId } });
  expect(mine.items.length).toBeGreaterThan(0);
  const hidden = await securityOfficer.client.view(logSearch, { input: { personId: administrator.personId } });
  expect(hidden.items).toEqual([]);
  const entry = mine.items[0]?.entryId ?? '';
  expect(await securityOfficer.client.tryView(logEntry, { subject: entry })).toMatchObject({ status: 404 });
  expect((await auditor.client.view(logEntry, { subject: entry })).body).toContain(administrator.personId);
  expect(await administrator.client.tryView(logSearch, { input: {} })).toMatchObject({ status: 403 });
  const operators = await securityOfficer.client.view(logSearch, { input: { personId: lead.personId } });
  expect(operators.items.length).toBeGreaterThan(0);
});

test('5.5-6 every refusal of a signed-in person is in the ledger with his name', async () => {
  const { auditor } = officers;
  await keeper.client.tryAct(accountSuspend, { subject: newId(), input: { reason: '越权' } });
  const { items } = await auditor.client.view(logSearch, { input: { personId: keeper.personId, result: 'refused' } });
  expect(items.map((item) => item.result)).toContain('not-permitted');
});
