import type { Messages } from '#/base/rules/refusal.ts';
import { footageMessages } from './footage-messages.ts';
import { badgeMessages } from './badge-messages.ts';

/** What the room refuses, in words. */
export const premisesMessages = {
  ...badgeMessages,
  'outside-reason-needed': {
    status: 422,
    zh: { what: '场所设在档案部门以外，须写明理由', next: '请填写理由，或选择“档案部门内”' },
    en: { what: 'A place outside the archive department needs a reason', next: 'Give the reason, or choose inside' },
  },
  'limits-crossed': {
    status: 422,
    zh: { what: '下限不得高于或等于上限', next: '请核对温湿度上下限' },
    en: { what: 'The lower limit is not below the upper one', next: 'Check the limits' },
  },
  'place-not-registered': {
    status: 409,
    zh: { what: '场所尚未登记', next: '请先登记场所和平面图尺寸' },
    en: { what: 'The place is not registered yet', next: 'Register the place and the size of its plan first' },
  },
  'code-taken': {
    status: 409,
    zh: { what: '编号「{code}」已被使用', next: '请换一个编号；撤除的编号也不再使用' },
    en: { what: 'Number {code} is taken', next: 'Choose another; numbers of what was retired are not used again' },
  },
  'off-plan': {
    status: 422,
    zh: { what: '位置超出平面图', next: '请放在平面图范围内，或先改大平面图' },
    en: { what: 'This lies outside the plan', next: 'Move it inside, or make the plan larger first' },
  },
  'zones-overlap': {
    status: 422,
    zh: { what: '与分区「{zone}」重叠', next: '请移开或缩小，分区之间不得重叠' },
    en: { what: 'It overlaps zone {zone}', next: 'Move it or make it smaller: zones do not overlap' },
  },
  'outside-zone': {
    status: 422,
    zh: { what: '位置不在分区「{zone}」内', next: '请移到该分区内，或改选分区' },
    en: { what: 'This does not lie in zone {zone}', next: 'Move it into the zone, or choose another zone' },
  },
  'zone-in-use': {
    status: 409,
    zh: { what: '分区内仍有 {count} 件设施或摄像机，不能如此改动', next: '请先移走或撤除它们' },
    en: { what: '{count} fixtures or cameras stand in the way', next: 'Move or retire them first' },
  },
  'stage-of-cabinet': {
    status: 422,
    zh: { what: '档案装具须注明待加工或已加工，其他设施不注明', next: '请核对设施类型和用途' },
    en: { what: 'A cabinet, and nothing else, says what stage it holds', next: 'Check kind and stage' },
  },
  'lockers-with-cabinets': {
    status: 422,
    zh: { what: '随身物品柜与档案装具不得在同一分区', next: '请放到另一个分区' },
    en: { what: 'Lockers and cabinets do not stand in one zone', next: 'Place it in another zone' },
  },
  'terminal-not-here': {
    status: 422,
    zh: { what: '该终端已放在别处，或此类设施不设终端', next: '请选择未放置的终端；只有工位和数据导出端设终端' },
    en: {
      what: 'That terminal stands elsewhere, or this kind of fixture has none',
      next: 'Choose a terminal not placed yet; only workstations and export terminals have one',
    },
  },
  'cover-out-of-sight': {
    status: 422,
    zh: { what: '摄像机 {camera} 看不到 {fixture}', next: '请调整位置、方向、视角或距离，或取消勾选' },
    en: {
      what: 'Camera {camera} cannot see {fixture}',
      next: 'Change place, direction, angle or reach, or take it off',
    },
  },
  'kind-fixed': {
    status: 422,
    zh: { what: '设施类型不能修改', next: '请撤除后另行放置' },
    en: { what: 'The kind of a fixture stays', next: 'Retire it and place another' },
  },
  retired: {
    status: 409,
    zh: { what: '已撤除或停用，不能再修改', next: '请刷新页面' },
    en: { what: 'This has been retired', next: 'Reload the page' },
  },
  'keeper-of-archive': {
    status: 422,
    zh: { what: '监控责任人须为档案部门人员', next: '请选择档案部门人员' },
    en: { what: 'The footage keeper is of the archive department', next: 'Choose a person of the archive department' },
  },
  'duty-of-business': {
    status: 422,
    zh: { what: '三员不得兼任监控责任人或巡查人员', next: '请另选人员' },
    en: { what: 'An officer of the three takes no such duty', next: 'Choose another person' },
  },
  'duty-held': {
    status: 409,
    zh: { what: '{name} 已任此责', next: '无需重复指定' },
    en: { what: '{name} holds this duty already', next: 'Nothing needs to be done' },
  },
  'site-lacks': {
    status: 409,
    zh: { what: '场所验收还缺 {count} 项：{first}', next: '请按平面图页“验收缺项”逐项补齐' },
    en: { what: 'Acceptance lacks {count} points: {first}', next: 'Mend each one listed on the floor plan page' },
  },
  'point-twice': {
    status: 422,
    zh: { what: '同一检查项出现两次', next: '请删除重复的一行' },
    en: { what: 'One point stands twice', next: 'Remove one of the rows' },
  },
  'point-of-archive': {
    status: 409,
    zh: { what: '「{point}」须由档案部门检查', next: '请移除该项，由档案部门人员登记' },
    en: {
      what: '{point} is looked at by the archive department',
      next: 'Take it off; the archive department enters it',
    },
  },
  'failure-needs-owner': {
    status: 422,
    zh: { what: '不合格项须写明情况、责任人和整改期限，合格项不填', next: '请补全该行' },
    en: { what: 'A point that failed needs a remark, an owner and a day', next: 'Complete the row' },
  },
  'not-on-roster': {
    status: 409,
    zh: { what: '{name} 不在名册上：没有当日有效的岗位', next: '请勿放行；无关人员须先办访客审批' },
    en: {
      what: '{name} is not on the roster: no role in force today',
      next: 'Do not let him in; others need a pass first',
    },
  },
  'visit-open': {
    status: 409,
    zh: { what: '此人已在场内，尚未离场登记', next: '请先登记离场' },
    en: { what: 'He is inside already', next: 'Sign him out first' },
  },
  'visit-overlaps': {
    status: 409,
    zh: { what: '与另一次进场（{from}）时间重叠', next: '请核对纸质登记的时间' },
    en: { what: 'It overlaps another stay, from {from}', next: 'Check the times on the paper form' },
  },
  'visit-closed': {
    status: 409,
    zh: { what: '已登记离场', next: '请刷新页面' },
    en: { what: 'He has been signed out', next: 'Reload the page' },
  },
  'left-before-entry': {
    status: 422,
    zh: { what: '离场时间须晚于进场时间', next: '请核对时间' },
    en: { what: 'The leaving is not after the entry', next: 'Check the time' },
  },
  'pass-not-today': {
    status: 409,
    zh: { what: '该访客审批只在 {day} 有效', next: '请另办当日的访客审批' },
    en: { what: 'This pass holds on {day} only', next: 'Ask for a pass for the day' },
  },
  'escort-of-archive': {
    status: 422,
    zh: { what: '陪同人须为档案部门人员', next: '请选择档案部门人员' },
    en: { what: 'The escort is of the archive department', next: 'Choose a person of the archive department' },
  },
  'escort-not-inside': {
    status: 409,
    zh: { what: '陪同人不在场内', next: '请先为陪同人办理进场登记' },
    en: { what: 'The escort is not inside', next: 'Sign the escort in first' },
  },
  'visitor-inside': {
    status: 409,
    zh: { what: '由其陪同的 {count} 名访客仍在场内', next: '请先为访客办理离场登记' },
    en: { what: '{count} visitors with him are still inside', next: 'Sign the visitors out first' },
  },
  'locker-needed': {
    status: 422,
    zh: { what: '存放物品须填写物品柜', next: '请选择空闲的物品柜' },
    en: { what: 'What was handed in needs a locker', next: 'Choose a free locker' },
  },
  'locker-taken': {
    status: 409,
    zh: { what: '该物品柜正在使用', next: '请选择空闲的物品柜' },
    en: { what: 'That locker is in use', next: 'Choose a free locker' },
  },
  'release-used': {
    status: 409,
    zh: { what: '该放行单已用于出场', next: '请另开放行单' },
    en: { what: 'This slip has been used', next: 'Issue another slip' },
  },
  'release-not-today': {
    status: 409,
    zh: { what: '该放行单只在 {day} 有效', next: '请另开当日的放行单' },
    en: { what: 'This slip holds on {day} only', next: 'Issue a slip for the day' },
  },
  'release-own-goods': {
    status: 409,
    zh: { what: '携带人不得批准自己的放行单', next: '请由其他档案部门人员批准' },
    en: { what: 'The bearer does not agree to his own slip', next: 'Let another person of the archive agree' },
  },
  'shift-times': {
    status: 422,
    zh: { what: '班次的结束时间须晚于开始时间', next: '跨零点的班次请分成两个班次' },
    en: { what: 'A shift ends after it begins', next: 'Plan two shifts for one that passes midnight' },
  },
  'shift-name-taken': {
    status: 409,
    zh: { what: '已有同名班次「{name}」', next: '请换一个名称，或先停用原班次' },
    en: { what: 'There is a shift {name} already', next: 'Choose another name, or end that shift first' },
  },
  'not-a-patroller': {
    status: 409,
    zh: { what: '本人在 {day} 不是指定的巡查人员', next: '请由指定的巡查人员登记；在平面图页可以指定' },
    en: {
      what: 'You were no appointed patroller on {day}',
      next: 'Let a patroller enter it; they are appointed on the floor plan page',
    },
  },
  'side-not-planned': {
    status: 409,
    zh: { what: '该班次不要求本方巡查', next: '请选择另一个班次' },
    en: { what: 'This shift asks for no round of your side', next: 'Choose another shift' },
  },
  'outside-shift': {
    status: 409,
    zh: { what: '巡查时间 {at} 不在班次「{name}」（{from} 至 {to}）内', next: '请核对时间，或选择另一个班次' },
    en: { what: '{at} does not lie in shift {name}, {from} to {to}', next: 'Check the time, or choose another shift' },
  },
  'round-not-today': {
    status: 422,
    zh: { what: '巡查时间须在今天且不晚于现在', next: '以前的巡查请凭纸质巡查表补录' },
    en: { what: 'The round was not made today, or lies ahead', next: 'Enter earlier rounds late, with their sheet' },
  },
  'round-made': {
    status: 409,
    zh: { what: '{day} 该班次本方的巡查已登记', next: '请刷新页面' },
    en: { what: "Your side's round of this shift on {day} is entered already", next: 'Reload the page' },
  },
  'points-missing': {
    status: 422,
    zh: { what: '巡查项须逐项登记，缺：{missing}', next: '请补全' },
    en: { what: 'Every point is entered; missing: {missing}', next: 'Complete the list' },
  },
  'photo-needed': {
    status: 422,
    zh: { what: '此项须附照片', next: '请用高拍仪、监控截图或登记的档案部门相机拍摄后上传' },
    en: {
      what: 'This point needs a photograph',
      next: 'Upload one from the document camera, a camera still or the registered camera of the archive',
    },
  },
  'day-in-future': {
    status: 422,
    zh: { what: '{day} 还没有到', next: '请选择今天或以前的日期' },
    en: { what: '{day} has not come yet', next: 'Choose today or an earlier day' },
  },
  'people-inside': {
    status: 409,
    zh: { what: '{day} 还有人未登记离场', next: '请先办理离场登记，再日结' },
    en: { what: 'On {day} people are still inside', next: 'Sign them out, then close the day' },
  },
  'day-closed': {
    status: 409,
    zh: { what: '{day} 已日结', next: '可打印日结簿；之后的补录见次日' },
    en: { what: '{day} is closed already', next: 'Print its book; what is entered late stands in the next one' },
  },
  'photo-source-needed': {
    status: 422,
    zh: { what: '有照片时须注明拍照设备', next: '请选择登记的拍照设备，或截图所用的摄像机' },
    en: {
      what: 'Photographs say what they were taken with',
      next: 'Choose a registered device, or the camera whose still it is',
    },
  },
  ...footageMessages,
} as const satisfies Messages<string>;
