/** A site with an open project whose originals stand on their shelves. */
import { businessDay } from '#/base/rules/business-day.ts';
import {
  batchApprove,
  batchRequest,
  countScan,
  handoverOut,
  handoverReturn,
  planSet,
} from '#/custody/rules/api/batches.ts';
import { fondsAdd, originalAdd, originalList, secrecyDecide } from '#/custody/rules/api/originals.ts';
import type { Direction } from '#/custody/rules/handover.ts';
import { projectCreate, projectOpen, specificationSet, vendorChoices } from '#/engagement/rules/api/projects.ts';
import { schemeAdd, scopeAdd } from '#/engagement/rules/api/scopes.ts';
import { presets } from '#/engagement/rules/archival-code/presets.ts';
import { usualSpecification } from '#/engagement/rules/specification.ts';
import { fixtureAdd, placeRegister, zoneAdd } from '#/premises/rules/api/plan.ts';
import { usualLimits } from '#/premises/rules/climate.ts';
import type { Stage } from '#/premises/rules/plan.ts';
import { type Door, employ, type Officers, openWithOfficers, type Who, withSecond } from './people.ts';
import type { SiteOptions, TestSite } from './site.ts';

export const dayFromToday = (days: number): string => businessDay(Date.now() + days * 86_400_000, 'Asia/Shanghai');

/** Who works there, and in which project. */
export interface CustodyStaff {
  officers: Officers;
  lead: Who;
  otherLead: Who;
  keeper: Who;
  /** The vendor's team leader, who receives. */
  leader: Who;
  preparer: Who;
  projectId: string;
  schemeId: string;
}

export interface CustodySite extends CustodyStaff {
  site: TestSite;
}

export async function openCustodySite(options: SiteOptions = {}): Promise<CustodySite> {
  // Loaded here: drills and benches bring a server of their own, and no test runner.
  const { openFurnished } = await import('./furnished.ts');
  const { site, staff } = await openFurnished('custody', staffCustody, options);
  return { site, ...staff };
}

/** The ceremony, the people of both sides, an open project with its plan. */
export async function staffCustody(site: Door): Promise<CustodyStaff> {
  const officers = await openWithOfficers(site);
  const lead = await employ(site, officers, 'archiveLead', '赵主管');
  const otherLead = await employ(site, officers, 'archiveLead', '钱主管');
  const keeper = await employ(site, officers, 'archiveKeeper', '孙保管');
  const leader = await employ(site, officers, 'teamLeader', '李组长');
  const preparer = await employ(site, officers, 'preparer', '周整理');
  await employ(site, officers, 'vendorManager', '吴经理');
  await employ(site, officers, 'vendorSecurityLead', '郑安全');
  const grammar = presets.find(({ key }) => key === 'dat13-2022-volume')?.grammar;
  if (!grammar) throw new Error('no preset');
  const { schemeId } = await lead.client.act(schemeAdd, { input: { name: '按卷', grammar } });
  await keeper.client.act(fondsAdd, { input: { code: 'A002', name: '某某局' } });
  const projectId = await openProject(lead, schemeId, '人事档案数字化', 'A002-RS');
  await lead.client.act(planSet, {
    subject: projectId,
    input: { startsOn: dayFromToday(-1), endsOn: dayFromToday(90), mostTotal: 500, mostAtOnce: 400 },
  });
  return { officers, lead, otherLead, keeper, leader, preparer, projectId, schemeId };
}

/** A room with these cabinets. */
export async function furnish({ lead }: CustodyStaff, cabinets: Readonly<Record<string, Stage>>): Promise<void> {
  const place = { name: '加工室', address: '三楼', location: 'inside' as const, planWidth: 30_000, planHeight: 9_000 };
  await lead.client.act(placeRegister, { input: { ...place, ...usualLimits } });
  const zone = { code: 'G', name: '暂存区', kind: 'holding' as const, x: 0, y: 0, width: 30_000, height: 9_000 };
  const { zoneId } = await lead.client.act(zoneAdd, { input: zone });
  for (const [index, [code, stage]] of Object.entries(cabinets).entries())
    await lead.client.act(fixtureAdd, {
      input: {
        zoneId,
        kind: 'cabinet',
        code,
        stage,
        x: 500 + (index % 18) * 1_500,
        y: 500 + Math.floor(index / 18) * 1_500,
      },
    });
}

/** G-1 and G-3 for what is to be worked with, G-2 for what is processed. */
export const standCabinets = (here: CustodyStaff): Promise<void> =>
  furnish(here, { 'G-1': 'unprocessed', 'G-2': 'processed', 'G-3': 'unprocessed' });

/** Of the codes that begin with `from`, or from those to those that begin with `to`. */
export async function openProject(
  lead: Who,
  schemeId: string,
  name: string,
  from: string,
  to: string = from,
): Promise<string> {
  const vendorId = (await lead.client.view(vendorChoices)).items[0]?.id ?? '';
  const { projectId } = await lead.client.act(projectCreate, {
    input: { name, kind: 'both', vendorId, startsOn: dayFromToday(-1), endsOn: dayFromToday(180) },
  });
  await lead.client.act(scopeAdd, {
    subject: projectId,
    input: { schemeId, range: { from, to }, label: from },
  });
  await lead.client.act(specificationSet, {
    subject: projectId,
    input: { archiveType: null, specification: usualSpecification },
  });
  await lead.client.act(projectOpen, { subject: projectId, version: 1, input: {} });
  return projectId;
}

export const codeOf = (number: number): string => `A002-RS-${String(number).padStart(3, '0')}`;

/** Registers volumes of these numbers, examined and without a mark. */
export async function shelve(here: CustodyStaff, numbers: readonly number[]): Promise<string[]> {
  const { keeper, projectId, schemeId } = here;
  const codes = numbers.map(codeOf);
  for (const code of codes) {
    const entry = { title: `案卷 ${code}`, pages: 20 };
    const input = { schemeId, kind: 'volume' as const, code, keeper: keeper.personId, ...entry };
    await keeper.client.act(originalAdd, { subject: projectId, input });
  }
  for (let at = 0; at < codes.length; at += 200) {
    const some = codes.slice(at, at + 200);
    await keeper.client.act(secrecyDecide, { subject: projectId, input: { codes: some, verdict: 'unmarked' } });
  }
  return codes;
}

/** Asked for by the keeper, approved by the lead. */
export async function approvedBatch(here: CustodyStaff, codes: readonly string[], name: string): Promise<string> {
  const { keeper, lead, projectId } = here;
  const { batchId } = await keeper.client.act(batchRequest, { subject: projectId, input: { name, codes: [...codes] } });
  await lead.client.act(batchApprove, { subject: batchId, version: 1, input: {} });
  return batchId;
}

export async function countBoth(
  { keeper, leader }: CustodyStaff,
  batchId: string,
  codes: readonly string[],
  direction: Direction = 'out',
): Promise<void> {
  for (const who of [keeper, leader])
    for (const code of codes) await who.client.act(countScan, { subject: batchId, input: { direction, code } });
}

export async function handOut(here: CustodyStaff, codes: readonly string[], name: string): Promise<string> {
  const batchId = await approvedBatch(here, codes, name);
  await countBoth(here, batchId, codes);
  await withSecond(here.keeper, here.leader, handoverOut, { subject: batchId, input: { content: '人事档案' } });
  return batchId;
}

export async function giveBack(here: CustodyStaff, batchId: string, codes: readonly string[]): Promise<void> {
  await countBoth(here, batchId, codes, 'return');
  await withSecond(here.leader, here.keeper, handoverReturn, { subject: batchId, input: { content: '人事档案' } });
}

/** The code of what was refused; undefined where it was not. */
export const codeOfRefusal = async (answer: Promise<unknown>): Promise<string | undefined> =>
  ((await answer) as { problem?: { code: string } }).problem?.code;

/** An original as the register lists it. */
export const originalOf = async ({ keeper, projectId }: CustodyStaff, code: string) =>
  (await keeper.client.view(originalList, { subject: projectId, input: { code } })).items.find(
    (row) => row.code === code,
  );
