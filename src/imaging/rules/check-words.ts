/** What each check is called, what it says when it asks or fails, and what to do then. */
import type { Words } from '#/base/rules/declare.ts';
import { fill, type Params } from '#/base/rules/refusal.ts';
import { type CheckId, checks, type Outcome } from './checks.ts';

interface CheckWords {
  name: Words;
  /** `{measured}` and `{limit}` with their unit. */
  what: Words;
  next: Words;
}

export const checkWords: Record<CheckId, CheckWords> = {
  opens: {
    name: { zh: '能否打开', en: 'Opens' },
    what: { zh: '文件打不开', en: 'The file does not open' },
    next: { zh: '请重新扫描该页', en: 'Scan the page again' },
  },
  format: {
    name: { zh: '文件格式', en: 'Format' },
    what: { zh: '格式是 {measured}，约定为 {limit}', en: 'It is {measured}; agreed is {limit}' },
    next: { zh: '请按约定格式重新输出', en: 'Write it in the agreed format' },
  },
  'one-format': {
    name: { zh: '同批格式一致', en: 'One format a batch' },
    what: { zh: '同一批里有几种格式：{measured}', en: 'The batch holds several formats: {measured}' },
    next: { zh: '请统一格式后重交', en: 'Hand the batch in again in one format' },
  },
  compression: {
    name: { zh: '压缩方式', en: 'Compression' },
    what: { zh: '压缩方式是 {measured}，约定为 {limit}', en: 'It is compressed by {measured}; agreed is {limit}' },
    next: { zh: '请修改扫描软件的压缩设置后重新输出', en: 'Change the compression in the scanner software' },
  },
  quality: {
    name: { zh: 'JPEG 质量', en: 'JPEG quality' },
    what: {
      zh: 'JPEG 质量约 {measured}，约定不低于 {limit}',
      en: 'JPEG quality is about {measured}; agreed is at least {limit}',
    },
    next: { zh: '请调高质量后重新扫描', en: 'Raise the quality and scan again' },
  },
  resolution: {
    name: { zh: '分辨率', en: 'Resolution' },
    what: { zh: '分辨率是 {measured}，约定不低于 {limit}', en: 'Resolution is {measured}; agreed is at least {limit}' },
    next: { zh: '请按约定分辨率重新扫描', en: 'Scan again at the agreed resolution' },
  },
  colour: {
    name: { zh: '色彩模式', en: 'Colour' },
    what: { zh: '色彩是「{measured}」，约定为「{limit}」', en: 'It is: {measured}. Agreed is: {limit}' },
    next: { zh: '请按约定色彩模式重新扫描', en: 'Scan again in the agreed mode' },
  },
  naming: {
    name: { zh: '文件命名', en: 'File name' },
    what: { zh: '文件名 {measured} 不合规则 {limit}', en: 'The name {measured} does not follow {limit}' },
    next: { zh: '请按档号和四位流水号改名', en: 'Name it by archival code and four digits' },
  },
  sequence: {
    name: { zh: '流水号连续', en: 'Sequence' },
    what: {
      zh: '此处应为第 {limit} 号，文件是第 {measured} 号',
      en: 'Number {limit} belongs here; the file is number {measured}',
    },
    next: { zh: '请核对漏扫、多扫和次序', en: 'Look for missed, extra or misplaced pages' },
  },
  count: {
    name: { zh: '页数', en: 'Page count' },
    what: { zh: '图像 {measured}，目录登记 {limit}', en: 'There are {measured}; the catalogue says {limit}' },
    next: {
      zh: '请核对原件页数后补扫或更正目录',
      en: 'Count the original; scan what is missing or correct the catalogue',
    },
  },
  digest: {
    name: { zh: '重复文件', en: 'Same file twice' },
    what: { zh: '与另一文件逐字节相同', en: 'It is another file byte for byte' },
    next: { zh: '请删除多余的一份，核对是否漏扫', en: 'Remove one, and look whether a page was missed' },
  },
  skew: {
    name: { zh: '偏斜', en: 'Skew' },
    what: { zh: '偏斜 {measured}（限 {limit}）', en: 'It is skew by {measured} (limit {limit})' },
    next: { zh: '请纠偏或重新扫描', en: 'Deskew it or scan again' },
  },
  orientation: {
    name: { zh: '方向', en: 'Orientation' },
    what: {
      zh: '页面可能横置，需要旋转（行向比 {measured}，限 {limit}）',
      en: 'The page may lie on its side (ratio of directions {measured}, limit {limit})',
    },
    next: {
      zh: '请看图确认方向；竖排档案可关闭此项',
      en: 'Look at it and turn it; for vertical writing turn this check off',
    },
  },
  'upside-down': {
    name: { zh: '倒置', en: 'Upside down' },
    what: { zh: '文字倒置，需要旋转 {measured}', en: 'The text stands on its head: turn it by {measured}' },
    next: { zh: '请看图确认；在图像处理时旋转', en: 'Look at it; it is turned in treatment' },
  },
  blank: {
    name: { zh: '空白页', en: 'Blank page' },
    what: {
      zh: '着墨面积 {measured}，低于 {limit}，可能是空白页',
      en: 'Only {measured} bears ink (limit {limit}): it may be blank',
    },
    next: { zh: '请看图确认：空白背面按约定删除或保留', en: 'Look at it: keep or drop blank backs as agreed' },
  },
  border: {
    name: { zh: '黑边', en: 'Dark edge' },
    what: { zh: '黑边深 {measured}（限 {limit}）', en: 'A dark edge is {measured} deep (limit {limit})' },
    next: { zh: '请裁边，页边外留约定的余量', en: 'Crop it, and leave the agreed margin' },
  },
  blur: {
    name: { zh: '清晰度', en: 'Sharpness' },
    what: {
      zh: '边缘陡度 {measured}，低于 {limit}，可能模糊',
      en: 'Edges rise by {measured} (limit {limit}): it may be blurred',
    },
    next: { zh: '请放大查看，模糊的压平后重新扫描', en: 'Look at it closely; flatten the page and scan again' },
  },
  dark: {
    name: { zh: '过暗', en: 'Too dark' },
    what: { zh: '纸面亮度 {measured}，低于 {limit}', en: 'The paper is at {measured} (limit {limit})' },
    next: { zh: '请看图；纸张本身不深的，调亮后重新扫描', en: 'Look at it; unless the paper is dark, scan it lighter' },
  },
  washed: {
    name: { zh: '过亮', en: 'Washed out' },
    what: {
      zh: '纸面有 {measured} 全白而字迹发淡（限 {limit}）',
      en: '{measured} of the paper is pure white and the ink is pale (limit {limit})',
    },
    next: { zh: '请调低亮度后重新扫描', en: 'Scan again with less light' },
  },
  noise: {
    name: { zh: '噪点', en: 'Noise' },
    what: { zh: '纸面起伏 {measured}（限 {limit}）', en: 'Bare paper varies by {measured} (limit {limit})' },
    next: {
      zh: '请清洁稿台玻璃或检修扫描头后重新扫描',
      en: 'Clean the glass or have the scanner looked at, then scan again',
    },
  },
  duplicate: {
    name: { zh: '疑似重扫', en: 'Scanned twice' },
    what: {
      zh: '与另一页相似度 {measured}（限 {limit}），可能是同一页',
      en: 'Likeness to another page is {measured} (limit {limit}): it may be the same page',
    },
    next: { zh: '请两页对看：重扫的删除一页，确是两页的保留', en: 'Look at both: drop one if it is the same page' },
  },
};

const units: Record<(typeof checks)[CheckId]['unit'], Words> = {
  '': { zh: '', en: '' },
  '1': { zh: '', en: '' },
  '°': { zh: '°', en: ' degrees' },
  dpi: { zh: ' dpi', en: ' dpi' },
  mm: { zh: ' 毫米', en: ' mm' },
  '%': { zh: '%', en: '%' },
  level: { zh: ' 级', en: ' levels' },
  pages: { zh: ' 页', en: ' pages' },
};

const unknown: Words = { zh: '未注明', en: 'not told' };

function said(check: CheckId, value: Outcome['measured']): Words {
  if (value === null) return unknown;
  if (typeof value === 'object') return value;
  const { zh, en } = units[checks[check].unit];
  return { zh: `${value}${zh}`, en: `${value}${en}` };
}

/** The sentences for an outcome that asks or fails. */
export function wordsOf({ check, measured, limit }: Outcome): { what: Words; next: Words } {
  const { what, next } = checkWords[check];
  const params: Params = { measured: said(check, measured), limit: said(check, limit) };
  return { what: { zh: fill(what.zh, params, 'zh'), en: fill(what.en, params, 'en') }, next };
}
