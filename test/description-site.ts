/** A site whose project is described twice: two typists, an arbiter, a schema. */
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { deskShow, entrySave } from '#/description/rules/api/entries.ts';
import { schemaBind, schemaRelease } from '#/description/rules/api/schemas.ts';
import type { Level } from '#/description/rules/field.ts';
import { presetSchema } from '#/description/rules/preset.ts';
import { definitionRelease, projectBind } from '#/workflow/rules/api/definitions.ts';
import { taskPick } from '#/workflow/rules/api/tasks.ts';
import { doubleEntryLine } from '#/workflow/rules/preset.ts';
import type { Step } from '#/workflow/rules/step.ts';
import { originalOf } from './custody-site.ts';
import { employ, type Who, withSecond } from './people.ts';
import type { SiteOptions } from './site.ts';
import { train } from './training.ts';
import { comeToWork, doStep, openWorkflowSite, type WorkflowSite } from './workflow-site.ts';

export interface DescriptionSite extends WorkflowSite {
  /** Types the second entry. */
  otherDescriber: Who;
  schemaId: string;
}

export async function openDescriptionSite(options: SiteOptions = {}): Promise<DescriptionSite> {
  const here = await openWorkflowSite(options);
  const { site, officers, keeper, lead, manager, projectId } = here;
  const otherDescriber = await employ(site, officers, 'describer', '韩著录');
  await keeper.client.act(visitEnter, { subject: otherDescriber.personId, input: {} });
  await train(here, [[otherDescriber, 'describer']]);
  await bindLine(here, doubleEntryLine, '双录流程');
  const input = { name: 'DA/T 18-2022', schema: presetSchema };
  const { schemaId } = await withSecond(lead, manager, schemaRelease, { input });
  await lead.client.act(schemaBind, { subject: projectId, input: { schemaId } });
  return { ...here, otherDescriber, schemaId };
}

/** From now on units of the project are worked by this line. */
export async function bindLine(here: WorkflowSite, line: readonly Step[], name: string): Promise<void> {
  const { lead, manager, projectId } = here;
  const steps = line.map(({ after, roles, notBy, reopens, ...step }) => ({
    ...step,
    ...{ after: [...after], roles: [...roles], notBy: [...notBy], reopens: [...reopens] },
  }));
  const { versionId } = await withSecond(lead, manager, definitionRelease, { input: { name, steps } });
  await lead.client.act(projectBind, { subject: projectId, input: { versionId } });
}

let next = 0;

/** So many volumes, prepared and waiting to be described: their codes and ids. */
export async function toDescribe(here: WorkflowSite, count: number): Promise<{ code: string; id: string }[]> {
  const { codes } = await comeToWork(
    here,
    Array.from({ length: count }, () => (next += 1)),
  );
  await doStep(here, 'prepare', codes);
  return Promise.all(codes.map(async (code) => ({ code, id: (await originalOf(here, code))?.id ?? '' })));
}

/** What every entry of the preset has at least. */
export const usualValues = {
  title: '关于〔人事〕任免的通知',
  author: '郑州市人事局',
  date: '19850412',
  retentionPeriod: '永久',
  accessStatus: '控制',
};

/** The fields of it that are typed twice. */
export const twiceValues = { title: usualValues.title, author: usualValues.author, date: usualValues.date };

export const asValues = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([field, text]) => ({ field, text, source: null }));

interface SaveOptions {
  entryId?: string | null;
  level?: Level;
  code?: string | null;
  version?: number;
}

export const save = (
  who: Who,
  originalId: string,
  values: Readonly<Record<string, string>>,
  { entryId = null, level = 'volume', code = null, version }: SaveOptions = {},
) =>
  who.client.tryAct(entrySave, {
    subject: originalId,
    input: { entryId, level, code, values: asValues(values) },
    ...(version !== undefined && { version }),
  });

/** One entry more, by whoever types first. */
export async function typed(
  who: Who,
  originalId: string,
  values: Readonly<Record<string, string>>,
  options: SaveOptions = {},
): Promise<string> {
  const answer = await save(who, originalId, values, options);
  if (!('output' in answer)) throw new Error(JSON.stringify(answer));
  return answer.output.entryId;
}

export const desk = (who: Who, originalId: string) => who.client.view(deskShow, { subject: originalId, input: {} });

export const claim = (who: Who, code: string) => who.client.act(taskPick, { input: { code } });
