/** Footage (录像, 4.3): where it comes from, what a camera's day holds, what its file names say. */
import { Temporal } from 'temporal-polyfill';
import type { Words } from '#/base/rules/declare.ts';
import type { Period } from './retention.ts';

/** 录像机录制 · 导入 · 移交: how a piece came here. */
export const footageOrigins = ['recorded', 'imported', 'handover'] as const;
export type FootageOrigin = (typeof footageOrigins)[number];

export const originNames: Record<FootageOrigin, Words> = {
  recorded: { zh: '本系统录制', en: 'Recorded' },
  imported: { zh: '导入', en: 'Imported' },
  handover: { zh: '服务机构移交', en: 'Handed over' },
};

/** What is wrong with a piece that is kept all the same. */
export const footageProblems = [
  'unreadable',
  'no-video',
  'cut-off',
  'length-differs',
  'encrypted',
  'altered',
  'gone',
] as const;
/** Of these the ones that an examination finds: its bytes are no longer what came here. */
export const spoilt = ['altered', 'gone'] as const;
export type Spoilt = (typeof spoilt)[number];

export const isSpoilt = (problem: FootageProblem | null): boolean => problem === 'altered' || problem === 'gone';

export type FootageProblem = (typeof footageProblems)[number];

export const problemNames: Record<FootageProblem, Words> = {
  unreadable: { zh: '无法识别的文件', en: 'Not a readable file' },
  'no-video': { zh: '没有浏览器可播放的视频', en: 'No video that a browser plays' },
  'cut-off': { zh: '文件被截断', en: 'Cut off' },
  'length-differs': { zh: '文件自述时长与内容不符', en: 'Claims another length than it has' },
  encrypted: { zh: '已加密', en: 'Encrypted' },
  altered: { zh: '摘要不符，内容已变', en: 'Changed: its digest no longer matches' },
  gone: { zh: '文件丢失', en: 'The file is gone' },
};

/** At this share of the disk work stops: the place may not be used unrecorded. Footage is never deleted for room. */
export const isDiskFull = (usedPercent: number): boolean => usedPercent >= 95;

/** Two pieces nearer than this follow each other without a gap: file names say whole seconds. */
export const joinedWithin = 1_000;

/** What lies between the pieces, from `day.from` to `day.to`; what is shorter than `least` milliseconds is none. */
export function gapsIn(day: Period, pieces: readonly Period[], least = joinedWithin): Period[] {
  const gaps: Period[] = [];
  let seen = day.from;
  for (const { from, to } of pieces.toSorted((a, b) => a.from - b.from)) {
    if (to <= day.from || from >= day.to) continue;
    if (from - seen >= least) gaps.push({ from: seen, to: from });
    seen = Math.max(seen, to);
  }
  if (day.to - seen >= least) gaps.push({ from: seen, to: day.to });
  return gaps;
}

/** Milliseconds of `day` that the pieces hold, each moment once. */
export const heldIn = (day: Period, pieces: readonly Period[]): number =>
  gapsIn(day, pieces, 1).reduce((held, gap) => held - (gap.to - gap.from), day.to - day.from);

/** Why a file of an import did not become a piece. */
export const intakeOutcomes = [
  'not-in-inbox',
  'inbox-read-only',
  'empty',
  'changing',
  'length-unknown',
  'already-kept',
  'in-future',
] as const;
export type IntakeOutcome = (typeof intakeOutcomes)[number];

export const outcomeNames: Record<IntakeOutcome, Words> = {
  'not-in-inbox': { zh: '文件已不在目录中', en: 'The file is no longer there' },
  'inbox-read-only': {
    zh: '待收目录不可写，请管理员放开写权限',
    en: 'The inbox cannot be written: the administrator allows it',
  },
  empty: { zh: '空文件', en: 'Empty' },
  changing: { zh: '文件还在写入，请稍后再导入', en: 'Still being written: import it later' },
  'length-unknown': { zh: '读不出时长，请填写结束时间', en: 'It tells no length: say when it ends' },
  'already-kept': { zh: '相同内容已收入', en: 'The same content is kept already' },
  'in-future': { zh: '时间晚于现在', en: 'It would be of the future' },
};

/** Why the inbox cannot offer a file of that name. */
export const nameTroubles = ['not-nfc', 'too-long', 'characters'] as const;
export type NameTrouble = (typeof nameTroubles)[number];

export const longestName = 200;

export const nameTroubleNames: Record<NameTrouble, Words> = {
  'not-nfc': { zh: '文件名不是 NFC 规范形式，请改名后重新放入', en: 'Its name is not in NFC: rename it' },
  'too-long': {
    zh: `文件名超过 ${longestName} 字，请改短`,
    en: `Its name is longer than ${longestName} letters: shorten it`,
  },
  characters: {
    zh: '文件名含控制字符、反斜杠、首尾空格或无法识别的字符，请改名',
    en: 'Its name has control characters, a backslash, spaces at an end, or is not UTF-8: rename it',
  },
};

/** A name is asked for over the wire, letter by letter: what would arrive as another one is not offered. */
export function nameTrouble(name: string): NameTrouble | null {
  // oxlint-disable-next-line no-control-regex -- refusing control characters is the point
  if (/[\\\u0000-\u001f\u007f\ufffd-\uffff]/.test(name) || name.trim() !== name || !name.isWellFormed())
    return 'characters';
  if (name.normalize('NFC') !== name) return 'not-nfc';
  return name.length > longestName ? 'too-long' : null;
}

const stamp = /(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})[-_. T]?(\d{2})[-_.:]?(\d{2})[-_.:]?(\d{2})/g;

/**
 * The times in the name of a file that a recorder exported, in the site's zone: its beginning, and its end
 * where it names one. Recorders of all makers write year to second in this order, with or without marks
 * between. Null when there is none.
 */
export function readTimes(name: string, timeZone: string): { from: number; to: number | null } | null {
  const times = [...name.matchAll(stamp)].flatMap(([, ...parts]) => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
    try {
      const at = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second }, { overflow: 'reject' });
      return [at.toZonedDateTime(timeZone).epochMilliseconds];
    } catch {
      return [];
    }
  });
  const [from, to] = times;
  if (from === undefined) return null;
  return { from, to: to !== undefined && to > from ? to : null };
}
