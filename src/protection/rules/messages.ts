import type { Messages } from '#/base/rules/refusal.ts';

/** What protection refuses, in words. */
export const protectionMessages = {
  'already-opened': {
    status: 409,
    zh: { what: '本系统已经启用', next: '请直接登录' },
    en: { what: 'This site has been opened already', next: 'Sign in' },
  },
  'setup-code-wrong': {
    status: 403,
    zh: { what: '安装码不正确', next: '请抄写服务器启动窗口中显示的安装码' },
    en: { what: 'The setup code is wrong', next: 'Copy the code shown where the server was started' },
  },
  'officers-missing': {
    status: 422,
    zh: { what: '三员人数不足，缺：{who}', next: '请由三名不同的本单位人员分别担任管理员、保密员、审计员' },
    en: {
      what: 'The three officers are not complete; missing: {who}',
      next: 'Name three different persons of the archive department',
    },
  },
  'same-person-twice': {
    status: 422,
    zh: { what: '{first} 与 {second} 是同一人', next: '三员必须是三个不同的人，证件号、用户名均不得相同' },
    en: {
      what: '{first} and {second} are one person',
      next: 'The officers must be three different persons with different document numbers and user names',
    },
  },
  'time-zone-unknown': {
    status: 422,
    zh: { what: '不认识时区「{zone}」', next: '请使用 IANA 时区名，例如 Asia/Shanghai' },
    en: { what: 'Unknown time zone “{zone}”', next: 'Use an IANA name such as Asia/Shanghai' },
  },
  'password-weak': {
    status: 422,
    zh: {
      what: '口令不符合要求：{why}',
      next: '至少 10 个字符，含大写、小写、数字、符号中的三类，且不含用户名和常见口令',
    },
    en: {
      what: 'The password is too weak: {why}',
      next: 'At least 10 characters, three of upper case, lower case, digits, symbols, no user name, no common password',
    },
  },
  'password-reused': {
    status: 422,
    zh: { what: '新口令与现口令相同', next: '请换一个口令' },
    en: { what: 'The new password is the current one', next: 'Choose another' },
  },
  'password-expired': {
    status: 403,
    zh: { what: '口令已超过 {days} 天', next: '请先修改口令' },
    en: { what: 'The password is older than {days} days', next: 'Change it first' },
  },
  'sign-in-refused': {
    status: 401,
    zh: { what: '用户名或口令不正确', next: '连续 5 次失败将锁定 15 分钟' },
    en: { what: 'Wrong user name or password', next: 'Five failures in a row lock the account for 15 minutes' },
  },
  'account-locked': {
    status: 403,
    zh: { what: '账号在此终端已锁定，约 {minutes} 分钟后解除', next: '请等待，或请保密员解锁' },
    en: {
      what: 'The account is locked at this terminal for about {minutes} minutes',
      next: 'Wait, or ask the security officer to unlock it',
    },
  },
  'account-not-active': {
    status: 403,
    zh: { what: '账号尚未启用或已停用', next: '请联系管理员' },
    en: { what: 'The account is not active', next: 'Ask the administrator' },
  },
  'no-role': {
    status: 403,
    zh: { what: '您目前没有任何有效岗位', next: '请保密员授予岗位后再登录' },
    en: { what: 'You hold no role at present', next: 'Ask the security officer for a role' },
  },
  'terminal-not-enrolled': {
    status: 403,
    zh: { what: '此终端未注册，不能登录', next: '请保密员登记终端并在此录入注册码' },
    en: {
      what: 'This terminal is not enrolled',
      next: 'Ask the security officer for an enrolment code and enter it here',
    },
  },
  'no-second-factor': {
    status: 403,
    zh: { what: '您没有可用的第二因素', next: '请保密员发放口令卡或登记动态口令牌' },
    en: { what: 'You have no second factor', next: 'Ask the security officer for a code card or a fob' },
  },
  'second-factor-wrong': {
    status: 401,
    zh: { what: '第二因素验证未通过', next: '请核对后重试；口令卡每个编号只能用一次' },
    en: { what: 'The second factor was not accepted', next: 'Check and try again; every code works once' },
  },
  'challenge-lapsed': {
    status: 401,
    zh: { what: '登录超时', next: '请重新输入用户名和口令' },
    en: { what: 'The sign-in took too long', next: 'Begin again with user name and password' },
  },
  'port-not-registered': {
    status: 403,
    zh: {
      what: '此终端没有登记为例外的接口，不能使用安全密钥或证书',
      next: '请改用口令卡或动态口令牌，或由保密员登记接口例外',
    },
    en: {
      what: 'This terminal has no port registered for keys or certificates',
      next: 'Use a card or fob, or have the port registered as an exception',
    },
  },
  'activation-wrong': {
    status: 403,
    zh: { what: '用户名或启用码不正确，或已过期', next: '请管理员重新发放启用码' },
    en: { what: 'User name or activation code is wrong or has lapsed', next: 'Ask the administrator for a new code' },
  },
  'enrolment-code-wrong': {
    status: 403,
    zh: { what: '注册码不正确或已过期', next: '请保密员重新登记终端' },
    en: { what: 'The enrolment code is wrong or has lapsed', next: 'Ask the security officer for a new one' },
  },
  'agent-not-enrolled': {
    status: 401,
    zh: { what: '监视程序的凭证无效', next: '请保密员在“终端”页重新签发监视程序注册码' },
    en: { what: 'The folder watcher’s credential is not valid', next: 'Ask the security officer for a new code' },
  },
  'agent-alone': {
    status: 401,
    zh: { what: '此终端上没有人登录，监视程序不能发送', next: '请在此终端的浏览器中登录' },
    en: { what: 'Nobody is signed in at this terminal', next: 'Sign in by the browser of this terminal' },
  },
  'terminal-not-in-use': {
    status: 409,
    zh: { what: '此终端尚未注册或已注销', next: '请先在该终端录入注册码' },
    en: { what: 'This terminal is not enrolled', next: 'Enter its own code at the terminal first' },
  },
  'username-taken': {
    status: 409,
    zh: { what: '用户名已被使用', next: '请换一个用户名' },
    en: { what: 'The user name is taken', next: 'Choose another' },
  },
  'account-not-new': {
    status: 409,
    zh: { what: '其中有账号已启用过或已停用，不再发启用码', next: '已启用过的账号请用“重置口令”' },
    en: {
      what: 'One of these accounts was in use before or is suspended and gets no activation code',
      next: 'Reset the password of an account that was in use',
    },
  },
  'person-known': {
    status: 409,
    zh: { what: '该证件号已登记过', next: '请在人员清单中查找' },
    en: { what: 'A person with this document number is registered', next: 'Look in the list of people' },
  },
  'party-known': {
    status: 409,
    zh: { what: '该单位已登记过', next: '请在单位清单中查找' },
    en: { what: 'This party is registered', next: 'Look in the list of parties' },
  },
  'name-taken': {
    status: 409,
    zh: { what: '名称「{name}」已被使用', next: '请换一个名称' },
    en: { what: 'The name “{name}” is taken', next: 'Choose another' },
  },
  'officer-business': {
    status: 422,
    zh: { what: '{name} 任{office}，三员不得兼任业务岗位', next: '请另选人员，或先按程序免去其三员职务' },
    en: {
      what: '{name} holds the office {office}; officers hold no business role',
      next: 'Choose another person, or relieve him of the office first',
    },
  },
  'business-officer': {
    status: 422,
    zh: { what: '{name} 担任业务岗位，不得兼任三员', next: '请另选人员，或先收回其全部岗位' },
    en: {
      what: '{name} holds a business role and cannot hold an office',
      next: 'Choose another person, or revoke all his roles first',
    },
  },
  'two-offices': {
    status: 422,
    zh: { what: '{name} 已任{office}，一人不得任两员', next: '请另选人员' },
    en: { what: '{name} holds the office {office}; nobody holds two', next: 'Choose another person' },
  },
  'not-commissioning-unit': {
    status: 422,
    zh: { what: '{name} 不是发包单位人员，不得担任三员', next: '三员须由档案部门人员担任' },
    en: {
      what: '{name} is not of the commissioning unit and cannot hold an office',
      next: 'Officers are persons of the archive department',
    },
  },
  'wrong-party': {
    status: 422,
    zh: { what: '岗位「{role}」只能由{party}人员担任', next: '请核对人员所属单位' },
    en: { what: 'The role “{role}” belongs to the party “{party}”', next: 'Check which party the person belongs to' },
  },
  'security-lead-alone': {
    status: 422,
    zh: { what: '服务方安全保密专员须专人担任，{name} 不得兼任其他岗位', next: '请另选人员' },
    en: {
      what: "The vendor's security lead does nothing else; {name} holds another role",
      next: 'Choose another person',
    },
  },
  'office-not-role': {
    status: 422,
    zh: { what: '三员不能作为岗位授予', next: '请在「三员」页面按任免程序办理' },
    en: { what: 'An office is not granted as a role', next: 'Use the page of the three officers' },
  },
  'end-date-needed': {
    status: 422,
    zh: { what: '检查员账号必须有截止日期', next: '请填写截止日期' },
    en: { what: "An outside inspector's role needs an end date", next: 'Enter the last day' },
  },
  'dates-reversed': {
    status: 422,
    zh: { what: '截止日期早于起始日期', next: '请改正日期' },
    en: { what: 'The last day is before the first', next: 'Correct the dates' },
  },
  'role-held': {
    status: 409,
    zh: { what: '该人员已有此岗位', next: '无需重复授予' },
    en: { what: 'The person holds this role already', next: 'Nothing to do' },
  },
  'own-matter': {
    status: 403,
    zh: { what: '不得办理与本人有关的事项', next: '请由另一名有权人员办理' },
    en: { what: 'Nobody handles his own matter', next: 'Another authorised person must do it' },
  },
  'own-office': {
    status: 403,
    zh: { what: '三员不得任免本员', next: '须由另外两员共同办理' },
    en: { what: 'An office does not appoint to itself', next: 'The other two offices must act together' },
  },
  'seat-empty': {
    status: 422,
    zh: { what: '该职位目前无人', next: '请先任命' },
    en: { what: 'Nobody holds that seat', next: 'Appoint someone first' },
  },
  'principal-needed': {
    status: 422,
    zh: { what: '正职不能空缺', next: '请指定新的正职人员' },
    en: { what: 'The principal seat cannot be empty', next: 'Name the new principal' },
  },
  'approver-role': {
    status: 403,
    zh: { what: '您的岗位不能审批此事项', next: '请由规定的第二人审批' },
    en: { what: 'Your role may not approve this', next: 'The second person named by the rule must do it' },
  },
  'approver-same-person': {
    status: 403,
    zh: { what: '申请人不得审批自己的申请（无论用哪个账号）', next: '请由第二人审批' },
    en: { what: 'The requester cannot approve, whatever the account', next: 'A second person must do it' },
  },
  'approval-digest': {
    status: 409,
    zh: { what: '所见内容与申请内容不一致', next: '请重新打开该申请再审批' },
    en: { what: 'What you saw is not what is asked', next: 'Open the request again' },
  },
  'approval-closed': {
    status: 409,
    zh: { what: '该申请已处理或已过期', next: '请刷新列表' },
    en: { what: 'The request is decided or has lapsed', next: 'Refresh the list' },
  },
  'fob-codes-wrong': {
    status: 422,
    zh: { what: '两个连续动态码与种子不符', next: '请核对种子、位数、周期，并输入相邻的两个动态码' },
    en: {
      what: 'The two codes do not fit the seed',
      next: 'Check seed, digits and period, and enter two codes in a row',
    },
  },
  'seed-invalid': {
    status: 422,
    zh: { what: '种子格式不对', next: '应为 Base32 或十六进制，至少 16 个字符' },
    en: { what: 'The seed is not base32 or hexadecimal', next: 'Enter at least 16 characters as delivered' },
  },
  'certificate-invalid': {
    status: 422,
    zh: { what: '证书无法识别或不在有效期内', next: '请粘贴 PEM 格式、在有效期内的证书' },
    en: {
      what: 'The certificate cannot be read or is not valid now',
      next: 'Paste a PEM certificate within its validity',
    },
  },
  'factor-known': {
    status: 409,
    zh: { what: '该编号的第二因素已登记', next: '请核对编号' },
    en: { what: 'A second factor with this number is registered', next: 'Check the number' },
  },
  'key-not-accepted': {
    status: 422,
    zh: { what: '安全密钥登记未通过', next: '请重新插入密钥再试' },
    en: { what: 'The security key was not accepted', next: 'Insert it again and retry' },
  },
  'issue-not-in-state': {
    status: 409,
    zh: { what: '问题当前状态不允许此操作', next: '请刷新后按 问题→整改→复查 的顺序办理' },
    en: { what: 'The issue is not in a state that allows this', next: 'Follow issue, correction, recheck' },
  },
  'recheck-by-corrector': {
    status: 403,
    zh: { what: '整改人不得复查自己的整改', next: '请由其他人员复查' },
    en: { what: 'Who corrected does not recheck', next: 'Another person must recheck' },
  },
  'due-in-past': {
    status: 422,
    zh: { what: '整改期限早于今天', next: '请填写今天或以后的日期' },
    en: { what: 'The due date has passed', next: 'Enter today or a later day' },
  },
  'alarm-closed': {
    status: 409,
    zh: { what: '该预警已处置', next: '请刷新列表' },
    en: { what: 'The alarm is closed', next: 'Refresh the list' },
  },
  'target-unusable': {
    status: 422,
    zh: { what: '备份目标不可用：{why}', next: '请确认目录存在、可写，且不在数据目录之内' },
    en: {
      what: 'The backup target cannot be used: {why}',
      next: 'The folder must exist, be writable and lie outside the data folder',
    },
  },
  'backup-not-done': {
    status: 409,
    zh: { what: '该备份尚未完成', next: '请选择已完成的备份' },
    en: { what: 'That backup is not finished', next: 'Choose a finished one' },
  },
  'report-invalid': {
    status: 422,
    zh: { what: '恢复报告无法识别，或不属于这次备份', next: '请粘贴 npm run restore 输出的最后一行' },
    en: {
      what: 'The restore report cannot be read or is of another backup',
      next: 'Paste the last line that npm run restore printed',
    },
  },
  'note-invalid': {
    status: 422,
    zh: { what: '校验点文本无法识别', next: '请完整粘贴校验点（含签名行），或重新扫描二维码' },
    en: { what: 'The checkpoint text cannot be read', next: 'Paste the whole checkpoint with its signature lines' },
  },
  'ledger-not-sealed': {
    status: 409,
    zh: { what: '日志还没有签名的校验点', next: '请在一分钟后重试' },
    en: { what: 'The ledger has no signed checkpoint yet', next: 'Try again in a minute' },
  },
  'target-exists': {
    status: 409,
    zh: { what: '目标「{target}」已有同名导出', next: '请换一个目标编号' },
    en: { what: 'The target “{target}” exists', next: 'Use another target number' },
  },
} as const satisfies Messages<string>;
