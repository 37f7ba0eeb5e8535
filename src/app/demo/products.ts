/** What was worked is made into products, and leaves by two persons on a carrier that anybody can verify (5.6-5, 2.8-4). */
import { packageExport, packageFiles, packageSeal, packageShow } from '#/products/rules/api/packages.ts';
import { fileKindNames } from '#/products/rules/package.ts';
import { taskSendBack } from '#/workflow/rules/api/tasks.ts';
import type { Out } from './batch.ts';
import { finished } from './finish.ts';
import type { Person } from './person.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

/** `verify` is given the carrier's folder and the seal that stands on the form; answers what each program said. */
export async function makeProducts(
  { telling, cast }: Setting,
  { projectId }: Out,
  verify: (folder: string, seal: string) => Promise<string>,
): Promise<void> {
  const { manager, keeper, leader, securityOfficer, scanner } = cast;
  const input = { codes: [...finished], pdf: true, ofd: true, encoding: 'gb18030' as const };
  await scanner.isRefused(telling, 'not-permitted', packageSeal, { subject: projectId, input });
  const { packageId, number, units, images } = await manager.act(packageSeal, { subject: projectId, input });
  telling.say(
    `${manager.called} 封装信息包 ${number}：${units} 卷 ${images} 幅，双层 PDF、双层 OFD，目录用 GB18030`,
    `${units} volumes, ${images} images are sealed into a package`,
  );
  const { seal, bytes, kinds } = await made(keeper, packageId);
  telling.told(
    `制成：${kinds.map(({ kind, files }) => `${fileKindNames[kind].zh} ${files}`).join('，')}；${bytes} 字节`,
    `made: ${kinds.map(({ kind, files }) => `${fileKindNames[kind].en.toLowerCase()} ${files}`).join(', ')}`,
  );
  telling.told(`封印 ${seal}`, 'seal: the digest by which every byte is told');
  const { items } = await keeper.view(packageFiles, { subject: packageId, input: { kind: 'pdf' } });
  for (const { path, sha256 } of items) telling.told(`${path}  SHA-256 ${sha256.slice(0, 16)}…`, 'one of the books');
  const back = { code: finished[0] ?? '', to: 'bind', reason: '想重新装订' };
  await leader.isRefused(telling, 'unit-kept', taskSendBack, { input: back });
  const carrier = { target: '移交盘 DEMO-02', purpose: '演示：成果移交' };
  const { folder } = await keeper.withSecond(securityOfficer, packageExport, { subject: packageId, input: carrier });
  await carried(keeper, packageId);
  telling.say(
    `${keeper.called} 导出到 ${carrier.target}，${securityOfficer.called} 同意，写后复读一致`,
    'written to a carrier by two persons, and read again there',
  );
  for (const line of (await verify(folder, seal)).trim().split('\n')) telling.line(`    ${line}`);
}

const made = (keeper: Person, subject: string) =>
  until('制作信息包 making', async () => {
    const { state, seal, fault, bytes, kinds } = await keeper.view(packageShow, { subject });
    if (state === 'made' && seal !== null) return { seal, bytes, kinds };
    if (state !== 'sealed') throw new Error(`信息包未制成 not made: ${fault?.zh ?? state}`);
    return null;
  });

const carried = (keeper: Person, subject: string) =>
  until('写载体 carrying', async () => {
    const { carriers } = await keeper.view(packageShow, { subject });
    const last = carriers.at(-1);
    if (last?.state === 'failed') throw new Error('未写到载体 not written');
    return last?.state === 'done' ? last : null;
  });
