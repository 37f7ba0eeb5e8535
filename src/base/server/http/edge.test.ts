/** The HTTP edge over HTTP: what comes in crooked changes nothing, and what goes out tells nothing. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declared } from '#/app/compose.ts';
import { type AnyDecl, routeOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { attachmentBegin, attachmentBytes } from '#/base/rules/api/files.ts';
import { type Officers, openWithOfficers } from '../../../../test/people.ts';
import { openTestSite, type TestSite } from '../../../../test/site.ts';
import { flushAnonymous } from '../door/refusals.ts';
import { nameProcess } from '../log.ts';

/** Later rooms' doors are only known here by the names that they are served under. */
function door<K extends AnyDecl['kind']>(kind: K, name: string): Extract<AnyDecl, { kind: K }> {
  const decl = declared.find((one) => one.name === name);
  if (decl?.kind !== kind) throw new Error(`no ${kind} ${name}`);
  return decl as Extract<AnyDecl, { kind: K }>;
}

const partyCreate = door('act', 'protection.party.create');
const partyList = door('view', 'protection.party.list');
const personList = door('view', 'protection.person.list');
const logMine = door('view', 'protection.log.mine');
const logSearch = door('view', 'protection.log.search');
const accountActivate = door('public', 'protection.account.activate');
const loginPassword = door('public', 'protection.login.password');

let site: TestSite;
let officers: Officers;
let logDir: string;

beforeAll(async () => {
  site = await openTestSite();
  officers = await openWithOfficers(site);
  logDir = mkdtempSync(join(tmpdir(), 'shoucang-runlog-'));
  nameProcess('edge-test', logDir);
}, 60_000);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  rmSync(logDir, { recursive: true, force: true });
});

const acting = routeOf(partyCreate).path;
const json = { 'content-type': 'application/json' };
let keys = 0;
const keyed = () => ({ ...json, 'idempotency-key': `edge-test-${(keys += 1)}` });
const good = (name: string) => JSON.stringify({ input: { name, kind: 'vendor' } });

/** As the administrator's browser, header by header and byte by byte. */
function send(
  path: string,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Record<string, string>,
  method = 'POST',
) {
  const cookies = officers.administrator.client.cookies;
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(site.origin + path, { method, body, headers: { cookie, ...headers } });
}

const get = (path: string): Promise<Response> => send(path, null, {}, 'GET');

async function problem(answer: Response, status: number, code: string): Promise<Problem> {
  const text = await answer.text();
  expect([answer.status, JSON.parse(text)], text).toMatchObject([status, { code, status }]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const said = JSON.parse(text) as Problem;
  expect(said.zh).toMatch(/\p{Script=Han}/u);
  expect(said.nextZh).toMatch(/\p{Script=Han}/u);
  expect(said.en.length * said.nextEn.length).toBeGreaterThan(0);
  expect(said.type).toBe(`urn:shoucang:problem:${code}`);
  // Neither place nor statement nor library.
  expect(text).not.toMatch(/\.ts:\d|node_modules|\bat \w+|select |insert |syntax|Fastify|zod|relation/i);
  return said;
}

/** Rows of every table but the ledger's own and the counters of a session. */
async function rowsOf(): Promise<Record<string, number>> {
  const { rows } = await asOwner(`select relname as name,
    (xpath('/row/n/text()', query_to_xml('select count(*) as n from ' || quote_ident(relname), false, true, '')))[1]::text::int as n
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'ledger%'`);
  return Object.fromEntries((rows as { name: string; n: number }[]).map(({ name, n }) => [name, n]));
}

async function asOwner(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client(site.database.ownerUrl);
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Results of the newest entries that the filter finds. */
async function logged(input: object): Promise<string[]> {
  const found = await officers.auditor.client.view(logSearch, { input });
  return (found as { items: { result: string }[] }).items.map((item) => item.result);
}

const refusals = (limit: number): Promise<string[]> =>
  logged({ personId: officers.administrator.personId, result: 'refused', limit });

test('health, readiness and metrics are answered to a machine, with the duration of acts by name', async () => {
  expect(await (await fetch(`${site.origin}/healthz`)).json()).toEqual({ alive: true });
  const ready = await fetch(`${site.origin}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { ready: true, missing: [] }]);
  await officers.administrator.client.view(partyList);
  const metrics = await fetch(`${site.origin}/metrics`);
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  const text = await metrics.text();
  expect(text).toMatch(/^# TYPE shoucang_call_seconds histogram$/m);
  expect(text).toMatch(/^shoucang_call_seconds_count\{name="protection\.party\.list",status="200"\} [1-9]/m);
});

test('1.4-3 the OpenAPI document lists every declared act and view with its clauses, and nothing else of the API', async () => {
  const document = (await (await fetch(`${site.origin}/api/v1/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; 'x-clauses': string[] }>>;
  };
  expect(document.openapi).toMatch(/^3\.1/);
  for (const decl of declared) {
    const { method, path } = routeOf(decl);
    const operation = document.paths[path.replace(':grant', '{grant}')]?.[method.toLowerCase()];
    expect(operation, decl.name).toMatchObject({ operationId: decl.name, 'x-clauses': [...decl.clauses] });
  }
  const listed = Object.values(document.paths).flatMap((one) => Object.values(one));
  expect(listed.length).toBe(declared.length);
});

test('a browser that came by a bare address is sent to the name; an API call is not', async () => {
  const { port } = new URL(site.origin);
  const page = await fetch(`http://127.0.0.1:${port}/people?x=1`, { redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([302, `${site.origin}/people?x=1`]);
  const api = await fetch(`http://127.0.0.1:${port}/api/v1/openapi.json`, { redirect: 'manual' });
  expect(api.status).toBe(200);
});

test('the page comes with its policy: no script but our own, styles by a nonce of this answer, no frame', async () => {
  const [one, two] = [await fetch(`${site.origin}/`), await fetch(`${site.origin}/people`)];
  const policy = one.headers.get('content-security-policy') ?? '';
  const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(await one.text()).toContain(nonce);
  expect(two.headers.get('content-security-policy')).not.toContain(nonce);
  for (const part of ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  expect(one.headers.get('content-security-policy-report-only')).toContain("require-trusted-types-for 'script'");
  const api = await fetch(`${site.origin}/api/v1/openapi.json`);
  expect(api.headers.get('content-security-policy')).toContain('sandbox');
  for (const answer of [one, api]) {
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(answer.headers.get('permissions-policy')).toContain('usb=()');
    expect(answer.headers.get('x-powered-by')).toBeNull();
  }
});

test('5.5-1 refuses a write that another site’s page sends, even with the cookies of a signed-in officer', async () => {
  const before = await rowsOf();
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: site.origin.replace('localhost', '127.0.0.1') },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of foreign) {
    await problem(await send(acting, good('外站'), { ...keyed(), ...headers }), 403, 'cross-site');
  }
  expect(await rowsOf()).toEqual(before);
  const own = await send(acting, good('本站'), { ...keyed(), origin: site.origin, 'sec-fetch-site': 'same-origin' });
  expect(own.status).toBe(200);
});

test('5.5-6 refuses a request that does not fit, names its fields, changes nothing, and keeps it by name', async () => {
  const before = await rowsOf();
  await problem(await send(acting, good('无号'), json), 400, 'idempotency-key-missing');
  await problem(await send(acting, good('短号'), { ...json, 'idempotency-key': 'x' }), 400, 'idempotency-key-missing');
  const unknown = await send(acting, JSON.stringify({ input: { name: '甲', kind: 'vendor', zhanghu: 1 } }), keyed());
  expect((await problem(unknown, 422, 'input-invalid')).errors).toEqual([
    { field: 'input.zhanghu', zh: '多余的栏', en: 'is not a known field' },
  ]);
  const outside = await send(acting, JSON.stringify({ input: { name: '甲', kind: 'vendor' }, shenpi: 1 }), keyed());
  expect((await problem(outside, 422, 'input-invalid')).errors?.[0]?.field).toBe('request.shenpi');
  const wrong = await send(acting, JSON.stringify({ input: { name: '', kind: '秘密值-77' } }), keyed());
  const said = await problem(wrong, 422, 'input-invalid');
  expect(said.errors?.map(({ field }) => field)).toEqual(['input.name', 'input.kind']);
  expect(JSON.stringify(said)).not.toContain('秘密值-77');
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`f${n}`, n]));
  const flood = await problem(await send(acting, JSON.stringify({ input: many }), keyed()), 422, 'input-invalid');
  expect(flood.errors?.length).toBeLessThanOrEqual(50);
  const broken = await get(`${routeOf(partyList).path}?input=%7B`);
  await problem(broken, 400, 'request-malformed');
  expect(await refusals(7)).toEqual([
    'request-malformed',
    ...Array<string>(4).fill('input-invalid'),
    ...Array<string>(2).fill('idempotency-key-missing'),
  ]);
  expect(await rowsOf()).toEqual(before);
});

test('5.5-6 refuses values that only the database finds impossible, by name and without an outage', async () => {
  const { administrator } = officers;
  const nul = await send(acting, JSON.stringify({ subject: 'a\u0000b', input: {} }), keyed());
  expect((await problem(nul, 422, 'input-invalid')).errors?.[0]?.field).toBe('request.subject');
  const path = (input: object): string =>
    `${routeOf(personList).path}?input=${encodeURIComponent(JSON.stringify(input))}`;
  const text = await get(path({ text: '张\u0000三' }));
  await problem(text, 400, 'request-malformed');
  const cursor = await get(path({ cursor: "'; drop table person; --" }));
  await problem(cursor, 404, 'not-found');
  expect(await refusals(3)).toEqual(['not-found', 'request-malformed', 'input-invalid']);
  const later = await administrator.client.tryView(logMine, { input: { from: '9999-12-31T23:59:59Z' } });
  expect(later.status).toBe(200);
});

test('5.5-4 refuses what cannot be read at all; each source and minute is one entry of the ledger', async () => {
  const before = await rowsOf();
  await problem(await send(acting, '{"input": {', keyed()), 400, 'request-malformed');
  await problem(await send(acting, '{"__proto__": {"admin": true}}', keyed()), 400, 'request-malformed');
  for (const type of ['text/plain', 'application/xml', 'application/octet-stream', 'multipart/form-data; boundary=x']) {
    const answer = await send(acting, good('类型'), { ...keyed(), 'content-type': type });
    await problem(answer, 415, 'media-type-unsupported');
  }
  await problem(await send('/api/v1/acts/protection.party.destroy', good('无此'), keyed()), 404, 'not-found');
  await problem(await send(`${acting}/../x`, good('无此'), keyed(), 'PUT'), 404, 'not-found');
  expect(await oversized()).toMatchObject([413, { code: 'too-large', params: { limit: '1 MiB' } }]);
  const stranger = await site.visitor().tryView(partyList);
  expect(stranger).toMatchObject({ status: 401, problem: { code: 'not-signed-in' } });
  expect(await rowsOf()).toEqual(before);
  await flushAnonymous(site.db, 'edge-test');
  const counted = await logged({ act: 'base.door.anonymous' });
  for (const code of ['request-malformed', 'media-type-unsupported', 'not-found', 'too-large', 'not-signed-in']) {
    expect(
      counted.filter((one) => one === code),
      code,
    ).toHaveLength(1);
  }
});

/** Announces more than is taken, and sends none of it: the answer must not wait for the rest. */
function oversized(): Promise<[number, unknown]> {
  const { promise, resolve, reject } = Promise.withResolvers<[number, unknown]>();
  const { port } = new URL(site.origin);
  const headers = { ...keyed(), 'content-length': String(1024 * 1024 + 1) };
  const sent = rawRequest({ host: 'localhost', port, path: acting, method: 'POST', headers }, (answer) => {
    let text = '';
    answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
    answer.on('end', () => {
      resolve([answer.statusCode ?? 0, JSON.parse(text)]);
      sent.destroy();
    });
  });
  sent.on('error', reject);
  sent.flushHeaders();
  return promise;
}

test('5.5-6 refuses bytes without a grant, and bytes that are none, by name', async () => {
  const { client } = officers.administrator;
  const path = (grant: string): string => routeOf(attachmentBytes).path.replace(':grant', grant);
  const { grant } = await client.act(attachmentBegin, { input: { purpose: 'issue', fileName: 'a.pdf' } });
  await problem(await send(path(grant), '{}', json, 'PUT'), 415, 'media-type-unsupported');
  const octets = { 'content-type': 'application/octet-stream' };
  await problem(await send(path('x'), new Uint8Array(3), octets, 'PUT'), 403, 'grant-invalid');
  expect(await refusals(2)).toEqual(['grant-invalid', 'media-type-unsupported']);
});

test('a surprise answers 500 with a reference; the run log has it with its place, and no content', async () => {
  const before = await rowsOf();
  await asOwner(`create function planted() returns trigger language plpgsql as
    $$ begin raise exception 'planted for %', new.name; end $$;
    create trigger planted before insert on party for each row execute function planted()`);
  try {
    const answer = await send(acting, good('机密单位-4711'), keyed());
    const said = await problem(answer, 500, 'internal');
    expect(JSON.stringify(said)).not.toMatch(/planted|4711/);
    const lines = readFileSync(join(logDir, 'log', 'run.log'), 'utf8')
      .trim()
      .split('\n');
    const line = lines.find((one) => one.includes(said.params['ref'] as string));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', act: partyCreate.name, code: 'P0001' });
    expect((JSON.parse(line ?? '{}') as { place: string }).place).toMatch(/at .*\.ts:\d+/);
    expect(lines.join('\n')).not.toMatch(/planted for|4711/);
  } finally {
    await asOwner('drop trigger planted on party; drop function planted()');
  }
  expect(await rowsOf()).toEqual(before);
});

test('5.5-1 refuses to be guessed at without end: a public door slows an address down', async () => {
  const knock = () => fetch(site.origin + routeOf(accountActivate).path, { method: 'POST' });
  const statuses: number[] = [];
  // In handfuls: all of them must fall into one minute, however busy the machine is.
  for (let n = 0; n < 6; n += 1) {
    statuses.push(...(await Promise.all(Array.from({ length: 51 }, knock))).map(({ status }) => status));
  }
  expect(statuses.filter((status) => status === 422)).toHaveLength(300);
  expect(statuses.filter((status) => status === 429)).toHaveLength(6);
  const slow = await knock();
  const said = await problem(slow, 429, 'too-many-requests');
  expect(said.zh + said.nextZh).toMatch(/\d+ 秒/);
  // Another door is not shut with it.
  const other = await site.visitor().tryPublic(loginPassword, { username: 'nobody', password: 'x' });
  expect(other).toMatchObject({ status: 401, problem: { code: 'sign-in-refused' } });
});
