/** What a walk over the records of an XLS (BIFF8, [MS-XLS]; BIFF5) tells before its cells are read. */
export interface BiffSurvey {
  encrypted: boolean;
  hasMacros: boolean;
  /** In the order of the workbook. */
  sheets: { index: number; hidden: boolean; isCells: boolean }[];
}

const bof = 0x0809;
const eof = 0x000a;
const filePass = 0x002f;
const boundSheet = 0x0085;
const vbaProject = 0x00d3;

/**
 * Null when it is cut off: each substream must end with EOF, and each sheet begin where the
 * workbook says. The library that reads the cells would give what there is and say nothing.
 */
export function surveyBiff(stream: Buffer): BiffSurvey | null {
  const survey: BiffSurvey = { encrypted: false, hasMacros: false, sheets: [] };
  const begun = new Set<number>();
  const named: number[] = [];
  let depth = 0;
  for (let at = 0; at + 4 <= stream.length;) {
    const type = stream.readUInt16LE(at);
    const length = stream.readUInt16LE(at + 2);
    const body = at + 4;
    if (depth === 0 && type !== bof) break;
    if (body + length > stream.length) return null;
    if (type === bof) {
      begun.add(at);
      depth += 1;
    } else if (type === eof) depth -= 1;
    else if (type === filePass) return { ...survey, encrypted: true };
    else if (type === vbaProject) survey.hasMacros = true;
    else if (type === boundSheet && length >= 6) {
      named.push(stream.readUInt32LE(body));
      const kind = stream[body + 5]!;
      survey.hasMacros ||= kind === 1 || kind === 6;
      survey.sheets.push({ index: survey.sheets.length, hidden: (stream[body + 4]! & 3) !== 0, isCells: kind === 0 });
    }
    at = body + length;
  }
  return depth === 0 && named.every((at) => begun.has(at)) ? survey : null;
}
