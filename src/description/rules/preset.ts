/** The schema of DA/T 18-2022 (著录规则): volume level and item level, each field with its need there. */
import { openClassifications } from './classification.ts';
import type { Field, FieldKind, Need, Schema } from './field.ts';

interface Row {
  key: string;
  zh: string;
  en: string;
  kind?: FieldKind;
  max?: number;
  values?: readonly string[];
  carry?: true;
  double?: true;
  /** At volume level, at item level; not asked there where it is missing. */
  volume?: Need;
  item?: Need;
}

/** 4.1: what is typed most, and what the next entry most often has too. */
const rows: readonly Row[] = [
  { key: 'title', zh: '题名', en: 'Title', max: 1000, double: true, volume: 'must', item: 'must' },
  { key: 'author', zh: '责任者', en: 'Author', max: 200, carry: true, double: true, volume: 'must', item: 'must' },
  { key: 'documentNumber', zh: '文件编号', en: 'Document number', max: 200, double: true, item: 'present' },
  { key: 'date', zh: '日期', en: 'Date', kind: 'date', max: 21, double: true, volume: 'must', item: 'must' },
  {
    ...{ key: 'retentionPeriod', zh: '保管期限', en: 'Retention period', kind: 'list', max: 10, carry: true },
    ...{ values: ['永久', '长期', '短期', '30年', '10年'], volume: 'must', item: 'must' },
  },
  {
    ...{ key: 'accessStatus', zh: '开放标识', en: 'Access status', kind: 'list', max: 10, carry: true },
    ...{ values: ['开放', '控制', '延期开放', '未审核'], volume: 'must', item: 'must' },
  },
  {
    ...{ key: 'classification', zh: '密级', en: 'Security classification', kind: 'list', max: 10, carry: true },
    ...{ values: openClassifications, volume: 'may', item: 'present' },
  },
  { key: 'form', zh: '载体形态', en: 'Physical form', max: 100, carry: true, volume: 'may', item: 'present' },
  { key: 'disposal', zh: '销毁情况', en: 'Disposal', kind: 'longText', max: 500, volume: 'present', item: 'may' },
  { key: 'pageCount', zh: '页数', en: 'Pages', kind: 'number', max: 6, double: true, volume: 'may', item: 'may' },
  { key: 'names', zh: '人名', en: 'Names', kind: 'names', max: 1000, double: true, volume: 'may', item: 'may' },
  { key: 'draft', zh: '稿本', en: 'Version of text', max: 20, item: 'may' },
  { key: 'documentType', zh: '文种', en: 'Type of document', max: 20, item: 'may' },
  { key: 'scopeAndContent', zh: '范围和提要', en: 'Scope and content', kind: 'longText', max: 4000, ...both() },
  { key: 'keywords', zh: '主题词或关键词', en: 'Keywords', kind: 'names', max: 500, ...both() },
  {
    ...{ key: 'publicity', zh: '公开属性', en: 'Publicity', kind: 'list', max: 10, carry: true, item: 'may' },
    values: ['主动公开', '依申请公开', '不予公开'],
  },
  { key: 'language', zh: '语言文字', en: 'Language', max: 50, carry: true, ...both() },
  { key: 'classNumber', zh: '分类号', en: 'Class number', max: 50, carry: true, ...both() },
  { key: 'attachments', zh: '附件', en: 'Attachments', max: 500, item: 'may' },
  { key: 'note', zh: '附注', en: 'Note', kind: 'longText', max: 1000, ...both() },
];

function both(): { volume: Need; item: Need } {
  return { volume: 'may', item: 'may' };
}

const fieldsOf = (level: 'volume' | 'item'): Field[] =>
  rows.flatMap(({ key, zh, en, kind = 'text', max = 100, values = [], carry = false, double = false, ...row }) => {
    const need = row[level];
    if (need === undefined) return [];
    // A volume has papers from its first day to its last.
    const range = kind === 'date' && level === 'volume';
    return [{ key, zh, en, kind, max, need, values: [...values], range, carry, double }];
  });

export const presetSchema: Schema = { volume: fieldsOf('volume'), item: fieldsOf('item') };
