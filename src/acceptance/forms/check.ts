import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { factsBlock, tablePages } from '#/base/forms/table-pages.ts';
import {
  type CheckAnswer,
  type CheckCode,
  checkItems,
  type CheckResult,
  columnNames,
  propertyNames,
  type RunState,
  type RunVerdict,
  standingOf,
} from '../rules/checks.ts';

export interface CheckFormData {
  archiveName: string;
  timeZone: string;
  projectName: string;
  package: string;
  runId: string;
  round: number;
  state: RunState;
  verdict: RunVerdict;
  seal: string;
  files: number | null;
  units: number | null;
  startedBy: string;
  /** Instants. */
  startedAt: string;
  endedAt: string | null;
  items: {
    item: CheckCode;
    result: CheckResult;
    examined: number;
    failed: number;
    /** The first failures, each on a line: file or code, and what. */
    failures: string[];
    answer: CheckAnswer | null;
    note: string | null;
    answeredBy: string | null;
    papers: number;
  }[];
}

const standingNames: Record<CheckResult, string> = {
  pass: '合格',
  fail: '不合格',
  person: '待人工判定',
  proof: '待凭证',
  na: '不适用',
};
const verdictNames: Record<RunVerdict, string> = { passed: '合格', failed: '不合格', open: '尚有未判定项' };

const foundOf = (one: CheckFormData['items'][number]): string =>
  [
    ...(checkItems[one.item].by === 'machine' && one.result !== 'na'
      ? [`检 ${one.examined}，不合格 ${one.failed}`]
      : []),
    ...one.failures,
    ...(one.note === null ? [] : [`${one.note}　${one.answeredBy ?? ''}`]),
    ...(one.papers > 0 ? [`凭证 ${one.papers} 件`] : []),
  ].join('\n');

/** 四性检测报告 (7.2-1 to 7.2-4; DA/T 70-2018): by property and by the columns of 7.2. */
export const checkForm = {
  form: 'acceptance.check',
  version: 1,
  render: (data: CheckFormData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'acceptance.check',
      title: '电子档案四性检测报告',
      subtitle: `${data.archiveName}　信息包 ${data.package}　第 ${data.round} 次`,
      body: tablePages({
        columns: [
          { title: '性质', width: 16, align: 'mid' },
          { title: '7.2', width: 14, align: 'mid' },
          { title: '检测项', width: 58 },
          { title: '结果', width: 22, align: 'mid' },
          { title: '检测情况', width: 72 },
        ],
        rows: data.items.map((one) => {
          const { property, column, label } = checkItems[one.item];
          return [
            propertyNames[property].zh,
            columnNames[column].zh,
            label.zh,
            standingNames[standingOf(one)],
            foundOf(one),
          ];
        }),
        before: factsBlock([
          ['项目', data.projectName, 'wide'],
          [
            '结论',
            data.state === 'running' ? '检测中' : data.state === 'stopped' ? '已中止' : verdictNames[data.verdict],
          ],
          ['文件数', String(data.files ?? '—')],
          ['卷（件）数', String(data.units ?? '—')],
          ['检测', `${data.startedBy}　${siteTime(data.startedAt, data.timeZone)}`, 'wide'],
          ['机检完成', data.endedAt === null ? '—' : siteTime(data.endedAt, data.timeZone), 'wide'],
          ['封印', data.seal, 'wide'],
        ]),
        signatureHeight: 33,
      }),
      signatures: [{ role: '检测人' }, { role: '档案部门负责人（盖章）' }],
    }),
};
