import type { Messages } from '#/base/rules/refusal.ts';
import { schemaMessages } from './schema-messages.ts';
import { valueMessages } from './value-messages.ts';

/** What the room refuses, in words. */
export const descriptionMessages = {
  ...schemaMessages,
  ...valueMessages,
  'no-schema': {
    status: 409,
    zh: { what: '项目没有启用著录规则', next: '请告诉档案主管，启用后再著录' },
    en: { what: 'The project uses no description schema', next: 'Tell the archive lead, who puts one to use' },
  },
  'link-differs': {
    status: 409,
    zh: {
      what: '应有 {expected} 幅、实有 {images} 幅，不符的是：{terms}',
      next: '请退回改正；确属如此的，请档案部门认可',
    },
    en: {
      what: '{expected} images are expected, {images} are there; what differs: {terms}',
      next: 'Have it corrected, or ask the archive to take it as it is',
    },
  },
  'link-agrees': {
    status: 409,
    zh: { what: '这一件各项数量相符，无须认可', next: '请刷新页面' },
    en: { what: 'The figures of this unit agree: there is nothing to take as it is', next: 'Refresh the page' },
  },
  'pass-none': {
    status: 409,
    zh: { what: '著录只有一录和二录，「{step}」没有可录的内容', next: '请告诉组长，流程的著录工序多于两道' },
    en: { what: 'There are two entries at most: nothing is typed at «{step}»', next: 'Tell the team leader' },
  },
  'second-typist-same': {
    status: 409,
    zh: { what: '您录过这一卷的另一遍，双录须由两人分别录入', next: '请把任务交给组长，由他人录入' },
    en: {
      what: 'You typed its other entry: two persons type, each without the other',
      next: 'Hand it to the team leader',
    },
  },
  'second-opens-none': {
    status: 409,
    zh: { what: '二录不增加也不删除条目', next: '条目有缺漏的，请退回一录' },
    en: { what: 'A second entry neither adds nor removes entries', next: 'Send it back where entries lack' },
  },
  'suggestion-second': {
    status: 422,
    zh: { what: '二录不采用识别建议', next: '请照原件录入' },
    en: { what: 'A second entry takes no suggestions', next: 'Type it from the original' },
  },
  'entry-compared': {
    status: 409,
    zh: { what: '这一条已比对，「{field}」不能再改', next: '有错的，请告诉组长退回' },
    en: { what: 'The entry was compared: «{field}» is not changed any more', next: 'Have it sent back' },
  },
  'entry-typed-twice': {
    status: 409,
    zh: { what: '「{code}」已有二录，不能删除', next: '多余的条目，请告诉组长退回二录' },
    en: { what: '{code} has its second entry and is not removed', next: 'Tell the team leader' },
  },
  'entry-of-other': {
    status: 404,
    zh: { what: '没有这一条', next: '请刷新后核对' },
    en: { what: 'There is no such entry', next: 'Reload the page' },
  },
  'entry-classified': {
    status: 409,
    zh: { what: '「{code}」为涉密档案，不录任何内容', next: '请停止著录，交档案部门' },
    en: { what: '{code} is classified: nothing of it is typed', next: 'Stop, and hand it to the archive' },
  },
  'entry-twice': {
    status: 409,
    zh: { what: '档号「{code}」已有条目', next: '请核对件号' },
    en: { what: 'There is an entry for {code}', next: 'Check the item number' },
  },
  'entry-once': {
    status: 409,
    zh: { what: '这一级只有一条', next: '请在已有的条目上录入' },
    en: { what: 'There is one entry at this level', next: 'Type it in the one that is there' },
  },
  'level-not-described': {
    status: 422,
    zh: { what: '本项目不著录「{level}」', next: '请核对著录规则' },
    en: { what: 'Not described in this project: {level}', next: 'Look at the schema' },
  },
  'volume-without-items': {
    status: 422,
    zh: { what: '档号规则没有件号，卷内不能分件著录', next: '请告诉档案主管，核对档号规则' },
    en: { what: 'Codes of this scheme have no item number', next: 'Tell the archive lead' },
  },
  'item-elsewhere': {
    status: 422,
    zh: { what: '档号「{code}」不属于这一卷', next: '请核对件号' },
    en: { what: '{code} does not lie in this volume', next: 'Check the item number' },
  },
  'entries-missing': {
    status: 409,
    zh: { what: '「{level}」还没有条目', next: '请著录后再提交' },
    en: { what: 'No entry yet: {level}', next: 'Describe it before submitting' },
  },
  'entry-untyped': {
    status: 409,
    zh: { what: '二录还有 {count} 条没有录，如「{code}」', next: '请录完后再提交' },
    en: { what: 'Entries without the second entry: {count}, such as {code}', next: 'Type them before submitting' },
  },
  'entry-lacks': {
    status: 409,
    zh: { what: '「{code}」缺「{field}」', next: '请补录必著项后再提交' },
    en: { what: '{code} lacks «{field}»', next: 'Fill in what is obligatory before submitting' },
  },
  'differences-open': {
    status: 409,
    zh: { what: '双录有 {count} 处不一致，等待仲裁', next: '仲裁后再提交' },
    en: { what: 'Differences that wait to be decided: {count}', next: 'Submit once they are decided' },
  },
  'difference-gone': {
    status: 409,
    zh: { what: '这一处已仲裁，或已重新录入', next: '请刷新列表' },
    en: { what: 'It was decided, or typed again', next: 'Reload the list' },
  },
  'arbiter-typed': {
    status: 403,
    zh: { what: '您录入过这一条，不能仲裁', next: '请由第三人仲裁' },
    en: { what: 'You typed it: a third person decides', next: 'Leave it to somebody else' },
  },
  'third-needed': {
    status: 422,
    zh: { what: '另录的值须填写，选一录或二录的不填', next: '请核对选择' },
    en: { what: 'A third value is given with that choice, and with no other', next: 'Check the choice' },
  },
  'third-same': {
    status: 422,
    zh: { what: '另录的值与{pass}相同', next: '请直接选择{pass}' },
    en: { what: 'It is the same as: {pass}', next: 'Choose that one' },
  },
  'values-closed': {
    status: 403,
    zh: { what: '您没有领取这一件，不能查看著录内容', next: '请先领取任务' },
    en: { what: 'You have not claimed it: its description is not shown', next: 'Claim it first' },
  },
} as const satisfies Messages<string>;
