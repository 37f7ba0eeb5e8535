import type { Messages } from '#/base/rules/refusal.ts';

/** What the state of an original refuses (rules/custody.ts), in words. */
export const whereaboutsMessages = {
  'custody-place': {
    status: 409,
    zh: { what: '该档案现在「{place}」，不能这样办理', next: '请核对实物；与实物不符的，报档案保管员' },
    en: { what: 'This original is: {place}', next: 'Look at the original; if that is not so, tell the archive keeper' },
  },
  halted: {
    status: 409,
    zh: { what: '该档案发现涉密标识，已停工', next: '请原样交档案部门，不得继续加工' },
    en: { what: 'A classified mark was found: it is halted', next: 'Hand it to the archive as it is' },
  },
  'not-halted': {
    status: 409,
    zh: { what: '该档案没有停工', next: '请刷新后核对' },
    en: { what: 'It is not halted', next: 'Reload the page' },
  },
  'cabinet-stage': {
    status: 409,
    zh: { what: '该档案为「{stage}」，不能放入这个柜', next: '请放入「{stage}」的柜' },
    en: { what: 'It is: {stage}. It cannot lie in this cabinet', next: 'Put it into one for: {stage}' },
  },
  'not-holder': {
    status: 409,
    zh: { what: '该档案不在此人手中', next: '请由持有人办理' },
    en: { what: 'This person does not have it in hand', next: 'Whoever has it does this' },
  },
  'pass-to-himself': {
    status: 422,
    zh: { what: '不能交接给本人', next: '请选择接手人' },
    en: { what: 'Nobody passes it to himself', next: 'Choose somebody else' },
  },
  'part-out': {
    status: 409,
    zh: { what: '有 {count} 个分单未归', next: '请先收回分单' },
    en: { what: '{count} parts of it are out', next: 'Have them brought back first' },
  },
  'part-out-already': {
    status: 409,
    zh: { what: '这个分单已取出', next: '请核对分单' },
    en: { what: 'This part is out already', next: 'Check the sub-slip' },
  },
  'part-not-out': {
    status: 409,
    zh: { what: '没有取出这个分单', next: '请核对分单' },
    en: { what: 'No such part is out', next: 'Check the sub-slip' },
  },
  'unbound-already': {
    status: 409,
    zh: { what: '该档案已拆卷', next: '请刷新后核对' },
    en: { what: 'It is taken apart already', next: 'Reload the page' },
  },
  'not-unbound': {
    status: 409,
    zh: { what: '该档案没有拆卷', next: '请刷新后核对' },
    en: { what: 'It was not taken apart', next: 'Reload the page' },
  },
  'not-rebound': {
    status: 409,
    zh: { what: '该档案拆卷后尚未装订复核', next: '请先装订并由第二人复核' },
    en: { what: 'It was taken apart and not bound again', next: 'Bind it and have a second person look at it' },
  },
  'second-person': {
    status: 422,
    zh: { what: '不能由本人复核', next: '请由第二人复核' },
    en: { what: 'Somebody else must look at it', next: 'Ask a second person' },
  },
  'processed-already': {
    status: 409,
    zh: { what: '该档案已是已加工', next: '请刷新后核对' },
    en: { what: 'It is processed already', next: 'Reload the page' },
  },
  'scan-misplaced': {
    status: 409,
    zh: { what: '系统记录「{code}」为「{place}」（{name}），与扫码不符', next: '请放在原处，报档案保管员核对实物' },
    en: {
      what: 'By the register {code} is: {place} ({name}), and not here',
      next: 'Leave it as it is and tell the archive keeper',
    },
  },
  'photograph-closed': {
    status: 403,
    zh: { what: '档案「{code}」因涉密停工或已定为涉密，其照片只由档案部门查看', next: '请由档案部门处理' },
    en: { what: '{code} is halted or classified: its photographs are the archive’s alone', next: 'Ask the archive' },
  },
  'nothing-to-undo': {
    status: 409,
    zh: {
      what: '不能撤销：最近一次不是本人今日的领取、入柜、加工完毕或收回分单',
      next: '请按实物重新办理；仍不相符的，报档案保管员',
    },
    en: {
      what: 'Nothing of yours to take back: only your own last scan of today',
      next: 'Do what the original needs; if that does not fit, tell the archive keeper',
    },
  },
} as const satisfies Messages<string>;
