/** The project with scope, specification and code scheme; its catalogue; the secrecy checks (2.2, 6.1). */
import { planSet } from '#/custody/rules/api/batches.ts';
import { importList, importLook, importProblems, importStart } from '#/custody/rules/api/imports.ts';
import { fondsAdd, originalList, secrecyDecide } from '#/custody/rules/api/originals.ts';
import { projectCreate, projectOpen, specificationSet, vendorChoices } from '#/engagement/rules/api/projects.ts';
import { schemeAdd, scopeAdd } from '#/engagement/rules/api/scopes.ts';
import { presets } from '#/engagement/rules/archival-code/presets.ts';
import { colourNames, compressionNames, formatNames } from '#/engagement/rules/specification.ts';
import { classifiedCode, declassifiedCode, faultyRows, fonds, range, volumes, workbook } from './catalogue.ts';
import { send } from './files.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

export interface Project {
  projectId: string;
  number: string;
  schemeId: string;
}

export async function openProject({ telling, cast, dayFromToday, material }: Setting): Promise<Project> {
  const { lead, keeper } = cast;
  const preset = presets.find(({ key }) => key === 'dat13-2022-volume');
  if (!preset) throw new Error('no such preset');
  const scheme = { name: preset.name.zh, grammar: preset.grammar };
  const { schemeId } = await lead.act(schemeAdd, { input: scheme });
  await keeper.act(fondsAdd, { input: fonds });
  const vendorId = (await lead.view(vendorChoices)).items[0]?.id ?? '';
  const { projectId, number } = await lead.act(projectCreate, {
    input: {
      ...{ name: '房管局文书档案（1998—2001）整理与数字化', kind: 'both' as const, vendorId },
      ...{ startsOn: dayFromToday(0), endsOn: dayFromToday(180) },
    },
  });
  await lead.isRefused(telling, 'opening-lacks', projectOpen, { subject: projectId, version: 1 });
  const scope = { schemeId, range, label: '文书档案，1998 至 2001 年', volumes: volumes.length };
  await lead.act(scopeAdd, { subject: projectId, input: scope });
  const { specification: spec, reason } = material;
  const specification = { specification: spec, reason };
  await lead.act(specificationSet, { subject: projectId, input: specification });
  await lead.act(projectOpen, { subject: projectId, version: 1 });
  telling.say(
    `${lead.called} 开工 ${number}：范围 ${range.from} 至 ${range.to}，${preset.source}「${preset.name.zh}」`,
    'opened with scope, code scheme and specification',
  );
  const least = spec.quality === null ? '' : `，质量不低于 ${spec.quality}`;
  telling.say(
    `技术指标：不低于 ${spec.resolution} dpi，${colourNames[spec.colour].zh}，${formatNames[spec.format].zh}（${compressionNames[spec.compression].zh}${least}）；偏斜过 ${spec.skewAsk}° 提示、过 ${spec.skewFail}° 不合格`,
    `images are asked for at ${spec.resolution} dpi or more`,
  );
  const plan = { startsOn: dayFromToday(0), endsOn: dayFromToday(150), mostTotal: 200, mostAtOnce: 40 };
  await lead.act(planSet, { subject: projectId, input: plan });
  telling.say(`调档计划：同时在外不超过 ${plan.mostAtOnce} 卷`, `at most ${plan.mostAtOnce} out at once`);
  return { projectId, number, schemeId };
}

/** One run of a file; a trial registers nothing. */
async function run(
  { telling, cast: { keeper } }: Setting,
  { projectId, schemeId }: Project,
  { attachmentId, dry }: { attachmentId: string; dry: boolean },
): Promise<string> {
  const { mapping } = await keeper.view(importLook, { subject: projectId, input: { attachmentId } });
  const { importId } = await keeper.act(importStart, {
    subject: projectId,
    input: { attachmentId, schemeId, keeper: keeper.personId, mapping, dry },
  });
  const done = await until('目录导入 import', async () => {
    const { items } = await keeper.view(importList, { subject: projectId, input: {} });
    return items.find(({ id, state }) => id === importId && state !== 'waiting') ?? null;
  });
  if (done.state === 'failed') throw new Error(done.problem?.zh ?? 'the import failed');
  telling.say(
    `${dry ? '试导入' : '导入'} ${done.fileName}：可登记 ${done.good}，已登记 ${done.known}，有误 ${done.bad}`,
    `${dry ? 'trial' : 'import'}: ${done.good} good, ${done.known} known, ${done.bad} bad`,
  );
  return importId;
}

export async function importCatalogue(setting: Setting, project: Project): Promise<void> {
  const { telling, cast } = setting;
  const { keeper } = cast;
  const first = await send(keeper, 'catalogue', '案卷目录.xlsx', await workbook(faultyRows()));
  const trial = await run(setting, project, { attachmentId: first, dry: true });
  for (const { row, text, zh, nextZh, en } of (await keeper.view(importProblems, { subject: trial, input: {} })).items)
    telling.say(`第 ${row} 行「${text}」 ${zh}。${nextZh}`, `row ${row}: ${en}`);
  await run(setting, project, { attachmentId: first, dry: false });
  const corrected = await send(keeper, 'catalogue', '案卷目录（更正）.xlsx', await workbook(volumes));
  await run(setting, project, { attachmentId: corrected, dry: false });
  const secret = { secrecy: 'classified' as const };
  const { items } = await keeper.view(originalList, { subject: project.projectId, input: secret });
  for (const { code, title } of items)
    telling.say(
      `${code} 目录标明密级：只留档号，题名${title === null ? '等一概不登记' : title}`,
      'classified by its list: its code is kept, nothing of its content',
    );
}

/** From the paper, by a named person: what bears no mark together, what bears one by itself. */
export async function examine({ telling, cast, dayFromToday }: Setting, { projectId }: Project): Promise<void> {
  const { keeper, otherKeeper } = cast;
  const marked = [classifiedCode, declassifiedCode];
  const unmarked = volumes.map(({ code }) => code).filter((code) => !marked.includes(code));
  const both = { codes: marked, verdict: 'classified' as const, page: '封面' };
  await otherKeeper.isRefused(telling, 'one-at-a-time', secrecyDecide, { subject: projectId, input: both });
  const plain = { codes: unmarked, verdict: 'unmarked' as const };
  const { count } = await keeper.act(secrecyDecide, { subject: projectId, input: plain });
  telling.say(`${keeper.called} 逐卷翻检，${count} 卷无涉密标识`, `${count} bear no mark`);
  const lifted = { basis: '封面解密章，某保〔2015〕3号', declassifiedOn: dayFromToday(-4000), page: '封面' };
  const input = { codes: [declassifiedCode], verdict: 'declassified' as const, ...lifted };
  await otherKeeper.act(secrecyDecide, { subject: projectId, input });
  telling.say(`${otherKeeper.called} ${declassifiedCode}：原标「秘密」，已解密`, 'one was classified, and is no more');
}
