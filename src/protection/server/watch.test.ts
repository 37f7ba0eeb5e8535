/** Who sees which log, and what raises an alarm (5.5-4, 5.5-5, 5.5-6), on entries that real calls made. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attachmentOpen } from '#/base/rules/api/files.ts';
import { hourOf } from '#/base/rules/business-day.ts';
import { newId } from '#/base/server/ids.ts';
import { attach } from '../../../test/files.ts';
import { asOwner } from '../../../test/owner.ts';
import { employ, type Officers, openWithOfficers, type Who } from '../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../test/site.ts';
import type { ProtectionAlarm } from '../rules/alarms.ts';
import { issueOpen } from '../rules/api/issues.ts';
import { alarmClose, alarmList, alarmRuleList, alarmRuleSet, logEntry, logMine, logSearch } from '../rules/api/log.ts';
import { accountSuspend, accountUnlock, personList, terminalList } from '../rules/api/people.ts';
import { loginPassword, runLog } from '../rules/api/session.ts';
import { lookForAlarms, type Looks, protectionLooks } from './alarms.ts';

let site: TestSite;
let officers: Officers;
let lead: Who;
let keeper: Who;
const files: string[] = [];
const secretTitle = '绝密线缆清单';

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  lead = await employ(site, officers, 'archiveLead', '主管');
  keeper = await employ(site, officers, 'archiveKeeper', '保管');
  for (let n = 0; n < 3; n += 1) files.push((await attach(lead, 'issue', `watched-${n}`)).id);
  const input = { title: secretTitle, facts: '柜门未锁', owner: lead.personId, dueOn: '2099-01-01', attachments: [] };
  await lead.client.act(issueOpen, { input });
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const search = async (who: Who, input: object) => (await who.client.view(logSearch, { input })).items;

describe('the log', () => {
  test('5.5-6 every view and act is found by who, what, on what, when, and at which terminal', async () => {
    const { auditor } = officers;
    const apart = () => new Promise((resolve) => setTimeout(resolve, 5));
    // What was done before is earlier than that, and the second look later, however fast the machine is.
    await apart();
    const from = new Date(Date.now() - 1).toISOString();
    await lead.client.view(attachmentOpen, { subject: files[0] ?? '' });
    const to = new Date(Date.now() + 1).toISOString();
    await apart();
    await lead.client.view(attachmentOpen, { subject: files[1] ?? '' });
    const [terminal] = (await auditor.client.view(terminalList)).items;
    const row = {
      act: attachmentOpen.name,
      kind: 'view',
      result: 'ok',
      person: { id: lead.personId, name: '主管' },
      roles: ['archiveLead'],
      terminal: { id: terminal?.id, name: terminal?.name },
      subjectId: files[0],
    };
    const who = { personId: lead.personId };
    expect(await search(auditor, { ...who, act: attachmentOpen.name, from, to })).toMatchObject([row]);
    expect(await search(auditor, { subjectId: files[0], act: attachmentOpen.name })).toMatchObject([row]);
    expect(await search(auditor, { ...who, terminalId: terminal?.id, from, to })).toMatchObject([row]);
    expect(await search(auditor, { ...who, terminalId: newId() })).toEqual([]);
    expect(await search(auditor, { ...who, to: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await search(auditor, { ...who, from: '2099-01-01T00:00:00Z' })).toEqual([]);
    expect(await search(auditor, { ...who, result: 'refused' })).toEqual([]);
  });

  test('5.5-4 a long log is read page by page: every entry once, newest first, whatever is added meanwhile', async () => {
    const { client } = officers.auditor;
    const filter = { personId: lead.personId, limit: 3 };
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { entryId: string }[]; next: string | null } = await client.view(logSearch, {
        input: cursor === null ? filter : { ...filter, cursor },
      });
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map((item) => item.entryId));
      if (cursor === null) await lead.client.view(attachmentOpen, { subject: files[2] ?? '' });
      cursor = page.next;
    } while (cursor !== null);
    const all = await search(officers.auditor, { personId: lead.personId, limit: 200 });
    expect(all.length).toBe(seen.length + 1);
    expect(seen).toEqual(all.slice(1).map((item) => item.entryId));
    expect(await client.tryView(logSearch, { input: { limit: 201 } })).toMatchObject({ status: 422 });
  });

  test('5.5-5 refuses the security officer title and values of what operators did: metadata only', async () => {
    const { auditor, securityOfficer } = officers;
    const [row] = await search(securityOfficer, { act: issueOpen.name });
    expect(row).toMatchObject({ person: { id: lead.personId }, label: issueOpen.label });
    const opened = await securityOfficer.client.view(logEntry, { subject: row?.entryId ?? '' });
    const [detail] = await asOwner(site, 'select detail from ledger_detail where entry_id = $1', [row?.entryId]);
    expect(detail?.['detail'], 'the title was recorded').toContain(secretTitle);
    expect(JSON.stringify([row, opened])).not.toMatch(new RegExp(`${secretTitle}|柜门未锁`));
    // Processes and officers are not operators.
    const seen = await search(securityOfficer, { limit: 200 });
    expect(new Set(seen.map((item) => item.person?.name))).toEqual(new Set(['主管', '保管']));
    for (const who of Object.values(officers)) {
      expect(await search(securityOfficer, { personId: who.personId })).toEqual([]);
      const [own] = await search(auditor, { personId: who.personId });
      expect(own?.person?.name).toBe(who.name);
      const hidden = await securityOfficer.client.tryView(logEntry, { subject: own?.entryId ?? '' });
      expect(hidden).toMatchObject({ status: 404 });
    }
  });

  test('5.5-4 refuses the administrator the ledger and everybody else the run log', async () => {
    const { administrator, auditor, securityOfficer } = officers;
    const folder = join(site.config.dataDir, 'log');
    mkdirSync(folder, { recursive: true });
    const line = (message: string, more: object = {}): string =>
      JSON.stringify({ at: new Date().toISOString(), level: 'warn', process: 'api', message, ...more });
    writeFileSync(join(folder, 'run.log'), `${line('first')}\nnot json\n${line('second', { code: 'busy' })}\n{"half":`);
    const { lines } = await administrator.client.view(runLog, { input: {} });
    expect(lines.map(({ message }) => message)).toEqual(['second code=busy', 'first']);
    expect((await administrator.client.view(runLog, { input: { limit: 1 } })).lines).toHaveLength(1);
    const notPermitted = { status: 403, problem: { code: 'not-permitted' } };
    for (const decl of [logSearch, logEntry]) {
      expect(await administrator.client.tryView(decl, { subject: newId() })).toMatchObject(notPermitted);
      expect(await lead.client.tryView(decl, { subject: newId() })).toMatchObject(notPermitted);
    }
    for (const who of [securityOfficer, lead]) {
      expect(await who.client.tryView(runLog, { input: {} })).toMatchObject(notPermitted);
    }
    expect((await auditor.client.tryView(runLog, { input: {} })).status).toBe(200);
  });

  test('5.5-6 everybody reads his own entries; refuses to name another person for them', async () => {
    for (const who of [lead, officers.administrator, officers.securityOfficer]) {
      const { items } = await who.client.view(logMine, { input: { limit: 200 } });
      expect(items.length).toBeGreaterThan(0);
      expect(new Set(items.map((item) => item.person?.id))).toEqual(new Set([who.personId]));
    }
    const other = await lead.client.tryView(logMine, { input: { personId: keeper.personId } as never });
    expect(other).toMatchObject({ status: 422, problem: { errors: [{ field: 'input.personId' }] } });
  });
});

type Kind = ProtectionAlarm;

/** Only this rule looks, set by the auditor. */
async function onlyRule(kind: Kind, threshold: number, windowMinutes = 60): Promise<void> {
  await asOwner(site, 'update alarm_rule set enabled = false');
  await officers.auditor.client.act(alarmRuleSet, {
    subject: kind,
    input: { enabled: true, threshold, windowMinutes },
  });
}

const look = (minutesOn = 0): Promise<number> =>
  lookForAlarms(site.db, site.config, protectionLooks, null, Date.now() + minutesOn * 60_000);

async function raised(kind: Kind) {
  const { items } = await officers.securityOfficer.client.view(alarmList, { input: { state: 'open' } });
  return items.filter((item) => item.kind === kind);
}

const concerned = async (kind: Kind) => (await raised(kind)).map(({ person }) => person?.id);

describe('alarms', () => {
  beforeEach(() => asOwner(site, 'delete from alarm; update alarm_rule set enabled = false'));

  test('5.5-5 mass viewing is raised once a window, by different objects and not by looks', async () => {
    await onlyRule('mass-viewing', 4);
    // Seen from now on only, so that what other tests opened does not count.
    const begun = Date.now();
    const on = (): Promise<number> =>
      lookForAlarms(site.db, site.config, protectionLooks, null, begun + 60 * 60_000 - 1);
    for (let n = 0; n < 5; n += 1) await keeper.client.tryView(attachmentOpen, { subject: files[0] ?? '' });
    for (const id of files) await lead.client.view(attachmentOpen, { subject: id });
    for (const id of files) await lead.client.view(attachmentOpen, { subject: id });
    expect(await on()).toBe(0);
    const fourth = await attach(lead, 'issue', 'watched-4');
    await lead.client.view(attachmentOpen, { subject: fourth.id });
    expect(await on()).toBe(1);
    expect(await on()).toBe(0);
    const [alarm] = await raised('mass-viewing');
    expect(alarm).toMatchObject({ label: { zh: '大量调阅' }, person: { id: lead.personId } });
    expect(alarm?.facts).toMatchObject([
      { name: 'count', label: { zh: '次数' }, value: 4 },
      { name: 'windowMinutes', value: 60 },
    ]);
    expect(alarm?.terminal?.name).toBeTruthy();
    expect(JSON.stringify(alarm)).not.toMatch(/watched|pdf/);
    // He goes on after the window: it is raised again.
    await asOwner(site, `update alarm set raised_at = raised_at - interval '2 hours'`);
    expect(await on()).toBe(1);
    // Nothing of this lies in a window two hours on.
    expect(await look(121)).toBe(0);
    const { items } = await officers.auditor.client.view(logSearch, { input: { act: 'protection.alarm.raise' } });
    expect(items[0]).toMatchObject({ process: 'alarms', person: null, subjectType: 'alarm' });
  });

  test('5.5-5 two looks at once raise one alarm with one entry; a look that fails does not blind the others', async () => {
    await onlyRule('storage-low', 1);
    await asOwner(site, `update alarm_rule set enabled = true where kind = 'drill-overdue'`);
    const twice = { kind: 'storage-low', dedupe: 'twice', personId: null, terminalId: null, facts: { freePercent: 0 } };
    const looks: Looks = {
      'drill-overdue': async () => Promise.reject(new Error('planted')),
      'storage-low': async () => [twice],
    };
    const entries = async () =>
      (await asOwner(site, `select count(*)::int as n from ledger_entry where act = 'protection.alarm.raise'`))[0]?.[
        'n'
      ];
    const before = Number(await entries());
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => lookForAlarms(site.db, site.config, looks, null)),
    );
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('planted') } });
    expect(await raised('storage-low')).toHaveLength(1);
    expect(await entries()).toBe(before + 1);
  });

  test('5.5-5 what a person was refused is counted across the hour’s edge: refuses him no blind minute', async () => {
    await onlyRule('refused-attempts', 3, 60);
    const attempt = () => keeper.client.tryAct(accountSuspend, { subject: newId(), input: { reason: '越权' } });
    for (let n = 0; n < 3; n += 1) await attempt();
    // However the attempts lie to the clock's full hours, a look within the next 59 minutes finds them.
    expect(await look(59)).toBeGreaterThan(0);
    expect(await look(1)).toBe(0);
    expect(await concerned('refused-attempts')).toContain(keeper.personId);
  });

  /** A zone where it is now this hour. */
  const zoneAt = (hour: number): string => {
    const zones = Array.from({ length: 26 }, (_, n) => (n < 12 ? `Etc/GMT+${12 - n}` : `Etc/GMT-${n - 12}`));
    return zones.find((zone) => hourOf(Date.now(), zone) === hour) ?? '';
  };
  const moveSite = (hour: number) => asOwner(site, 'update site set time_zone = $1', [zoneAt(hour)]);

  test('5.5-5 work after hours is what persons did by the site’s clock, from the rule’s hour until seven', async () => {
    await onlyRule('after-hours', 20, 5);
    await keeper.client.view(logMine, { input: {} });
    await moveSite(11);
    expect(await look()).toBe(0);
    await moveSite(21);
    expect(await look()).toBeGreaterThan(0);
    expect(await concerned('after-hours')).toContain(keeper.personId);
    expect(await look()).toBe(0);
    await asOwner(site, 'delete from alarm');
    await onlyRule('after-hours', 23, 5);
    expect(await look(), 'the rule says when the evening begins').toBe(0);
    await moveSite(4);
    expect(await look()).toBeGreaterThan(0);
    await moveSite(12);
  });

  test('5.5-5 after hours counts neither processes, nor strangers, nor what was refused', async () => {
    await onlyRule('after-hours', 20, 5);
    await moveSite(22);
    // Everybody's entries so far are older than the window that is looked at.
    const later = Date.now() + 5 * 60_000 + 1;
    await site.visitor().tryPublic(loginPassword, { username: 'nobody', password: 'x' });
    await keeper.client.tryAct(accountSuspend, { subject: newId(), input: { reason: '越权' } });
    await lookForAlarms(site.db, site.config, protectionLooks, null, later);
    expect(await concerned('after-hours')).not.toContain(keeper.personId);
    await keeper.client.view(logMine, { input: {} });
    await asOwner(site, 'delete from alarm');
    await lookForAlarms(site.db, site.config, protectionLooks, null, later);
    expect(await concerned('after-hours')).toContain(keeper.personId);
    expect(await concerned('after-hours'), 'nor a process').not.toContain(undefined);
    await moveSite(12);
  });

  test('5.5-5 a lock is an alarm by the rule’s count, also when it was lifted before anybody looked', async () => {
    const { items } = await officers.securityOfficer.client.view(personList, { input: { text: keeper.name } });
    const account = items[0]?.account?.id ?? '';
    const lock = async (): Promise<void> => {
      const wrong = { username: keeper.username, password: 'Wrong-1957-gate' };
      for (let n = 0; n < 5; n += 1) await keeper.client.tryPublic(loginPassword, wrong);
      await officers.securityOfficer.client.act(accountUnlock, { subject: account, input: { reason: '本人到场' } });
    };
    await onlyRule('lockout', 2);
    await lock();
    expect(await look()).toBe(0);
    await lock();
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await raised('lockout')).toMatchObject([
      { person: { id: keeper.personId }, facts: [{ name: 'count', value: 2 }, { name: 'windowMinutes' }] },
    ]);
  });

  test('5.5-5 refuses to be dealt with by the person concerned or without a role; a dealt-with alarm stays', async () => {
    await onlyRule('refused-attempts', 1);
    const { administrator, auditor, securityOfficer } = officers;
    await administrator.client.tryView(logSearch, { input: {} });
    await auditor.client.tryAct(accountSuspend, { subject: newId(), input: { reason: '越权' } });
    expect(await look()).toBeGreaterThan(0);
    const open = await raised('refused-attempts');
    const about = (who: Who): string => open.find(({ person }) => person?.id === who.personId)?.id ?? '';
    const close = { subject: about(auditor), input: { note: '已谈话' } };
    expect(await auditor.client.tryAct(alarmClose, close)).toMatchObject({ problem: { code: 'own-matter' } });
    expect(await administrator.client.tryAct(alarmClose, close)).toMatchObject({ problem: { code: 'not-permitted' } });
    expect(await lead.client.tryAct(alarmClose, close)).toMatchObject({ problem: { code: 'not-permitted' } });
    const empty = await securityOfficer.client.tryAct(alarmClose, { ...close, input: { note: ' ' } });
    expect(empty).toMatchObject({ status: 422, problem: { errors: [{ field: 'input.note' }] } });
    await securityOfficer.client.act(alarmClose, { ...close, version: 1 });
    const again = await auditor.client.tryAct(alarmClose, close);
    expect(again).toMatchObject({ status: 409, problem: { code: 'alarm-closed' } });
    const closed = await auditor.client.view(alarmList, { input: { state: 'closed' } });
    expect(closed.items).toMatchObject([
      { id: close.subject, state: 'closed', note: '已谈话', closedBy: { id: securityOfficer.personId } },
    ]);
    expect((await raised('refused-attempts')).map(({ id }) => id)).not.toContain(close.subject);
    expect(await keeper.client.tryView(alarmList, { input: {} })).toMatchObject({ status: 403 });
  });

  test('5.5-5 refuses to change an audit rule by anybody but the auditor, or on an old version; a rule off is silent', async () => {
    const input = { enabled: false, threshold: 1, windowMinutes: 60 };
    const set = { subject: 'refused-attempts', input };
    const { administrator, auditor, securityOfficer } = officers;
    for (const who of [administrator, securityOfficer, lead]) {
      expect(await who.client.tryAct(alarmRuleSet, set)).toMatchObject({ status: 403 });
    }
    const { items } = await auditor.client.view(alarmRuleList);
    const rule = items.find(({ kind }) => kind === 'refused-attempts');
    const old = await auditor.client.tryAct(alarmRuleSet, { ...set, version: (rule?.version ?? 0) + 1 });
    expect(old).toMatchObject({ status: 409, problem: { code: 'version-conflict', current: rule?.version } });
    expect(await auditor.client.tryAct(alarmRuleSet, { ...set, subject: 'x' })).toMatchObject({ status: 404 });
    await auditor.client.act(alarmRuleSet, { ...set, version: rule?.version ?? 0 });
    expect(await look()).toBe(0);
  });
});
