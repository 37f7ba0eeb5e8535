/** What passed goes over to the archive: its carrier is read there, and the register is signed by both (7.2-5). */
import {
  carrierRead,
  transferAttach,
  transferPrint,
  transferRegister,
  transferShow,
} from '#/acceptance/rules/api/transfer.ts';
import { carrierText } from '#/acceptance/rules/transfer.ts';
import type { Out } from './batch.ts';
import { photograph, send } from './files.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

const label = 'ZDA-2026-001';
const [kind, size] = ['disk', '2 TB'] as const;

export async function transferData({ telling, cast }: Setting, { projectId }: Out): Promise<void> {
  const { keeper, manager, lead } = cast;
  const shown = () => keeper.view(transferShow, { subject: projectId });
  const carrier = (await shown()).carriers[0];
  if (!carrier) throw new Error('没有待移交的载体 no carrier waits');
  const input = { carriers: [{ carrierId: carrier.id, label, kind, size }], selfChecked: true as const };
  await manager.isRefused(telling, 'carrier-unread', transferRegister, { subject: projectId, input });
  await keeper.act(carrierRead, { subject: carrier.id });
  const { whole, files, seal } = await until('读检 reading', async () => {
    const found = (await shown()).carriers[0]?.reading;
    return found && found.whole !== null ? found : null;
  });
  if (whole !== true) throw new Error('载体读检不一致 the carrier does not hold what was written');
  telling.say(
    `${keeper.called} 读检载体 ${carrier.target}：${files} 个文件，与封印 ${seal?.slice(0, 16)}… 一致`,
    'whoever receives reads every file first',
  );
  const asked = { subject: projectId, input };
  const { transferId, number, bytes } = await manager.withSecond(lead, transferRegister, asked);
  telling.say(
    `${manager.called} 登记移交 ${number}：载体 ${label}（${carrierText(kind, size).zh}）、${carrier.package}、${bytes} 字节，${lead.called} 接收`,
    'registered by the vendor, agreed to by the archive',
  );
  const { hash } = await keeper.view(transferPrint, { subject: transferId });
  telling.told(`电子档案移交与接收登记表，校验值 ${hash}`, 'the register is printed, and sealed by both');
  const scan = await send(keeper, 'transfer', `登记表 ${number}.png`, photograph());
  await keeper.act(transferAttach, { subject: transferId, input: { attachments: [scan] } });
}
