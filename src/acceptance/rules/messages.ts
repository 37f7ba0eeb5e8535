import type { Messages } from '#/base/rules/refusal.ts';

/** What the room refuses, in words. */
export const acceptanceMessages = {
  'package-not-made': {
    status: 409,
    zh: { what: '信息包 {number} 尚未制成', next: '请等制作完成' },
    en: { what: 'The package {number} is not made yet', next: 'Wait until it is made' },
  },
  'sampled-already': {
    status: 409,
    zh: { what: '信息包 {number} 已抽样，抽中名单不能更换', next: '请按原名单检查' },
    en: { what: 'A sample of {number} was drawn: its list is not exchanged', next: 'Look at the units of that list' },
  },
  'sampling-decided': {
    status: 409,
    zh: { what: '这次抽检已有结论', next: '结论不能更改；返工后重新封装、重新抽样' },
    en: { what: 'The sampling has its verdict', next: 'It is not changed: rework, seal again, draw again' },
  },
  'sample-unseen': {
    status: 409,
    zh: { what: '抽中的 {count} 件还没有检查：{codes}', next: '请全部检查后再下结论' },
    en: { what: '{count} units of the sample were not looked at: {codes}', next: 'Look at all of them first' },
  },
  'sample-undecided': {
    status: 409,
    zh: { what: '信息包 {number} 未经抽检合格', next: '请先完成批次抽检' },
    en: { what: 'The package {number} has not passed its sampling', next: 'Finish its sampling first' },
  },
  'not-in-sample': {
    status: 404,
    zh: { what: '这一件不在抽中名单内', next: '请从名单中选择' },
    en: { what: 'The unit is not in the sample', next: 'Choose one of the list' },
  },
  'no-such-page': {
    status: 422,
    zh: { what: '这一件没有第 {page} 幅图像', next: '请核对图号' },
    en: { what: 'The unit has no image {page}', next: 'Look at the number again' },
  },
  'security-exists': {
    status: 409,
    zh: { what: '安全保密专项验收正在进行', next: '请在已开始的一次中填写' },
    en: { what: 'A security acceptance is under way', next: 'Go on with that one' },
  },
  'security-decided': {
    status: 409,
    zh: { what: '这次专项验收已有结论', next: '需要重验的，请另开一次' },
    en: { what: 'This security acceptance has its verdict', next: 'Begin another one' },
  },
  'item-needs-paper': {
    status: 422,
    zh: { what: '「{item}」须附纸质记录', next: '请上传移交单、检查单等扫描件' },
    en: { what: '“{item}” needs its papers', next: 'Add the scan of the form' },
  },
  'item-stands-against': {
    status: 409,
    zh: { what: '「{item}」不能判合格：{what}', next: '请先处理，再判' },
    en: { what: '“{item}” cannot pass: {what}', next: 'See to it first' },
  },
  'items-open': {
    status: 409,
    zh: { what: '「{item}」还没有判定', next: '请逐项判定后再下结论' },
    en: { what: '“{item}” was not judged', next: 'Judge every item first' },
  },
  'security-missing': {
    status: 409,
    zh: { what: '没有做安全保密专项验收，不能总体验收（7.1）', next: '请先组织专项验收' },
    en: { what: 'There was no security acceptance: no overall one (7.1)', next: 'Have the security acceptance first' },
  },
  'security-under-way': {
    status: 409,
    zh: { what: '安全保密专项验收尚无结论，不能总体验收（7.1）', next: '请先完成专项验收' },
    en: { what: 'The security acceptance is under way: no overall one (7.1)', next: 'Finish it first' },
  },
  'security-failed': {
    status: 409,
    zh: { what: '安全保密专项验收不合格，不能总体验收（7.1）', next: '请整改后重新专项验收' },
    en: { what: 'The security acceptance failed: no overall one (7.1)', next: 'Correct it and have another one' },
  },
  'security-open-again': {
    status: 409,
    zh: { what: '专项验收之后「{item}」又有问题：{what}；不能总体验收（7.1）', next: '请处理后重新专项验收' },
    en: {
      what: 'Since the security acceptance “{item}” is open again: {what}',
      next: 'See to it and have another one',
    },
  },
  'overall-done': {
    status: 409,
    zh: { what: '项目已总体验收', next: '无需再办' },
    en: { what: 'The project has its overall acceptance', next: 'Nothing is left to do' },
  },
  'overall-without-package': {
    status: 409,
    zh: { what: '项目没有已制成的信息包', next: '请先制作成品' },
    en: { what: 'The project has no package that is made', next: 'Make the products first' },
  },
  'units-unpacked': {
    status: 409,
    zh: { what: '还有 {count} 件在加工或未入包', next: '请全部完成并入包；不再做的请退出项目' },
    en: { what: '{count} units are at work or in no package', next: 'Finish and pack them' },
  },
  'check-missing': {
    status: 409,
    zh: { what: '信息包 {number} 没有做四性检测，不能总体验收和移交（7.2）', next: '请先检测' },
    en: {
      what: 'The package {number} was not checked: neither accepted over all nor transferred (7.2)',
      next: 'Check it first',
    },
  },
  'check-running': {
    status: 409,
    zh: { what: '信息包 {number} 正在做四性检测', next: '请等检测完成' },
    en: { what: 'The package {number} is being checked', next: 'Wait until the check is done' },
  },
  'check-open': {
    status: 409,
    zh: { what: '信息包 {number} 的四性检测还有未判定的项，不能总体验收和移交（7.2）', next: '请逐项判定，附上凭证' },
    en: {
      what: 'Items of the check of {number} are unanswered: neither accepted over all nor transferred (7.2)',
      next: 'Answer them',
    },
  },
  'check-failed': {
    status: 409,
    zh: {
      what: '信息包 {number} 的四性检测不合格，不能总体验收和移交（7.2）',
      next: '请处理后重新检测，或撤回重新制作',
    },
    en: {
      what: 'The check of {number} failed: neither accepted over all nor transferred (7.2)',
      next: 'Correct it and check again, or withdraw the package and make it anew',
    },
  },
  'check-by-machine': {
    status: 409,
    zh: { what: '「{item}」由机器检测，不能人工判定', next: '请处理后重新检测' },
    en: { what: 'The machine answers "{item}"', next: 'Correct what it found and check again' },
  },
  'check-answered': {
    status: 409,
    zh: { what: '「{item}」已有判定，不能更改', next: '需要改判的，请重新检测' },
    en: { what: '"{item}" was answered: it is not changed', next: 'Start another check' },
  },
  'check-needs-proof': {
    status: 422,
    zh: { what: '「{item}」须附凭证', next: '请上传检测报告、检查记录等扫描件' },
    en: { what: '"{item}" needs its proof', next: 'Add the scan of the report' },
  },
  'carrier-not-written': {
    status: 409,
    zh: { what: '载体「{target}」没有写成', next: '请等写完；写失败的请重新导出' },
    en: { what: 'The carrier "{target}" was not written', next: 'Wait for it, or write another one' },
  },
  'carrier-package-withdrawn': {
    status: 409,
    zh: { what: '载体「{target}」上的信息包 {number} 已撤回', next: '请把载体收回，重新制作后另行导出' },
    en: {
      what: 'The package {number} on "{target}" was withdrawn',
      next: 'Keep the carrier back, and write what is made anew',
    },
  },
  'carrier-unread': {
    status: 409,
    zh: { what: '载体「{target}」还没有读检', next: '请接收方先逐文件读检' },
    en: { what: 'The carrier "{target}" was not read', next: 'Whoever receives it reads it first' },
  },
  'carrier-being-read': {
    status: 409,
    zh: { what: '载体「{target}」正在读检', next: '请等读完' },
    en: { what: 'The carrier "{target}" is being read', next: 'Wait until it was read' },
  },
  'carrier-damaged': {
    status: 409,
    zh: { what: '载体「{target}」读检不一致', next: '请看读检结果，另写一份载体' },
    en: {
      what: 'The carrier "{target}" does not hold what was written',
      next: 'See what was found, and write another one',
    },
  },
  'carrier-transferred': {
    status: 409,
    zh: { what: '载体「{target}」已随 {transfer} 移交', next: '请选其他载体' },
    en: { what: 'The carrier "{target}" went over with {transfer}', next: 'Choose another one' },
  },
  'carrier-elsewhere': {
    status: 422,
    zh: { what: '载体不属于这个项目', next: '请从列表中选择' },
    en: { what: 'The carrier is not of this project', next: 'Choose one of the list' },
  },
  'carrier-twice': {
    status: 422,
    zh: { what: '载体「{target}」选了两次', next: '请去掉一个' },
    en: { what: 'The carrier "{target}" was chosen twice', next: 'Take one of them out' },
  },
} as const satisfies Messages<string>;
