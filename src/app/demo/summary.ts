/** The one page at the end: what was done, how long each step took, and how to look at it. */
import { batchShow } from '#/custody/rules/api/batches.ts';
import { originalList } from '#/custody/rules/api/originals.ts';
import { placeNames, places } from '#/custody/rules/custody.ts';
import { secrecies, secrecyNames } from '#/custody/rules/original.ts';
import { alarmList, ledgerStatus } from '#/protection/rules/api/log.ts';
import { roleNames } from '#/base/rules/roles.ts';
import type { Cast } from './people.ts';
import { demoPassword } from './person.ts';
import type { Played } from './story.ts';
import type { Telling } from './telling.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(6)} s`;

export function tellTimes(telling: Telling): void {
  telling.line('\n用时 Timings');
  for (const [at, { words, took }] of telling.steps.entries())
    telling.line(`${seconds(took)}  ${at + 1} ${words.zh}  ${words.en}`);
  telling.line(`${seconds(telling.steps.reduce((sum, { took }) => sum + took, 0))}  合计 total`);
}

/** Counted from the server, by views; of images as it answered while they were made. */
export async function tellCounts(telling: Telling, { cast, project, out }: Played): Promise<void> {
  const { keeper, auditor } = cast;
  const { projectId } = project;
  const { items } = await keeper.view(originalList, { subject: projectId, input: { limit: 200 } });
  const { counts } = await keeper.view(batchShow, { subject: out.batchId });
  const { size, suite } = await auditor.view(ledgerStatus);
  const alarms = (await auditor.view(alarmList, { input: { state: 'open' } })).items;
  telling.line('\n结果 Result');
  telling.line(`  登记档案 originals ${items.length}`);
  for (const one of secrecies) {
    const count = items.filter(({ secrecy }) => secrecy === one).length;
    if (count > 0) telling.line(`    ${secrecyNames[one].zh} ${secrecyNames[one].en.toLowerCase()} ${count}`);
  }
  for (const one of places) {
    const count = items.filter(({ whereabouts }) => whereabouts?.place === one).length;
    if (count > 0) telling.line(`    ${placeNames[one].zh} ${placeNames[one].en.toLowerCase()} ${count}`);
  }
  telling.line(
    `  批次 batch: 调出 ${counts.total} = 在外 out ${counts.out} + 已还 in ${counts.in} + 停工 halted ${counts.halted} + 不明 lost ${counts.lost}`,
  );
  const { sent, quarantined, leftOut, passed, defects, halts, entries, differences } = telling.tally;
  telling.line(
    `  图像 images: 上传 sent ${sent}，隔离 in quarantine ${quarantined}，质检合格 passed ${passed}；登记不扫 not scanned ${leftOut} 页 pages`,
  );
  telling.line(
    `  缺陷退回 defects sent back ${defects}，涉密停工 halts ${halts}，著录 entries ${entries}，仲裁 differences decided ${differences}`,
  );
  telling.line(`  拒绝 refused on purpose ${telling.refusals}`);
  telling.line(`  未处置预警 open alarms ${alarms.length}`);
  for (const [kind, many] of Map.groupBy(alarms, ({ label }) => `${label.zh} ${label.en}`))
    telling.line(`    ${kind} ${many.length}`);
  telling.line(`  审计日志 ledger ${size} 条 entries (${suite})，已核验 verified`);
}

/** Everybody with the codes that his card still has. */
export function accountLines(cast: Cast, codes: number): string[] {
  return Object.values(cast).map(
    ({ name, role, username, codes: left }) =>
      `  ${username.padEnd(16)} ${left.slice(0, codes).join(' ')}  ${name} ${roleNames[role].zh} ${roleNames[role].en}`,
  );
}

export function tellAccounts(
  telling: Telling,
  cast: Cast,
  { origin, terminalCodes, file }: { origin: string; terminalCodes: readonly string[]; file: string },
): void {
  telling.line(`\n打开 Open: ${origin}`);
  telling.line(`  1 注册浏览器 enrol your browser, once: ${origin}/enrol`);
  telling.line(`    注册码 codes, 一台一个、24 小时内 one a browser, within 24 hours: ${terminalCodes.join('  ')}`);
  telling.line('  2 登录 sign in');
  telling.line(`    口令 password（人人相同 the same for all）: ${demoPassword}`);
  telling.line('    第二因素 second factor: 口令卡上的码，每个用一次 a code of the card, each serves once;');
  telling.line("    服务机构人员登录不要码 the vendor's people sign in without");
  for (const line of accountLines(cast, 3)) telling.line(line);
  telling.line(`  其余的码 all other codes: ${file}`);
}
