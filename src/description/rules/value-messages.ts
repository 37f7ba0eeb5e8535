import type { Messages } from '#/base/rules/refusal.ts';

/** Why a value may not stand in its field, in words; read by the page while it is typed. */
export const valueMessages = {
  'mark-on-paper': {
    status: 422,
    zh: {
      what: '密级只许「无、公开、内部」',
      next: '原件标有秘密、机密或绝密的，立即停止，到「涉密标识登记」登记（6.5）',
    },
    en: {
      what: 'Only what is open or internal is entered',
      next: 'Paper that bears a classified mark is halted at once (6.5)',
    },
  },
  'value-missing': {
    status: 422,
    zh: { what: '「{field}」必著', next: '请录入' },
    en: { what: '«{field}» is obligatory', next: 'Fill it in' },
  },
  'value-long': {
    status: 422,
    zh: { what: '「{field}」{count} 字，最多 {max} 字', next: '请缩短' },
    en: { what: '«{field}» has {count} characters of {max} at most', next: 'Make it shorter' },
  },
  'value-number': {
    status: 422,
    zh: { what: '「{field}」须为整数', next: '请填数字' },
    en: { what: '«{field}» is a whole number', next: 'Type digits' },
  },
  'value-list': {
    status: 422,
    zh: { what: '「{field}」须选：{values}', next: '请从选项中选' },
    en: { what: '«{field}» is one of: {values}', next: 'Choose one' },
  },
  'field-unknown': {
    status: 422,
    zh: { what: '著录规则没有字段「{key}」', next: '请刷新后核对' },
    en: { what: 'The schema has no field {key}', next: 'Reload the page' },
  },
  'field-not-second': {
    status: 422,
    zh: { what: '「{field}」不双录', next: '请只录双录字段' },
    en: { what: '«{field}» is typed once only', next: 'Leave it out' },
  },
  'date-form': {
    status: 422,
    zh: {
      what: '「{field}」须为 8 位数字，考证的加方括号',
      next: '如 19450815；缺日 19450800，缺月日 19450000，考证 [19450815]',
    },
    en: { what: '«{field}» has eight digits', next: 'Such as 19450815, 19450000, [19450815]' },
  },
  'date-year': {
    status: 422,
    zh: { what: '「{field}」年份须在 1000 至 2099', next: '请核对年份' },
    en: { what: '«{field}»: a year from 1000 to 2099', next: 'Check the year' },
  },
  'date-month': {
    status: 422,
    zh: { what: '「{field}」没有这个月', next: '请核对月份；不详的写 00' },
    en: { what: '«{field}»: there is no such month', next: 'Check it; 00 where it is not known' },
  },
  'date-day': {
    status: 422,
    zh: { what: '「{field}」没有这一天', next: '请核对日；不详的写 00' },
    en: { what: '«{field}»: there is no such day', next: 'Check it; 00 where it is not known' },
  },
  'date-day-alone': {
    status: 422,
    zh: { what: '「{field}」缺月的不写日', next: '月日都写 00，如 19450000' },
    en: { what: '«{field}»: no day without a month', next: 'Write 0000 for both' },
  },
  'date-order': {
    status: 422,
    zh: { what: '「{field}」止日早于起日', next: '请核对起止' },
    en: { what: '«{field}» ends before it begins', next: 'Check both dates' },
  },
} as const satisfies Messages<string>;
