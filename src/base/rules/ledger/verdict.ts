/** What verification can say (docs/design/ledger-format.md, section 10), in the order of the checks. */
export const verifyCodes = {
  manifest: {
    zh: '导出清单缺失、被改或与文件不符',
    en: 'the manifest is missing, altered or does not match the files',
  },
  keys: { zh: '公钥文件格式错误', en: 'the key file is malformed' },
  'key-untrusted': { zh: '导出中的公钥不是您持有的公钥', en: 'a key in the export is not the key you hold' },
  note: { zh: '校验点格式错误', en: 'a checkpoint is malformed' },
  origin: { zh: '校验点属于另一本账', en: 'a checkpoint belongs to another log' },
  signature: { zh: '校验点缺少有效的日志签名', en: 'a checkpoint lacks a valid signature of the log' },
  cosignature: { zh: '存证签名无效', en: 'a cosignature of the witness is invalid' },
  order: { zh: '校验点次序错误', en: 'checkpoints are out of order' },
  'unsigned-tail': { zh: '末尾条目没有校验点签名', en: 'entries at the end are under no checkpoint' },
  'outside-note': { zh: '离机校验点格式错误', en: 'the outside checkpoint is malformed' },
  'outside-origin': { zh: '离机校验点属于另一本账', en: 'the outside checkpoint belongs to another log' },
  'outside-signature': {
    zh: '离机校验点不是这把密钥签的',
    en: "the outside checkpoint was not signed by this log's key",
  },
  'outside-cosignature': { zh: '离机校验点的存证签名无效', en: 'a cosignature on the outside checkpoint is invalid' },
  'cosignature-missing': { zh: '缺少存证方的签名', en: "the witness's cosignature is missing" },
  frame: { zh: '条目文件损坏或被截断', en: 'the entries file is damaged or cut' },
  sequence: { zh: '条目序号不连续', en: 'sequence numbers are not consecutive' },
  canonical: { zh: '条目不是规范字节形式', en: 'an entry is not in canonical form' },
  schema: { zh: '条目内容不合格式', en: 'an entry does not fit the format' },
  genesis: { zh: '首条与本账不符，或首条不唯一', en: "the genesis entry is not this log's, or not the only one" },
  duplicate: { zh: '条目编号重复', en: 'an entry id occurs twice' },
  opening: { zh: '明文与条目中的承诺值不符', en: 'a clear value does not match its commitment' },
  size: { zh: '条目数与清单不符', en: "the number of entries is not the manifest's" },
  root: { zh: '根哈希与清单不符', en: "the root is not the manifest's" },
  'checkpoint-root': {
    zh: '根哈希与校验点不符：条目被改动',
    en: "the root is not the checkpoint's: entries were changed",
  },
  truncated: {
    zh: '离机校验点比日志长：末尾条目被删除',
    en: 'the outside checkpoint is longer than the log: entries were removed',
  },
  'outside-root': {
    zh: '与离机校验点不符：历史被改写',
    en: 'the log contradicts the outside checkpoint: history was rewritten',
  },
} as const;

export type VerifyCode = keyof typeof verifyCodes;
