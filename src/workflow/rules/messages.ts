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
  'not-claimed-for': {
    status: 403,
    zh: { what: '您没有领取这一件的“{step}”任务', next: '请先扫码领取' },
    en: { what: 'You have not claimed the task "{step}" of this unit', next: 'Claim it by a scan first' },
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
  'not-in-room': {
    status: 409,
    zh: { what: '您今日没有进场登记，不能领取任务', next: '请先在门口登记进场' },
    en: { what: 'You are not signed in at the door', next: 'Sign in at the door first' },
  },
  'assignee-not-in-room': {
    status: 409,
    zh: { what: '该人员不在场，不能派工', next: '请改派在场人员' },
    en: { what: 'That person is not signed in at the door', next: 'Assign it to somebody who is' },
  },
  'not-for-step': {
    status: 403,
    zh: { what: '您的岗位不做「{step}」', next: '请领取本岗位的任务' },
    en: { what: '«{step}» is not for your role', next: 'Claim what is for your role' },
  },
  'nothing-to-claim': {
    status: 409,
    zh: { what: '「{step}」没有可领取的任务', next: '请稍后再领，或告诉组长' },
    en: { what: 'There is nothing of «{step}» to claim', next: 'Try later, or tell the team leader' },
  },
  'nothing-to-submit': {
    status: 409,
    zh: { what: '没有可提交的任务', next: '请先领取' },
    en: { what: 'There is nothing to submit', next: 'Claim something first' },
  },
  'not-at-work': {
    status: 409,
    zh: { what: '「{code}」没有进入流程', next: '请核对档号；未启用流程的，告诉档案主管' },
    en: { what: '{code} is not at work', next: 'Check the code; where no workflow is in use, tell the archive lead' },
  },
  'claimed-already': {
    status: 409,
    zh: { what: '您已领取这一件', next: '做完请提交' },
    en: { what: 'You have claimed it already', next: 'Submit it when it is done' },
  },
  'claimed-by-other': {
    status: 409,
    zh: { what: '这一件已由他人领取', next: '请领取别的件，或告诉组长' },
    en: { what: 'Somebody else has claimed it', next: 'Claim another one, or tell the team leader' },
  },
  'held-up': {
    status: 409,
    zh: { what: '这一件已挂起：{reason}', next: '请等组长恢复' },
    en: { what: 'It is held up: {reason}', next: 'Wait until the team leader lets it go on' },
  },
  'unit-done': {
    status: 409,
    zh: { what: '这一件的工序都已完成', next: '请核对档号' },
    en: { what: 'All of its steps are done', next: 'Check the code' },
  },
  'unit-refused': {
    status: 409,
    zh: { what: '「{code}」：{why}', next: '请把这一件取出，其余再提交' },
    en: { what: '{code}: {why}', next: 'Take it out of the pile and submit the others' },
  },
  'bound-already': {
    status: 409,
    zh: { what: '项目已启用这一版流程', next: '请选择别的版本' },
    en: { what: 'The project uses this version already', next: 'Choose another one' },
  },
} as const satisfies Messages<string>;
