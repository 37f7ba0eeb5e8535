import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import { type Belonging, belongingNames } from '../rules/visits.ts';

export interface VisitRegisterData {
  archiveName: string;
  timeZone: string;
  on: string;
  rows: {
    name: string;
    organisation: string;
    reason: string | null;
    escort: string | null;
    approvedBy: string | null;
    enteredAt: string;
    leftAt: string | null;
    deposited: Belonging[];
    locker: string | null;
    checkedBy: string;
    exitCheckedBy: string | null;
    late: boolean;
  }[];
}

/** 出入登记表 (4.7-2), visitors with approver and escort (4.7-4), belongings in their lockers (4.6-3). */
export const visitRegisterForm = {
  form: 'premises.visit-register',
  version: 1,
  render: (data: VisitRegisterData, mark: Mark): Html => {
    const clock = (at: string | null): string => (at === null ? '未离场' : siteTime(at, data.timeZone).slice(11, 16));
    return formFrame({
      ...mark,
      form: 'premises.visit-register',
      title: '出入登记表',
      subtitle: `${data.archiveName}　${data.on}`,
      orientation: 'landscape',
      body: tablePages({
        orientation: 'landscape',
        columns: [
          { title: '进', width: 16, align: 'mid' },
          { title: '出', width: 18, align: 'mid' },
          { title: '姓名', width: 28 },
          { title: '单位', width: 46 },
          { title: '事由', width: 36 },
          { title: '批准人 / 陪同人', width: 38 },
          { title: '存放物品', width: 36 },
          { title: '柜号', width: 15, align: 'mid' },
          { title: '查验人 进 / 出', width: 36 },
        ],
        rows: data.rows.map((row) => [
          `${clock(row.enteredAt)}${row.late ? ' 补录' : ''}`,
          clock(row.leftAt),
          row.name,
          row.organisation,
          row.reason ?? '在岗',
          row.approvedBy === null ? '' : `${row.approvedBy} / ${row.escort ?? ''}`,
          row.deposited.map((code) => belongingNames[code].zh).join('、'),
          row.locker ?? '',
          `${row.checkedBy} / ${row.exitCheckedBy ?? ''}`,
        ]),
        signatureHeight: 33,
        empty: '当日无人出入',
      }),
      signatures: [{ role: '档案部门' }, { role: '服务机构' }],
    });
  },
};
