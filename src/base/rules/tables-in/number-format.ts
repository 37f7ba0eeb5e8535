/**
 * What a number format of a spreadsheet (ECMA-376 part 1, 18.8.30) makes of a number: a plain
 * number, a number filled up with zeros, a percentage, or parts of a date.
 */
export type NumberFormat =
  | { kind: 'number' }
  | { kind: 'percent' }
  /** `0000`: an archival number shown with leading zeros. */
  | { kind: 'padded'; digits: number }
  /** [h]:mm: hours beyond 24. */
  | { kind: 'elapsed' }
  | { kind: 'date'; parts: DateParts };

export interface DateParts {
  year: boolean;
  month: boolean;
  day: boolean;
  time: boolean;
  /** Fractions of a second are shown. */
  fraction: boolean;
}

const number: NumberFormat = { kind: 'number' };

/** Formats that a file names by number only; 27 to 36 and 50 to 58 as Chinese Excel shows them. */
export const builtInFormats: Readonly<Record<number, string>> = {
  ...{ 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%', 11: '0.00E+00' },
  ...{ 14: 'yyyy/m/d', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 18: 'h:mm AM/PM', 19: 'h:mm:ss AM/PM' },
  ...{ 20: 'h:mm', 21: 'h:mm:ss', 22: 'yyyy/m/d h:mm', 45: 'mm:ss', 46: '[h]:mm:ss', 47: 'mm:ss.0' },
  ...{ 27: 'yyyy年m月', 28: 'm月d日', 29: 'm月d日', 30: 'm-d-yy', 31: 'yyyy年m月d日', 32: 'h时mm分' },
  ...{ 33: 'h时mm分ss秒', 34: '上午/下午h时mm分', 35: '上午/下午h时mm分ss秒', 36: 'yyyy年m月' },
  ...{ 50: 'yyyy年m月', 51: 'm月d日', 52: 'yyyy年m月', 53: 'm月d日', 54: 'm月d日', 55: '上午/下午h时mm分' },
  ...{ 56: '上午/下午h时mm分ss秒', 57: 'yyyy年m月', 58: 'm月d日' },
};

export function readNumberFormat(code: string): NumberFormat {
  const section = code
    .replace(/"[^"]*"|\\.|[_*]./g, '')
    .split(';')[0]!
    .replace(/G\/通用格式|general/gi, '');
  if (/\[(?:h+|m+|s+)\]/i.test(section)) return { kind: 'elapsed' };
  const bare = section.replace(/\[[^\]]*\]/g, '');
  if (/^0{2,}$/.test(code)) return { kind: 'padded', digits: code.length };
  if (bare.includes('%')) return { kind: 'percent' };
  if (/[eE][+-]/.test(bare)) return number;
  const letters = bare.replace(/AM\/PM|A\/P|上午\/下午/gi, 'h').toLowerCase();
  if (!/[ymdhsea]/.test(letters)) return number;
  return { kind: 'date', parts: dateParts(letters) };
}

/** An m beside h or s means minutes, else months; ddd, dddd, aaa and aaaa are days of the week. */
function dateParts(letters: string): DateParts {
  const runs = letters.match(/y+|e+|m+|d+|h+|s+|a{3,}/g) ?? [];
  const isTime = (run: string | undefined): boolean => run !== undefined && /^[hs]/.test(run);
  const isMonth = (run: string, at: number): boolean => {
    if (!run.startsWith('m')) return false;
    const before = runs.slice(0, at).findLast((one) => !one.startsWith('a'));
    return !isTime(before) && !runs[at + 1]?.startsWith('s');
  };
  return {
    year: runs.some((run) => /^[ye]/.test(run)),
    month: runs.some(isMonth),
    day: runs.some((run) => /^d{1,2}$/.test(run)),
    time: runs.some((run, at) => isTime(run) || (run.startsWith('m') && !isMonth(run, at))),
    fraction: /s\.0/.test(letters),
  };
}
