import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused about lists of staff and about leaving (3.2 to 3.5, 7.1-5), in words. */
export const staffMessages = {
  'staff-not-a-list': {
    status: 422,
    zh: { what: '没有可读的人员名单', next: '请上传 XLSX、XLS 或 CSV 文件' },
    en: { what: 'There is no list of staff to read', next: 'Upload an XLSX, XLS or CSV file' },
  },
  'staff-heading-missing': {
    status: 422,
    zh: { what: '名单缺少列：{columns}', next: '请用模板填写，第一行为列名' },
    en: { what: 'The list lacks columns: {columns}', next: 'Use the template; its first row names the columns' },
  },
  'staff-heading-twice': {
    status: 422,
    zh: { what: '「{column}」列有两列', next: '请删去多余的一列' },
    en: { what: 'The column {column} is there twice', next: 'Remove one of them' },
  },
  'staff-none': {
    status: 422,
    zh: { what: '名单中没有人员', next: '请在列名下面逐行填写' },
    en: { what: 'Nobody is on the list', next: 'Fill in one row a person below the names of the columns' },
  },
  'staff-wrong': {
    status: 422,
    zh: { what: '名单有 {count} 处问题，第一处在第 {row} 行：{what}', next: '请先试读，改正全部问题后再提交' },
    en: { what: 'The list has {count} problems, the first in row {row}: {what}', next: 'Correct all of them first' },
  },
  'staff-changed': {
    status: 409,
    zh: { what: '名单与提交审批的不一致，或其中人员的登记已有变动', next: '请重新试读并提交' },
    en: { what: 'The list, or what is known of its people, is not what was submitted', next: 'Submit it anew' },
  },
  'staff-until': {
    status: 422,
    zh: { what: '截止日期早于起始日期或今天', next: '请核对起止日期' },
    en: { what: 'The last day is before the first, or has passed', next: 'Check both days' },
  },
  'staff-until-beyond': {
    status: 422,
    zh: { what: '截止日期晚于项目结束日期 {day}', next: '请不晚于项目结束日期' },
    en: { what: 'The last day is after the project ends on {day}', next: 'Choose a day within the project' },
  },
  'staff-empty': {
    status: 422,
    zh: { what: '未填写', next: '请填写' },
    en: { what: 'Nothing is written here', next: 'Fill it in' },
  },
  'staff-name-long': {
    status: 422,
    zh: { what: '有 {length} 字，超过 50 字', next: '请核对姓名' },
    en: { what: '{length} letters, more than 50', next: 'Check the name' },
  },
  'staff-id-kind': {
    status: 422,
    zh: { what: '证件类型「{kind}」不是居民身份证', next: '其他证件的人员须单独登记，并经例外审批' },
    en: { what: '{kind} is no resident identity card', next: 'Register this person singly, as an exception' },
  },
  'staff-id-length': {
    status: 422,
    zh: { what: '不是 18 位身份证号', next: '请核对；单元格须为文本格式，否则末几位会变成 0' },
    en: { what: 'This is no identity number of 18 digits', next: 'Check it; the cell must be text' },
  },
  'staff-id-birth': {
    status: 422,
    zh: { what: '身份证号中的出生日期不对', next: '请与证件核对' },
    en: { what: 'The day of birth in the identity number cannot be', next: 'Compare it with the document' },
  },
  'staff-id-check': {
    status: 422,
    zh: { what: '身份证号校验位不对', next: '请与证件逐位核对' },
    en: { what: 'The check digit of the identity number is wrong', next: 'Compare it with the document' },
  },
  'staff-role': {
    status: 422,
    zh: { what: '没有「{role}」这个岗位', next: '可填：{roles}；其他岗位由保密员单独授予' },
    en: { what: 'There is no role {role}', next: 'Choose of: {roles}. Others are granted singly' },
  },
  'staff-username': {
    status: 422,
    zh: { what: '登录名「{username}」不能用', next: '请用小写字母、数字、点、横线，2 至 32 位；不填则自动编号' },
    en: { what: 'The login name {username} cannot be used', next: 'Use letters, digits, dot, hyphen; empty: numbered' },
  },
  'staff-username-taken': {
    status: 409,
    zh: { what: '登录名「{username}」已被使用', next: '请换一个，或不填由系统编号' },
    en: { what: 'The login name {username} is taken', next: 'Choose another, or leave it empty' },
  },
  'staff-username-other': {
    status: 409,
    zh: { what: '此人已有账号，登录名不同', next: '请不填登录名，沿用原账号' },
    en: { what: 'This person has an account of another name', next: 'Leave the login name empty' },
  },
  'staff-twice': {
    status: 422,
    zh: { what: '与第 {row} 行相同', next: '请核对，一人一行' },
    en: { what: 'The same as in row {row}', next: 'Check it; one row a person' },
  },
  'staff-name-differs': {
    status: 409,
    zh: { what: '该证件号已登记在另一姓名下', next: '请与证件核对姓名和证件号' },
    en: { what: 'This document number is registered under another name', next: 'Compare both with the document' },
  },
  'staff-other-party': {
    status: 409,
    zh: { what: '此人登记在其他单位', next: '请由档案部门核实其所属单位' },
    en: { what: 'This person is registered with another party', next: 'Have the archive clear up whose he is' },
  },
  'staff-not-here': {
    status: 409,
    zh: { what: '{name} 在本项目没有单独授予的岗位', next: '全场所的岗位由保密员在“人员与账号”收回' },
    en: {
      what: '{name} has no role given for this project',
      next: 'Roles for the whole site are revoked by the officer',
    },
  },
} as const satisfies Messages<string>;
