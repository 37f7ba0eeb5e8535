import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { factsBlock, tablePages } from '#/base/forms/table-pages.ts';

export interface SecurityFormData {
  archiveName: string;
  timeZone: string;
  projectName: string;
  vendorName: string;
  round: number;
  openedBy: string;
  /** Instants. */
  openedAt: string;
  verdict: 'passed' | 'failed' | null;
  opinion: string | null;
  decidedBy: string | null;
  agreedBy: string | null;
  decidedAt: string | null;
  members: { name: string; organization: string; qualification: string }[];
  items: {
    clause: string;
    label: string;
    byHand: boolean;
    facts: { label: string; value: string }[];
    papers: number;
    verdict: 'pass' | 'fail' | null;
    note: string | null;
    judgedBy: string | null;
  }[];
}

const verdictNames = { passed: '合格', failed: '不合格', pass: '合格', fail: '不合格' } as const;

const basisOf = ({ facts: told, byHand, papers }: SecurityFormData['items'][number]): string =>
  [
    ...told.map(({ label, value }) => `${label} ${value}`),
    ...(byHand ? ['人工填写'] : []),
    ...(papers > 0 ? [`附件 ${papers} 件`] : []),
  ].join('；');

/** 安全保密专项验收表 (7.1): item by item, what it rests on, and the verdict that the overall acceptance waits for. */
export const securityForm = {
  form: 'acceptance.security',
  version: 1,
  render: (data: SecurityFormData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'acceptance.security',
      title: '安全保密专项验收表',
      subtitle: `${data.archiveName}　第 ${data.round} 次`,
      body: tablePages({
        columns: [
          { title: '条款', width: 14, align: 'mid' },
          { title: '核查项', width: 46 },
          { title: '依据', width: 58 },
          { title: '判定', width: 18, align: 'mid' },
          { title: '核查情况', width: 46 },
        ],
        rows: [
          ...data.items.map((item) => [
            item.clause,
            item.label,
            basisOf(item),
            item.verdict === null ? '未判定' : verdictNames[item.verdict],
            [item.note, item.judgedBy].filter(Boolean).join('　'),
          ]),
          ...data.members.map(({ name, organization, qualification }) => [
            '组员',
            name,
            `${organization}，${qualification}`,
            '',
            '',
          ]),
          [
            '结论',
            '验收组意见',
            data.opinion ?? '',
            data.verdict === null ? '' : verdictNames[data.verdict],
            [data.decidedBy, data.agreedBy].filter(Boolean).join('、'),
          ],
        ],
        before: factsBlock([
          ['项目', data.projectName, 'wide'],
          ['服务机构', data.vendorName, 'wide'],
          ['开始', `${siteTime(data.openedAt, data.timeZone)}　${data.openedBy}`, 'wide'],
          ['结论', data.verdict === null ? '进行中，尚无结论' : verdictNames[data.verdict]],
          ['下结论时间', data.decidedAt === null ? '—' : siteTime(data.decidedAt, data.timeZone)],
        ]),
        signatureHeight: 33,
      }),
      signatures: [
        { role: '验收组负责人', ...(data.decidedBy !== null && { name: data.decidedBy }) },
        { role: '验收组成员', ...(data.agreedBy !== null && { name: data.agreedBy }) },
        { role: '档案部门（盖章）' },
      ],
    }),
};
