/** A list of volumes as archives keep them, and its import over HTTP. */
import { setTimeout as sleep } from 'node:timers/promises';
import { importList, importStart } from '#/custody/rules/api/imports.ts';
import type { Mapping } from '#/custody/rules/catalogue-import.ts';
import { type CustodyStaff, openProject } from '../test/custody-site.ts';
import { upload } from '../test/files.ts';
import type { Who } from '../test/people.ts';

export const heading = '序号,档号,题名,责任者,文号,日期,保管期限,页数,密级,备注'.split(',');
const mapping: Mapping = {
  ...{ code: 1, title: 2, author: 3, documentNumber: 4, dated: 5, retention: 6, pages: 7, marking: 8, remark: 9 },
};

/** Volumes of a year. */
export const perYear = 2_000;
const bureaus = ['人事局', '民政局', '档案局', '财政局', '教育局', '公安局', '司法局', '交通局', '水利局', '农业局'];
const matters = ['干部任免', '职称评定', '工资套改', '离休退休', '奖惩考核', '编制核定', '人员调配', '学历认定'];

export const codeAt = (category: string, index: number): string =>
  `A002-${category}·${1950 + Math.floor(index / perYear)}-${String((index % perYear) + 1).padStart(4, '0')}`;

/** One in 500 bears a mark, one in 1,000 is wrong in its number of pages. */
export function* volumes(category: string, count: number): Generator<string[]> {
  yield heading;
  for (let index = 0; index < count; index += 1) {
    const year = 1950 + Math.floor(index / perYear);
    const [bureau = '', matter = ''] = [bureaus[index % bureaus.length], matters[index % matters.length]];
    yield [
      String(index + 1),
      codeAt(category, index),
      `某某市${bureau}${year}年度关于第${index + 1}批“${matter}”事项的请示、批复及有关材料`,
      `某某市${bureau}办公室`,
      index % 3 === 0 ? `市人〔${year}〕${(index % 900) + 1}号` : '',
      `${year}${String((index % 12) + 1).padStart(2, '0')}${String((index % 28) + 1).padStart(2, '0')}`,
      ['永久', '30年', '10年'][index % 3] ?? '',
      index % 1_000 === 999 ? '约二十' : String((index % 180) + 20),
      index % 500 === 250 ? '机密' : '',
      index % 7 === 0 ? `含图纸${(index % 5) + 1}张, 第"${index % 40}"盒` : '',
    ];
  }
}

export const badIn = (count: number): number => Math.floor(count / 1_000);

/** A project of its own for a category. */
export const projectFor = ({ lead, schemeId }: CustodyStaff, category: string): Promise<string> =>
  openProject(lead, schemeId, `${category} 档案数字化`, `A002-${category}`);

export interface Imported {
  seconds: number;
  /** Rows that were told to be done, one figure a look. */
  progress: number[];
}

/** From the start of the job to its end, looked at four times a second as the page does. */
export async function importVolumes(
  keeper: Who,
  { projectId, schemeId }: Pick<CustodyStaff, 'projectId' | 'schemeId'>,
  file: { name: string; bytes: Buffer; rows: number },
): Promise<Imported> {
  const { id } = await upload(keeper, 'catalogue', file.name, file.bytes);
  const begun = performance.now();
  const input = { attachmentId: id, schemeId, keeper: keeper.personId, mapping, dry: false };
  const { importId } = await keeper.client.act(importStart, { subject: projectId, input });
  const progress: number[] = [];
  for (;;) {
    await sleep(250);
    const { items } = await keeper.client.view(importList, { subject: projectId, input: {} });
    const row = items.find((one) => one.id === importId);
    if (!row) throw new Error('no import');
    if (row.state === 'waiting') {
      progress.push(row.doneRow);
      continue;
    }
    const seconds = (performance.now() - begun) / 1000;
    const wrong = row.state !== 'done' || row.good !== file.rows - badIn(file.rows) || row.bad !== badIn(file.rows);
    if (wrong) throw new Error(`import: ${JSON.stringify(row)}`);
    return { seconds, progress };
  }
}
