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
