/** A catalogue of 120 volumes, as an archive keeps it in a workbook. */
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';

export interface Volume {
  code: string;
  title: string;
  author: string;
  dated: string;
  retention: string;
  pages: number;
  marking: string;
}

export const fonds = { code: 'A017', name: '郑州市某某区房产管理局', creator: '郑州市某某区房产管理局' };
/** Four years of documents: what is between them is in the project, with all that lies below. */
export const range = { from: 'A017-WS·1998', to: 'A017-WS·2001' };

const years = [1998, 1999, 2000, 2001];

const permanent = [
  '局党组会议记录',
  '局务会议纪要',
  '年度工作计划、总结',
  '机构编制与人员调整的请示、批复',
  '干部任免的通知',
  '直管公房普查登记表',
  '城市房屋拆迁许可的请示、批复',
  '危旧房改造项目审批材料',
  '公有住房出售方案及批复',
  '职工住房分配方案、会议纪要',
  '房屋产权登记发证工作报告',
  '房屋产权纠纷调处材料',
  '房屋安全鉴定报告',
  '历史街区房屋修缮工程材料',
  '代管房产落实政策材料',
  '宗教房产落实政策的批复',
  '直管公房租金调整的通知',
  '商品房预售许可审批材料',
  '房屋面积测绘图册',
  '劳动模范、先进集体评选材料',
];
const thirtyYears = [
  '来信来访答复',
  '财务预决算报表',
  '固定资产清查登记',
  '物业管理试点工作材料',
  '白蚁防治工作总结',
  '防汛抢险工作安排',
  '安全生产检查通报',
  '职工培训工作材料',
  '工会工作总结',
  '档案工作检查通报',
];

const two = (number: number): string => String(number).padStart(2, '0');

/** Pages of the volume at this place of the list: differing as real volumes do, the same each time. */
const pagesOf = (place: number): number => 38 + ((place * 53) % 147);

function volume(year: number, place: number, title: string, permanently: boolean, number: number): Volume {
  const [month, lastMonth] = [1 + (place % 5), 12 - (place % 4)];
  return {
    code: `A017-WS·${year}·${permanently ? 'Y' : 'D30'}-${String(number).padStart(3, '0')}`,
    title: `${year}年${title}`,
    author: place % 3 === 0 ? '区房产管理局办公室' : '区房产管理局',
    dated: `${year}${two(month)}${two(3 + place)}-${year}${two(lastMonth)}${two(1 + (place % 27))}`,
    retention: permanently ? '永久' : '30年',
    pages: pagesOf(year + place * 7),
    marking: '',
  };
}

const plain: readonly Volume[] = years.flatMap((year) => [
  ...permanent.map((title, at) => volume(year, at + 1, title, true, at + 1)),
  ...thirtyYears.map((title, at) => volume(year, at + 1, title, false, at + 1)),
]);

/** Its list says that it is classified: of its content nothing is registered. */
export const classifiedCode = 'A017-WS·1999·Y-006';
/** Was classified, and a stamp on its cover lifts that. */
export const declassifiedCode = 'A017-WS·1998·Y-003';

/** Thin ones, whose every page the demonstration scans; behind those that are worked by their slips alone. */
export const thin = { whole: 'A017-WS·1998·D30-007', short: 'A017-WS·1998·D30-008', marked: 'A017-WS·1998·D30-009' };
const pagesOfThin = new Map([
  [thin.whole, 7],
  [thin.short, 3],
  [thin.marked, 3],
]);

export const volumes: readonly Volume[] = plain.map((full) => {
  const one = { ...full, pages: pagesOfThin.get(full.code) ?? full.pages };
  return one.code === classifiedCode
    ? { ...one, marking: '秘密' }
    : one.code === declassifiedCode
      ? { ...one, marking: '秘密（已解密）' }
      : one;
});

/** As it came from the vendor of a former list: a bell in a title, and a volume of another year. */
export const faultyRows = (): Volume[] => [
  ...volumes.map((one, at) => (at === 45 ? { ...one, title: `${one.title}\u0007` } : one)),
  volume(2002, 1, permanent[0] ?? '', true, 1),
];

const headings = ['序号', '档号', '案卷题名', '责任者', '起止日期', '保管期限', '页数', '密级'];

export async function workbook(rows: readonly Volume[]): Promise<Buffer> {
  const cells = rows.map((one, at) => [
    ...[String(at + 1), one.code, one.title, one.author, one.dated, one.retention, String(one.pages), one.marking],
  ]);
  const widths = [6, 24, 44, 22, 20, 10, 8, 14];
  const chunks: Buffer[] = [];
  for await (const chunk of xlsxStream([headings, ...cells], { sheet: '案卷目录', widths }))
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
