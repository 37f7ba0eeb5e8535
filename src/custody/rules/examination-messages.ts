import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused before a batch (6.1), in words. */
export const examinationMessages = {
  'pages-differ': {
    status: 422,
    zh: { what: '目录为 {catalogued} 页，实数 {counted} 页', next: '请在“与目录不符”中写明' },
    en: { what: 'The catalogue says {catalogued} pages, {counted} were counted', next: 'Say so under the difference' },
  },
  'examined-together': {
    status: 422,
    zh: { what: '有页数或问题的须逐件登记', next: '请只写一个档号' },
    en: { what: 'What has figures or findings is entered one by one', next: 'Name one archival code' },
  },
  'nothing-corrected': {
    status: 422,
    zh: { what: '没有任何改动', next: '请修改至少一项' },
    en: { what: 'Nothing was changed', next: 'Change at least one field' },
  },
  'classified-content': {
    status: 409,
    zh: { what: '档号「{code}」涉密未解密，不登记内容', next: '只保留档号' },
    en: { what: '{code} is classified: nothing of its content is kept', next: 'Only its code stays' },
  },
} as const satisfies Messages<string>;
