/** The folder watcher's credential: what it opens and, mostly, what it does not (5.5-2, 5.6-4). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOfRefusal } from '../../../../test/custody-site.ts';
import { asOwner } from '../../../../test/owner.ts';
import { signIn, type Who, withSecond } from '../../../../test/people.ts';
import { openScanStation, type ScanStation } from '../../../../test/scan-station.ts';
import { begin, open, patch, seen, send } from '../../../../test/scans.ts';
import { enrolWatcher, type Machine, newMachine, watcherCode, WatcherClient } from '../../../../test/watcher.ts';
import type { WorkflowSite } from '../../../../test/workflow-site.ts';
import { declared } from '#/app/compose.ts';
import { openToAgent, routeOf } from '#/base/rules/declare.ts';
import { haltRelease, haltReport } from '#/custody/rules/api/sweeps.ts';
import { logEntry, logSearch } from '#/protection/rules/api/log.ts';
import { agentEnrol, agentRevoke } from '#/protection/rules/api/agent.ts';
import { accountSuspend, terminalList, terminalRevoke } from '#/protection/rules/api/people.ts';
import { sessionCurrent, sessionSignOut, terminalEnrol } from '#/protection/rules/api/session.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import { agentState } from '../../rules/api/agent.ts';
import { captureShow, uploadBegin, uploadFinish } from '../../rules/api/captures.ts';

let station: ScanStation;
let here: WorkflowSite;
let machine: Machine;
let watcher: WatcherClient;
/** The operator, at the scanner's machine. */
let operator: Who;
/** The same machine's watcher, to send as. */
let program: Who;

beforeAll(async () => {
  station = await openScanStation(8);
  here = station.here;
  machine = await newMachine(here.site, here.officers, '扫描-01');
  watcher = await enrolWatcher(here.site, here.officers, machine);
  operator = { ...here.scanner, client: machine.browser };
  program = { ...here.scanner, client: watcher };
  await signIn(operator);
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const state = () => watcher.public(agentState);

async function opened(who = operator) {
  const code = station.atScanning();
  await who.client.act(taskPick, { input: { code } });
  return open(who, code, here.device);
}

describe('sends for whoever is signed in at its terminal', () => {
  test('and the ledger says by what', async () => {
    const { captureId, code } = await opened();
    expect(await state()).toMatchObject({ terminal: '扫描-01', signedIn: true, capture: { id: captureId, code } });
    const { positions } = await send(program, captureId, await station.pages(1, 3));
    expect(positions.map(({ position }) => position)).toEqual([1, 2, 3]);
    await seen(operator);
    expect((await state()).capture).toMatchObject({ last: 3, feedFrom: 4, pending: 0 });
    const auditor = here.officers.auditor.client;
    const input = { act: uploadFinish.name, personId: operator.personId };
    const { items } = await auditor.view(logSearch, { input });
    const { body, row } = await auditor.view(logEntry, { subject: items[0]!.entryId });
    expect(JSON.parse(body)).toMatchObject({
      actor: { person: operator.personId, terminal: machine.terminalId, via: 'agent' },
    });
    expect(row).toMatchObject({ via: 'agent', terminal: { name: '扫描-01' } });
    await send(operator, captureId, await station.pages(4, 1));
    const own = await auditor.view(logSearch, { input });
    expect(own.items[0]).toMatchObject({ via: null });
  });

  test('a slip that is scanned again goes on with what was written before', async () => {
    const first = await opened();
    const { since } = (await state()).capture!;
    await open(operator, first.code, here.device);
    expect((await state()).capture!.since).toBe(since);
    await opened();
    expect((await state()).capture!.since).not.toBe(since);
  });

  test('it does not keep the session alive', async () => {
    const { captureId } = await opened();
    const touched = () =>
      asOwner(here.site, 'select last_seen_at from session where person_id = $1 and ended_at is null', [
        operator.personId,
      ]);
    await asOwner(
      here.site,
      `update session set last_seen_at = now() - interval '9 minutes' where person_id = $1 and ended_at is null`,
      [operator.personId],
    );
    const before = await touched();
    await send(program, captureId, await station.pages(1, 1));
    expect(await touched()).toEqual(before);
    await asOwner(
      here.site,
      `update session set last_seen_at = now() - interval '11 minutes' where person_id = $1 and ended_at is null`,
      [operator.personId],
    );
    expect(await state()).toMatchObject({ signedIn: false, capture: null });
    expect(await codeOfRefusal(watcher.tryAct(uploadBegin, beginOf(captureId)))).toBe('agent-alone');
    await signIn(operator);
  });
});

const beginOf = (subject: string) => ({
  subject,
  input: { files: [{ name: '1.tif', bytes: 10, sha256: '0'.repeat(64) }] },
});

describe('5.5-2 refuses', () => {
  test('everything that is not opened to it, by name', async () => {
    const open: string[] = [];
    for (const decl of declared) {
      if (decl.kind === 'public') continue;
      const { method, path } = routeOf(decl);
      if (openToAgent(decl)) {
        open.push(decl.name);
        continue;
      }
      const address = path.replace(':grant', 'x'.repeat(32)).replace('/*', '/1');
      const body = method === 'POST' ? { input: {} } : undefined;
      const answer = await watcher.request(method, address, body, { 'idempotency-key': randomUUID() });
      expect([answer.status, decl.name]).toEqual([403, decl.name]);
      expect(await answer.json(), decl.name).toMatchObject({ code: 'agent-not-permitted' });
    }
    expect(open).toEqual(['imaging.upload.begin', 'imaging.upload.bytes', 'imaging.upload.finish']);
    const { items } = await here.officers.auditor.client.view(logSearch, {
      input: { act: captureShow.name, result: 'refused' },
    });
    expect(items[0]).toMatchObject({ result: 'agent-not-permitted', via: 'agent' });
  }, 120_000);

  test('the same with the operator’s cookies beside it', async () => {
    const both = new WatcherClient(here.site.origin, 'x'.repeat(43));
    for (const [name, value] of operator.client.cookies) both.cookies.set(name, value);
    expect(await codeOfRefusal(both.tryView(sessionCurrent))).toBe('agent-not-enrolled');
  });

  test('when nobody is signed in, or somebody else has signed in since', async () => {
    const { captureId } = await opened();
    const [one] = await station.pages(1, 1);
    const { files } = await begin(program, captureId, [one!]);
    // Without signing out: the cookie of the first is gone from the browser, his session is not.
    const next: Who = { ...here.otherScanner, client: machine.browser };
    await signIn(next);
    expect(await state()).toMatchObject({ signedIn: true, capture: null });
    expect(await codeOfRefusal(watcher.tryAct(uploadBegin, beginOf(captureId)))).toBe('not-found');
    expect((await patch(program, files[0]!.grant!, 0, one!.bytes)).status).toBe(403);
    await next.client.act(sessionSignOut);
    expect(await state()).toMatchObject({ signedIn: false, capture: null });
    expect(await codeOfRefusal(watcher.tryAct(uploadBegin, beginOf(captureId)))).toBe('agent-alone');
    await signIn(operator);
    await send(program, captureId, [one!]);
  });

  test('what was opened at another terminal', async () => {
    const { captureId } = await opened();
    const other = await newMachine(here.site, here.officers, '扫描-02');
    const beside = await enrolWatcher(here.site, here.officers, other);
    await signIn({ ...operator, client: other.browser });
    expect(await beside.public(agentState)).toMatchObject({ signedIn: true, stopped: 'elsewhere', capture: null });
    expect(await codeOfRefusal(beside.tryAct(uploadBegin, beginOf(captureId)))).toBe('capture-elsewhere');
    expect(await state()).toMatchObject({ signedIn: false });
    await signIn(operator);
  });

  test('6.5-1 what is halted', async () => {
    const { captureId, code } = await opened();
    const { findId } = await operator.client.act(haltReport, { input: { code, page: '2', mark: '机密' } });
    expect(await state()).toMatchObject({ stopped: 'halted', capture: null });
    expect(await codeOfRefusal(watcher.tryAct(uploadBegin, beginOf(captureId)))).toBe('halted');
    await withSecond(here.lead, here.otherLead, haltRelease, {
      subject: findId,
      input: { outcome: 'false-alarm', basis: '非涉密' },
    });
    expect(await state()).toMatchObject({ stopped: null, capture: { id: captureId } });
  });
});

describe('5.5-2 the code and the credential', () => {
  const wrong = { status: 403, problem: { code: 'enrolment-code-wrong' } };
  const enrol = (code: string) => here.site.visitor().tryPublic(agentEnrol, { code });
  const outcome = async () => (await watcher.tryPublic(agentState)).status;

  test('a code is good once, for the watcher alone, and only the newest', async () => {
    const stale = await watcherCode(here.officers, machine);
    const code = await watcherCode(here.officers, machine);
    expect(await enrol(stale)).toMatchObject(wrong);
    expect(await here.site.visitor().tryPublic(terminalEnrol, { code })).toMatchObject(wrong);
    expect(await enrol('AAAAA-AAAAA-AAAAA')).toMatchObject(wrong);
    const answer = await enrol(code);
    expect(answer).toMatchObject({ status: 200, output: { terminal: { name: '扫描-01' } } });
    expect(await enrol(code)).toMatchObject(wrong);
    // The earlier program's credential ended with it.
    expect(await outcome()).toBe(401);
    if ('output' in answer) watcher = new WatcherClient(here.site.origin, answer.output.credential);
    expect(await outcome()).toBe(200);
    const { client } = here.officers.securityOfficer;
    const lapsing = await watcherCode(here.officers, machine);
    const row = async () => (await client.view(terminalList)).items.find(({ id }) => id === machine.terminalId) ?? null;
    expect(await row()).toMatchObject({ agentInvited: true, agentEnrolledAt: expect.any(String) as string });
    await asOwner(here.site, `update terminal_code set expires_at = now() where used_at is null and opens = 'agent'`);
    expect(await row()).toMatchObject({ agentInvited: false });
    expect(await enrol(lapsing)).toMatchObject(wrong);
  });

  test('revoked, it is worth nothing at once, and so is a code that still waits', async () => {
    const { client } = here.officers.securityOfficer;
    const waiting = await watcherCode(here.officers, machine);
    await client.act(agentRevoke, { subject: machine.terminalId, input: { reason: '换机' } });
    expect(await outcome()).toBe(401);
    expect(await enrol(waiting)).toMatchObject(wrong);
    expect((await operator.client.tryView(sessionCurrent)).status).toBe(200);
    watcher = await enrolWatcher(here.site, here.officers, machine);
    expect(await outcome()).toBe(200);
  });

  test('it ends with its terminal, and acts for nobody whose account is suspended', async () => {
    const { securityOfficer } = here.officers;
    const [account] = await asOwner(here.site, 'select id from account where person_id = $1', [operator.personId]);
    await securityOfficer.client.act(accountSuspend, {
      subject: String(account?.['id']),
      input: { reason: '停用' },
    });
    expect(await state()).toMatchObject({ signedIn: false, capture: null });
    const waiting = await watcherCode(here.officers, machine);
    await securityOfficer.client.act(terminalRevoke, { subject: machine.terminalId, input: { reason: '撤除' } });
    expect(await outcome()).toBe(401);
    expect(await enrol(waiting)).toMatchObject(wrong);
    expect(
      await codeOfRefusal(
        securityOfficer.client.tryAct(agentRevoke, { subject: machine.terminalId, input: { reason: '再' } }),
      ),
    ).toBe('not-found');
  });
});
