import type { Messages } from '#/base/rules/refusal.ts';

/** What is refused about projects (2.2), in words. */
export const projectMessages = {
  'vendor-of-project': {
    status: 422,
    zh: { what: '外包项目须选择服务机构，自行数字化的不选', next: '请核对项目类型和服务机构' },
    en: {
      what: 'An outsourced project has a vendor, and one done by the archive has none',
      next: 'Check kind and vendor',
    },
  },
  'project-dates': {
    status: 422,
    zh: { what: '结束日期早于开始日期', next: '请核对起止日期' },
    en: { what: 'The project would end before it begins', next: 'Check both days' },
  },
  'project-name-taken': {
    status: 409,
    zh: { what: '项目名称「{name}」已有', next: '请换一个名称' },
    en: { what: 'There is a project named {name}', next: 'Choose another name' },
  },
  'project-state': {
    status: 409,
    zh: { what: '项目状态为「{state}」，不能这样办理', next: '请刷新后核对项目状态' },
    en: { what: 'This cannot be done with a project that is: {state}', next: 'Reload and check its state' },
  },
  'not-of-project': {
    status: 403,
    zh: { what: '您不在该项目任职', next: '请由项目人员办理' },
    en: { what: 'You have no role in this project', next: 'A person of the project does this' },
  },
  'approver-not-of-project': {
    status: 403,
    zh: { what: '批准人不在该项目任职', next: '请由项目中的人员批准' },
    en: { what: 'Whoever agreed has no role in this project', next: 'Ask a person of the project' },
  },
  'opening-lacks': {
    status: 409,
    zh: { what: '尚不能开工，缺：{lacks}', next: '请补齐后再开工' },
    en: { what: 'The project cannot be opened; it lacks: {lacks}', next: 'Complete this first' },
  },
  'still-in-hand': {
    status: 409,
    zh: { what: '{name} 手中还有 {count} 件未交清：{what}', next: '请先交接或归还' },
    en: { what: '{name} still has {count} in hand: {what}', next: 'Have them handed over or returned first' },
  },
  'compression-of-format': {
    status: 422,
    zh: { what: '{format} 不能用这种压缩方式', next: '请改选压缩方式或格式' },
    en: { what: '{format} cannot be compressed like this', next: 'Choose another compression or format' },
  },
  'g4-needs-bilevel': {
    status: 422,
    zh: { what: 'G4 压缩只用于黑白二值图像', next: '请改选色彩模式或压缩方式' },
    en: { what: 'G4 is for black and white only', next: 'Choose another colour mode or compression' },
  },
  'quality-of-lossy': {
    status: 422,
    zh: { what: '有损压缩须填压缩质量，其他不填', next: '请核对压缩方式和压缩质量' },
    en: { what: 'Lossy compression, and nothing else, has a quality', next: 'Check compression and quality' },
  },
  'naming-lacks': {
    status: 422,
    zh: { what: '命名规则缺少 {part}', next: '图像文件名须含档号 {code} 和图像流水号 {image}' },
    en: { what: 'The naming lacks {part}', next: 'Names hold the archival code {code} and the image number {image}' },
  },
  'naming-letters': {
    status: 422,
    zh: { what: '命名规则含文件名不能用的字符', next: '请去掉 \\ / : * ? " < > |' },
    en: { what: 'The naming holds letters that file names cannot', next: 'Remove \\ / : * ? " < > |' },
  },
  'skew-order': {
    status: 422,
    zh: { what: '不合格角度小于提示角度', next: '请核对两个偏斜角度' },
    en: { what: 'Pages would fail before anybody is asked', next: 'Check both angles' },
  },
  'sample-too-small': {
    status: 422,
    zh: { what: '抽检比例低于 5%', next: '请不低于 50‰（DA/T 31—2017 12.3）' },
    en: { what: 'Less than 5 % would be sampled', next: 'Ask for 50 ‰ or more (DA/T 31-2017 12.3)' },
  },
} as const satisfies Messages<string>;
