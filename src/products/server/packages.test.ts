/** Packages on real PostgreSQL with a worker: sealed, made, carried out, withdrawn, forgotten (5.6-5, 2.8-4, 6.5-3). */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { objectPath } from '#/base/server/objects/files.ts';
import { readWhole } from '#/base/server/tables-in/testing.ts';
import { haltReport, haltSurrender } from '#/custody/rules/api/sweeps.ts';
import { codeOfRefusal } from '../../../test/custody-site.ts';
import { asOwner, tablesHolding } from '../../../test/owner.ts';
import { employ, withSecond } from '../../../test/people.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../../../test/workflow-site.ts';
import { taskSendBack } from '#/workflow/rules/api/tasks.ts';
import {
  packageExport,
  packageFiles,
  packageRetry,
  packageSeal,
  packageShow,
  packageWithdraw,
  unitList,
} from '../rules/api/packages.ts';
import { verifyBag } from './bag/verify.ts';

let here: WorkflowSite;
const codes: string[] = [];
const patience = { timeout: 60_000, interval: 100 };

beforeAll(async () => {
  here = await openWorkflowSite();
  codes.push(...(await comeToWork(here, [1, 2, 3, 4, 5, 6])).codes);
  for (const step of presetKeys) await doStep(here, step, step === 'review' ? codes.slice(0, 5) : codes);
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

const choice = { pdf: true, ofd: true, encoding: 'utf-8' } as const;
const seal = (sealed: string[] | null, more: object = {}) =>
  here.manager.client.tryAct(packageSeal, {
    subject: here.projectId,
    input: { codes: sealed, ...choice, ...more },
  });
const show = (subject: string) => here.keeper.client.view(packageShow, { subject });

async function sealed(some: string[], more: object = {}): Promise<string> {
  const answer = await seal(some, more);
  if (!('output' in answer)) throw new Error(JSON.stringify(answer));
  return answer.output.packageId;
}
async function made(some: string[], more: object = {}): Promise<string> {
  const id = await sealed(some, more);
  await vi.waitFor(async () => expect((await show(id)).state).toBe('made'), patience);
  return id;
}
async function filesOf(subject: string) {
  return (await here.keeper.client.view(packageFiles, { subject, input: { limit: 200 } })).items;
}
const withdraw = (subject: string) => here.lead.client.act(packageWithdraw, { subject, input: { reason: '试验' } });
const stored = (sha256: string): string => join(here.site.config.dataDir, 'objects', objectPath(sha256));
const bytesOf = (sha256: string): Buffer => readFileSync(stored(sha256));

describe('5.6-5 what goes into a package', () => {
  test('is told unit by unit; what is not finished is no candidate', async () => {
    const { items, packed } = await here.manager.client.view(unitList, { subject: here.projectId, input: {} });
    expect(items.map(({ code }) => code)).toEqual(codes.slice(0, 5));
    expect(items.every(({ obstacle, images }) => obstacle === null && images === 1)).toBe(true);
    expect(packed).toBe(0);
  });

  test('5.6-5 refuses what is unfinished or was not passed, by its place in the list', async () => {
    expect(await seal([codes[0]!, codes[5]!])).toMatchObject({
      problem: { code: 'unit-unfinished', field: 'input.codes.1', params: { code: codes[5] } },
    });
    const of = `(select id from inspection where unit_id = (select work_unit.id from work_unit
      join original on original.id = original_id where code = '${codes[0]}'))`;
    await asOwner(here.site, `update page_seen set passed = false where inspection_id in ${of}`);
    expect(await seal([codes[0]!])).toMatchObject({
      problem: { code: 'unit-pages-unpassed', params: { numbers: '1' } },
    });
    await asOwner(here.site, `update page_seen set passed = true where inspection_id in ${of}`);
  });

  test('refuses letters that the asked encoding lacks, and names entry and field', async () => {
    await asOwner(here.site, `update original set title = '𠮷县档案' where code = '${codes[0]}'`);
    expect(await seal([codes[0]!], { encoding: 'gbk' })).toMatchObject({
      problem: { code: 'letters-not-in-encoding', params: { code: codes[0], letters: '𠮷', encoding: 'GBK' } },
    });
    await asOwner(here.site, `update original set title = '一般档案' where code = '${codes[0]}'`);
  });

  test('2.8-6 a scanner may not make products: refused', async () => {
    const answer = here.scanner.client.tryAct(packageSeal, {
      subject: here.projectId,
      input: { codes: null, ...choice },
    });
    expect(await codeOfRefusal(answer)).toBe('not-permitted');
  });
});

describe('5.6-5 a package that is made', () => {
  test('has images by their code, books, lists and its own lists, each with its digests', async () => {
    const id = await made([codes[0]!, codes[1]!]);
    const files = await filesOf(id);
    expect(files.map(({ path }) => path.replaceAll(codes[0]!, 'A').replaceAll(codes[1]!, 'B'))).toEqual(
      [
        ...['bag-info.txt', 'bagit.txt'],
        ...['data/OFD/A002/A.ofd', 'data/OFD/A002/B.ofd', 'data/PDF/A002/A.pdf', 'data/PDF/A002/B.pdf'],
        ...['data/图像/A002/A/A-0001.tif', 'data/图像/A002/B/B-0001.tif'],
        ...['data/目录/图像清单.csv', 'data/目录/案卷目录.XML', 'data/目录/案卷目录.csv', 'data/目录/案卷目录.xlsx'],
        ...['data/目录/案卷目录（电子表格用）.csv', 'data/说明文件.TXT'],
        ...['manifest-sha256.txt', 'manifest-sm3.txt', 'tagmanifest-sha256.txt', 'tagmanifest-sm3.txt'],
      ].toSorted(),
    );
    for (const { sha256, sm3 } of files) expect(sha256 + sm3).toMatch(/^[0-9a-f]{128}$/);
    const xlsx = files.find(({ path }) => path.endsWith('.xlsx'))!;
    const table = await readWhole(bytesOf(xlsx.sha256), { headerRow: 1 });
    expect(table.rows[0]?.cells.slice(0, 3)).toEqual(['1', codes[0], '一般档案']);
    const xml = bytesOf(files.find(({ path }) => path.endsWith('.XML'))!.sha256).toString();
    expect(xml).toContain(`<档号>${codes[1]}</档号>`);
    expect(xml).toContain(`<电子档案名称>PDF/A002/${codes[0]}.pdf</电子档案名称>`);
    await withdraw(id);
  });

  test('is the same bytes when it is made once more', async () => {
    const id = await made([codes[0]!]);
    const before = await filesOf(id);
    for (const { sha256, path } of before) if (!path.includes('图像/')) rmSync(stored(sha256), { force: true });
    await asOwner(here.site, `delete from package_file where package_id = '${id}'`);
    await asOwner(here.site, `update package_unit set made = false where package_id = '${id}'`);
    const fault = `'{"code":"image-damaged","params":{}}'`;
    await asOwner(
      here.site,
      `update package set state = 'failed', made_at = null, seal = null, fault = ${fault} where id = '${id}'`,
    );
    await here.manager.client.act(packageRetry, { subject: id });
    await vi.waitFor(async () => expect((await show(id)).state).toBe('made'), patience);
    expect(await filesOf(id)).toEqual(before);
    for (const { sha256 } of before) expect(existsSync(stored(sha256))).toBe(true);
    await withdraw(id);
  });

  test('holds its units: packed again, or sent back, is refused until the archive withdraws it', async () => {
    const id = await made([codes[1]!], { ofd: false });
    const { number, kinds } = await show(id);
    expect(kinds.map(({ kind }) => kind)).toEqual(['image', 'pdf', 'list', 'tag']);
    expect(await seal([codes[1]!])).toMatchObject({
      problem: { code: 'unit-in-package', params: { package: number } },
    });
    const back = () =>
      here.leader.client.tryAct(taskSendBack, { input: { code: codes[1]!, to: 'bind', reason: '重新装订' } });
    expect(await back()).toMatchObject({ problem: { code: 'unit-kept', params: { package: number } } });
    expect(
      await codeOfRefusal(here.manager.client.tryAct(packageWithdraw, { subject: id, input: { reason: '试' } })),
    ).toBe('not-permitted');
    const gone = (await filesOf(id)).filter(({ path }) => path.endsWith('.pdf'));
    await withdraw(id);
    expect(await show(id)).toMatchObject({ state: 'withdrawn', files: 0, withdrawn: { reason: '试验' } });
    await vi.waitFor(() => expect(existsSync(stored(gone[0]!.sha256))).toBe(false), patience);
    expect(await back()).toMatchObject({ output: {} });
  });

  test('an image whose file was damaged on the disk: nothing is made of it, and it is named', async () => {
    const { sha256 } = (
      await asOwner(
        here.site,
        `select treatment.sha256, master.sha256 as scanned from master join work_unit on work_unit.id = master.unit_id
         join original on original.id = original_id left join treatment on treatment.master_id = master.id
         where code = '${codes[2]}'`,
      )
    ).map((row) => ({ sha256: String(row['sha256'] ?? row['scanned']) }))[0]!;
    const whole = bytesOf(sha256);
    const broken = Buffer.from(whole);
    broken[broken.length >> 1]! ^= 1;
    writeFileSync(stored(sha256), broken);
    const id = await sealed([codes[2]!]);
    await vi.waitFor(async () => expect((await show(id)).state).toBe('failed'), patience);
    expect((await show(id)).fault?.zh).toContain(`「${codes[2]}」第 1 幅图像的文件已损坏`);
    writeFileSync(stored(sha256), whole);
    await here.manager.client.act(packageRetry, { subject: id });
    await vi.waitFor(async () => expect((await show(id)).state).toBe('made'), patience);
    await withdraw(id);
  });
});

describe('2.8-4 a package leaves', () => {
  test('with a second person, to a carrier that is read again; its copy is entered with the seal', async () => {
    const id = await made([codes[3]!]);
    const input = { target: '移交盘 01', purpose: '移交' };
    const { securityOfficer } = here.officers;
    const { carrierId, folder } = await withSecond(here.keeper, securityOfficer, packageExport, { subject: id, input });
    await vi.waitFor(async () => expect((await show(id)).carriers[0]?.state).toBe('done'), patience);
    const { carriers, seal: own } = await show(id);
    expect(carriers).toMatchObject([
      { id: carrierId, target: input.target, seal: own, approvedBy: { id: securityOfficer.personId } },
    ]);
    expect(await verifyBag(folder)).toMatchObject({ valid: true, troubles: [], seal: own });
    expect(existsSync(`${folder}.partial`)).toBe(false);
    const copies = await asOwner(here.site, `select * from copy_record where target = '${input.target}'`);
    expect(copies).toMatchObject([{ sha256: own, purpose: '移交', requested_by: here.keeper.personId }]);
    const again = here.keeper.client.ask(packageExport, { subject: id, input });
    await expect(again).rejects.toThrow('target-exists');
    execFileSync('qpdf', ['--check', join(folder, 'data/PDF/A002', `${codes[3]}.pdf`)]);
    execFileSync('unzip', ['-t', join(folder, 'data/OFD/A002', `${codes[3]}.ofd`)]);
    await withdraw(id);
  });

  test('2.8-4 without a second person, or by the vendor, it never leaves: refused', async () => {
    const id = await made([codes[3]!]);
    const input = { target: '移交盘 02', purpose: '移交' };
    expect(await codeOfRefusal(here.manager.client.tryAct(packageExport, { subject: id, input }))).toBe(
      'not-permitted',
    );
    expect(await here.keeper.client.tryAct(packageExport, { subject: id, input })).not.toHaveProperty('output');
    expect(readdirSync(join(here.site.config.dataDir, 'exports'))).not.toContain('移交盘_02');
    await withdraw(id);
  });
});

describe('6.5 what is halted or classified', () => {
  test('6.5-3 leaves nothing of itself in any package, and 6.5-1 is refused for another one', async () => {
    const word = '某某考察报告';
    await asOwner(here.site, `update original set title = '${word}' where code = '${codes[4]}'`);
    const id = await made([codes[3]!, codes[4]!]);
    const files = await filesOf(id);
    const { findId } = await here.preparer.client.act(haltReport, {
      input: { code: codes[4]!, page: '1', mark: '机密' },
    });
    await withSecond(here.leader, here.keeper, haltSurrender, { subject: findId, input: { basis: '封面有密级标识' } });
    expect(await show(id)).toMatchObject({ state: 'withdrawn', files: 0, withdrawn: { by: null } });
    const own = files.filter(({ code, kind }) => code === codes[4] || kind === 'list');
    expect(own.length).toBeGreaterThan(6);
    await vi.waitFor(() => {
      for (const { sha256, path } of own) expect(existsSync(stored(sha256)), path).toBe(false);
    }, patience);
    expect(await tablesHolding(here.site, word)).toEqual([]);
    expect(await codeOfRefusal(seal([codes[4]!]))).toBe('halted');
  });
});

test('an outsider of the project sees no package: refused', async () => {
  const stranger = await employ(here.site, here.officers, 'scanner', '外人');
  const { client } = stranger;
  expect(await codeOfRefusal(client.tryView(unitList, { subject: here.projectId, input: {} }))).toBe('not-permitted');
});
