import type { Messages } from '#/base/rules/refusal.ts';

/** What the room refuses, in words. */
export const productMessages = {
  'nothing-to-pack': {
    status: 409,
    zh: { what: '没有可以制作成品的件', next: '请先完成全部工序，页面上列有每一件的原因' },
    en: { what: 'There is nothing of which products can be made', next: 'Finish the work; the page says what lacks' },
  },
  'unit-unfinished': {
    status: 409,
    zh: { what: '「{code}」的工序尚未全部完成', next: '请完成全部工序后再制作' },
    en: { what: '“{code}” is not finished at every step', next: 'Finish its steps first' },
  },
  'unit-in-package': {
    status: 409,
    zh: { what: '「{code}」已在信息包 {package} 中', next: '需要重做的，请档案部门先撤回该信息包' },
    en: { what: '“{code}” is in the package {package}', next: 'Have that package withdrawn before it is done again' },
  },
  'unit-kept': {
    status: 409,
    zh: { what: '「{code}」的成品已封入信息包 {package}', next: '需要返工的，请档案部门先撤回该信息包' },
    en: { what: 'What was made of “{code}” is in the package {package}', next: 'Have that package withdrawn first' },
  },
  'unit-without-images': {
    status: 409,
    zh: { what: '「{code}」没有图像', next: '请核对扫描' },
    en: { what: '“{code}” has no images', next: 'Look at its scanning' },
  },
  'unit-pages-missing': {
    status: 409,
    zh: { what: '「{code}」缺第 {numbers} 幅图像', next: '请补扫' },
    en: { what: 'Images {numbers} of “{code}” are missing', next: 'Scan them' },
  },
  'unit-pages-unpassed': {
    status: 409,
    zh: { what: '「{code}」第 {numbers} 幅未经质检合格', next: '请完成质检' },
    en: { what: 'Images {numbers} of “{code}” were not passed', next: 'Have them inspected' },
  },
  'unit-undecided': {
    status: 409,
    zh: { what: '「{code}」的著录有 {count} 处待仲裁', next: '请先仲裁' },
    en: { what: '{count} differences of “{code}” wait for a decision', next: 'Have them decided' },
  },
  'unit-unlinked': {
    status: 409,
    zh: { what: '「{code}」挂接数量不符，未经认可', next: '请改正，或请档案部门认可' },
    en: { what: 'Figures of “{code}” differ', next: 'Have them corrected, or taken by the archive as they are' },
  },
  'letters-not-in-encoding': {
    status: 422,
    zh: { what: '{encoding} 没有「{code}」{field} 中的字：{letters}', next: '请改用 UTF-8 或 GB18030' },
    en: { what: '{encoding} lacks letters of “{code}”, {field}: {letters}', next: 'Use UTF-8 or GB18030' },
  },
  'cell-too-long': {
    status: 422,
    zh: { what: '「{code}」{field} 超过表格单元格的 32767 个字', next: '请缩短该栏' },
    en: { what: '“{code}”, {field}: longer than a cell of a table can be (32767)', next: 'Shorten the field' },
  },
  'names-clash': {
    status: 422,
    zh: { what: '「{code}」与「{other}」的文件名在部分系统上相同', next: '请分开制作两个信息包' },
    en: { what: 'Files of “{code}” and “{other}” have the same name on some systems', next: 'Make two packages' },
  },
  'package-not-in-state': {
    status: 409,
    zh: { what: '信息包现为「{state}」，不能这样做', next: '请刷新页面' },
    en: { what: 'The package is in the state “{state}”: this cannot be done', next: 'Refresh the page' },
  },
  'image-damaged': {
    status: 409,
    zh: { what: '「{code}」第 {number} 幅图像的文件已损坏', next: '请从备份恢复该文件后重试' },
    en: { what: 'The file of image {number} of “{code}” is damaged', next: 'Restore it from a backup and try again' },
  },
  'changed-since-sealing': {
    status: 409,
    zh: { what: '「{code}」在封装之后有变动', next: '请撤回信息包，重新制作' },
    en: { what: '“{code}” was changed after it was sealed', next: 'Withdraw the package and make another one' },
  },
  'package-stopped': {
    status: 409,
    zh: { what: '信息包中的 {code} 已停工，不能导出和移交（6.5）', next: '请先处理停工，解除后再办' },
    en: { what: '{code} in the package is halted: it does not leave (6.5)', next: 'Settle the halt first' },
  },
} as const satisfies Messages<string>;
export type ProductCode = keyof typeof productMessages;
