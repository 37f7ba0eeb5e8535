/** 等保三级 8.1.4.1: complexity and periodic change; a policy, so that a site may set it otherwise. */
export const passwordPolicy = { minLength: 10, minClasses: 3, maxAgeDays: 90 } as const;

const common = [
  'password',
  'passw0rd',
  'qwerty',
  'admin',
  'welcome',
  'letmein',
  'iloveyou',
  'abc123',
  '123456',
  '654321',
  '111111',
  '000000',
  '888888',
  '666666',
  'woaini',
  'zhengzhou',
  'dangan',
  'shoucang',
  '1qaz2wsx',
  'q1w2e3r4',
  'asdfgh',
] as const;

export type PasswordFault = 'short' | 'classes' | 'username' | 'common' | 'repeated';

export const passwordFaults: Record<PasswordFault, { zh: string; en: string }> = {
  short: { zh: '太短', en: 'too short' },
  classes: { zh: '字符种类不足三类', en: 'fewer than three kinds of characters' },
  username: { zh: '包含用户名', en: 'contains the user name' },
  common: { zh: '属于常见口令', en: 'a common password' },
  repeated: { zh: '字符重复过多', en: 'too few different characters' },
};

/** 5.5-1: the first fault of a new password, or null when it is good enough. */
export function passwordFault(password: string, username: string): PasswordFault | null {
  const lower = password.toLowerCase();
  if ([...password].length < passwordPolicy.minLength) return 'short';
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((one) => one.test(password)).length;
  if (classes < passwordPolicy.minClasses) return 'classes';
  if (username.length >= 3 && lower.includes(username.toLowerCase())) return 'username';
  if (new Set(password).size < 5) return 'repeated';
  // A common word makes up most of it: what is added is too little.
  const word = common.find((one) => lower.includes(one));
  return word && password.length - word.length < 6 ? 'common' : null;
}

/** True when the password is older than the policy allows. Times in milliseconds since 1970. */
export const passwordExpired = (setAt: number, now: number): boolean =>
  now - setAt > passwordPolicy.maxAgeDays * 86_400_000;
