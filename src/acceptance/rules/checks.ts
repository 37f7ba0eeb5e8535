/**
 * The check of a made package (四性检测): every file and every unit of it, before it is accepted and handed over
 * (7.2-1 to 7.2-4, 5.6-6). What the machine did not look at is asked of a person, or needs a proof from outside; it is
 * never passed by default.
 */
import type { Words } from '#/base/rules/declare.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';

/** DA/T 70-2018: 真实 完整 可用 安全. */
export const properties = ['authentic', 'complete', 'usable', 'safe'] as const;
export type Property = (typeof properties)[number];

export const propertyNames: Record<Property, Words> = {
  authentic: { zh: '真实性', en: 'Authentic' },
  complete: { zh: '完整性', en: 'Complete' },
  usable: { zh: '可用性', en: 'Usable' },
  safe: { zh: '安全性', en: 'Safe' },
};

/** 档办发〔2014〕7号 7.2: 完整 准确 可用 安全. */
export const columns = ['complete', 'accurate', 'usable', 'safe'] as const;
export type Column = (typeof columns)[number];

export const columnNames: Record<Column, Words> = {
  complete: { zh: '完整', en: 'Complete' },
  accurate: { zh: '准确', en: 'Accurate' },
  usable: { zh: '可用', en: 'Usable' },
  safe: { zh: '安全', en: 'Safe' },
};

/** machine: by this program; person: somebody looks and says; proof: somebody enters what was found elsewhere, with its paper. */
export type Answerer = 'machine' | 'person' | 'proof';

export interface CheckItem {
  property: Property;
  column: Column;
  label: Words;
  /** Standard and clause of the criterion. */
  source: string;
  by: Answerer;
}

const item = (
  property: Property,
  column: Column,
  source: string,
  zh: string,
  en: string,
  by: Answerer = 'machine',
): CheckItem => ({ property, column, label: { zh, en }, source, by });

export const checkItems = {
  digests: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-1'] as const),
    '每个文件的 SHA-256 与 SM3 和清单一致',
    'SHA-256 and SM3 of every file are those of the lists',
  ),
  sealed: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-14'] as const),
    '信息包与封装时一致',
    'The package is as it was sealed',
  ),
  unchanged: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-14'] as const),
    '封装后条目与图像没有改动',
    'Entries and images were not changed since sealing',
  ),
  codes: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-7; DA/T 13-2022'] as const),
    '档号符合编制规则、在项目范围内',
    'Codes conform to their scheme and lie in the scope',
  ),
  unique: item('authentic', 'accurate', 'DA/T 70-2018 1-8', '档号不重复', 'No code occurs twice'),
  values: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-2 - 1-5; DA/T 18-2022'] as const),
    '著录项的长度、类型、格式、值域合规',
    'Length, kind, form and range of values',
  ),
  letters: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-6; GB 18030'] as const),
    '著录项没有控制符、私用区字符和乱码',
    'No control, private or broken characters in values',
  ),
  'image-facts': item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-10'] as const),
    '图像清单所记大小、像素、分辨率、色彩、摘要与文件一致',
    'Size, pixels, resolution, colour and digests listed are those of the files',
  ),
  links: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-11; DA/T 31-2017 11'] as const),
    '目录所记路径可达，图像与清单一一对应',
    'Paths of the lists lead to files, each image has its row',
  ),
  bag: item(
    ...(['authentic', 'complete', 'DA/T 70-2018 1-12, 1-13; RFC 8493'] as const),
    '包结构与说明文件规范',
    'Structure of the package and its notes',
  ),
  signature: item(
    ...(['authentic', 'accurate', 'DA/T 70-2018 1-1'] as const),
    '电子签章有效（数字化成果没有电子签章，不适用）',
    'Electronic seals (scans bear none: not applicable)',
  ),
  counts: item(
    ...(['complete', 'complete', 'DA/T 70-2018 2-1, 2-2'] as const),
    '件数、图像数、字节数与登记相符',
    'Units, images and bytes are as registered',
  ),
  entries: item(
    ...(['complete', 'complete', 'DA/T 70-2018 2-3, 2-4; DA/T 18-2022'] as const),
    '每件都有条目，必著项不空，没有未裁定的差异',
    'Every unit has its entry, obligatory fields stand, no difference waits',
  ),
  process: item(
    ...(['complete', 'complete', 'DA/T 70-2018 2-5'] as const),
    '每幅图像都有质检合格记录',
    'Every image was passed by an inspection',
  ),
  numbering: item(
    ...(['complete', 'complete', 'DA/T 70-2018 2-6; DA/T 31-2017 9.6'] as const),
    '文件名含档号，图号连续无漏号',
    'Names of files carry the code and run without gaps',
  ),
  files: item(
    ...(['complete', 'complete', 'DA/T 70-2018 2-7, 2-11'] as const),
    '清单所列文件都在且能完整读取',
    'Every file that is listed is there and can be read',
  ),
  catalogue: item(
    ...(['complete', 'accurate', 'DA/T 70-2018 2-10'] as const),
    '包内目录与条目逐条、逐项一致',
    'Catalogue lists have one row for each entry, value by value',
  ),
  pages: item(
    ...(['complete', 'accurate', 'DA/T 70-2018 1-5; DA/T 31-2017 11'] as const),
    '目录页数、清点页数与图像数相符',
    'Pages of the catalogue, of the paper, and images agree',
  ),
  scope: item(
    ...(['complete', 'complete', 'DA/T 70-2018 2-8, 2-9'] as const),
    '归档范围内的档案和附件齐全',
    'All that was to be scanned, with what is attached to it, is there',
    'person',
  ),
  lists: item(
    ...(['usable', 'usable', 'DA/T 70-2018 3-1, 3-2'] as const),
    '元数据可读：包信息、目录、说明文件',
    'Metadata can be read: notes and lists',
  ),
  formats: item(
    ...(['usable', 'usable', 'DA/T 70-2018 3-3; DA/T 31-2017 9.5'] as const),
    '文件格式在允许范围内且与扩展名相符',
    'Formats are allowed ones and are what the names say',
  ),
  opens: item('usable', 'usable', 'DA/T 70-2018 3-4', '每幅图像可完整解码', 'Every image decodes to its end'),
  specification: item(
    ...(['usable', 'usable', 'DA/T 31-2017 9.3 - 9.5'] as const),
    '图像的分辨率、色彩、格式、压缩符合技术指标',
    'Resolution, colour, format, compression as specified',
  ),
  books: item(
    ...(['usable', 'accurate', 'DA/T 70-2018 3-4'] as const),
    '每册 PDF、OFD 的页数等于图像数',
    'Every PDF and OFD has a page for each image',
  ),
  unencrypted: item(...(['usable', 'usable', 'DA/T 70-2018 3-8'] as const), '成品没有加密', 'No product is encrypted'),
  lasting: item(
    ...(['usable', 'usable', 'DA/T 70-2018 3-5 - 3-7'] as const),
    '格式可长期使用，软硬件环境具备',
    'Formats last, and what reads them is at hand',
    'person',
  ),
  surplus: item('safe', 'safe', 'DA/T 70-2018 4-3', '没有清单以外的文件', 'No file beyond the lists'),
  antivirus: item(
    ...(['safe', 'safe', 'DA/T 70-2018 4-1, 4-2'] as const),
    '病毒检测：杀毒软件、版本与结论',
    'Scan for malware: program, version, result',
    'proof',
  ),
  carrier: item(
    ...(['safe', 'safe', 'DA/T 70-2018 4-4 - 4-6'] as const),
    '载体外观与读取正常',
    'Outer state and reading of the carrier',
    'proof',
  ),
  handling: item(
    ...(['safe', 'safe', 'DA/T 70-2018 4-7'] as const),
    '制作与交接过程安全可控',
    'Making and handing over were under control',
    'person',
  ),
} as const satisfies Record<string, CheckItem>;
export type CheckCode = keyof typeof checkItems;
export const checkCodes = Object.keys(checkItems) as CheckCode[];

export const checkResults = ['pass', 'fail', 'person', 'proof', 'na'] as const;
export type CheckResult = (typeof checkResults)[number];
export const checkAnswers = ['pass', 'fail'] as const;
export type CheckAnswer = (typeof checkAnswers)[number];

/** What the machine has looked at for one item. */
export interface Tallied {
  examined: number;
  failed: number;
  /** Of these it could not tell. */
  unseen: number;
  /** False where the package has nothing that the item is about, and that is known. */
  applies: boolean;
}

/** Undefined: the machine has not come to it. A failure outweighs what was not seen; without anything examined nothing passes. */
export function resultOf(code: CheckCode, tallied: Tallied | undefined): CheckResult {
  const { by } = checkItems[code];
  if (by !== 'machine') return by;
  if (!tallied) return 'person';
  if (tallied.failed > 0) return 'fail';
  if (!tallied.applies) return 'na';
  return tallied.unseen > 0 || tallied.examined === 0 ? 'person' : 'pass';
}

export interface Answered {
  code: CheckCode;
  /** As the machine left it. */
  result: CheckResult;
  answer: CheckAnswer | null;
}

/** What holds of an item now. */
export const standingOf = ({ result, answer }: Omit<Answered, 'code'>): CheckResult => answer ?? result;

export const runVerdicts = ['passed', 'failed', 'open'] as const;
export type RunVerdict = (typeof runVerdicts)[number];

/** failed by one; open while one is unanswered, or is not there at all. */
export function runVerdict(items: readonly Answered[]): RunVerdict {
  const standings = checkCodes.map((code) => {
    const found = items.find((one) => one.code === code);
    return found ? standingOf(found) : 'person';
  });
  if (standings.includes('fail')) return 'failed';
  return standings.some((one) => one === 'person' || one === 'proof') ? 'open' : 'passed';
}

/** Whether an item of a run may be answered so; what was answered, or told by the machine, stays. */
export function refuseAnswer({ code, result, answer }: Answered, attachments: number): Refusal | null {
  const { label } = checkItems[code];
  if (result !== 'person' && result !== 'proof') return refuse('check-by-machine', { item: label }, 'input.code');
  if (answer !== null) return refuse('check-answered', { item: label }, 'input.code');
  if (result === 'proof' && attachments === 0) return refuse('check-needs-proof', { item: label }, 'input.attachments');
  return null;
}

export const runStates = ['running', 'examined', 'stopped'] as const;
export type RunState = (typeof runStates)[number];

/** 7.2: what keeps a package from being accepted over all; only the newest run of it counts. */
export function refuseUnchecked(
  number: string,
  newest: { state: RunState; verdict: RunVerdict } | undefined,
): Refusal | null {
  if (!newest || newest.state === 'stopped') return refuse('check-missing', { number });
  if (newest.state === 'running') return refuse('check-running', { number });
  if (newest.verdict === 'passed') return null;
  return refuse(newest.verdict === 'failed' ? 'check-failed' : 'check-open', { number });
}

/** The first character that no list should hold, as `U+E000`; line feeds stand in long texts. */
export function strangeLetter(text: string): string | null {
  const found = /[^\P{Cc}\t\n\r]|\p{Co}|\p{Cn}|\p{Cs}|[\uFFFD\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/u.exec(text)?.[0];
  return found === undefined ? null : `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
