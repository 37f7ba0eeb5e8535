/**
 * Titles as archives of a province have them, always the same from the same number: kinds of papers and offices that
 * stand in every tenth title, matters that stand in one of hundreds, villages and persons that stand in a few. Some words
 * are of their time: communes and revolutionary committees are common, and yet in no paper of the last forty years.
 */

/** Mulberry32: small, quick, and the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
export type Random = () => number;

const words = (text: string): string[] => text.trim().split(/\s+/u);

/** The first of a list are the commonest, as words are in a language. */
export const pick = (random: Random, list: readonly string[], skew = 2): string =>
  list[Math.floor(list.length * random() ** skew)]!;

const kinds =
  words(`通知 报告 批复 请示 函 意见 决定 通报 指示 总结 计划 会议纪要 汇报 复函 规定 名单 办法 讲话 命令 方案
  公告 统计表 登记表 调查报告 协议书 简报 布告 证明 提案 判决书`);
const cities = words(`杭州市 宁波市 绍兴市 嘉兴地区 温州市 金华地区 台州地区 湖州市 丽水地区 舟山市 衢州市`);
const counties =
  words(`余姚县 慈溪县 鄞县 奉化县 象山县 宁海县 诸暨县 上虞县 嵊县 新昌县 萧山县 富阳县 临安县 桐庐县 建德县 淳安县
  海宁县 平湖县 桐乡县 嘉善县 海盐县 德清县 长兴县 安吉县 永嘉县 瑞安县 平阳县 文成县 泰顺县 乐清县 洞头县 兰溪县 义乌县 东阳县 永康县
  武义县 浦江县 磐安县 江山县 常山县 开化县 龙游县 临海县 黄岩县 温岭县 仙居县 天台县 三门县 玉环县 龙泉县 青田县 云和县 庆元县 缙云县
  遂昌县 松阳县 定海县 普陀县 岱山县 嵊泗县`);
const offices =
  words(`人民政府 人民委员会 革命委员会 财政局 民政局 教育局 粮食局 水利局 农业局 公安局 人事局 劳动局 卫生局 商业局 工业局
  供销合作社 文化局 税务局 交通局 计划委员会 林业局 司法局 档案局 统计局 物资局 房地产管理局 手工业管理局 建设委员会 科学技术委员会
  体育运动委员会 邮电局 气象局 地质局 电力局 盐务局 水产局 轻工业厅 纺织工业公司 农业机械厂 人民法院 人民检察院 总工会 妇女联合会
  共青团委员会 工商业联合会 文物管理委员会 侨务办公室 宗教事务局 地名办公室 血吸虫病防治站`);
const verbs =
  words(`做好 加强 调整 同意 开展 印发 转发 处理 解决 成立 召开 进一步做好 改进 增加 核定 下达 撤销 恢复 建立 拨付 安排
  整顿 停止 推广 落实 表彰 任免 征用 修建 试行 编制 检查 清理 改善 统一 合并 划分 更改 追加 减免 收购 调拨 移交 补发 平反 登记 审批
  筹建 评选 追认`);
const matters =
  words(`工作 干部 经费 粮食 生产 人员 管理 教育 学校 工资 农业 税收 物资 土地 基本建设 水利工程 机构编制 农村 职工
  卫生 财政预算 救济 群众 合作社 工业 商品 价格 供应 房屋 住房 公粮 征购 运输 公路 桥梁 水库 防汛 抗旱 灾害 优抚 烈属 复员军人 婚姻
  户口 人口普查 选举 代表大会 劳动模范 先进集体 技术革新 安全生产 事故 棉花 茶叶 蚕桑 柑橘 生猪 耕牛 化肥 农药 种子 森林 木材 毛竹
  渔业 海塘 盐田 煤矿 矿山 电站 广播 电影 剧团 图书馆 文物 古塔 寺庙 碑刻 家谱 档案 印章 地名 区划 界线 侨眷 工商户 私营 公私合营
  手工业 粮票 布票 公债 储蓄 贷款 会计 审计 统计 疫苗 血吸虫病 疟疾 霍乱 麻风病 中医 助产 托儿所 师范 扫盲 函授 毕业生 知识青年
  下放 支边 移民 民兵 征兵 冤案 申诉 信访 律师 公证 调解 监狱 特赦 冰雹 台风 海啸`);
const qualities =
  words(`有关 若干 年度 当前 全市 全县 春季 秋季 冬季 夏季 国营 集体 城镇 今后 部分 重点 基层 中小学 沿海 山区 城乡
  第一批 上半年 下半年 第三季度 临时 特种 侨办 军队 遗留`);
const surnames =
  words(`王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾
  彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵
  孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 欧阳 诸葛 司马 上官`);
const given = [
  ...'国建华明文志德福金玉林荣生贵兴海山根水良平永春秀英兰芳桂珍梅凤云霞美珠莲宝才发财富祥瑞庆安康宁和顺义仁礼智信忠孝廉正刚毅勇强斌杰豪雄鹏飞龙虎麟彪炳焕耀辉光亮晶莹洁净清澈润泽浩瀚渊博',
];
const placed = [
  ...'大小上下东西南北前后新老高低青白红黄石沙溪河塘湖山岭坑坞湾浦港桥亭庙寺塔井泉松竹梅桃李柳桑茶枫樟双三五七九万金银玉龙凤虎马牛羊鸡鹤',
];
const villageEnds = words('乡 村 镇 街道 农场 林场');
const communeEnds = words('公社 大队 生产队 街道 农场 林场 渔业队');
const numerals = words('一 二 三 四 五 六 七 八 九 十 十一 十二');

const village = (random: Random, year: number): string =>
  pick(random, placed, 1.3) +
  pick(random, placed, 1) +
  pick(random, year >= 1958 && year <= 1983 ? communeEnds : villageEnds);
const person = (random: Random): string =>
  pick(random, surnames) + pick(random, given, 1.5) + (random() < 0.75 ? pick(random, given, 1.2) : '');
const place = (random: Random, year: number): string => {
  const lot = random();
  if (lot < 0.2) return '浙江省';
  if (lot < 0.4) return pick(random, cities);
  return pick(random, counties, 1.5) + (lot < 0.55 ? village(random, year) : '');
};
const government = (year: number): string =>
  year < 1955 || year > 1980 ? '人民政府' : year < 1967 ? '人民委员会' : '革命委员会';
export const office = (random: Random, year: number): string =>
  place(random, year) + (random() < 0.25 ? government(year) : pick(random, offices));

function subject(random: Random, year: number): string {
  const lot = random();
  const matter = pick(random, matters) + (random() < 0.5 ? pick(random, matters, 1.5) : '');
  if (lot < 0.08) return `${person(random)}等${pick(random, numerals)}同志职务任免`;
  if (lot < 0.14) return `${village(random, year)}${person(random)}${pick(random, matters, 1)}问题`;
  if (lot < 0.2) return `${pick(random, verbs, 1)}${village(random, year)}${matter}`;
  if (lot < 0.32) return `${pick(random, verbs)}${year}年${pick(random, qualities)}${matter}工作`;
  if (lot < 0.38) return `印发《${pick(random, qualities)}${matter}${random() < 0.5 ? '试行' : '暂行'}办法》`;
  if (lot < 0.44) return `${pick(random, verbs)}${matter}、${pick(random, matters, 1)}问题`;
  return `${pick(random, verbs)}${random() < 0.4 ? pick(random, qualities) : ''}${matter}${random() < 0.3 ? '问题' : ''}`;
}

export function titleFrom(random: Random, year: number): string {
  const lot = random();
  const kind = pick(random, kinds);
  if (lot < 0.12) return `${place(random, year)}${year}年${pick(random, qualities)}${pick(random, matters)}${kind}`;
  if (lot < 0.2) return `${person(random)}${pick(random, matters, 1.3)}材料及${pick(random, offices)}${kind}`;
  if (lot < 0.4) return `关于${subject(random, year)}的${kind}`;
  return `${office(random, year)}关于${subject(random, year)}的${kind}`;
}

/** About 400 characters as they are read of a page: a paper with its name, what it orders, and who signed it. */
export function pageFrom(random: Random, year: number): string {
  let text = `${titleFrom(random, year)} ${office(random, year)}：`;
  while (text.length < 370)
    text += `${subject(random, year)}，${pick(random, verbs)}${pick(random, qualities)}${pick(random, matters)}，由${person(random)}负责${
      random() < 0.3 ? `，计${Math.floor(random() * 9_000) + 12}元` : ''
    }。`;
  text += `${office(random, year)} ${year}年${Math.floor(random() * 12) + 1}月`;
  return text.replaceAll(/.{28}/gu, '$&\n');
}
