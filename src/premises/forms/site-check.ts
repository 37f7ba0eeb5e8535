import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { type LateLine, lateLine } from '#/base/forms/late-line.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';

export interface SiteCheckData {
  archiveName: string;
  timeZone: string;
  placeName: string;
  address: string;
  checkedBy: string;
  occurredAt: string;
  late: LateLine | null;
  /** What its photographs were taken with. */
  photographed: string | null;
  rows: { clause: string; label: string; look: string; passed: boolean; remark: string; issue: string | null }[];
}

/** 场所安全检查表 (4.1-2, 4.2-1 to 4.2-9, 4.4-1, 4.5-2, 4.6-1, 4.6-2, 4.8-2, 4.8-3). */
export const siteCheckForm = {
  form: 'premises.site-check',
  version: 1,
  render: (data: SiteCheckData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'premises.site-check',
      title: '场所安全检查表',
      subtitle: `${data.archiveName}　${data.placeName}`,
      body: tablePages({
        columns: [
          { title: '条款', width: 16, align: 'mid' },
          { title: '检查项', width: 38 },
          { title: '检查内容', width: 58 },
          { title: '结果', width: 16, align: 'mid' },
          { title: '情况', width: 34 },
          { title: '问题编号', width: 20, align: 'mid' },
        ],
        rows: data.rows.map((row) => [
          row.clause,
          row.label,
          row.look,
          row.passed ? '合格' : '不合格',
          row.remark,
          row.issue ?? '',
        ]),
        before: {
          content: facts([
            ['地点', data.address, 'wide'],
            ['检查人', data.checkedBy],
            ['检查时间', siteTime(data.occurredAt, data.timeZone)],
            ...(data.photographed ? [['拍照设备', data.photographed] as const] : []),
            ...lateLine(data.late, data.timeZone),
          ]),
          height: data.late === null ? 24 : 34,
        },
        signatureHeight: 33,
      }),
      signatures: [{ role: '检查人', name: data.checkedBy }, { role: '档案部门' }, { role: '服务机构' }],
    }),
};
