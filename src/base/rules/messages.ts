import type { Messages } from './refusal.ts';

/** What base refuses, in words. A code without words and a next step does not compile. */
export const baseMessages = {
  'input-invalid': {
    status: 422,
    zh: { what: '填写有误：{count} 处', next: '请按标红的各栏改正后重新提交' },
    en: { what: '{count} field(s) are not valid', next: 'Correct the marked fields and send again' },
  },
  'request-malformed': {
    status: 400,
    zh: { what: '请求格式无法识别', next: '请刷新页面后重试' },
    en: { what: 'The request cannot be read', next: 'Reload the page and try again' },
  },
  'not-signed-in': {
    status: 401,
    zh: { what: '尚未登录', next: '请先登录' },
    en: { what: 'You are not signed in', next: 'Sign in first' },
  },
  'session-expired': {
    status: 401,
    zh: { what: '会话已结束（超时、在别处登录或账号停用）', next: '请重新登录' },
    en: { what: 'The session has ended', next: 'Sign in again' },
  },
  'not-permitted': {
    status: 403,
    zh: { what: '您的岗位无权进行「{label}」', next: '如确有需要，请向保密员申请相应岗位' },
    en: { what: 'Your role may not do “{label}”', next: 'Ask the security officer for the role if you need it' },
  },
  'agent-not-permitted': {
    status: 403,
    zh: { what: '监视程序不能办理「{label}」', next: '请在浏览器中登录后办理' },
    en: { what: 'A folder watcher may not do “{label}”', next: 'Sign in by the browser and do it there' },
  },
  'step-up-required': {
    status: 401,
    zh: { what: '此操作须再次验证身份', next: '请用第二因素再次验证' },
    en: { what: 'This act needs a fresh proof of identity', next: 'Prove your second factor again' },
  },
  'cross-site': {
    status: 403,
    zh: { what: '请求来自其他站点，已拒绝', next: '请从本系统的页面操作' },
    en: { what: 'The request came from another site', next: "Work from this system's own pages" },
  },
  'not-found': {
    status: 404,
    zh: { what: '没有找到该{what}', next: '请刷新列表后重新选择' },
    en: { what: 'There is no such {what}', next: 'Refresh the list and choose again' },
  },
  'version-conflict': {
    status: 409,
    zh: { what: '该记录已被他人修改（现为第 {current} 版）', next: '请查看最新内容后再提交' },
    en: {
      what: 'Someone changed this record (now version {current})',
      next: 'Look at the current state and send again',
    },
  },
  'idempotency-key-missing': {
    status: 400,
    zh: { what: '请求缺少幂等编号', next: '请刷新页面后重试' },
    en: { what: 'The Idempotency-Key header is missing', next: 'Send a key of 8 to 100 characters with every act' },
  },
  'idempotency-key-reused': {
    status: 409,
    zh: { what: '同一幂等编号用于不同的请求', next: '请刷新页面后重新提交' },
    en: { what: 'This Idempotency-Key was used for another request', next: 'Use a new key for a new request' },
  },
  'approval-void': {
    status: 409,
    zh: { what: '审批已失效：{why}', next: '请重新提交申请' },
    en: { what: 'The approval does not hold: {why}', next: 'Send the request again' },
  },
  'late-not-allowed': {
    status: 422,
    zh: { what: '「{label}」不能补录', next: '请按正常流程登记' },
    en: { what: '“{label}” cannot be entered late', next: 'Enter it the ordinary way' },
  },
  'late-in-future': {
    status: 422,
    zh: { what: '发生时间晚于现在', next: '请按纸质表单填写实际发生时间' },
    en: { what: 'The time of occurrence lies in the future', next: 'Enter the time on the paper form' },
  },
  'ledger-out': {
    status: 503,
    zh: {
      what: '审计日志暂时不能写入（{why}），系统停止一切写操作',
      next: '已登记的内容没有丢失；请通知管理员，恢复后可直接重试',
    },
    en: {
      what: 'The ledger cannot be written ({why}); all writes are refused',
      next: 'Nothing acknowledged is lost; tell the administrator and try again after recovery',
    },
  },
  'database-out': {
    status: 503,
    zh: { what: '数据库暂时不可用', next: '已登记的内容没有丢失；请稍候重试，持续出现时通知管理员' },
    en: {
      what: 'The database is not available',
      next: 'Nothing acknowledged is lost; try again shortly, or tell the administrator',
    },
  },
  'storage-full': {
    status: 507,
    zh: { what: '存储空间已满，未写入任何内容', next: '请通知管理员清理或扩容后重试' },
    en: { what: 'Storage is full; nothing was written', next: 'Ask the administrator to free space, then try again' },
  },
  busy: {
    status: 503,
    zh: { what: '同一记录正被他人处理', next: '请稍候重试' },
    en: { what: 'Someone else is working on the same record', next: 'Try again in a moment' },
  },
  'too-many-requests': {
    status: 429,
    zh: { what: '操作过于频繁', next: '请在 {seconds} 秒后重试' },
    en: { what: 'Too many requests', next: 'Try again in {seconds} seconds' },
  },
  'too-large': {
    status: 413,
    zh: { what: '内容超过上限 {limit}', next: '请拆分或压缩后再上传' },
    en: { what: 'The content is larger than {limit}', next: 'Split or compress it' },
  },
  'media-type-unsupported': {
    status: 415,
    zh: { what: '不支持的文件类型', next: '请上传 PDF、JPEG、PNG 或 TIFF；目录为 XLSX、XLS、CSV 或 DBF' },
    en: {
      what: 'This type of file is not accepted',
      next: 'Send PDF, JPEG, PNG or TIFF; a catalogue as XLSX, XLS, CSV or DBF',
    },
  },
  'digest-mismatch': {
    status: 422,
    zh: { what: '收到的内容与所报摘要不一致', next: '请重新上传' },
    en: { what: 'What arrived does not match the stated digest', next: 'Send the file again' },
  },
  'grant-invalid': {
    status: 403,
    zh: { what: '读取或上传许可已过期', next: '请从页面重新打开' },
    en: { what: 'The grant for these bytes has lapsed', next: 'Open it from the page again' },
  },
  'attachment-not-ready': {
    status: 409,
    zh: { what: '附件尚未上传完成或已清除', next: '请重新上传' },
    en: { what: 'The attachment has no content', next: 'Upload it again' },
  },
  'already-purged': {
    status: 409,
    zh: { what: '该内容已清除', next: '请查看清除记录' },
    en: { what: 'It has been purged already', next: 'See the tombstones' },
  },
  'job-not-in-state': {
    status: 409,
    zh: { what: '作业当前状态不允许此操作', next: '请刷新作业列表' },
    en: { what: 'The job is not in a state that allows this', next: 'Refresh the list of jobs' },
  },
  internal: {
    status: 500,
    zh: { what: '系统内部错误（编号 {ref}），未写入任何内容', next: '请把编号告诉管理员' },
    en: {
      what: 'Internal error (reference {ref}); nothing was written',
      next: 'Give the reference to the administrator',
    },
  },
} as const satisfies Messages<string>;
