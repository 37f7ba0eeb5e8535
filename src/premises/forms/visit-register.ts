import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import { type NoBadge, noBadgeNames } from '../rules/badges.ts';
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
    badge: string | null;
    noBadge: NoBadge | null;
    visitorCard: string | null;
    issues: string[];
    late: boolean;
  }[];
}

/** What somebody wore (4.7-1): the badge that was scanned, a visitor's card, or why neither. */
const worn = ({ badge, noBadge, visitorCard }: VisitRegisterData['rows'][number]): string => {
  if (visitorCard !== null) return `访客牌 ${visitorCard}`;
  if (badge !== null) return `扫牌 ${badge}`;
  return noBadge === null ? '' : `手工：${noBadgeNames[noBadge].zh}`;
};

/** 出入登记表 (4.7-2), visitors with approver and escort (4.7-4), belongings in their lockers (4.6-3). */
export const visitRegisterForm = {
  form: 'premises.visit-register',
  version: 2,
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
          { title: '进', width: 14, align: 'mid' },
          { title: '出', width: 15, align: 'mid' },
          { title: '姓名', width: 22 },
          { title: '单位', width: 32 },
          { title: '事由', width: 22 },
          { title: '批准人 / 陪同人', width: 32 },
          { title: '工牌', width: 34 },
          { title: '存放物品', width: 28 },
          { title: '柜号', width: 13, align: 'mid' },
          { title: '问题编号', width: 24, align: 'mid' },
          { title: '查验人 进 / 出', width: 33 },
        ],
        rows: data.rows.map((row) => [
          `${clock(row.enteredAt)}${row.late ? ' 补录' : ''}`,
          clock(row.leftAt),
          row.name,
          row.organisation,
          row.reason ?? '在岗',
          row.approvedBy === null ? '' : `${row.approvedBy} / ${row.escort ?? ''}`,
          worn(row),
          row.deposited.map((code) => belongingNames[code].zh).join('、'),
          row.locker ?? '',
          row.issues.join(' '),
          `${row.checkedBy} / ${row.exitCheckedBy ?? ''}`,
        ]),
        signatureHeight: 33,
        empty: '当日无人出入',
      }),
      signatures: [{ role: '档案部门' }, { role: '服务机构' }],
    });
  },
};

const beforeBadges = { badge: null, noBadge: null, visitorCard: null, issues: [] };

/** Registers that were printed before badges were scanned, for their reprints. */
export const visitRegisterForm1 = {
  ...visitRegisterForm,
  version: 1,
  render: (data: VisitRegisterData, mark: Mark): Html =>
    visitRegisterForm.render({ ...data, rows: data.rows.map((row) => ({ ...beforeBadges, ...row })) }, mark),
};
