/** A site whose project works by the line of DA/T 31, with somebody for each of its steps. */
import { businessDay } from '#/base/rules/business-day.ts';
import { workStore, workTake } from '#/custody/rules/api/work.ts';
import { deviceAdmit, deviceRegister, wirelessSeal } from '#/equipment/rules/api/devices.ts';
import { pointsOfKind } from '#/equipment/rules/device.ts';
import { photoDeviceRegister } from '#/premises/rules/api/photo-devices.ts';
import { visitEnter } from '#/premises/rules/api/visits.ts';
import { definitionRelease, projectBind } from '#/workflow/rules/api/definitions.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import { boardCount } from '#/workflow/rules/api/tracking.ts';
import { textSet, textSettings } from '#/imaging/rules/api/texts.ts';
import { presetLine } from '#/workflow/rules/preset.ts';
import { type CustodyStaff, handOut, shelve, staffCustody, standCabinets } from './custody-site.ts';
import { attach } from './files.ts';
import { type Door, employ, type Who, withSecond } from './people.ts';
import { inspectAll, scanAll, treatAll } from './scans.ts';
import type { SiteOptions, TestSite } from './site.ts';
import { train } from './training.ts';

export interface Crew extends CustodyStaff {
  manager: Who;
  scanner: Who;
  otherScanner: Who;
  processor: Who;
  describer: Who;
  inspector: Who;
  otherInspector: Who;
  /** Number of an admitted device. */
  device: string;
  versionId: string;
}

export interface WorkflowSite extends Crew {
  site: TestSite;
}

export async function openWorkflowSite(options: SiteOptions = {}): Promise<WorkflowSite> {
  // Loaded here: drills and benches bring a server of their own, and no test runner.
  const { openFurnished } = await import('./furnished.ts');
  const furnish = async (door: TestSite) => crewOf(door, await staffCustody(door));
  const { site, staff } = await openFurnished('workflow', furnish, options);
  return { site, ...staff };
}

/** Somebody for each step, a line that is bound, a device that is admitted. */
export async function crewOf(site: Door, staff: CustodyStaff): Promise<Crew> {
  const { officers, keeper, leader, lead, preparer, projectId } = staff;
  await standCabinets(staff);
  const manager = await employ(site, officers, 'vendorManager', '冯经理');
  const scanner = await employ(site, officers, 'scanner', '王扫描');
  const otherScanner = await employ(site, officers, 'scanner', '陈扫描');
  const processor = await employ(site, officers, 'imageProcessor', '褚图像');
  const describer = await employ(site, officers, 'describer', '卫著录');
  const inspector = await employ(site, officers, 'qualityInspector', '蒋质检');
  const otherInspector = await employ(site, officers, 'qualityInspector', '沈质检');
  for (const who of [leader, preparer, scanner, otherScanner, processor, describer, inspector, otherInspector])
    await keeper.client.act(visitEnter, { subject: who.personId, input: {} });
  await train({ lead, manager, projectId }, [
    [leader, 'teamLeader'],
    [preparer, 'preparer'],
    [scanner, 'scanner'],
    [otherScanner, 'scanner'],
    [processor, 'imageProcessor'],
    [describer, 'describer'],
    [inspector, 'qualityInspector'],
    [otherInspector, 'qualityInspector'],
  ]);
  const { versionId } = await withSecond(lead, manager, definitionRelease, {
    input: { name: 'DA/T 31 标准流程', steps: lineOfPreset() },
  });
  await lead.client.act(projectBind, { subject: projectId, input: { versionId } });
  const device = await admitted(keeper, 'SM-1');
  return {
    ...{ ...staff, manager, scanner, otherScanner, processor, describer, inspector, otherInspector },
    ...{ device, versionId },
  };
}

/** The preset as a caller sends it. */
export const lineOfPreset = () =>
  presetLine.map(({ after, roles, notBy, reopens, ...step }) => ({
    ...step,
    ...{ after: [...after], roles: [...roles], notBy: [...notBy], reopens: [...reopens] },
  }));

/** A scanner that was registered, sealed and admitted. */
async function admitted(keeper: Who, code: string): Promise<string> {
  const camera = { input: { code: 'GP-9', kind: 'document-camera', model: '某高拍仪' } } as const;
  const photoSource = (await keeper.client.act(photoDeviceRegister, camera)).deviceId;
  const machine = { code, kind: 'scanner' as const, model: '某型号', serial: code, owner: 'vendor' as const };
  const { deviceId } = await keeper.client.act(deviceRegister, {
    input: { ...machine, domestic: true, holdsData: false },
  });
  const doneOn = businessDay(Date.now(), 'Asia/Shanghai');
  const photos = [(await attach(keeper, 'device', 'seal')).id];
  await keeper.client.act(wirelessSeal, {
    subject: deviceId,
    version: 1,
    input: { way: 'removed', doneOn, doneBy: keeper.personId, photos, photoSource },
  });
  const items = pointsOfKind('scanner').map(({ code: item }) => ({ item, passed: true }));
  await keeper.client.act(deviceAdmit, { subject: deviceId, version: 1, input: { items } });
  return code;
}

/** Volumes of these numbers, handed over to the team leader and come into work; laid into a cabinet. */
export async function comeToWork(
  here: Crew,
  numbers: readonly number[],
): Promise<{ codes: string[]; batchId: string }> {
  const { leader, projectId } = here;
  const before = (await leader.client.view(boardCount, { subject: projectId })).total;
  const codes = await shelve(here, numbers);
  const batchId = await handOut(here, codes, `批 ${codes[0]}`);
  for (const code of codes) await leader.client.act(workStore, { input: { code, cabinet: 'G-1' } });
  for (let waited = 0; ; waited += 100) {
    const { total } = await leader.client.view(boardCount, { subject: projectId });
    if (total >= before + codes.length) return { codes, batchId };
    if (waited > 15_000) throw new Error('the units did not come into work');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const paperSteps = ['prepare', 'scan', 'bind'];
const machineSteps = ['scan', 'treat'];

/** Who does what in the line, where a test does not say otherwise. */
export const doerOf = (here: Crew, step: string): Who => {
  switch (step) {
    case 'scan':
      return here.scanner;
    case 'describe':
    case 'link':
      return here.describer;
    case 'treat':
    case 'recognize':
      return here.processor;
    case 'inspect':
    case 'inspectLink':
      return here.inspector;
    case 'review':
      return here.otherInspector;
    default:
      return here.preparer;
  }
};

/** Claims the step that these units are at, does it and submits it. */
export async function doStep(
  here: Crew,
  step: string,
  codes: readonly string[],
  who = doerOf(here, step),
): Promise<void> {
  const subject = here.projectId;
  for (const code of codes) await who.client.act(taskPick, { input: { code } });
  if (paperSteps.includes(step)) await handle(who, codes);
  if (step === 'inspect') for (const code of codes) await inspectAll(who, code);
  if (step === 'recognize') await skipReading(here);
  if (step === 'treat') for (const code of codes) await treatAll(who, code);
  if (step === 'scan') for (const code of codes) await scanAll(who, code, here.device);
  const device = machineSteps.includes(step) ? here.device : null;
  await who.client.act(taskSubmit, { subject, input: { step, codes: [...codes], device } });
}

/** Out of its cabinet, and back into it: nobody has worked with paper that he never had in hand. */
export async function handle(who: Who, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    await who.client.act(workTake, { input: { code } });
    await who.client.act(workStore, { input: { code, cabinet: 'G-1' } });
  }
}

/** No engine runs at most test sites: the archive has its fonds not read, so that no image waits for it. */
async function skipReading({ keeper }: Crew): Promise<void> {
  const { items } = await keeper.client.view(textSettings);
  for (const { fondsId, skipped, waiting } of items)
    if (!skipped && waiting > 0)
      await keeper.client.act(textSet, { subject: fondsId, input: { direction: 'horizontal', skipped: true } });
}

/** Keys of the preset line, in their order. */
export const presetKeys = presetLine.map(({ key }) => key);

/** All steps before this one. */
export async function workUpTo(here: Crew, step: string, codes: readonly string[]): Promise<void> {
  for (const { key } of presetLine) {
    if (key === step) return;
    await doStep(here, key, codes);
  }
}
