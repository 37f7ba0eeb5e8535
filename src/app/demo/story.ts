/** The story that a demonstration plays, in order, through the public interface alone. */
import { check, lockOverall, sample } from './acceptance.ts';
import { lookUp } from './search.ts';
import { transferData } from './transfer.ts';
import { addDays, businessDay } from '#/base/rules/business-day.ts';
import { Client } from '#/app/client.ts';
import { handOut, type Out } from './batch.ts';
import { type Cast, ceremony, type Door, employAll, refuseOpened } from './people.ts';
import { admitDevices, arrangePlace } from './place.ts';
import { examine, importCatalogue, openProject, type Project } from './project.ts';
import { prepare, scanAll } from './capture.ts';
import { describe } from './describe.ts';
import { giveBackFirst, lockUp } from './evening.ts';
import { finishLine, goHome } from './finish.ts';
import { meetMark } from './halt.ts';
import { inspectAll } from './inspect.ts';
import { keepLedger } from './ledger.ts';
import { beginLine } from './line.ts';
import { Drawing, type MadePage, madePlans } from './made-pages.ts';
import { type Material, madeMaterial } from './material.ts';
import { makeProducts } from './products.ts';
import type { Telling } from './telling.ts';
import { workThrough } from './work.ts';

export interface Played {
  cast: Cast;
  project: Project;
  out: Out;
}

/** What every part of the story has at hand. */
export interface Setting {
  telling: Telling;
  cast: Cast;
  /** What is scanned, and by which specification. */
  material: Material;
  drawing: Drawing;
  /** Visits of those who were signed in at the door today. */
  visits: string[];
  /** Business date of the site, and others counted from it. */
  dayFromToday(days: number): string;
}

const beijing = 'Asia/Shanghai';
/** Minutes before midnight within which no day of work is begun. */
const tooLate = 15;

/** A day is told from morning to its last sweep: near midnight of Beijing the site keeps another zone of China. */
export function timeZoneFor(now: number): string {
  const soon = now + tooLate * 60_000;
  return businessDay(now, beijing) === businessDay(soon, beijing) ? beijing : 'Asia/Urumqi';
}

/** Programs that anybody runs on what was carried away; each answers what it said. */
export interface Verifiers {
  ledger(folder: string, checkpoint: string): Promise<string>;
  package(folder: string, seal: string): Promise<string>;
}

/** From the ceremony to the exported package and ledger, which are verified. */
export async function play(telling: Telling, door: Door, verify: Verifiers, material: Material = madeMaterial) {
  await refuseOpened(new Client(door.origin));
  await using drawing = new Drawing(pagesOf(material));
  const timeZone = timeZoneFor(Date.now());
  const today = businessDay(Date.now(), timeZone);
  if (timeZone !== beijing)
    telling.say(
      `北京时间临近零点，本系统按 ${timeZone} 计日`,
      'near midnight of Beijing: days are counted in another zone',
    );
  const step = telling.step.bind(telling);
  const officers = await step({ zh: '启用仪式', en: 'Opening ceremony' }, () => ceremony(telling, door, timeZone));
  const cast = await step({ zh: '人员到岗', en: 'People are employed' }, () =>
    employAll(telling, officers, { origin: door.origin, today }),
  );
  const setting: Setting = {
    telling,
    cast,
    material,
    drawing,
    visits: [],
    dayFromToday: (days) => addDays(today, days),
  };
  await step({ zh: '场所与设备准入', en: 'Place and devices' }, async () => {
    await arrangePlace(setting);
    await admitDevices(setting);
  });
  const project = await step({ zh: '立项与开工', en: 'The project is opened' }, () => openProject(setting));
  await step({ zh: '目录导入', en: 'The catalogue is imported' }, () => importCatalogue(setting, project));
  await step({ zh: '涉密检查', en: 'Secrecy checks' }, () => examine(setting, project));
  const out = await step({ zh: '调档、清点、交接', en: 'Batch, counts, handover' }, () => handOut(setting, project));
  await step({ zh: '按流程单加工', en: 'Work by routing slips' }, () => workThrough(setting, out));
  await step({ zh: '清点归还', en: 'Counted back and returned' }, () => giveBackFirst(setting, out));
  await imagesOf(setting, out);
  await step({ zh: '成品与移交载体', en: 'Products on a carrier' }, () => makeProducts(setting, out, verify.package));
  await step({ zh: '批次抽检', en: 'The batch is sampled' }, () => sample(setting, out));
  await step({ zh: '四性检测', en: 'The four properties are checked' }, () => check(setting, out));
  await step({ zh: '数据移交', en: 'Data go over' }, () => transferData(setting, out));
  await step({ zh: '检索', en: 'Search' }, () => lookUp(setting));
  await step({ zh: '日终入柜清点', en: 'The sweep of the day' }, () => lockUp(setting, out));
  await step({ zh: '专项验收与总体验收', en: 'Security acceptance, and the lock' }, () => lockOverall(setting, out));
  await step({ zh: '日志导出核验', en: 'The ledger is verified' }, () => keepLedger(setting, verify.ledger));
  return { cast, project, out } satisfies Played;
}

/** Three thin volumes by the released line: scanned, inspected, described; one of them is halted. */
async function imagesOf(setting: Setting, out: Out): Promise<void> {
  const { telling } = setting;
  const step = telling.step.bind(telling);
  await step({ zh: '启用流程', en: 'The line begins' }, () => beginLine(setting, out));
  await step({ zh: '前处理与扫描', en: 'Preparation and scanning' }, async () => {
    await prepare(setting, out);
    await scanAll(setting, out);
  });
  await step({ zh: '图像中发现密级标识', en: 'A classified mark on an image' }, () => meetMark(setting, out));
  const passed = await step({ zh: '图像处理、质检与返工', en: 'Treatment, inspection, rework' }, () =>
    inspectAll(setting, out),
  );
  await step({ zh: '双录与仲裁', en: 'Typed twice, and decided' }, () => describe(setting, out, passed.short));
  await step({ zh: '识别、挂接、装订、内部验收', en: 'Read, linked, bound, reviewed' }, () => finishLine(setting, out));
  await step({ zh: '看板、计件、归还', en: 'Board, piece-work, return' }, () => goHome(setting, out));
}

/** Of a volume that somebody scans from files of his own nothing is drawn. */
const pagesOf = ({ own }: Material): MadePage[] =>
  (Object.keys(madePlans) as MadePage[]).filter((name) => own === null || /^other|^before|^marked|^after/.test(name));
