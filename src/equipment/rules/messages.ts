import type { Messages } from '#/base/rules/refusal.ts';

/** What the room refuses, in words. */
export const equipmentMessages = {
  'seal-number': {
    status: 422,
    zh: { what: '贴封条的须填封条号，其他方式不填', next: '请核对封断方式和封条号' },
    en: { what: 'A seal, and nothing else, has a number', next: 'Check the way and the number of the seal' },
  },
  'sealed-in-future': {
    status: 422,
    zh: { what: '封断日期晚于今天', next: '请核对日期' },
    en: { what: 'The sealing would be of the future', next: 'Check the day' },
  },
  'seal-taken': {
    status: 409,
    zh: { what: '封条号「{number}」已登记在设备「{device}」', next: '请核对封条；一个封条号只用一次' },
    en: { what: 'Seal {number} stands on device {device}', next: 'Check the seal: a number serves once' },
  },
  'wireless-not-sealed': {
    status: 409,
    zh: { what: '无线功能尚未封断', next: '请先登记该设备的无线封断' },
    en: { what: 'Its wireless is not sealed', next: 'Enter how the wireless of this device was sealed first' },
  },
  'sealed-already': {
    status: 409,
    zh: { what: '该设备的无线已登记封断', next: '封断失效的，请先停用设备' },
    en: { what: 'Its wireless is sealed already', next: 'If the seal is broken, suspend the device first' },
  },
  'admission-point-failed': {
    status: 422,
    zh: { what: '「{point}」不合格，不得准入', next: '请处理后重新检查' },
    en: { what: 'Not in order: {point}', next: 'Put it right, then examine the device again' },
  },
  'admission-point-missing': {
    status: 422,
    zh: { what: '「{point}」没有检查', next: '请逐项检查' },
    en: { what: 'Not examined: {point}', next: 'Examine every point' },
  },
  'device-state': {
    status: 409,
    zh: { what: '设备状态为「{state}」，不能这样办理', next: '请刷新后核对设备状态' },
    en: { what: 'This cannot be done with a device that is: {state}', next: 'Reload and check its state' },
  },
  'device-code-taken': {
    status: 409,
    zh: { what: '设备编号「{code}」已被使用', next: '请换一个编号；退场设备的编号也不再使用' },
    en: {
      what: 'Device number {code} is taken',
      next: 'Choose another; numbers of withdrawn devices are not used again',
    },
  },
  'terminal-taken': {
    status: 409,
    zh: { what: '终端「{terminal}」已由设备「{device}」使用', next: '请选择其他终端，或先停用该设备' },
    en: {
      what: 'Terminal {terminal} belongs to device {device}',
      next: 'Choose another, or suspend that device first',
    },
  },
} as const satisfies Messages<string>;
