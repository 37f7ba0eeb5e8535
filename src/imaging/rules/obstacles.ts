/** What keeps a unit from being submitted as scanned: objective failures, zero of them (5.6-4, DA/T 31-2017 §10.5). */
import { type Messages, refuse, type Refusal } from '#/base/rules/refusal.ts';
import { checkWords } from './check-words.ts';
import { checks, isBlank, type Outcome } from './checks.ts';
import type { Progress } from './capture.ts';

export const obstacleMessages = {
  'nothing-scanned': {
    status: 409,
    zh: { what: '还没有任何图像', next: '请先扫描再提交' },
    en: { what: 'There is no image yet', next: 'Scan it, then submit' },
  },
  'images-unseen': {
    status: 409,
    zh: { what: '还有 {count} 幅图像正在机检', next: '请等几秒再提交' },
    en: { what: '{count} images are still being checked', next: 'Wait some seconds, then submit' },
  },
  'images-empty': {
    status: 409,
    zh: { what: '图像位 {numbers} 空缺，文件在隔离区', next: '请重新扫描这些页，或删除多余的图像位' },
    en: {
      what: 'Images {numbers} are missing: their files are in quarantine',
      next: 'Scan these again, or take them out',
    },
  },
  'images-failed': {
    status: 409,
    zh: { what: '第 {numbers} 幅图像“{check}”不合格', next: '请按提示重新扫描这些页' },
    en: { what: 'Images {numbers} fail the check "{check}"', next: 'Scan these pages again as told there' },
  },
  'images-mixed': {
    status: 409,
    zh: { what: '同一卷里有几种格式：{formats}', next: '请把少数的页按约定格式重新扫描' },
    en: { what: 'One original has several formats: {formats}', next: 'Scan the few again in the agreed format' },
  },
  'images-twice': {
    status: 409,
    zh: { what: '第 {numbers} 幅图像与前面的一幅完全相同', next: '请删除重复的图像' },
    en: { what: 'Images {numbers} are the very files of earlier ones', next: 'Take the repeated ones out' },
  },
  'defects-unanswered': {
    status: 409,
    zh: { what: '质检退回的缺陷还没有处理：第 {numbers} 幅', next: '请重新扫描，或逐条答复为什么不改' },
    en: { what: 'Defects that were sent back are open: images {numbers}', next: 'Scan again, or answer why they stay' },
  },
  'pages-untreated': {
    status: 409,
    zh: { what: '第 {numbers} 幅图像还没有处理', next: '请在图像处理页打开这一卷，等机器处理完' },
    en: {
      what: 'Images {numbers} have not been treated',
      next: 'Open the unit for treatment and wait for the machine',
    },
  },
  'treatment-unconfirmed': {
    status: 409,
    zh: { what: '第 {numbers} 幅图像的处理还没有确认', next: '请在图像处理页逐幅确认、调整或保留原图' },
    en: {
      what: 'The treatment of images {numbers} is not confirmed',
      next: 'Confirm, adjust or keep them on the treatment page',
    },
  },
  'pages-missing': {
    status: 409,
    zh: { what: '图像比前处理清点的页数少 {count} 页', next: '请补扫；确属不扫的，登记不扫页及理由' },
    en: {
      what: '{count} pages fewer than preparation counted',
      next: 'Scan what is missing, or register why it is not',
    },
  },
  'pages-over': {
    status: 409,
    zh: { what: '图像比前处理清点的页数多 {count} 页', next: '请删除多扫的页；封面、目录、备考表、空白页要标注' },
    en: {
      what: '{count} pages more than preparation counted',
      next: 'Take out what was scanned twice; mark covers, contents, note sheets and blanks as such',
    },
  },
} as const satisfies Messages<string>;

export interface PageAtHand {
  position: number;
  outcomes: readonly Outcome[];
  format: string | null;
  ink: number | null;
  /** What tells its very bytes; null of an empty place. */
  bytes: string | null;
}

/** Every obstacle, the gravest first; none means that it may be submitted. */
export function obstaclesOf({
  pages,
  progress,
  difference,
  returned,
}: {
  pages: readonly PageAtHand[];
  progress: Progress;
  difference: number | null;
  /** Images with defects that were sent back and that nothing was done about. */
  returned: readonly number[];
}): Refusal[] {
  if (pages.length === 0) return [refuse('nothing-scanned')];
  const found: Refusal[] = [];
  if (progress.empty.length > 0) found.push(refuse('images-empty', { numbers: numbers(progress.empty) }));
  if (returned.length > 0) found.push(refuse('defects-unanswered', { numbers: numbers(returned) }));
  if (progress.pending > 0) found.push(refuse('images-unseen', { count: progress.pending }));
  found.push(...failures(pages), ...mixed(pages), ...twice(pages));
  // What is still looked at may have several pages: the count is told once all is seen.
  if (difference !== null && difference !== 0 && progress.pending === 0)
    found.push(refuse(difference < 0 ? 'pages-missing' : 'pages-over', { count: Math.abs(difference) }));
  return found;
}

function failures(pages: readonly PageAtHand[]): Refusal[] {
  const failed = pages.flatMap(({ position, outcomes }) =>
    outcomes
      .filter(({ check, verdict }) => verdict === 'fail' && checks[check].kind === 'objective')
      .map(({ check }) => ({ check, position })),
  );
  return [...Map.groupBy(failed, ({ check }) => check)].map(([check, at]) =>
    refuse('images-failed', { numbers: numbers(at.map(({ position }) => position)), check: checkWords[check].name }),
  );
}

/** §9.5: one format a batch. */
function mixed(pages: readonly PageAtHand[]): Refusal[] {
  const formats = [...new Set(pages.flatMap(({ format }) => (format === null ? [] : [format.toUpperCase()])))];
  return formats.length > 1 ? [refuse('images-mixed', { formats: formats.join(', ') })] : [];
}

/** §10.5.2: no page twice. Blank faces may well have the same bytes. */
function twice(pages: readonly PageAtHand[]): Refusal[] {
  const seen = new Set<string>();
  const again = pages.filter(({ bytes, ink }) => {
    if (bytes === null || isBlank(ink ?? 0)) return false;
    const repeated = seen.has(bytes);
    seen.add(bytes);
    return repeated;
  });
  return again.length > 0 ? [refuse('images-twice', { numbers: numbers(again.map(({ position }) => position)) })] : [];
}

/** `3, 7–12, 40`; of very many the first. */
export function numbers(list: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of list.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  const shown = runs.slice(0, 12).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return shown.join(', ') + (runs.length > 12 ? ' …' : '');
}
