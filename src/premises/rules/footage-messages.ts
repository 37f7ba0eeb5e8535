import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused about footage (4.3), in words. */
export const footageMessages = {
  'not-footage-keeper': {
    status: 403,
    zh: { what: '只有监控责任人才能管理录像', next: '请由档案主管在“场所平面图”指定监控责任人' },
    en: { what: 'Only a footage keeper may do this', next: 'The archive lead names footage keepers on the floor plan' },
  },
  'period-reversed': {
    status: 422,
    zh: { what: '结束时间应晚于开始时间', next: '请核对起止时间' },
    en: { what: 'The end is not after the beginning', next: 'Check both times' },
  },
  'period-too-long': {
    status: 422,
    zh: { what: '时段过长，最长 {most}', next: '请分段办理' },
    en: { what: 'The period is longer than {most}', next: 'Take it in parts' },
  },
  'footage-in-future': {
    status: 422,
    zh: { what: '录像时间晚于现在', next: '请核对时间，或核对录像机的时钟' },
    en: { what: 'The footage would be of the future', next: 'Check the time, or the clock of the recorder' },
  },
  'not-in-inbox': {
    status: 422,
    zh: { what: '待收目录中没有文件「{name}」', next: '请刷新列表；文件须直接放在该目录下' },
    en: { what: 'There is no file {name} in the inbox', next: 'Reload the list; files lie directly in the folder' },
  },
  'file-waits-already': {
    status: 409,
    zh: { what: '文件「{name}」已在导入', next: '请等待导入完成' },
    en: { what: 'File {name} is being imported already', next: 'Wait until it is done' },
  },
  'footage-known': {
    status: 409,
    zh: { what: '文件「{name}」的内容已登记过', next: '请从清单中去掉重复的文件' },
    en: { what: 'The content of {name} is registered already', next: 'Take the repeated file off the list' },
  },
  'footage-gone': {
    status: 404,
    zh: { what: '录像文件已不在磁盘上', next: '请报告保密员；系统将告警' },
    en: { what: 'The file is no longer on the disk', next: 'Tell the security officer; an alarm is raised' },
  },
  'footage-disk-away': {
    status: 409,
    zh: { what: '录像盘不在：目录中没有本系统的标记', next: '请管理员挂载录像盘后再办；已告警' },
    en: {
      what: 'The footage disk is away: its folder does not bear this system’s marker',
      next: 'The administrator mounts it; try again then. An alarm is raised',
    },
  },
  'nothing-spoilt': {
    status: 422,
    zh: { what: '该时段没有标为改动或丢失的录像', next: '请刷新页面' },
    en: { what: 'No piece of this period is marked as changed or gone', next: 'Reload the page' },
  },
  'nothing-to-delete': {
    status: 422,
    zh: { what: '该时段内没有完整的录像可删除', next: '请核对摄像机和起止时间' },
    en: { what: 'No piece lies wholly in this period', next: 'Check the camera and both times' },
  },
  'footage-too-young': {
    status: 409,
    zh: { what: '录像「{piece}」保存未满六个月', next: '满期前不得删除；可缩小时段' },
    en: { what: 'Footage {piece} is not six months old', next: 'It stays until then; ask for a shorter period' },
  },
  'footage-unchecked': {
    status: 409,
    zh: { what: '录像「{piece}」没有回放检查记录', next: '请先由档案部门人员回放检查并登记' },
    en: {
      what: 'No playback check vouches for footage {piece}',
      next: 'Somebody of the archive department checks it first',
    },
  },
  'footage-held': {
    status: 409,
    zh: { what: '录像「{piece}」处于查证保留，或当日有问题未销号', next: '保留解除、问题销号后再申请' },
    en: {
      what: 'Footage {piece} is held, or an issue of its day is open',
      next: 'Ask again when the hold is lifted and the issue closed',
    },
  },
  'clock-frozen': {
    status: 409,
    zh: { what: '系统时钟存疑，暂停删除录像', next: '请保密员或档案主管核对时钟' },
    en: {
      what: 'The clock is in doubt: no footage is deleted',
      next: 'The security officer or archive lead confirms the clock',
    },
  },
  'clock-wrong': {
    status: 409,
    zh: {
      what: '系统时钟与参照时钟相差约 {minutes} 分钟',
      next: '看表后请在五分钟内办完；确有相差的，请管理员先校准服务器时钟，再核对',
    },
    en: {
      what: 'The clock differs from the other one by about {minutes} minutes',
      next: 'Finish within five minutes of the reading; if it does differ, the administrator sets it right first',
    },
  },
  'clock-needs-second': {
    status: 409,
    zh: { what: '系统时钟存疑，一人核对不能恢复删除', next: '请办理“核对存疑的系统时钟”，由第二人同意' },
    en: {
      what: 'The clock is in doubt: one person alone does not confirm it',
      next: 'Take “Confirm a clock in doubt”, to which a second person agrees',
    },
  },
  'clock-not-frozen': {
    status: 409,
    zh: { what: '系统时钟没有存疑', next: '请刷新页面，办理“核对系统时钟”' },
    en: { what: 'The clock is not in doubt', next: 'Reload the page and take “Confirm the clock”' },
  },
  'period-without-footage': {
    status: 422,
    zh: { what: '该时段没有录像', next: '请核对摄像机和时段' },
    en: { what: 'There is no footage of this period', next: 'Check the camera and the period' },
  },
  'range-outside': {
    status: 422,
    zh: { what: '第 {row} 段超出所检查的时段', next: '请修改该段，或扩大时段' },
    en: { what: 'Range {row} lies outside the period', next: 'Change it, or make the period longer' },
  },
  'range-without-footage': {
    status: 422,
    zh: { what: '第 {row} 段没有录像', next: '请选择有录像的时间' },
    en: { what: 'There is no footage of range {row}', next: 'Choose a time that was recorded' },
  },
  'range-not-opened': {
    status: 409,
    zh: { what: '您没有在系统中回放过第 {row} 段', next: '请先回放，再登记' },
    en: { what: 'You have not played range {row} here', next: 'Play it first' },
  },
  'range-twice': {
    status: 422,
    zh: { what: '同一段重复', next: '请删去重复的一段' },
    en: { what: 'The same range twice', next: 'Take one away' },
  },
  'too-little-seen': {
    status: 422,
    zh: { what: '只看了 {seen} 分钟，该时段至少应看 {least} 分钟', next: '请补看，或缩短时段' },
    en: { what: '{seen} minutes were seen; this period needs {least}', next: 'Watch more, or vouch for less' },
  },
  'address-unreadable': {
    status: 422,
    zh: {
      what: '摄像机地址无法识别',
      next: '请写成 rtsp://用户:口令@192.168.1.64/… 的形式（也可用 rtsps、http、https）；口令中的特殊字符写成 %XX',
    },
    en: {
      what: 'This is no address of a camera',
      next: 'Write rtsp://user:password@192.168.1.64/… (or rtsps, http, https); special characters of the password as %XX',
    },
  },
  'address-outside': {
    status: 422,
    zh: {
      what: '地址不在本场所网络内',
      next: '请用内网地址（10.、172.16–31.、192.168.、169.254.）或以 .lan、.local 结尾的主机名',
    },
    en: {
      what: "The address lies outside the site's network",
      next: 'Use a private address, or a host name without dots or ending in .lan or .local',
    },
  },
  'camera-not-recorded': {
    status: 409,
    zh: { what: '该摄像机没有在录制', next: '请刷新页面' },
    en: { what: 'This camera is not being recorded', next: 'Reload the page' },
  },
  'reading-impossible': {
    status: 422,
    zh: { what: '读数不可能：{why}', next: '请核对录像机上的读数' },
    en: { what: 'The reading is impossible: {why}', next: 'Read the recorder again' },
  },
} as const satisfies Messages<string>;
