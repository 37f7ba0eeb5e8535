/** Labels of handovers on paper, and of receipts for business. */
const zh = {
  printDraft: '打印待签清单',
  enterSigned: '登记已签清单',
  paperNote: '对方不能在系统中确认时：打印清单，双方签字盖章，再扫码登记并上传扫描件，由另一名档案人员核对。',
  counterpart: { out: '接收人（服务机构）', return: '归还人（服务机构）' },
  mark: '清单二维码',
  markNote: '扫已签清单右上角的二维码',
  scan: '已签清单扫描件',
  scanMissing: '请上传扫描件',
  signedAt: '签字时间',
  onPaper: '纸质签字',
  checkedBy: (name: string) => `${name} 核对`,
  openScan: '扫描件',
  receipt: '业务签收',
  signReceipt: '业务签收',
  receiptPages: '接收页数',
  receiptQuestion: '实体由接收人保管；业务签收表示接下这批工作。',
  signedFor: (name: string, pages: number) => `${name} · ${pages} 页`,
};

const en: typeof zh = {
  printDraft: 'Print to sign',
  enterSigned: 'Enter a signed list',
  paperNote:
    'Where the other side cannot agree here: print the list, have both sides sign and seal it, scan its code, attach its scan, and have another of the archive compare them.',
  counterpart: { out: 'Received by (vendor)', return: 'Given back by (vendor)' },
  mark: 'Code of the list',
  markNote: 'Scan the QR code of the signed list',
  scan: 'Scan of the signed list',
  scanMissing: 'Add the scan',
  signedAt: 'Signed at',
  onPaper: 'Signed on paper',
  checkedBy: (name: string) => `compared by ${name}`,
  openScan: 'Scan',
  receipt: 'Signed for the work',
  signReceipt: 'Sign for the work',
  receiptPages: 'Pages taken over',
  receiptQuestion: 'The paper stays in the charge of whoever received it; this takes over the work.',
  signedFor: (name: string, pages: number) => `${name} · ${pages} pages`,
};

export const paperStrings = { zh, en };
