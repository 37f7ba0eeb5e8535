import type { Messages } from '#/base/rules/refusal.ts';

/** What is wrong with a line of work (5.6-1). */
export const definitionMessages = {
  'line-empty': {
    status: 422,
    zh: { what: '流程没有工序', next: '请加入工序' },
    en: { what: 'The workflow has no steps', next: 'Add steps' },
  },
  'step-key-twice': {
    status: 422,
    zh: { what: '工序代号「{key}」重复', next: '请改用别的代号' },
    en: { what: 'Two steps have the key {key}', next: 'Give each its own' },
  },
  'step-unknown': {
    status: 422,
    zh: { what: '工序「{step}」所指的「{key}」不在流程中', next: '请核对工序代号' },
    en: { what: '«{step}» names {key}, which is no step of it', next: 'Check the keys' },
  },
  'step-ring': {
    status: 422,
    zh: { what: '工序「{step}」绕回自身', next: '请改前置工序' },
    en: { what: '«{step}» comes before itself', next: 'Change what is done before it' },
  },
  'step-unreachable': {
    status: 422,
    zh: { what: '从「{first}」到不了工序「{step}」', next: '请补前置工序，或删去该工序' },
    en: { what: '«{step}» cannot be reached from «{first}»', next: 'Say what is done before it, or remove it' },
  },
  'step-dead-end': {
    status: 422,
    zh: { what: '工序「{step}」之后到不了「{last}」', next: '请接上后续工序，或删去该工序' },
    en: { what: '«{step}» does not lead to «{last}»', next: 'Lead on from it, or remove it' },
  },
  'step-missing': {
    status: 422,
    zh: { what: '流程缺少必经工序「{kind}」（DA/T 31）', next: '请加入该工序' },
    en: { what: 'The workflow has no step of the kind «{kind}» (DA/T 31)', next: 'Add it' },
  },
  'step-not-optional': {
    status: 422,
    zh: { what: '工序「{step}」须为必经（DA/T 31）', next: '请设为必经' },
    en: { what: '«{step}» must be mandatory (DA/T 31)', next: 'Mark it as mandatory' },
  },
  'step-order': {
    status: 422,
    zh: { what: '工序「{step}」须在「{earlier}」之后', next: '请调整次序' },
    en: { what: '«{step}» comes after «{earlier}»', next: 'Change the order' },
  },
  'step-device': {
    status: 422,
    zh: { what: '工序「{step}」须登记设备编号', next: '请设为须填设备' },
    en: { what: '«{step}» names a device', next: 'Let it ask for the device' },
  },
  'step-nobody': {
    status: 422,
    zh: { what: '工序「{step}」没有可做的岗位', next: '请指定岗位' },
    en: { what: 'Nobody may do «{step}»', next: 'Say who may' },
  },
  'not-by-later': {
    status: 422,
    zh: { what: '工序「{step}」的双人规则所指「{key}」不在其前', next: '请只指前面的工序' },
    en: {
      what: 'The two-person rule of «{step}» names {key}, which is not before it',
      next: 'Name earlier steps only',
    },
  },
  'step-judges-itself': {
    status: 422,
    zh: { what: '做「{other}」的人不得做「{step}」，流程没有这条双人规则', next: '请在双人规则中加入该工序' },
    en: {
      what: 'Whoever did «{other}» may not do «{step}»; the workflow lets him',
      next: 'Add it to the two-person rule',
    },
  },
  'reopens-earlier': {
    status: 422,
    zh: { what: '工序「{step}」退回时重做的「{key}」不在其后', next: '请只列后面的工序' },
    en: { what: '«{step}» reopens {key}, which does not come after it', next: 'List later steps only' },
  },
} as const satisfies Messages<string>;
