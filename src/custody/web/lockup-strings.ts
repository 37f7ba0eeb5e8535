/** Labels of the day's last sweep. */
const zh = {
  lockupNote: '下班前在外的每件档案都要在柜中见到；未见到的逐件写明原因，解除之前其持有人和批次不得领取（6.6）。',
  lockupProgress: '已在柜中见到',
  lockupHow: '先扫柜的标签，再扫柜中每件档案。',
  outstanding: '尚未见到',
  noOutstanding: '在外的档案都已在柜中见到。',
  nothingOut: '没有档案在外。',
  closeSweep: '完成清点',
  reasonFor: '原因',
  findings: '以前未入柜、尚未解除',
  finding: '情况',
  lift: '解除',
  liftQuestion: '解除后其持有人和批次可以继续领取。',
  sweptAt: '今日已清点',
  day: '日期',
  unswept: (day: string) => `${day} 有档案在外而没有做入柜清点：核对实物、写明原因之前，谁也不能领取。`,
  excuse: '说明',
  excuseQuestion: '请先逐柜核对实物。说明后可以继续领取。',
  nothingTaken: '此后不得领取，只能入柜或归还。',
  reopen: '重新开班',
  reopenQuestion: '重新开班后可以领取，下班前须全部重新清点。',
};

const en: typeof zh = {
  lockupNote:
    'Before the shift ends each original that is out is seen in a cabinet; what is not has a reason each, and until it is lifted its holder and batch take nothing (6.6).',
  lockupProgress: 'Seen in a cabinet',
  lockupHow: 'Scan the label of a cabinet, then everything in it.',
  outstanding: 'Not seen yet',
  noOutstanding: 'Everything that is out was seen in its cabinet.',
  nothingOut: 'Nothing is out.',
  closeSweep: 'Close the sweep',
  reasonFor: 'Reason',
  findings: 'Left open by former sweeps',
  finding: 'Finding',
  lift: 'Lift',
  liftQuestion: 'Its holder and batch then take originals again.',
  sweptAt: 'Swept today',
  day: 'Day',
  unswept: (day: string) =>
    `On ${day} originals were out and nobody swept: nothing is taken before somebody has looked and said why.`,
  excuse: 'Explain',
  excuseQuestion: 'Look into every cabinet first. Originals are taken again afterwards.',
  nothingTaken: 'Nothing is taken any more; originals are still locked up and given back.',
  reopen: 'Open again',
  reopenQuestion: 'Originals are taken again, and all of them are swept again before the shift ends.',
};

export const lockupStrings = { zh, en };
