import type { Messages } from '#/base/rules/refusal.ts';
import { definitionMessages } from './definition-messages.ts';

/** What the room refuses, in words. */
export const workflowMessages = {
  ...definitionMessages,
  'task-state': {
    status: 409,
    zh: { what: '该任务现在「{state}」，不能这样办理', next: '请刷新后核对' },
    en: { what: 'The task is: {state}', next: 'Reload the page' },
  },
  'task-reserved': {
    status: 409,
    zh: { what: '该任务退回原经手人返工', next: '请由原经手人领取，或由组长回收后改派' },
    en: { what: 'It was sent back to whoever did it', next: 'He claims it, or the team leader frees it' },
  },
  'not-claimer': {
    status: 409,
    zh: { what: '该任务不是您领取的', next: '请由领取人提交' },
    en: { what: 'Somebody else has claimed it', next: 'Whoever claimed it submits it' },
  },
  'same-person': {
    status: 409,
    zh: { what: '您做过这一件的「{step}」，本工序须由他人做', next: '请领取别的件' },
    en: { what: 'You did its step «{step}»: somebody else does this one', next: 'Claim another unit' },
  },
  'step-mandatory': {
    status: 409,
    zh: { what: '「{step}」为必经工序，不能略过', next: '请照常办理' },
    en: { what: '«{step}» is never left out', next: 'Have it done' },
  },
  'step-not-of-line': {
    status: 404,
    zh: { what: '该件的流程没有工序「{key}」', next: '请刷新后核对' },
    en: { what: 'Its workflow has no step {key}', next: 'Reload the page' },
  },
  'send-back-later': {
    status: 422,
    zh: { what: '只能退回到前面的工序', next: '请选择前面的工序' },
    en: { what: 'Only an earlier step can be sent back', next: 'Choose an earlier step' },
  },
  'send-back-undone': {
    status: 409,
    zh: { what: '该工序现在「{state}」，没有完成，不能退回', next: '请选择已完成的工序' },
    en: { what: 'That step is: {state}. Only what is done can be sent back', next: 'Choose a step that is done' },
  },
  'not-held-up': {
    status: 409,
    zh: { what: '该件没有挂起', next: '请刷新后核对' },
    en: { what: 'The unit is not held up', next: 'Reload the page' },
  },
} as const satisfies Messages<string>;
