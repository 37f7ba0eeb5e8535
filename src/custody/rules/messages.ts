import type { Messages } from '#/base/rules/refusal.ts';
import { damageMessages } from './damage-messages.ts';
import { examinationMessages } from './examination-messages.ts';
import { whereaboutsMessages } from './whereabouts-messages.ts';

/** What the room refuses, in words. */
export const custodyMessages = {
  ...examinationMessages,
  ...damageMessages,
  ...whereaboutsMessages,
  'mark-page': {
    status: 422,
    zh: { what: '有标识的须填所在页，没有的不填', next: '请核对结论和页' },
    en: { what: 'A mark, and nothing else, stands on a page', next: 'Check verdict and page' },
  },
  'declassified-by': {
    status: 422,
    zh: { what: '已解密的须填解密依据，其他不填', next: '请核对结论和依据' },
    en: { what: 'What is declassified, and nothing else, names by what', next: 'Check verdict and basis' },
  },
  'declassified-since': {
    status: 422,
    zh: { what: '已解密的须填解密日期，其他不填', next: '请核对结论和日期' },
    en: { what: 'What is declassified, and nothing else, says since when', next: 'Check verdict and day' },
  },
  'declassified-later': {
    status: 422,
    zh: { what: '解密日期晚于今天，尚未解密', next: '按未解密处理' },
    en: { what: 'It is not declassified yet', next: 'Decide: not declassified' },
  },
  'custody-out': {
    status: 409,
    zh: { what: '档号「{code}」不在库', next: '在外发现涉密标识的，请按停工办理' },
    en: { what: '{code} is not on its shelf', next: 'If a mark was found outside, halt it' },
  },
  'one-at-a-time': {
    status: 422,
    zh: { what: '有标识的须逐件登记', next: '请只写一个档号' },
    en: { what: 'What bears a mark is entered one by one', next: 'Name one archival code' },
  },
  'original-unknown': {
    status: 404,
    zh: { what: '没有登记档号「{code}」', next: '请核对档号，或先登记目录' },
    en: { what: 'No original {code} is registered', next: 'Check the code, or register it first' },
  },
  'original-known': {
    status: 409,
    zh: { what: '档号「{code}」已登记', next: '请核对档号' },
    en: { what: 'Original {code} is registered already', next: 'Check the code' },
  },
  'fonds-unknown': {
    status: 422,
    zh: { what: '没有登记全宗「{code}」', next: '请先登记全宗' },
    en: { what: 'Fonds {code} is not registered', next: 'Register it first' },
  },
  'fonds-known': {
    status: 409,
    zh: { what: '全宗「{code}」已登记', next: '请核对全宗号' },
    en: { what: 'Fonds {code} is registered already', next: 'Check its number' },
  },
  'kind-of-code': {
    status: 422,
    zh: { what: '档号「{code}」的末段与类别不符', next: '案卷止于案卷号，件止于件号' },
    en: {
      what: 'The last segment of {code} does not fit its kind',
      next: 'A volume ends with its number, an item with its',
    },
  },
  'volume-unknown': {
    status: 422,
    zh: { what: '所属案卷「{code}」没有登记', next: '请先登记案卷，再登记卷内文件' },
    en: { what: 'Its volume {code} is not registered', next: 'Register the volume before its items' },
  },
  'keeper-of-archive': {
    status: 422,
    zh: { what: '保管人须是本项目在岗的档案保管员', next: '请另选保管人' },
    en: { what: 'The keeper is an archive keeper of this project', next: 'Choose another' },
  },
  'plan-dates': {
    status: 422,
    zh: { what: '计划结束日期早于开始日期', next: '请核对起止日期' },
    en: { what: 'The plan would end before it begins', next: 'Check both days' },
  },
  'plan-amounts': {
    status: 422,
    zh: { what: '同时在外数量多于计划总量', next: '请核对数量' },
    en: { what: 'More would be out at once than in all', next: 'Check the amounts' },
  },
  'plan-missing': {
    status: 409,
    zh: { what: '该项目没有调档计划', next: '请先由主管设定调档计划' },
    en: { what: 'The project has no retrieval plan', next: 'The lead sets one first' },
  },
  'project-not-open': {
    status: 409,
    zh: { what: '项目尚未开工或已结项', next: '开工后才能调档' },
    en: { what: 'The project is not open', next: 'Originals go out while it is' },
  },
  'secrecy-undecided': {
    status: 409,
    zh: { what: '档号「{code}」：{secrecy}，不能入批', next: '请档案部门先做涉密检查' },
    en: { what: '{code} is: {secrecy}. It cannot enter a batch', next: 'The archive examines it first' },
  },
  'in-other-batch': {
    status: 409,
    zh: { what: '档号「{code}」已在批次 {batch}', next: '请核对档号' },
    en: { what: '{code} is in batch {batch}', next: 'Check the code' },
  },
  'not-a-unit': {
    status: 422,
    zh: { what: '档号「{code}」是卷内文件，随案卷调出', next: '请写案卷的档号' },
    en: { what: '{code} lies in a volume and goes with it', next: 'Name the volume' },
  },
  'batch-state': {
    status: 409,
    zh: { what: '批次状态为「{state}」，不能这样办理', next: '请刷新后核对批次状态' },
    en: { what: 'This cannot be done with a batch that is: {state}', next: 'Reload and check its state' },
  },
  'own-request': {
    status: 403,
    zh: { what: '不能批准自己提出的调档', next: '请由另一位主管批准' },
    en: { what: 'Nobody approves his own request', next: 'Another lead approves it' },
  },
  'plan-broken': {
    status: 422,
    zh: { what: '超出调档计划：{breaches}', next: '确需调出的，请填写原因' },
    en: { what: 'Beyond the plan: {breaches}', next: 'Give a reason if it must be' },
  },
  'not-in-batch': {
    status: 409,
    zh: { what: '档号「{code}」不在本批次', next: '请放回，核对批次' },
    en: { what: '{code} is not of this batch', next: 'Put it back and check the batch' },
  },
  'counted-already': {
    status: 409,
    zh: { what: '档号「{code}」已清点', next: '请清点下一件' },
    en: { what: '{code} is counted already', next: 'Go on with the next' },
  },
  'counted-for-return': {
    status: 409,
    zh: { what: '档号「{code}」已清点待归还', next: '请先撤销归还清点' },
    en: { what: '{code} is counted to go back', next: 'Undo that count first' },
  },
  'classified-inside': {
    status: 409,
    zh: { what: '案卷「{code}」中有未解密的文件，不能调出', next: '请移出批次' },
    en: { what: 'Volume {code} holds an item whose mark was not lifted', next: 'Take it out of the batch' },
  },
  'cannot-change-hands': {
    status: 409,
    zh: { what: '档号「{code}」不能交接：{why}', next: '请处理这一件后再交接' },
    en: { what: '{code} cannot change hands: {why}', next: 'See to this one first' },
  },
  'not-counted': {
    status: 409,
    zh: { what: '档号「{code}」还没有清点', next: '请核对档号' },
    en: { what: '{code} has not been counted', next: 'Check the code' },
  },
  'count-differs': {
    status: 409,
    zh: { what: '清点有差异：档案部门未清点 {archive} 件，服务机构未清点 {vendor} 件', next: '差异为零才能交接' },
    en: {
      what: 'The counts differ: the archive lacks {archive}, the vendor {vendor}',
      next: 'Nothing changes hands before they agree',
    },
  },
  'changed-since-asked': {
    status: 409,
    zh: { what: '提交之后清点有变，与对方同意的不一致', next: '请核对后重新提交，由对方再次确认' },
    en: { what: 'The counts changed since it was asked for', next: 'Check them, and ask the other side again' },
  },
  'paper-mark': {
    status: 422,
    zh: { what: '不是本批次待签清单的二维码', next: '请扫已签清单右上角的二维码' },
    en: { what: 'This is no list of this batch to be signed', next: 'Scan the QR code of the signed list' },
  },
  'paper-used': {
    status: 409,
    zh: { what: '这份清单已登记为 {number}', next: '请核对清单' },
    en: { what: 'This list was entered already as {number}', next: 'Check the list' },
  },
  'paper-differs': {
    status: 409,
    zh: { what: '打印之后清点有变，与已签清单不一致', next: '请重新打印，双方重签' },
    en: { what: 'The counts changed since it was printed', next: 'Print it again and have it signed again' },
  },
  'paper-time': {
    status: 422,
    zh: { what: '签字时间早于打印时间、晚于现在或不在今天', next: '请核对纸上的时间；隔日的须重新清点、重新打印签字' },
    en: {
      what: 'It is signed after it was printed, by now, and entered on the same day',
      next: 'Check the time; of a former day, count, print and sign it again',
    },
  },
  'receipt-signed': {
    status: 409,
    zh: { what: '该清单已业务签收', next: '请刷新后核对' },
    en: { what: 'This has been signed for', next: 'Reload the page' },
  },
  'batch-empty': {
    status: 409,
    zh: { what: '没有可交接的档案', next: '请先清点' },
    en: { what: 'There is nothing to hand over', next: 'Count first' },
  },
  'not-a-cabinet': {
    status: 422,
    zh: { what: '没有编号为「{code}」的档案装具', next: '请扫装具上的标签' },
    en: { what: 'There is no cabinet {code}', next: 'Scan the label of a cabinet' },
  },
  'swept-today': {
    status: 409,
    zh: { what: '今日已完成清点', next: '请刷新后核对' },
    en: { what: 'Today has been swept', next: 'Reload the page' },
  },
  'taken-after-sweep': {
    status: 409,
    zh: { what: '今日已完成入柜清点，不得再领取', next: '确需继续的，请档案保管员重新开班' },
    en: { what: 'Today has been swept: nothing more is taken', next: 'The archive keeper opens the day again' },
  },
  'day-unswept': {
    status: 409,
    zh: { what: '{day} 有档案在外而没有做入柜清点，不得领取', next: '请档案保管员核对实物并说明' },
    en: { what: 'Nobody swept on {day} while originals were out', next: 'The archive keeper looks and explains it' },
  },
  'not-swept': {
    status: 409,
    zh: { what: '今日还没有完成入柜清点', next: '请刷新后核对' },
    en: { what: 'Today has not been swept', next: 'Reload the page' },
  },
  'day-not-owed': {
    status: 409,
    zh: { what: '{day} 不缺入柜清点', next: '请刷新后核对日期' },
    en: { what: 'No sweep is owed for {day}', next: 'Reload the page and check the day' },
  },
  'overnight-unexplained': {
    status: 409,
    zh: { what: '{name} 手中有 {count} 件未入柜，不得领取新件', next: '请先入柜，由档案保管员说明后解除' },
    en: {
      what: '{name} left {count} out of their cabinets and takes nothing more',
      next: 'Lock them up, and have the archive keeper lift it',
    },
  },
  'reason-for-each': {
    status: 422,
    zh: { what: '有 {count} 件未入柜，须逐件写明原因', next: '请先入柜，或写明原因' },
    en: { what: '{count} are in no cabinet, and nothing says why', next: 'Lock them up, or give a reason' },
  },
  'original-twice': {
    status: 409,
    zh: { what: '有两件在外档案的档号都是「{code}」', next: '请扫流程单上的条码' },
    en: { what: 'Two originals that are out bear {code}', next: 'Scan the barcode of the routing slip' },
  },
  'receiver-agrees': {
    status: 403,
    zh: { what: '须由接手人本人确认', next: '请接手人确认' },
    en: { what: 'Whoever gets them agrees himself', next: 'Have that person agree' },
  },
  'part-number': {
    status: 422,
    zh: { what: '没有写分单号', next: '请扫分单的条码，或在档号后写「/分单号」' },
    en: { what: 'It names no part', next: 'Scan the sub-slip, or write “/number” behind the code' },
  },
  'step-times': {
    status: 422,
    zh: { what: '开始时间晚于完成时间', next: '请核对时间' },
    en: { what: 'It would begin after it ended', next: 'Check the time' },
  },
  'device-needed': {
    status: 422,
    zh: { what: '「{step}」须填设备编号', next: '请扫设备标签' },
    en: { what: '{step} names a device', next: 'Scan the label of the device' },
  },
  'device-not-admitted': {
    status: 422,
    zh: { what: '设备「{device}」没有准入', next: '请换已准入的设备，或先办理准入' },
    en: { what: 'Device {device} was not admitted', next: 'Use another, or have it admitted' },
  },
  'halted-already': {
    status: 409,
    zh: { what: '该档案已停工，登记号 {number}', next: '请移交档案部门' },
    en: { what: 'It is halted already: {number}', next: 'Surrender it to the archive' },
  },
  'find-settled': {
    status: 409,
    zh: { what: '该登记已处理', next: '请刷新后核对' },
    en: { what: 'This has been settled', next: 'Reload the page' },
  },
  'mapping-without-code': {
    status: 422,
    zh: { what: '没有指明哪一列是档号', next: '请选择档号所在的列' },
    en: { what: 'No column is chosen for the archival code', next: 'Choose the column of the code' },
  },
  'mapping-column': {
    status: 422,
    zh: { what: '所选的列超出表格', next: '请重新选择' },
    en: { what: 'A chosen column lies beyond the table', next: 'Choose again' },
  },
  'mapping-twice': {
    status: 422,
    zh: { what: '同一列选了两次', next: '每列只对应一个字段' },
    en: { what: 'A column is chosen twice', next: 'One field for each column' },
  },
  'field-too-long': {
    status: 422,
    zh: { what: '有 {letters} 字，超过 {most} 字', next: '请缩短后重新导入' },
    en: { what: '{letters} letters, more than {most}', next: 'Shorten it and import it again' },
  },
  'pages-number': {
    status: 422,
    zh: { what: '页数「{text}」不是正整数', next: '请填写阿拉伯数字' },
    en: { what: '“{text}” is no number of pages', next: 'Write it in digits' },
  },
  'row-twice': {
    status: 422,
    zh: { what: '档号「{code}」在第 {row} 行已有', next: '请核对，删去重复的一行' },
    en: { what: '{code} stands in row {row} already', next: 'Check both rows and delete one' },
  },
  'no-refused-rows': {
    status: 409,
    zh: { what: '该次导入没有错误行，或尚未完成', next: '请等导入完成后再看' },
    en: { what: 'No row of this import was refused, or it is still running', next: 'Look again when it is done' },
  },
  'not-a-catalogue': {
    status: 422,
    zh: { what: '附件不是为导入目录上传的', next: '请重新上传' },
    en: { what: 'This file was not uploaded as a catalogue', next: 'Upload it again' },
  },
} as const satisfies Messages<string>;
