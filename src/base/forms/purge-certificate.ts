import { facts, formFrame } from './form-frame.ts';
import type { Html } from './html.ts';
import { siteTime } from './site-time.ts';
import { tablePages } from './table-pages.ts';

export interface PurgeCertificateData {
  archiveName: string;
  number: string;
  digest: string;
  reason: string;
  requestedBy: string;
  approvedBy: string;
  purgedAt: string;
  timeZone: string;
  removed: { kind: string; where: string; digest: string | null; bytes: string | null }[];
}

const kinds: Readonly<Record<string, string>> = {
  attachment: '附件登记',
  object: '存储内容',
  'ledger-detail': '日志明文',
};

/** 清除证明 (6.5-1): what was removed, by which two persons; digests, never content. */
export const purgeForm = {
  form: 'base.purge-certificate',
  version: 1,
  render: (data: PurgeCertificateData, mark: { id: string; hash: string; qrSvg: string; version: number }): Html =>
    formFrame({
      ...mark,
      form: 'base.purge-certificate',
      title: '清除证明',
      subtitle: data.archiveName,
      body: tablePages({
        columns: [
          { title: '序号', width: 12, align: 'num' },
          { title: '类别', width: 24 },
          { title: '位置或编号', width: 62 },
          { title: '摘要（SHA-256）', width: 64 },
          { title: '字节数', width: 20, align: 'num' },
        ],
        rows: data.removed.map((item, index) => [
          index + 1,
          kinds[item.kind] ?? item.kind,
          item.where,
          item.digest ?? '',
          item.bytes ?? '',
        ]),
        before: {
          content: facts([
            ['证明编号', data.number],
            ['清除时间', siteTime(data.purgedAt, data.timeZone)],
            ['清除原因', data.reason, 'wide'],
            ['清单摘要', data.digest, 'wide'],
            ['申请人', data.requestedBy],
            ['批准人', data.approvedBy],
          ]),
          height: 46,
        },
        signatureHeight: 33,
      }),
      signatures: [
        { role: '申请人（档案部门）', name: data.requestedBy },
        { role: '批准人（档案部门）', name: data.approvedBy },
      ],
    }),
};
