import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { type LateLine, lateLine } from '#/base/forms/late-line.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import { type Side, sideNames } from '../rules/patrol.ts';

export interface PatrolData {
  archiveName: string;
  timeZone: string;
  placeName: string;
  shiftId: string;
  shift: string;
  on: string;
  side: Side;
  /** Times of day. */
  from: string;
  to: string;
  /** Null on a sheet that is still to be filled in. */
  made: {
    by: string;
    at: string;
    late: LateLine | null;
    /** What its photographs were taken with. */
    photographed: string | null;
  } | null;
  rows: {
    clause: string;
    label: string;
    look: string;
    passed: boolean | null;
    remark: string;
    issue: string | null;
  }[];
}

const result = (passed: boolean | null): string => {
  if (passed === null) return '□正常 □异常';
  return passed ? '正常' : '异常';
};

/** 巡查记录 (4.9-2, 4.9-3), and the sheet carried on the round, with nothing filled in yet. */
export const patrolForm = {
  form: 'premises.patrol',
  version: 1,
  render: ({ made, ...data }: PatrolData, mark: Mark): Html => {
    const late = made?.late ?? null;
    return formFrame({
      ...mark,
      form: 'premises.patrol',
      title: made === null ? '巡查表' : '巡查记录',
      subtitle: `${data.archiveName}　${data.placeName}`,
      body: tablePages({
        columns: [
          { title: '条款', width: 16, align: 'mid' },
          { title: '巡查项', width: 28 },
          { title: '巡查内容', width: 54 },
          { title: '结果', width: 32, align: 'mid' },
          { title: '情况', width: 32 },
          { title: '问题编号', width: 20, align: 'mid' },
        ],
        rows: data.rows.map((row) => [
          row.clause,
          row.label,
          row.look,
          result(row.passed),
          row.remark,
          row.issue ?? '',
        ]),
        before: {
          content: facts([
            ['巡查方', sideNames[data.side].zh],
            ['日期', data.on],
            ['班次', `${data.shift}（${data.from}–${data.to}）`],
            ['巡查时间', made === null ? '　　时　　分' : siteTime(made.at, data.timeZone)],
            ...(made?.photographed ? [['拍照设备', made.photographed] as const] : []),
            ...lateLine(late, data.timeZone),
          ]),
          height: late === null ? 24 : 34,
        },
        signatureHeight: 33,
      }),
      signatures: [made === null ? { role: '巡查人' } : { role: '巡查人', name: made.by }],
    });
  },
};
