import type { Messages } from '#/base/rules/refusal.ts';

/** Why fields make no schema, in words. */
export const schemaMessages = {
  'schema-empty': {
    status: 422,
    zh: { what: '著录规则没有字段', next: '请至少设一级的字段' },
    en: { what: 'The schema has no field', next: 'Give the fields of one level at least' },
  },
  'schema-required': {
    status: 422,
    zh: { what: '{level}缺必著字段「{key}」', next: '题名、日期、责任者、保管期限、开放标识须为必著' },
    en: { what: '{level} lacks the obligatory field {key}', next: 'DA/T 18-2022 asks for it' },
  },
  'schema-twice': {
    status: 422,
    zh: { what: '字段名「{key}」重复', next: '请改名' },
    en: { what: 'The key {key} is there twice', next: 'Give it another one' },
  },
  'schema-values': {
    status: 422,
    zh: { what: '「{field}」：选项字段须有选项，其他字段没有', next: '请核对选项' },
    en: { what: '«{field}»: a list has values, and nothing else has', next: 'Check its values' },
  },
  'schema-range': {
    status: 422,
    zh: { what: '「{field}」不是日期，不能设起止', next: '请核对字段' },
    en: { what: '«{field}» is no date and has no range', next: 'Check the field' },
  },
  'schema-classification': {
    status: 422,
    zh: {
      what: '「{field}」须为选项，且不得有秘密、机密、绝密',
      next: '外包项目只许无、公开、内部；涉密的按 6.5 停工',
    },
    en: { what: '«{field}» is a list without classified values', next: 'What bears a mark is halted (6.5)' },
  },
  'schema-bound': {
    status: 409,
    zh: { what: '项目已启用这一版著录规则', next: '请选择别的版本' },
    en: { what: 'The project uses this version already', next: 'Choose another one' },
  },
} as const satisfies Messages<string>;
