import type { Messages } from '#/base/rules/refusal.ts';

/** What is wrong with an archival code, a grammar of codes or a range of them. Positions count from 1. */
export const archivalCodeMessages = {
  'archival-code-empty': {
    status: 422,
    zh: { what: '没有档号', next: '请填写档号' },
    en: { what: 'There is no archival code', next: 'Enter one' },
  },
  'archival-code-ambiguous': {
    status: 422,
    zh: { what: '档号「{code}」有两种读法', next: '请核对档号规则，使每段都分得清' },
    en: { what: 'Archival code {code} can be read in two ways', next: 'Check the rules by which codes are written' },
  },
  'archival-code-surplus': {
    status: 422,
    zh: { what: '第 {at} 位起「{rest}」多余', next: '请核对档号' },
    en: { what: 'From place {at} on, “{rest}” is too much', next: 'Check the code' },
  },
  'archival-code-lacks': {
    status: 422,
    zh: { what: '第 {at} 位缺少{segment}', next: '请补全档号' },
    en: { what: 'The {segment} is missing at place {at}', next: 'Complete the code' },
  },
  'archival-code-separator': {
    status: 422,
    zh: { what: '第 {at} 位是「{found}」，{segment}前应为「{separator}」', next: '请核对分隔符' },
    en: { what: 'At place {at} stands “{found}”; “{separator}” comes before the {segment}', next: 'Check separators' },
  },
  'archival-code-letter': {
    status: 422,
    zh: { what: '第 {at} 位「{letter}」不能出现在{segment}中', next: '{segment}应为{form}' },
    en: { what: '“{letter}” at place {at} cannot stand in the {segment}', next: 'The {segment} is {form}' },
  },
  'archival-code-width': {
    status: 422,
    zh: { what: '第 {at} 位起{segment}「{found}」位数不对', next: '{segment}应为{form}' },
    en: { what: 'The {segment} “{found}” at place {at} has the wrong length', next: 'The {segment} is {form}' },
  },
  'archival-code-table': {
    status: 422,
    zh: { what: '第 {at} 位起{segment}「{found}」不在代码表中', next: '{segment}应为{form}' },
    en: { what: 'The {segment} “{found}” at place {at} is not in its table', next: 'The {segment} is {form}' },
  },
  'archival-code-value': {
    status: 422,
    zh: { what: '第 {at} 位起{segment}「{found}」不合规则', next: '{segment}应为{form}' },
    en: { what: 'The {segment} “{found}” at place {at} is not as it should be', next: 'The {segment} is {form}' },
  },
  'archival-code-unknown-segment': {
    status: 422,
    zh: { what: '档号规则中没有「{segment}」这一段', next: '请核对档号规则' },
    en: { what: 'Codes of this scheme have no segment {segment}', next: 'Check the scheme' },
  },
  'archival-code-needs': {
    status: 422,
    zh: { what: '有{segment}时须有{other}', next: '请补全档号' },
    en: { what: 'The {segment} stands only beside the {other}', next: 'Complete the code' },
  },
  'archival-code-full': {
    status: 409,
    zh: { what: '{segment}「{found}」之后没有号了', next: '位数已用完，请核对档号规则' },
    en: { what: 'No number follows the {segment} “{found}”', next: 'Its digits are used up: check the scheme' },
  },
  'code-range-order': {
    status: 422,
    zh: { what: '止号在起号之前', next: '请核对起止档号' },
    en: { what: 'The range ends before it begins', next: 'Check both codes' },
  },
  'grammar-twice': {
    status: 422,
    zh: { what: '「{segment}」出现两次', next: '每段只写一次' },
    en: { what: 'The {segment} stands there twice', next: 'Each segment once' },
  },
  'grammar-needs': {
    status: 422,
    zh: { what: '「{segment}」所依附的段不在它之前', next: '请调整顺序' },
    en: { what: 'What the {segment} stands beside does not come before it', next: 'Change the order' },
  },
  'grammar-run-together': {
    status: 422,
    zh: { what: '「{segment}」之前没有分隔符，而「{other}」不定长', next: '请加分隔符，或把「{other}」定长' },
    en: {
      what: 'Nothing separates the {segment} from the {other}, whose length varies',
      next: 'Put a separator between them, or fix the length',
    },
  },
  'grammar-overlap': {
    status: 422,
    zh: { what: '「{segment}」可省略，又与「{other}」分不清', next: '请使两段取值不同，或取消可省略' },
    en: {
      what: 'The {segment} may be left out and cannot be told from the {other}',
      next: 'Give them different forms, or make it obligatory',
    },
  },
  'grammar-order': {
    status: 422,
    zh: { what: '另一种顺序没有包含同样的各段', next: '请核对各种顺序' },
    en: { what: 'Another order does not hold the same segments', next: 'Check the orders' },
  },
  'grammar-table': {
    status: 422,
    zh: { what: '「{segment}」的代码「{found}」重复', next: '请核对代码表' },
    en: { what: 'Code {found} stands twice in the table of the {segment}', next: 'Check the table' },
  },
  'grammar-width': {
    status: 422,
    zh: { what: '「{segment}」的最多位数少于最少位数', next: '请核对位数' },
    en: { what: 'The {segment} has at most fewer letters than at least', next: 'Check its lengths' },
  },
  'grammar-number': {
    status: 422,
    zh: { what: '档号须以案卷号、件号或页号的数字段结尾', next: '请在末尾加上案卷号、件号或页号' },
    en: { what: 'A code ends with a number: of volume, item or page', next: 'Add one at the end' },
  },
} satisfies Messages<string>;
