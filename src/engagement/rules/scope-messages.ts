import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused about code schemes and scopes (2.2-1), in words. */
export const scopeMessages = {
  'scheme-name-taken': {
    status: 409,
    zh: { what: '已有名为「{name}」的档号规则', next: '请换一个名称' },
    en: { what: 'There is a scheme named {name}', next: 'Choose another name' },
  },
  'scope-overlap': {
    status: 409,
    zh: { what: '与项目「{project}」的范围「{label}」重叠', next: '同一档案不能同时在两个未结项的项目中' },
    en: {
      what: 'It overlaps with “{label}” of project {project}',
      next: 'An original is never in two projects that are not closed',
    },
  },
  'scope-in-use': {
    status: 409,
    zh: { what: '该范围内已登记 {count} 件档案', next: '已登记档案的范围不能移出' },
    en: { what: '{count} originals are registered in this range', next: 'A range stays while they are' },
  },
  'out-of-scope': {
    status: 422,
    zh: { what: '档号「{code}」不在项目范围内', next: '请核对档号，或由主管调整项目范围' },
    en: { what: 'Archival code {code} is outside the scope', next: 'Check it, or have the lead change the scope' },
  },
  'scheme-not-of-project': {
    status: 422,
    zh: { what: '项目范围没有用这种档号规则', next: '请选择项目范围所用的档号规则' },
    en: { what: 'The scope of the project is not written by this scheme', next: 'Choose a scheme of its scope' },
  },
} as const satisfies Messages<string>;
