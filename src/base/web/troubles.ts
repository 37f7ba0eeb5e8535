/** Trouble that no server could word. */
export const troubles = {
  unreachable: {
    zh: { what: '连不上服务器，本次操作未确认。', next: '请检查网线；恢复后再次提交，不会重复记录。' },
    en: {
      what: 'The server cannot be reached; the act is not confirmed.',
      next: 'Check the cable; submit again afterwards, it will not be recorded twice.',
    },
  },
  'key-failed': {
    zh: { what: '安全密钥验证没有完成。', next: '请确认密钥已插好，再试一次，或改用其他验证方式。' },
    en: {
      what: 'The security key did not answer.',
      next: 'Check that it is plugged in and try again, or use another method.',
    },
  },
  unexpected: {
    zh: { what: '服务器返回了无法识别的答复。', next: '请重试；如反复出现，请告知管理员。' },
    en: {
      what: 'The server answered something unexpected.',
      next: 'Try again; if it persists, tell the administrator.',
    },
  },
};
