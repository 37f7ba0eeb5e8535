/** The demonstration, played to its end as anybody plays it; it takes no site that is somebody's already. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWithOfficers } from '../../../test/people.ts';
import { openTestSite } from '../../../test/site.ts';
import { freePort } from '../port.ts';
import { demoFolder } from './server.ts';
import { play, timeZoneFor } from './story.ts';
import { Telling } from './telling.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  // PostgreSQL’s user passes through it.
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('plays to its end, what must be refused is refused, and the exported ledger verifies', async () => {
  const env = {
    PATH: process.env['PATH'],
    TMPDIR: folder,
    SHOUCANG_PORT: String(await freePort()),
    // Another site's settings are not followed.
    SHOUCANG_DATA: join(folder, 'other'),
  };
  const program = join(import.meta.dirname, '..', 'demo.ts');
  const { stdout, stderr, code } = await promisify(execFile)(process.execPath, [program, '--exit'], { env }).then(
    (told) => ({ ...told, code: 0 }),
    // What it told is what somebody needs who reads of the failure.
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  expect({ code, end: code === 0 ? '' : `${stdout}${stderr}`.slice(-4_000) }).toEqual({ code: 0, end: '' });
  // Package and ledger, each by ours and by the independent verifier.
  expect(stdout.match(/✓ 通过 verified/g)).toHaveLength(2);
  expect(stdout).toMatch(/✓ tools\/verify_bag\.py: VERIFIED[^\n]*\n[^]*✓ tools\/verify\.py: VERIFIED/);
  expect(stdout).toMatch(/制成：图像 11，双层 PDF 2，双层 OFD 2，目录与说明 \d+，包清单 6/);
  expect(stdout).toMatch(/✗ 拒绝 refused: [^\n]*的成品已封入信息包/);
  expect(stdout).toContain('清点有差异：档案部门未清点 0 件，服务机构未清点 1 件');
  expect(stdout).toContain('调出 40 = 在外 out 12 + 已还 in 27 + 停工 halted 1');
  // What the machine tells of the pages that were drawn, and what it does not let through (5.6-4).
  expect(stdout).toContain('隔离 0008.jpg（第 8 幅）：文件不完整');
  expect(stdout).toMatch(/机检问第 [23] 幅：与另一页相似度 0\.\d+.*（第 [23] 幅）/);
  for (const asked of ['偏斜 1.', '可能是空白页', '可能模糊'])
    expect(stdout).toMatch(new RegExp(`机检问第 \\d 幅：[^\n]*${asked}`));
  expect(stdout.match(/机检问/g)).toHaveLength(4);
  expect(stdout).toContain('第 3 幅重复，删除');
  for (const why of [
    '图像位 8 空缺',
    '页数少 1 页',
    '质检退回的缺陷还没有处理',
    '双录有 1 处不一致',
    '您做过这一件的「扫描」',
  ])
    expect(stdout).toMatch(new RegExp(`✗ 拒绝 refused: [^\n]*${why}`));
  expect(stdout.match(/✗ 拒绝 refused: [^\n]* 打开图像：该档案发现涉密标识/g)).toHaveLength(2);
  expect(stdout).toContain('连同缩略图共 9 个文件清除');
  expect(stdout).toMatch(/差错率 韩雪：\d+ 字错 0 处/);
  expect(stdout).toMatch(/差错率 沈丽华：\d+ 字错 1 处/);
  expect(stdout).toContain('目录 7 页，清点 7 页，不扫 1 页；应有 8 幅，实有 8 幅');
  expect(stdout).toContain('看板 13 件：前处理（在做）1，前处理（待领）11，扫描（挂起）1');
  expect(stdout).toContain('上传 sent 18，隔离 in quarantine 1，质检合格 passed 11；登记不扫 not scanned 1 页');
  expect(stdout).toContain(
    '缺陷退回 defects sent back 1，涉密停工 halts 1，著录 entries 4，仲裁 differences decided 1',
  );
  expect(stdout).toMatch(/fengzhiyuan +\d{8} /);
  expect(stdout).toContain('抽检合格：目录 100.0%，其他 100.0%');
  expect(stdout).toMatch(/四性检测：2 件 \d+ 个文件全检，人工与凭证 \d+ 项，合格/);
  expect(stdout).toMatch(/检索「通知」1949 至 2026：2 条/);
  expect(stdout).toMatch(/全文检索「通知」：\d+ 页；打开 \S+ 第 \d+ 页，框出 \d+ 处/);
  expect(stdout).toContain('12 件出库未入库');
  expect(stdout).toContain('安全保密专项验收尚无结论，不能总体验收（7.1）');
  // What is temporary is gone, and nothing else was written.
  expect(readdirSync(folder)).toEqual([]);
}, 420_000);

test('refuses to play on a site that was opened, and in a folder that is a site’s', async () => {
  const site = await openTestSite();
  try {
    await openWithOfficers(site);
    const telling = new Telling(() => undefined);
    await expect(play(telling, site, { ledger: async () => '', package: async () => '' })).rejects.toThrow(/已启用/);
    expect(telling.steps).toEqual([]);
  } finally {
    await site[Symbol.asyncDispose]();
  }
  for (const name of ['secrets', 'postgres', 'inside']) mkdirSync(join(folder, name));
  expect(() => demoFolder(join(folder, 'inside'))).toThrow(/数据目录/);
  rmSync(join(folder, 'postgres'), { recursive: true });
  const { dataDir, temporary } = demoFolder(join(folder, 'new'));
  expect({ temporary, made: existsSync(dataDir), inside: dataDir.startsWith(join(folder, 'new')) }).toEqual({
    ...{ temporary: false, made: true, inside: true },
  });
});

test('a day of work does not run into midnight', () => {
  expect(timeZoneFor(Date.parse('2026-11-26T15:30:00Z'))).toBe('Asia/Shanghai');
  expect(timeZoneFor(Date.parse('2026-11-26T15:50:00Z'))).toBe('Asia/Urumqi');
  expect(timeZoneFor(Date.parse('2026-11-26T17:50:00Z'))).toBe('Asia/Shanghai');
});
