/** What stands on sample pages: made-up office Chinese. No place, office or person of it exists. */
import type { Random } from './random.ts';

const offices = [
  '云岭市人民政府',
  '云岭市档案局',
  '清河县委员会',
  '清河县人民政府办公室',
  '东湖区财政局',
  '南山镇人民公社',
  '北原地区行政公署',
];
const matters = [
  '文书档案整理',
  '农田水利建设',
  '干部职工学习',
  '森林防火工作',
  '粮食统购统销',
  '学校校舍修缮',
  '公路养护',
  '机构编制清理',
  '安全生产检查',
  '增产节约运动',
];
const openings = [
  '根据上级有关文件精神',
  '为了进一步做好这项工作',
  '经研究决定',
  '自去年三月以来',
  '在各级领导的重视和支持下',
  '按照统一部署',
  '遵照会议决议',
  '鉴于目前实际情况',
];
const middles = [
  '各单位要加强领导、落实责任',
  '对本地区的情况进行全面调查',
  '组织力量逐户登记造册',
  '将有关材料于本月底以前报送办公室',
  '认真总结经验并及时推广',
  '严格执行财务制度',
  '做到底数清楚、手续完备',
  '发现问题应当立即纠正',
  '由专人保管并定期核对',
  '共完成土方一百二十万立方米',
];
const endings = [
  '请遵照执行',
  '特此通知',
  '现将有关事项通知如下',
  '以上意见如无不妥，请批转各地',
  '并报省里备案',
  '务必于年底以前完成',
  '望认真贯彻落实',
  '不得以任何理由推诿',
];
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'];
const given = [...'建国明华志强文秀英德成玉兰永福春生'];

export const office = (random: Random): string => random.pick(offices);
export const matter = (random: Random): string => random.pick(matters);
export const person = (random: Random): string => random.pick(surnames) + random.pick(given) + random.pick(given);
export const amount = (random: Random): string => String(random.whole(3, 98_000));

const clause = (random: Random): string => {
  const figure = random.chance(0.3) ? `，计${random.whole(12, 9800)}元` : '';
  return `${random.pick(middles)}${figure}`;
};

export const sentence = (random: Random): string =>
  `${random.pick(openings)}，${clause(random)}，${clause(random)}，${random.pick(endings)}。`;

/** A paragraph of about so many characters, its first line moved in by two. */
export function paragraph(random: Random, length: number): string {
  let text = '　　';
  while (text.length < length) text += sentence(random);
  return text;
}

const numerals = [...'〇一二三四五六七八九'];
const spelled = (value: number): string => [...String(value)].map((digit) => numerals[Number(digit)]).join('');

/** A day of the twentieth century, in the numerals of old papers. */
export const day = (random: Random): string =>
  `${spelled(random.whole(1950, 1999))}年${random.pick(['一', '三', '五', '七', '九', '十'])}月${random.pick(['四', '九', '十二', '二十', '廿八'])}日`;

export const documentNumber = (random: Random): string =>
  `云政发〔${random.whole(1950, 1999)}〕${random.whole(1, 180)}号`;

export const title = (random: Random): string =>
  `关于${matter(random)}和${matter(random)}的${random.pick(['通知', '报告', '批复', '意见'])}`;

export const tableHeads = ['序号', '单位', '姓名', '项目', '数量', '金额', '日期', '备注'] as const;

/** 密级: what a page bears that nobody of the vendor may go on with (6.5-1). */
export const secrecyMarks = ['秘密', '机密', '绝密'] as const;
export type SecrecyMark = (typeof secrecyMarks)[number];

/** Every character that the wording can put on a page: a font must have all of them. */
export const everyCharacter = (): string =>
  [
    ...new Set(
      [
        ...offices,
        ...matters,
        ...openings,
        ...middles,
        ...endings,
        ...surnames,
        ...given,
        ...numerals,
        ...tableHeads,
        ...secrecyMarks,
        ...extra,
      ].join(''),
    ),
  ]
    .filter((one) => one !== '　')
    .join('');

/** Letters that layout itself adds. */
const extra = [
  '，。、〔〕年月日计元关于和的通知报告批复意见云政发号第页卷宗案卷封面全宗目录保管期限永久长期文件印章专用一二三四五六七八九十廿0123456789',
  '签发会签拟稿',
];
