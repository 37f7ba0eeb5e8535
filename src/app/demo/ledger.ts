/** The day's log, sealed, exported by two officers, and verified as anybody may do it (5.5, 7.5). */
import { ledgerExport, ledgerStatus, ledgerVerify } from '#/protection/rules/api/log.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

/** `verify` is given the exported folder and the checkpoint that the auditor holds; answers what the program said. */
export async function keepLedger(
  { telling, cast }: Setting,
  verify: (folder: string, held: string) => Promise<string>,
): Promise<void> {
  const { auditor, securityOfficer } = cast;
  telling.say('等下一个校验点（每分钟签署一次）……', 'waiting for the next checkpoint, signed once a minute…');
  const begun = await auditor.view(ledgerStatus);
  const signed = async () => {
    const { checkpoint } = await auditor.view(ledgerStatus);
    return checkpoint && Number(checkpoint.size) >= Number(begun.size) ? checkpoint : null;
  };
  const checkpoint = await until('校验点 checkpoint', signed, { everyMs: 1_000 });
  const held = checkpoint.note;
  telling.say(
    `${auditor.called} 抄下 ${checkpoint.size} 条的校验点`,
    `the auditor keeps a checkpoint of ${checkpoint.size}`,
  );
  const input = { target: '光盘 DEMO-01', purpose: '演示：日志离机保存' };
  const done = await auditor.withSecond(securityOfficer, ledgerExport, { input });
  telling.say(`日志导出 ${done.entries} 条，${securityOfficer.called} 同意`, `${done.entries} entries exported`);
  for (const line of (await verify(done.folder, held)).trim().split('\n')) telling.line(`    ${line}`);
  const { ok, fault } = await auditor.view(ledgerVerify, { input: { note: held } });
  if (!ok) throw new Error(`日志核验未通过 the ledger does not verify: ${fault}`);
}
