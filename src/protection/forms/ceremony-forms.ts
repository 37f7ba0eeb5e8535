import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import { each, html, type Html } from '#/base/forms/html.ts';
import { type FormColumn, tablePages } from '#/base/forms/table-pages.ts';

export interface StaffingData {
  archiveName: string;
  openedOn: string;
  rows: { role: string; least: number; why: string; clause: string; names: string[] }[];
}

const staffingColumns: FormColumn[] = [
  { title: '岗位', width: 40 },
  { title: '最少人数', width: 18, align: 'num' },
  { title: '职责要点', width: 62 },
  { title: '依据', width: 20, align: 'mid' },
  { title: '现任', width: 42 },
];

/** 最低人员配置表 (2.1-2, 5.6-8): whom a site needs before it may work, printed at the ceremony. */
export const staffingForm = {
  form: 'protection.staffing',
  version: 1,
  render: (data: StaffingData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'protection.staffing',
      title: '最低人员配置表',
      subtitle: data.archiveName,
      body: tablePages({
        columns: staffingColumns,
        rows: data.rows.map((row) => [row.role, row.least, row.why, row.clause, row.names.join('、') || '待配备']),
        before: {
          content: facts([
            ['启用日期', data.openedOn],
            ['说明', '三员为发包单位三名不同人员，不得兼任业务岗位', 'wide'],
          ]),
          height: 16,
        },
        signatureHeight: 33,
      }),
      signatures: [{ role: '管理员' }, { role: '保密员' }, { role: '审计员' }],
    }),
};

export interface CardData {
  archiveName: string;
  holder: string;
  username: string;
  cardNumber: string;
  issuedOn: string;
  /** Null on a reprint: codes are on the first paper only. */
  codes: string[] | null;
}

const perRow = 4;

/** 一次性口令卡: issued against signature, its codes stored nowhere in clear. */
export const cardForm = {
  form: 'protection.code-card',
  version: 1,
  render: (data: CardData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'protection.code-card',
      title: '一次性口令卡',
      subtitle: data.archiveName,
      body: html`${facts([
          ['持卡人', data.holder],
          ['用户名', data.username],
          ['卡号', data.cardNumber],
          ['发放日期', data.issuedOn],
        ])}
        <p>每次登录用一个口令，用后划去，不得重复使用、拍照或转借。遗失立即报告保密员。</p>
        ${data.codes === null ? html`<p>口令只在首次发放的卡上，重打不再显示。</p>` : codeTable(data.codes)}`,
      signatures: [{ role: '发放人' }, { role: '领取人', name: data.holder }],
    }),
};

function codeTable(codes: readonly string[]): Html {
  const rows = Array.from({ length: Math.ceil(codes.length / perRow) }, (_, row) =>
    codes.slice(row * perRow, (row + 1) * perRow).map((code, place) => ({ code, number: row * perRow + place + 1 })),
  );
  return html`<table>
    <tbody>
      ${each(
        rows,
        (row) =>
          html`<tr>
            ${each(row, ({ code, number }) => html`<td class="mid">${number}　${code.slice(0, 4)} ${code.slice(4)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
