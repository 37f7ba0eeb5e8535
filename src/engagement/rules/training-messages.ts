import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused about training (2.5-3, 3.8), in words. */
export const trainingMessages = {
  'not-trained': {
    status: 403,
    zh: {
      what: '还没有登记合格的{lacks}，不能领取任务',
      next: '请档案部门登记保密教育、服务机构登记上岗培训（项目 → 人员）',
    },
    en: {
      what: 'No task without: {lacks}',
      next: 'The archive registers secrecy education, the vendor training for the post (project, staff)',
    },
  },
  'trainer-other': {
    status: 403,
    zh: { what: '{kind}由{who}登记', next: '请由其登记，或改选培训类型' },
    en: { what: '{kind} is registered by: {who}', next: 'Have them do it, or choose the other kind' },
  },
  'training-short': {
    status: 422,
    zh: { what: '上岗培训不足 {days} 天，不能记为合格', next: '请核对天数（DA/T 68.2），或记为不合格' },
    en: { what: 'Training for the post of less than {days} days is not passed', next: 'Check the days (DA/T 68.2)' },
  },
  'training-ahead': {
    status: 422,
    zh: { what: '培训日期晚于今天', next: '培训结束后再登记' },
    en: { what: 'The training ends after today', next: 'Register it when it is over' },
  },
  'training-post': {
    status: 422,
    zh: { what: '{name}在本项目没有这个岗位', next: '请在“人员”核对其岗位后重选' },
    en: { what: '{name} does not have that post in this project', next: 'Check the staff, then choose again' },
  },
  'training-twice': {
    status: 422,
    zh: { what: '同一人登记了两次', next: '每人只选一次' },
    en: { what: 'The same person is there twice', next: 'Choose everybody once' },
  },
  'training-withdrawn': {
    status: 409,
    zh: { what: '这次培训已撤销', next: '请刷新；需要时重新登记' },
    en: { what: 'This training was withdrawn already', next: 'Refresh; register it anew if need be' },
  },
} as const satisfies Messages<string>;
