import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';

export interface AuditReportData {
  archiveName: string;
  month: string;
  timeZone: string;
  madeAt: string;
  ledgerSize: string;
  ledgerRoot: string;
  witnessedSize: string | null;
  totals: { entries: number; refusals: number; copies: number; late: number; alarms: number; openAlarms: number };
  rows: { section: string; what: string; who: string; count: number }[];
}

/** 月度审计报告 (5.5-5): counts by the auditor's eyes, both other officers included; no content. */
export const auditReportForm = {
  form: 'protection.audit-report',
  version: 1,
  render: (data: AuditReportData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'protection.audit-report',
      title: '月度审计报告',
      subtitle: `${data.archiveName}　${data.month}`,
      body: tablePages({
        columns: [
          { title: '类别', width: 34 },
          { title: '事项', width: 82 },
          { title: '人员', width: 44 },
          { title: '次数', width: 22, align: 'num' },
        ],
        rows: data.rows.map((row) => [row.section, row.what, row.who, row.count]),
        before: {
          content: facts([
            ['日志根', data.ledgerRoot, 'wide'],
            ['编制时间', siteTime(data.madeAt, data.timeZone)],
            ['日志条目', data.ledgerSize],
            ['外部存证至', data.witnessedSize ?? '无'],
            ['本月条目', String(data.totals.entries)],
            ['拒绝', String(data.totals.refusals)],
            ['拷贝', String(data.totals.copies)],
            ['补录', String(data.totals.late)],
            ['预警', `${data.totals.alarms}（未处置 ${data.totals.openAlarms}）`],
          ]),
          height: 64,
        },
        signatureHeight: 33,
        empty: '本月没有三员操作、拒绝、拷贝和预警记录',
      }),
      signatures: [{ role: '审计员' }, { role: '分管领导' }],
    }),
};
