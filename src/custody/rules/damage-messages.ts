import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused of damage, repair, disinfection and preparation, in words. */
export const damageMessages = {
  'repair-unjudged': {
    status: 409,
    zh: { what: '登记号 {number} 的档案在外，双方尚未定责，不能送修复', next: '请先由双方定责并选择修复' },
    en: { what: '{number} is out, and not judged by both sides yet', next: 'Judge it with the other side first' },
  },
  'loss-unjudged': {
    status: 409,
    zh: { what: '登记号 {number} 下落不明尚未定责，其持有人和批次不得领取', next: '请先找到，或由双方定责' },
    en: {
      what: '{number} is missing and not judged: its holder and batch take nothing',
      next: 'Find it, or judge it with the other side',
    },
  },
  'part-missing': {
    status: 422,
    zh: { what: '分单不能单独登记下落不明', next: '请先查找；确实缺失的，收回分单后登记损毁，写明缺失的页' },
    en: {
      what: 'A part cannot be entered as missing by itself',
      next: 'Look for it; if it is gone, bring the part back and enter the pages as damage',
    },
  },
  'repair-open': {
    status: 409,
    zh: { what: '该档案正按登记号 {number} 修复', next: '请先验收' },
    en: { what: 'It is being repaired by {number}', next: 'Accept that repair first' },
  },
  'photo-used': {
    status: 422,
    zh: { what: '照片已用于登记时的情况', next: '请上传修复后的照片' },
    en: { what: 'This photograph shows how it was before', next: 'Add one of how it is now' },
  },
  'judged-without-vendor': {
    status: 403,
    zh: {
      what: '没有写明服务机构为何不签，须由其项目负责人同意',
      next: '请由服务机构同意，或写明原因、由另一位档案主管同意',
    },
    en: {
      what: 'The vendor agrees, unless it is said why he does not',
      next: 'Have the vendor agree, or say why and have another lead agree',
    },
  },
  'judged-already': {
    status: 409,
    zh: { what: '该事件已定责', next: '请刷新后核对' },
    en: { what: 'This incident has been judged', next: 'Reload the page' },
  },
  'penalty-needed': {
    status: 422,
    zh: { what: '服务机构有责任的须写明处罚', next: '请填写处罚结果；不处罚的写明理由' },
    en: { what: 'The vendor is liable: say what follows', next: 'Enter the penalty, or why there is none' },
  },
  'missing-repair': {
    status: 422,
    zh: { what: '下落不明的不能修复', next: '请选择“不需修复”' },
    en: { what: 'What is missing cannot be repaired', next: 'Choose no repair' },
  },
  'repair-state': {
    status: 409,
    zh: { what: '该事件「{state}」，不能这样办理', next: '请刷新后核对' },
    en: { what: 'This cannot be done with an incident that is: {state}', next: 'Reload and check its state' },
  },
  'missing-already': {
    status: 409,
    zh: { what: '该档案已登记下落不明', next: '请在原登记上办理' },
    en: { what: 'It is entered as missing already', next: 'Go on with that entry' },
  },
  'not-missing': {
    status: 409,
    zh: { what: '该事件不是下落不明，或已找到', next: '请刷新后核对' },
    en: { what: 'Nothing is missing by this incident', next: 'Reload the page' },
  },
  'shelf-is-archive': {
    status: 403,
    zh: { what: '该档案在库，由档案部门登记', next: '请报档案保管员' },
    en: { what: 'It is on its shelf: the archive enters this', next: 'Tell the archive keeper' },
  },
  'damage-photo': {
    status: 422,
    zh: { what: '损毁须有照片', next: '请上传照片' },
    en: { what: 'Damage is photographed', next: 'Add a photograph' },
  },
  'disinfect-first': {
    status: 409,
    zh: { what: '档号「{code}」离库 {days} 天或有虫霉，须先消毒', next: '请登记消毒杀虫后再归还入库' },
    en: {
      what: '{code} was out {days} days, or has mould or insects',
      next: 'Have it disinfected before it goes back',
    },
  },
  'disinfection-times': {
    status: 422,
    zh: { what: '结束时间须晚于开始时间，且不晚于现在', next: '请核对时间' },
    en: { what: 'It ends after it begins, and not later than now', next: 'Check both times' },
  },
  'sizes-beyond-pages': {
    status: 422,
    zh: { what: 'A3 至 A0 的页数合计多于总页数 {pages}', next: '请核对页数' },
    en: { what: 'More large pages than the {pages} there are', next: 'Check the numbers' },
  },
  'more-than-pages': {
    status: 422,
    zh: { what: '多于总页数 {pages}', next: '请核对页数' },
    en: { what: 'More than the {pages} pages there are', next: 'Check the number' },
  },
  'leaves-too-few': {
    status: 422,
    zh: { what: '{leaves} 张纸不可能有 {pages} 页', next: '请核对张数和页数' },
    en: { what: '{leaves} sheets cannot bear {pages} pages', next: 'Check both numbers' },
  },
  'unscanned-reason': {
    status: 422,
    zh: { what: '不扫描的页须写明原因，没有的不填', next: '请核对页数和原因' },
    en: { what: 'Pages that are left out, and nothing else, have a reason', next: 'Check number and reason' },
  },
} as const satisfies Messages<string>;
