/** Transfer of data on real PostgreSQL with a worker (7.2-5): what may go over, who signs, and what the register says. */
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { folderOf } from '#/base/server/exports.ts';
import { newId } from '#/base/server/ids.ts';
import { packageExport, packageShow, packageWithdraw } from '#/products/rules/api/packages.ts';
import { haltRelease, haltReport, haltSurrender } from '#/custody/rules/api/sweeps.ts';
import { codeOfRefusal } from '../../../test/custody-site.ts';
import { attach } from '../../../test/files.ts';
import { asApp, asOwner, tablesHolding } from '../../../test/owner.ts';
import { pack } from '../../../test/packages.ts';
import { approve, employ, type Who, withSecond } from '../../../test/people.ts';
import { comeToWork, doStep, openWorkflowSite, presetKeys, type WorkflowSite } from '../../../test/workflow-site.ts';
import { checkAnswer, checkPrint, checkShow, checkStart } from '../rules/api/checks.ts';
import { sampleJudge, samplingDecide, samplingDraw, samplingPrint, samplingShow } from '../rules/api/sampling.ts';
import { carrierRead, transferAttach, transferPrint, transferRegister, transferShow } from '../rules/api/transfer.ts';

let here: WorkflowSite;
let member: Who;
let packageId: string;
let runId: string;
let samplingId: string;
const codes: string[] = [];
/** What a note should not say, and says all the same. */
const word = '某某考察报告';
const patience = { timeout: 60_000, interval: 100 };

beforeAll(async () => {
  here = await openWorkflowSite();
  member = await employ(here.site, here.officers, 'acceptanceMember', '专验收');
  codes.push(...(await comeToWork(here, [1, 2])).codes);
  for (const step of presetKeys) await doStep(here, step, codes);
  packageId = await pack(here, { pdf: true, encoding: 'gb18030' });
}, 240_000);
afterAll(async () => {
  await here.site[Symbol.asyncDispose]();
});

/** Written, and its id. */
async function carried(target: string): Promise<string> {
  const input = { target, purpose: '移交' };
  const { lead, keeper, officers } = here;
  await withSecond(keeper, officers.securityOfficer, packageExport, { subject: packageId, input });
  return vi.waitFor(async () => {
    const { carriers } = await lead.client.view(packageShow, { subject: packageId });
    const own = carriers.find((one) => one.target === target);
    expect(own?.state).toBe('done');
    return own!.id;
  }, patience);
}

const shown = () => here.lead.client.view(transferShow, { subject: here.projectId });
const carrierOf = async (id: string) => (await shown()).carriers.find((one) => one.id === id)!;
async function read(id: string) {
  await here.keeper.client.act(carrierRead, { subject: id });
  return vi.waitFor(async () => {
    const { reading } = await carrierOf(id);
    expect(reading?.whole).not.toBeNull();
    return reading!;
  }, patience);
}
const inputOf = (...ids: string[]) => ({
  carriers: ids.map((carrierId, at) => ({ carrierId, label: `盘-0${at + 1}`, kind: 'disk' as const, size: '2 TB' })),
  selfChecked: true as const,
});
const register = (...ids: string[]) =>
  here.manager.client.tryAct(transferRegister, { subject: here.projectId, input: inputOf(...ids) });
const pathOn = (target: string, file: string): string => join(folderOf(here.site.config.dataDir, target), file);

async function sampled(): Promise<void> {
  ({ samplingId } = await member.client.act(samplingDraw, { subject: packageId }));
  const { units } = await member.client.view(samplingShow, { subject: samplingId });
  for (const { unitId } of units) await member.client.act(sampleJudge, { subject: samplingId, input: { unitId } });
  await member.client.act(samplingDecide, { subject: samplingId, input: { opinion: '合格' } });
}

async function checked(): Promise<string> {
  ({ runId } = await member.client.act(checkStart, { subject: packageId }));
  const run = await vi.waitFor(async () => {
    const now = await member.client.view(checkShow, { subject: runId });
    expect(now.state).toBe('examined');
    return now;
  }, patience);
  for (const { code, result } of run.items) {
    if (result !== 'person' && result !== 'proof') continue;
    const attachments = result === 'proof' ? [(await attach(member, 'acceptance', code)).id] : [];
    await member.client.act(checkAnswer, {
      subject: runId,
      input: { code, answer: 'pass', note: `已核查 ${code} ${word}`, attachments },
    });
  }
  return runId;
}

describe('7.2-5 what may go over', () => {
  let first: string;

  test('7.2-5 refuses a carrier whose package was not sampled, not checked, or that nobody has read', async () => {
    first = await carried('移交盘 01');
    expect(await codeOfRefusal(register(first))).toBe('sample-undecided');
    await sampled();
    expect(await codeOfRefusal(register(first))).toBe('check-missing');
    await checked();
    expect(await codeOfRefusal(register(first))).toBe('carrier-unread');
    expect((await carrierOf(first)).obstacle?.zh).toBe('载体「移交盘 01」还没有读检');
    const byVendor = here.manager.client.tryAct(carrierRead, { subject: first });
    expect(await codeOfRefusal(byVendor)).toBe('not-permitted');
  });

  test('7.2-3 one changed byte on a carrier is found at its file, and the carrier refused', async () => {
    const [file] = readFileSync(pathOn('移交盘 01', 'manifest-sha256.txt'), 'utf8').split('\n');
    const path = file!.slice(66);
    const whole = readFileSync(pathOn('移交盘 01', path));
    const broken = Buffer.from(whole);
    broken[broken.length >> 1]! ^= 1;
    writeFileSync(pathOn('移交盘 01', path), broken);
    expect(await read(first)).toMatchObject({
      whole: false,
      troubled: 1,
      troubles: [{ file: path, what: { zh: '内容已变' } }],
    });
    expect(await codeOfRefusal(register(first))).toBe('carrier-damaged');
    writeFileSync(pathOn('移交盘 01', path), whole);
  });

  test('7.2-3 another bag in its place, one more file, and no carrier at all are told apart', async () => {
    appendFileSync(pathOn('移交盘 01', 'data/多余.txt'), 'x');
    expect(await read(first)).toMatchObject({ troubles: [{ file: 'data/多余.txt' }, { file: 'bag-info.txt' }] });
    rmSync(pathOn('移交盘 01', 'data/多余.txt'));
    // The RFC lets files lie beside data/: here they are strangers.
    appendFileSync(pathOn('移交盘 01', 'setup.exe'), 'x');
    expect(await read(first)).toMatchObject({ whole: false, troubled: 1, troubles: [{ file: 'setup.exe' }] });
    rmSync(pathOn('移交盘 01', 'setup.exe'));
    const tags = readFileSync(pathOn('移交盘 01', 'tagmanifest-sha256.txt'));
    writeFileSync(pathOn('移交盘 01', 'tagmanifest-sha256.txt'), tags.subarray(0, tags.lastIndexOf('\n', -2) + 1));
    expect((await read(first)).troubles.map(({ what }) => what.zh)).toContain('封印与信息包不符');
    writeFileSync(pathOn('移交盘 01', 'tagmanifest-sha256.txt'), tags);
    const folder = folderOf(here.site.config.dataDir, '移交盘 01');
    renameSync(folder, `${folder}.away`);
    expect(await read(first)).toMatchObject({ whole: false, seal: null, troubles: [{ what: { zh: '载体不在' } }] });
    renameSync(`${folder}.away`, folder);
    expect(await read(first)).toMatchObject({ whole: true, troubled: 0, troubles: [] });
    expect((await carrierOf(first)).obstacle).toBeNull();
  });

  test('2.8-4 another name of the same folder is refused, and so is one that no folder could bear', async () => {
    const { keeper } = here;
    const out = (target: string) =>
      keeper.client.tryAct(packageExport, { subject: packageId, input: { target, purpose: '移交' } });
    expect(await codeOfRefusal(out('移交盘_01'))).toBe('target-exists');
    expect(await out('盘'.repeat(51))).toMatchObject({ problem: { errors: [{ field: 'input.target' }] } });
  });

  test('7.2-5 refuses a carrier twice, one of another project, one without its number, and an unchecked one', async () => {
    expect(await codeOfRefusal(register(first, first))).toBe('carrier-twice');
    expect(await codeOfRefusal(register(crypto.randomUUID()))).toBe('carrier-elsewhere');
    const act = (input: object) =>
      here.manager.client.tryAct(transferRegister, { subject: here.projectId, input: input as never });
    const { carriers } = inputOf(first);
    for (const [field, wrong] of [
      ['label', ' '],
      ['label', '关于某某的考察报告（一）'],
      ['kind', '硬盘'],
      ['size', '很大'],
    ] as const)
      expect(await act({ carriers: [{ ...carriers[0]!, [field]: wrong }], selfChecked: true })).toMatchObject({
        problem: { errors: [{ field: `input.carriers.0.${field}` }] },
      });
    expect(await act({ carriers, selfChecked: false })).toMatchObject({
      problem: { errors: [{ field: 'input.selfChecked' }] },
    });
    const stranger = await employ(here.site, here.officers, 'vendorManager', '外经理', '另一公司');
    const sent = { subject: here.projectId, input: inputOf(first) };
    expect(await codeOfRefusal(stranger.client.tryAct(transferRegister, sent))).toBe('not-of-project');
    expect(await codeOfRefusal(stranger.client.tryView(transferShow, { subject: here.projectId }))).toBe(
      'not-of-project',
    );
    const byArchive = here.lead.client.tryAct(transferRegister, { subject: here.projectId, input: inputOf(first) });
    expect(await codeOfRefusal(byArchive)).toBe('not-permitted');
  });

  test('7.2-5 a reading whose job is gone is refused to go over, and taken up again', async () => {
    const lost = newId();
    await asOwner(
      here.site,
      `insert into carrier_reading (id, carrier_id, project_id, started_by)
       select '${lost}', id, '${here.projectId}', requested_by from package_carrier where id = '${first}'`,
    );
    expect(await codeOfRefusal(register(first))).toBe('carrier-being-read');
    const { readingId } = await here.keeper.client.act(carrierRead, { subject: first });
    expect(readingId).toBe(lost);
    await vi.waitFor(async () => expect((await carrierOf(first)).reading?.whole).toBe(true), patience);
  });

  test('6.5-1 refuses a carrier, asked for or agreed to, while something on it is halted', async () => {
    const sent = { subject: here.projectId, input: inputOf(first) };
    const approval = await here.manager.client.ask(transferRegister, sent);
    const mark = { code: codes[1]!, page: '1', mark: '机密' };
    const { findId } = await here.preparer.client.act(haltReport, { input: mark });
    expect((await carrierOf(first)).obstacle?.zh).toContain(`${codes[1]} 已停工`);
    expect(await codeOfRefusal(register(first))).toBe('package-stopped');
    await approve(here.lead, approval);
    const late = here.manager.client.tryAct(transferRegister, { ...sent, approval });
    expect(await codeOfRefusal(late)).toBe('package-stopped');
    const input = { target: '移交盘 03', purpose: '移交' };
    const out = here.keeper.client.tryAct(packageExport, { subject: packageId, input });
    expect(await codeOfRefusal(out)).toBe('package-stopped');
    // Of what is halted nothing is printed either.
    const { html } = await here.lead.client.view(samplingPrint, { subject: samplingId });
    expect(html.includes(codes[1]!)).toBe(html.includes('停工'));
    await withSecond(here.lead, here.otherLead, haltRelease, {
      subject: findId,
      input: { outcome: 'false-alarm', basis: '不是密级标识' },
    });
    expect((await carrierOf(first)).obstacle).toBeNull();
  });
});

describe('7.2-5 both sides sign', () => {
  let ids: string[];
  let transferId: string;

  test('7.2-5 the register names carrier, content, digest and capacity; nothing counts before the other side agrees', async () => {
    const second = await carried('移交盘 02');
    await read(second);
    ids = [...(await shown()).carriers.map(({ id }) => id)].toReversed();
    expect(ids).toHaveLength(2);
    const sent = { subject: here.projectId, input: inputOf(...ids) };
    const approval = await here.manager.client.ask(transferRegister, sent);
    expect((await shown()).transfers).toEqual([]);
    await approve(here.lead, approval);
    await here.manager.client.act(transferRegister, { ...sent, approval });
    const { carriers, transfers } = await shown();
    expect(carriers).toEqual([]);
    const { seal, units, images } = await here.lead.client.view(packageShow, { subject: packageId });
    const [transfer] = transfers;
    transferId = transfer!.id;
    expect(transfer).toMatchObject({
      ...{ units, images, papers: [] },
      ...{ givenBy: { id: here.manager.personId }, receivedBy: { id: here.lead.personId } },
    });
    expect(transfer!.carriers.map(({ target, label }) => `${target} ${label}`)).toEqual([
      '移交盘 01 盘-01',
      '移交盘 02 盘-02',
    ]);
    for (const one of transfer!.carriers) expect(one).toMatchObject({ seal, units, images, state: 'made' });
    expect(BigInt(transfer!.bytes)).toBe(transfer!.carriers.reduce((sum, one) => sum + BigInt(one.bytes), 0n));
    expect(await codeOfRefusal(register(ids[0]!))).toBe('carrier-transferred');
  });

  test('7.2-5 the database refuses a carrier that was not read whole, of another check, or beside what was signed', async () => {
    const spare = await carried('移交盘 04');
    const { id: good } = await read(spare);
    rmSync(pathOn('移交盘 04', 'bagit.txt'));
    const { id: bad } = await read(spare);
    const columns = 'transfer_id, position, carrier_id, reading_id, check_id, label, kind, size';
    const insert = (reading: string, check = runId) =>
      asApp(
        here.site,
        `insert into data_transfer_carrier (${columns})
        values ('${transferId}', 9, '${spare}', '${reading}', '${check}', 'x', 'disk', '2 TB')`,
      );
    await expect(insert(bad)).rejects.toThrow('data_transfer_carrier_reading_id_carrier_id_reading_whole_fkey');
    await expect(insert(good, crypto.randomUUID())).rejects.toThrow('not of one package');
    await expect(insert(good)).rejects.toThrow('annex of a signed register');
    await expect(asApp(here.site, `update carrier_reading set whole = true where id = '${bad}'`)).rejects.toThrow(
      'not changed',
    );
    await expect(
      asApp(
        here.site,
        `insert into carrier_reading (id, carrier_id, project_id, started_by, whole, files, bytes, seal, troubles, troubled, ended_at)
        select gen_random_uuid(), carrier_id, project_id, started_by, true, 1, 1, seal, '[]', 0, now() from carrier_reading where id = '${good}'`,
      ),
    ).rejects.toThrow('begins without a result');
    await expect(asApp(here.site, `update data_transfer set bytes = 1 where id = '${transferId}'`)).rejects.toThrow(
      'permission denied',
    );
  });

  test('7.2-5 the printed register, and the report and the sampling that it rests on', async () => {
    const { lead } = here;
    const { seal } = await lead.client.view(packageShow, { subject: packageId });
    const { html } = await lead.client.view(transferPrint, { subject: transferId });
    for (const said of ['电子档案移交与接收登记表', '盘-01', '盘-02', '移动硬盘 2 TB', seal!, '准确性检验'])
      expect(html).toContain(said);
    expect(html).toMatch(/机检 \d+ 项/);
    const report = await lead.client.view(checkPrint, { subject: runId });
    for (const said of ['电子档案四性检测报告', `已核查 scope ${word}`, '病毒检测', '不适用', seal!])
      expect(report.html).toContain(said);
    const sampling = await lead.client.view(samplingPrint, { subject: samplingId });
    const { seed } = await lead.client.view(samplingShow, { subject: samplingId });
    for (const said of ['数字化成果抽检表', seed, '合格']) expect(sampling.html).toContain(said);
    const outsider = await employ(here.site, here.officers, 'scanner', '外人');
    expect(await codeOfRefusal(outsider.client.tryView(transferPrint, { subject: transferId }))).toBe('not-permitted');
  });

  test('7.2-5 the sealed paper comes back as a scan, of whoever uploaded it', async () => {
    const { id } = await attach(here.keeper, 'transfer', 'sealed register');
    const input = { attachments: [id] };
    expect(await codeOfRefusal(here.lead.client.tryAct(transferAttach, { subject: transferId, input }))).toBe(
      'attachment-not-ready',
    );
    await here.keeper.client.act(transferAttach, { subject: transferId, input });
    await here.keeper.client.act(transferAttach, { subject: transferId, input });
    expect((await shown()).transfers[0]?.papers).toEqual([id]);
  });

  test('a package that is withdrawn afterwards is marked so in the register', async () => {
    await here.lead.client.act(packageWithdraw, { subject: packageId, input: { reason: '返工' } });
    const { transfers } = await shown();
    expect(transfers[0]?.carriers.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  });

  test('6.5-3 of what turns out to be classified no note and no print says anything any more', async () => {
    expect((await tablesHolding(here.site, word)).length).toBeGreaterThan(2);
    const mark = { code: codes[0]!, page: '1', mark: '机密' };
    const { findId } = await here.preparer.client.act(haltReport, { input: mark });
    await withSecond(here.leader, here.keeper, haltSurrender, { subject: findId, input: { basis: '封面有密级标识' } });
    expect(await tablesHolding(here.site, word)).toEqual([]);
    const { transfers } = await shown();
    expect(transfers[0]).toMatchObject({ carriers: [{ label: '盘-01' }, { label: '盘-02' }] });
  });
});
