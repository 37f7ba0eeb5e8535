import { type DutyPage, dutySheets } from '#/base/forms/duty-page.ts';
import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';

export interface DutyBookData {
  archiveName: string;
  placeName: string;
  timeZone: string;
  on: string;
  remarks: string;
  /** Null while the day is not closed: a draft. */
  closed: { number: string; by: string; agreedBy: string; at: string } | null;
  pages: DutyPage[];
}

/** 日结簿: one booklet of a day in the order of the regulation, signed by both sides. */
export const dutyBookForm = {
  form: 'premises.duty-book',
  version: 1,
  render: ({ closed, ...data }: DutyBookData, mark: Mark): Html => {
    const head = facts([
      ['日期', data.on],
      ['加工场所', data.placeName],
      ['日结编号', closed?.number ?? '未日结（草稿）'],
      ['日结时间', closed ? siteTime(closed.at, data.timeZone) : ''],
      ['备注', data.remarks || '无', 'wide'],
    ]);
    return formFrame({
      ...mark,
      form: 'premises.duty-book',
      title: closed ? '日结簿' : '日结簿（草稿）',
      subtitle: `${data.archiveName}　${data.on}`,
      body: dutySheets(data.pages, { head: { content: head, height: 32 }, signatureHeight: 33 }),
      signatures: [
        { role: '档案部门', ...(closed && { name: closed.by }) },
        { role: '服务机构', ...(closed && { name: closed.agreedBy }) },
      ],
    });
  },
};
