/** The check of a package on real PostgreSQL with a worker (7.2, DA/T 70-2018): what is wrong is found, and named; nothing passes by default. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#/base/server/ids.ts';
import { objectPath } from '#/base/server/objects/files.ts';
import { packageFiles, packageWithdraw } from '#/products/rules/api/packages.ts';
import { codeOfRefusal } from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import { asApp, asOwner } from '../../../test/owner.ts';
import { pack } from '../../../test/packages.ts';
import { employ, type Who } from '../../../test/people.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../../../test/workflow-site.ts';
import { checkAnswer, checkShow, checkStart } from '../rules/api/checks.ts';
import { batchList } from '../rules/api/sampling.ts';
import { type CheckCode, checkCodes, checkItems } from '../rules/checks.ts';

let here: WorkflowSite;
let member: Who;
let packageId: string;
const codes: string[] = [];
const patience = { timeout: 60_000, interval: 100 };

beforeAll(async () => {
  here = await openWorkflowSite();
  member = await employ(here.site, here.officers, 'acceptanceMember', '专验收');
  codes.push(...(await comeToWork(here, [1, 2])).codes);
  for (const step of presetKeys) await doStep(here, step, codes);
  packageId = await pack(here, { pdf: true, ofd: true, encoding: 'gb18030' });
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

type Run = Awaited<ReturnType<typeof shown>>;
const shown = (subject: string) => member.client.view(checkShow, { subject });

/** Through, however it went. */
async function examined(): Promise<Run> {
  const { runId } = await member.client.act(checkStart, { subject: packageId });
  await vi.waitFor(async () => expect((await shown(runId)).state).not.toBe('running'), patience);
  return shown(runId);
}

const itemOf = (run: Run, code: CheckCode) => run.items.find((one) => one.code === code)!;
const failing = (run: Run): CheckCode[] => run.items.filter(({ result }) => result === 'fail').map(({ code }) => code);
/** Items that failed, each with what its failures name. */
const named = (run: Run) =>
  Object.fromEntries(failing(run).map((code) => [code, itemOf(run, code).failures.map(({ at }) => at)]));
const answer = (run: Run, code: CheckCode, more: { answer?: 'pass' | 'fail'; attachments?: string[] } = {}) =>
  member.client.tryAct(checkAnswer, {
    subject: run.id,
    input: { code, answer: 'pass', note: '已核查', attachments: [], ...more },
  });
const paper = async (): Promise<string> => (await attach(member, 'acceptance', `report ${Math.random()}`)).id;
const filesOf = async () =>
  (await here.keeper.client.view(packageFiles, { subject: packageId, input: { limit: 200 } })).items;
const stored = (sha256: string): string => join(here.site.config.dataDir, 'objects', objectPath(sha256));

describe('a good package', () => {
  let run: Run;

  test('5.6-6 every item is there; none passes that the machine did not examine', async () => {
    expect((await member.client.view(batchList, { subject: here.projectId })).items.map(({ check }) => check)).toEqual([
      null,
    ]);
    run = await examined();
    expect(named(run)).toEqual({});
    expect(run).toMatchObject({ state: 'examined', verdict: 'open', round: 1, newest: true, units: 2, files: 18 });
    expect(run.items.map(({ code }) => code)).toEqual(checkCodes);
    for (const { code, by, result, examined: count } of run.items) {
      if (by !== 'machine') expect(result, code).toBe(by);
      if (result === 'pass') expect(count, code).toBeGreaterThan(0);
    }
    const machine = run.items.filter(({ by }) => by === 'machine');
    // A catalogue that came with the register was typed by no schema: of its values a person has to say.
    expect(machine.filter(({ result }) => result !== 'pass').map(({ code, result }) => `${code} ${result}`)).toEqual([
      'values person',
      'signature na',
    ]);
    expect(itemOf(run, 'digests').examined).toBe(run.files);
    expect(itemOf(run, 'opens').examined).toBe(2);
    expect(itemOf(run, 'books').examined).toBe(4);
    expect(existsSync(join(here.site.config.dataDir, 'checks', run.id))).toBe(false);
  });

  test('7.2-4 a proof without its paper is refused, and so is the vendor', async () => {
    expect(await codeOfRefusal(answer(run, 'antivirus'))).toBe('check-needs-proof');
    expect(await codeOfRefusal(answer(run, 'digests'))).toBe('check-by-machine');
    expect(await codeOfRefusal(answer(run, 'antivirus', { attachments: [crypto.randomUUID()] }))).toBe(
      'attachment-not-ready',
    );
    const byVendor = here.manager.client.tryAct(checkStart, { subject: packageId });
    expect(await codeOfRefusal(byVendor)).toBe('not-permitted');
  });

  test('7.2-1 passes once persons and proofs are in, and what was answered stays', async () => {
    const waiting = run.items.filter(({ result }) => result === 'person' || result === 'proof');
    expect(waiting.map(({ code }) => code)).toEqual(['values', 'scope', 'lasting', 'antivirus', 'carrier', 'handling']);
    for (const [at, { code, result }] of waiting.entries()) {
      const attachments = result === 'proof' ? [await paper()] : [];
      expect(await answer(run, code, { attachments })).toMatchObject({
        output: { left: waiting.length - at - 1, verdict: at === waiting.length - 1 ? 'passed' : 'open' },
      });
    }
    expect(await codeOfRefusal(answer(run, 'scope', { answer: 'fail' }))).toBe('check-answered');
    const after = await shown(run.id);
    expect(after.verdict).toBe('passed');
    expect(itemOf(after, 'antivirus')).toMatchObject({
      result: 'proof',
      answer: 'pass',
      answeredBy: { id: member.personId },
      papers: [expect.any(String)],
    });
    const { items } = await member.client.view(batchList, { subject: here.projectId });
    expect(items[0]?.check).toMatchObject({ id: run.id, verdict: 'passed', failed: 0, open: 0 });
    const of = `where run_id = '${run.id}'`;
    await expect(asApp(here.site, `update check_result set answer = 'fail' ${of} and code = 'scope'`)).rejects.toThrow(
      'not changed',
    );
    await expect(asApp(here.site, `update check_result set result = 'pass' ${of} and code = 'values'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(asApp(here.site, `update check_run set state = 'stopped' where id = '${run.id}'`)).rejects.toThrow(
      'not changed',
    );
    await expect(
      asApp(
        here.site,
        `insert into check_result (run_id, code, result, examined, failed, failures)
        values ('${run.id}', 'planted', 'pass', 0, 0, '[]')`,
      ),
    ).rejects.toThrow('check constraint');
  });

  test('7.2-2 one answer that fails, fails the run', async () => {
    const again = await examined();
    expect(again).toMatchObject({ round: 2, verdict: 'open' });
    expect((await shown(run.id)).newest).toBe(false);
    expect(await answer(again, 'scope', { answer: 'fail' })).toMatchObject({ output: { verdict: 'failed' } });
  });
});

describe('what is wrong is found, and named', () => {
  test('7.2-2 a byte changed in an image of the store never passes: failed at that file', async () => {
    const image = (await filesOf()).find(({ kind, code }) => kind === 'image' && code === codes[1])!;
    const whole = readFileSync(stored(image.sha256));
    const broken = Buffer.from(whole);
    broken[broken.length >> 1]! ^= 1;
    writeFileSync(stored(image.sha256), broken);
    const run = await examined();
    writeFileSync(stored(image.sha256), whole);
    expect(run.verdict).toBe('failed');
    expect(named(run)).toMatchObject({ digests: [image.path] });
    expect(itemOf(run, 'digests')).toMatchObject({ failed: 1, examined: run.files });
    expect(itemOf(run, 'files').result).toBe('pass');
  });

  test('7.2-3 an image that is cut off has its digest against it, and does not decode', async () => {
    const image = (await filesOf()).find(({ kind, code }) => kind === 'image' && code === codes[0])!;
    const whole = readFileSync(stored(image.sha256));
    writeFileSync(stored(image.sha256), whole.subarray(0, whole.length >> 1));
    const run = await examined();
    writeFileSync(stored(image.sha256), whole);
    expect(named(run)).toMatchObject({ digests: [image.path], opens: [image.path] });
  });

  test('7.2-2 a list of lists, which no other names, is held against the register', async () => {
    const top = (await filesOf()).find(({ path }) => path === 'tagmanifest-sm3.txt')!;
    const whole = readFileSync(stored(top.sha256));
    writeFileSync(stored(top.sha256), Buffer.concat([whole, Buffer.from('\n')]));
    const changed = await examined();
    rmSync(stored(top.sha256));
    const removed = await examined();
    writeFileSync(stored(top.sha256), whole);
    expect(named(changed)).toEqual({ digests: [top.path] });
    expect(named(removed)).toEqual({ files: [top.path] });
  });

  test('7.2-1 a file removed from the store: failed at that file', async () => {
    const book = (await filesOf()).find(({ kind, code }) => kind === 'pdf' && code === codes[0])!;
    const whole = readFileSync(stored(book.sha256));
    rmSync(stored(book.sha256));
    const run = await examined();
    writeFileSync(stored(book.sha256), whole);
    expect(named(run)).toMatchObject({ files: [book.path], books: [book.path] });
    expect(itemOf(run, 'files').failures[0]?.what.zh).toContain('不在存储中');
    expect(itemOf(run, 'digests').result).toBe('pass');
  });

  test('7.2-2 an entry changed behind the program’s back: failed at its code, without its text', async () => {
    await asOwner(here.site, `update original set title = '另一个题名' where code = '${codes[1]}'`);
    const run = await examined();
    expect(named(run)).toEqual({ unchanged: [codes[1]], catalogue: [codes[1]] });
    expect(itemOf(run, 'catalogue').failures[0]?.what.zh).toBe('「题名」与条目不符');
    const kept = await asOwner(here.site, `select failures::text from check_result where run_id = '${run.id}'`);
    expect(JSON.stringify(kept)).not.toContain('另一个题名');
    await asOwner(here.site, `update original set title = '案卷 ${codes[1]}' where code = '${codes[1]}'`);
  });

  test('7.2-4 a file beyond the lists, and one that the register does not know any more', async () => {
    const image = (await filesOf()).find(({ kind, code }) => kind === 'image' && code === codes[0])!;
    await asOwner(
      here.site,
      `insert into package_file (package_id, path, kind, unit_id, sha256)
       select package_id, replace(path, '-0001', '-0002'), kind, unit_id, sha256 from package_file
        where package_id = '${packageId}' and path = '${image.path}'`,
    );
    const more = image.path.replace('-0001', '-0002');
    const run = await examined();
    expect(named(run)).toMatchObject({ surplus: [more], links: [more], counts: expect.arrayContaining([codes[0]]) });
    await asOwner(here.site, `delete from package_file where path = '${image.path}'`);
    const less = await examined();
    expect(named(less)).toMatchObject({ files: [image.path], numbering: [codes[0], more] });
    await asOwner(
      here.site,
      `update package_file set path = '${image.path}' where package_id = '${packageId}' and path = '${more}'`,
    );
    expect(failing(await examined())).toEqual([]);
  });

  test('one whose job is gone says nothing, and is taken up again', async () => {
    const lost = newId();
    await asOwner(
      here.site,
      `insert into check_run (id, package_id, project_id, round, seal, started_by)
      select '${lost}', id, project_id, 99, seal, sealed_by from package where id = '${packageId}'`,
    );
    expect(await shown(lost)).toMatchObject({ verdict: 'open', items: [] });
    expect(await member.client.act(checkStart, { subject: packageId })).toEqual({ runId: lost, round: 99 });
    await vi.waitFor(async () => expect((await shown(lost)).state).toBe('examined'), patience);
  });

  test('7.2-1 refuses to check a package that is withdrawn, and says nothing of it', async () => {
    await here.lead.client.act(packageWithdraw, { subject: packageId, input: { reason: '试验' } });
    expect(await codeOfRefusal(member.client.tryAct(checkStart, { subject: packageId }))).toBe('package-not-made');
  });
});

test('each item of the machine is one that a run has examined, or knows not to apply', () => {
  expect(checkCodes.filter((code) => checkItems[code].by === 'machine').length).toBeGreaterThan(20);
});
