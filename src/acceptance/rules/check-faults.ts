/** What a check finds, in words. Of values only the name of their field is told: a list of failures is no second catalogue. */
import type { Words } from '#/base/rules/declare.ts';
import { fill, type Params } from '#/base/rules/refusal.ts';

export const faultNames = {
  changed: { zh: '文件内容与摘要不符', en: 'The bytes are not those of the digest' },
  missing: { zh: '文件不在存储中', en: 'The file is not in the store' },
  unreadable: { zh: '文件读不出', en: 'The file cannot be read' },
  unlisted: { zh: '清单以外的文件', en: 'A file that no list names' },
  structure: { zh: '包结构不规范（{fault}）', en: 'Structure: {fault}' },
  'list-missing': { zh: '包内没有这份清单', en: 'The package lacks this list' },
  'seal-differs': { zh: '封印与封装时不同', en: 'The seal is another one' },
  'changed-since': { zh: '封装后条目、图像或技术指标改动过', en: 'Entries, images or specification were changed' },
  code: { zh: '档号不合规则（{reason}）', en: 'The code does not conform ({reason})' },
  'code-twice': { zh: '档号重复', en: 'The code occurs twice' },
  value: { zh: '「{field}」不合规', en: '"{field}" does not conform' },
  letter: { zh: '「{field}」含字符 {letter}', en: '"{field}" holds {letter}' },
  'fact-differs': { zh: '{fact} 清单与文件不符', en: '{fact} listed is not that of the file' },
  'path-missing': { zh: '所记路径没有文件', en: 'The path leads to no file' },
  'row-missing': { zh: '清单中没有这一行', en: 'It has no row' },
  'row-twice': { zh: '清单中有两行', en: 'It has two rows' },
  'row-surplus': { zh: '清单中多出的行', en: 'A row of nothing' },
  'row-differs': { zh: '「{column}」与条目不符', en: '"{column}" is not that of the entry' },
  'count-differs': { zh: '应为 {expected}，实为 {found}', en: 'Expected {expected}, found {found}' },
  'entry-missing': { zh: '没有条目', en: 'It has no entry' },
  'field-missing': { zh: '必著项「{field}」为空', en: 'The obligatory field "{field}" is empty' },
  'field-open': { zh: '「{field}」两次著录的差异未裁定', en: 'A difference of "{field}" waits' },
  'place-empty': { zh: '第 {number} 幅没有图像', en: 'Place {number} holds no image' },
  unpassed: { zh: '第 {number} 幅未经质检合格', en: 'Image {number} was not passed' },
  gap: { zh: '缺第 {number} 幅', en: 'Number {number} is missing' },
  name: { zh: '文件名不合规则', en: 'The name does not conform' },
  'pages-differ': { zh: '应有图像 {expected} 幅，实有 {images} 幅', en: '{expected} images expected, {images} found' },
  format: { zh: '格式与扩展名不符或不在允许范围', en: 'The format is not that of the name, or not an allowed one' },
  undecodable: { zh: '图像解码失败', en: 'The image does not decode' },
  specified: { zh: '{what}：为 {measured}，指标 {limit}', en: '{what}: {measured}, specified {limit}' },
  'book-pages': { zh: '{pages} 页，图像 {images} 幅', en: '{pages} pages, {images} images' },
  encrypted: { zh: '已加密', en: 'It is encrypted' },
  text: { zh: '内容不是所称的编码或格式', en: 'It is not in the encoding or form that it says' },
} as const satisfies Record<string, Words>;
export type Fault = keyof typeof faultNames;

export interface Failure {
  /** Path of a file, or archival code. */
  at: string;
  fault: Fault;
  params: Params;
}

/** So many are kept of each item; the number of all of them stands beside. */
export const mostFailures = 50;

export const faultWords = ({ fault, params }: Pick<Failure, 'fault' | 'params'>): Words => ({
  zh: fill(faultNames[fault].zh, params, 'zh'),
  en: fill(faultNames[fault].en, params, 'en'),
});
