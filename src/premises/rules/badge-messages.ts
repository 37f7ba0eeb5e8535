import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused about badges (4.7-1), in words. */
export const badgeMessages = {
  'badge-of-staff': {
    status: 422,
    zh: { what: '工牌只发给档案部门和服务机构的人员', next: '其他人员请办访客审批，进场时发访客牌' },
    en: { what: 'Badges are for staff of the archive and the vendor', next: "Others need a visitor's pass" },
  },
  'badge-needs-role': {
    status: 409,
    zh: { what: '{name} 没有当日有效的岗位，不能发放工牌', next: '请先由保密员授予岗位' },
    en: { what: '{name} has no role in force today', next: 'The security officer grants a role first' },
  },
  'badge-of-group': {
    status: 422,
    zh: { what: '{name} 的工牌不能发放：{what}', next: '请更正，或先不选此人；本批尚未发放' },
    en: { what: 'No badge for {name}: {what}', next: 'Correct it or leave this person out; none was issued' },
  },
  'badge-person-twice': {
    status: 422,
    zh: { what: '同一人选了两次', next: '每人只发一块工牌' },
    en: { what: 'One person was chosen twice', next: 'Each gets one badge' },
  },
  'badge-held': {
    status: 409,
    zh: { what: '此人持有工牌 {number}', next: '请在“原工牌”栏注明已收回或已丢失；每人只有一块有效工牌' },
    en: { what: 'He holds badge {number}', next: 'Say under “Former badge” whether it came back or was lost' },
  },
  'badge-not-held': {
    status: 409,
    zh: { what: '此人没有未收回的工牌', next: '请清空“原工牌”栏' },
    en: { what: 'He holds no badge', next: 'Leave “Former badge” empty' },
  },
  'badge-until-past': {
    status: 422,
    zh: { what: '有效期至早于今天', next: '请在“有效期至”栏填写今天或以后的日期' },
    en: { what: 'The badge would have ended already', next: 'Enter today or a later day under “Valid until”' },
  },
  'badge-photo-needed': {
    status: 422,
    zh: { what: '工牌须有照片，此人没有可沿用的照片', next: '请在“照片”栏上传 JPEG 或 PNG 照片' },
    en: { what: 'A badge has a photograph, and none of his is kept', next: 'Upload a JPEG or PNG under “Photograph”' },
  },
  'badge-photo-broken': {
    status: 422,
    zh: { what: '照片不是完整的 JPEG 或 PNG 图像', next: '请在“照片”栏换一张能正常打开的照片' },
    en: { what: 'The photograph is no whole JPEG or PNG', next: 'Upload one that can be opened' },
  },
  'badge-photo-size': {
    status: 422,
    zh: {
      what: '照片为 {width}×{height} 像素，不合要求',
      next: '请在“照片”栏换一张竖幅照片：宽不小于 240、高不小于 300、不大于 6000 像素',
    },
    en: {
      what: 'The photograph has {width} × {height} pixels',
      next: 'Upload an upright one of at least 240 × 300 and at most 6000 pixels',
    },
  },
  'badge-photo-large': {
    status: 422,
    zh: { what: '照片超过 2 MiB', next: '请在“照片”栏换一张较小的照片' },
    en: { what: 'The photograph is larger than 2 MiB', next: 'Upload a smaller one' },
  },
  'badge-photo-gone': {
    status: 409,
    zh: { what: '工牌 {number} 的照片已清除，不能打印', next: '请收回此牌，用新照片重新发放' },
    en: { what: 'The photograph of badge {number} has been purged', next: 'Take it back and issue one anew' },
  },
  'badge-closed': {
    status: 409,
    zh: { what: '工牌 {number} 已收回或已挂失', next: '请刷新页面' },
    en: { what: 'Badge {number} was returned or reported lost', next: 'Reload the page' },
  },
  'badge-unknown': {
    status: 404,
    zh: { what: '无法识别此工牌', next: '请勿放行；请核查身份，工牌须由本系统打印' },
    en: { what: 'This badge is not known', next: 'Do not let him in; establish who he is. Badges are printed here' },
  },
  'badge-lost': {
    status: 409,
    zh: { what: '工牌 {number} 已挂失作废', next: '请勿放行，扣下此牌并核查持牌人身份；此次出示已记录' },
    en: {
      what: 'Badge {number} was reported lost',
      next: 'Do not let him in; keep the badge and establish who he is. This has been recorded',
    },
  },
  'badge-returned': {
    status: 409,
    zh: { what: '工牌 {number} 已收回作废', next: '请勿放行，扣下此牌并核查持牌人身份；此次出示已记录' },
    en: {
      what: 'Badge {number} was taken back',
      next: 'Do not let him in; keep the badge and establish who he is. This has been recorded',
    },
  },
  'badge-expired': {
    status: 409,
    zh: { what: '工牌 {number} 已过有效期', next: '请核查身份后手工登记进场，并到档案部门换发工牌' },
    en: {
      what: 'Badge {number} has expired',
      next: 'Establish who he is and sign him in by hand; the archive issues a new badge',
    },
  },
  'badge-scan-unknown': {
    status: 409,
    zh: { what: '没有此人在本处的扫牌记录', next: '请重新扫描此人的工牌' },
    en: { what: 'You have not scanned a badge of his', next: 'Scan his badge again' },
  },
  'badge-scan-stale': {
    status: 409,
    zh: { what: '扫牌记录已用过或已过 15 分钟', next: '请重新扫描工牌' },
    en: { what: 'That scan was used, or is older than 15 minutes', next: 'Scan the badge again' },
  },
  'badge-was-shown': {
    status: 422,
    zh: { what: '已扫描工牌，不填未出示原因', next: '请清空“未扫工牌的原因”栏' },
    en: { what: 'The badge was scanned', next: 'Leave “Why without badge” empty' },
  },
  'badge-not-scanned': {
    status: 422,
    zh: { what: '此人持有有效工牌 {number}，未扫描', next: '请扫描工牌，或在“未扫工牌的原因”栏选择原因' },
    en: { what: 'He holds badge {number}, which was not scanned', next: 'Scan it, or say why he comes without it' },
  },
  'badge-reason-needed': {
    status: 422,
    zh: { what: '选择“其他原因”时须写明情况', next: '请填写“查验情况”栏' },
    en: { what: 'Another reason must be told', next: 'Write it under “Finding”' },
  },
  'visitor-card-taken': {
    status: 409,
    zh: { what: '访客牌 {card} 正在使用', next: '请在“访客牌号”栏换一块' },
    en: { what: "Visitor's card {card} is in use", next: 'Hand out another one' },
  },
} as const satisfies Messages<string>;
